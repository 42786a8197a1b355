#!/usr/bin/env python3
"""Scores a command that converts messages, by what independent parsers read from its output:

    convert_score.py [--build BUILD] [--pipe] [--ascii] [--refusals N] [--only TEXT] [--show N] COMMAND ARGUMENT...

Runs COMMAND ARGUMENT... FILE (with --pipe: the file on a pipe to standard input) on each message of ../shared/mail,
../shared/cases and corpus/messages. Exit code 1 without output (on a pipe also with some) is a refusal, counted by what
was said; any other code but 0 is a failure. Of each message that was converted, every reader of tools/readers that reads
the same tree and bodies as pneu from the original must read these from the output. So must pneu itself. Bodies are
compared with LF line ends; those of leaves that are no text and are base64 in the output byte for byte, if the reader and
pneu had the same bytes before. Where a reader agrees with pneu about dispositions, file names, subject, date, addresses
and Message-ID of the original, it must read the same ones, too: these are counted apart.

--ascii asks of the output what SMTP does (bytes 1 to 127, CRLF, lines of at most 998 bytes), and that converting it
again changes nothing.

Prints each miss, the refusals, and a table by reader. Misses that are no fault of the output are in KNOWN, each with its
reason. The status is 1 if anything else is missed: by pneu, an exit code, or --ascii on any message; by a reader on a
message marked safe (../shared/mail/*/majority.jsonl). It is 1, too, if more than --refusals messages were refused, or if
a reader is good for nothing. Last line: "N passed, N failed". Without ../shared only corpus/messages is used.
"""
import argparse
import collections
import json
import pathlib
import re
import subprocess
import sys
import tempfile

import mail_score
from readers import readers

ROOT = mail_score.ROOT
SHARED = ROOT.parent / "shared"
REFUSED = 1
SECONDS = 60
LONGEST = 998
UNREAD = 0.5  # of the messages; a reader that reads less of them says nothing about a converter

# Why -> the (kind of miss, message) that is no fault of a converter.
KNOWN = {
    "The file has LF, and quoted-printable CRs before its line ends. Decoded they are line ends of a text with CRLF, but in "
    "the output, which has CRLF, more than that": [
        (reader, "mail/sisimai/bsd/lhost-postfix-64.eml") for reader in ("pneu", "python", "gmime", "mimetools")],
    "MIME-tools makes LF of CRLF in quoted-printable, but not in 7bit, and so reads a CR before CRLF in two ways": [
        ("mimetools", "mail/sisimai/bsd/lhost-dragonfly-01.eml"),
        ("mimetools", "cases/017-line-eod-lookalike-crlf-dot-crcrlf.eml")],
    "Its multipart is not closed, and Python takes the last line end of such a part for that of a delimiter: in base64 that is no "
    "loss, decoded it is": [
        ("python", "mail/spamassassin/spam-2/00669.790cde659c7d18535eb46cfa4398458d.txt")],
    "With CRLF the field is longer, and its end is beyond a limit": [
        ("pneu subject", "mail/flanker/long-header.eml")],
}


def messages():
    """path -> whether it is marked safe"""
    found = {path: False for path in sorted((ROOT / "corpus/messages").glob("*.eml"))}
    found |= {path: False for path in sorted((SHARED / "cases").glob("*.eml"))}
    for votes in sorted((SHARED / "mail").glob("*/majority.jsonl")):
        with open(votes, encoding="utf-8") as lines:
            found |= {votes.parent / vote["file"]: bool(vote.get("safe")) for vote in map(json.loads, lines)}
    return found


def short(path):
    for base in (SHARED, ROOT):
        if path.is_relative_to(base):
            return str(path.relative_to(base))
    return str(path)


# ---- Converting ---------------------------------------------------------------------------------------------------

class Converter:
    def __init__(self, command, is_piped):
        self.command, self.is_piped = command, is_piped

    def convert(self, path):
        """(exit code, output, what was said)"""
        try:
            if self.is_piped:
                done = subprocess.run(self.command, input=path.read_bytes(), capture_output=True, timeout=SECONDS)
            else:
                done = subprocess.run([*self.command, path], capture_output=True, timeout=SECONDS)
        except subprocess.TimeoutExpired:
            return None, b"", f"no answer in {SECONDS} s"
        return done.returncode, done.stdout, done.stderr.decode(errors="replace").strip()


def reason_of(said, path):
    """What was said of a refused message, without what is about this one only."""
    line = (said.splitlines() or ["nothing was said"])[-1]
    return re.sub(r"\b\d+(\.\d+)*\b(?!-bit)", "N", line.replace(str(path), "FILE"))


def faults_of_ascii(converter, output, folder):
    lines = output.split(b"\r\n")
    if any(byte == 0 or byte > 127 for byte in output):
        yield "the output has a NUL or a byte above 127"
    if any(b"\r" in line or b"\n" in line for line in lines):
        yield "the output has a line end that is not CRLF"
    if any(len(line) > LONGEST for line in lines):
        yield f"the output has a line of {max(map(len, lines))} bytes"
    again = folder / "again.eml"
    again.write_bytes(output)
    if converter.convert(again)[1] != output:
        yield "converted again it is not the same"


# ---- Scoring ------------------------------------------------------------------------------------------------------

class Score:
    """By reader, and for safe messages and all: how many were kept, lost, and left out because they say nothing."""

    def __init__(self, show):
        self.counts = collections.Counter()
        self.values = collections.Counter()
        self.errors = collections.defaultdict(list)
        self.shown = collections.Counter()
        self.passed = self.failed = 0
        self.show = show

    def take(self, kind, name, is_demanded, faults):
        """Counts, prints, and returns "kept", "known" or "lost". A miss that is not demanded does not fail."""
        if not faults:
            self.passed += 1
            return "kept"
        if any((kind, name) in misses for misses in KNOWN.values()):
            return "known"
        self.failed += is_demanded
        self.shown[kind] += 1
        if self.shown[kind] <= self.show:
            print(f"{'MISS' if is_demanded else 'miss'} {kind}: {name}: {'; '.join(faults[:3])}")
        return "lost"


def exact_faults(one, other, ours, ours_after):
    """Leaves that were brought into base64 and are not the same bytes any more."""
    return [f"the bytes of {path} are others" for path, part in one["parts"].items()
            if not part["type"].startswith("text/") and ours_after["parts"][path].get("encoding") == "base64"
            and part.get("exact") == ours["parts"][path].get("exact") != other["parts"][path].get("exact")]


def value_faults(one, other, ours, key):
    before, after = readers.value_of(one, key), readers.value_of(other, key)
    if before != readers.value_of(ours, key):
        return None
    return [] if before == after else [f"{before!r:.200}, then {after!r:.200}"]


def compare(score, reader, name, is_safe, readings):
    """readings: (the reader's before, after, pneu's before, after)"""
    before, after, ours, ours_after = readings
    if "error" in before:
        score.errors[reader].append(f"{name}: {before['error']}")
        return  # counted in score_outputs
    is_demanded = is_safe or reader == "pneu"
    if readers.differences(before, ours):
        score.counts[reader, is_safe, "other"] += 1
        return
    faults = readers.differences(before, after)
    if not faults and "error" not in ours_after and not readers.differences(ours, ours_after):
        faults = exact_faults(before, after, ours, ours_after)
    score.counts[reader, is_safe, score.take(reader, name, is_demanded, faults)] += 1
    if faults:
        return
    for key in readers.PART_VALUES + readers.VALUES:
        faults = value_faults(before, after, ours, key)
        if faults is not None:
            score.values[reader, key, score.take(f"{reader} {key}", name, is_demanded, faults)] += 1


def convert_all(score, converter, originals, folder, is_ascii):
    """path -> path of the output, of those that were not refused; and the refusals by reason."""
    outputs, refusals = {}, collections.Counter()
    for number, path in enumerate(originals):
        code, output, said = converter.convert(path)
        if code == REFUSED and (converter.is_piped or not output):
            refusals[reason_of(said, path)] += 1
            continue
        score.take("exit code", short(path), True, [] if code == 0 else [f"{code}: {said[-200:]}"])
        if code != 0:
            continue
        outputs[path] = folder / f"{number:05}.eml"
        outputs[path].write_bytes(output)
        if is_ascii:
            score.take("ascii", short(path), True, list(faults_of_ascii(converter, output, folder)))
    return outputs, refusals


def score_outputs(score, build, pneu, outputs, originals):
    names = [*outputs, *outputs.values()]
    ours = readers.own(pneu, names)
    for reader, readings in {"pneu": ours, **readers.read_all(build, names)}.items():
        for path, output in outputs.items():
            before, after = str(path), str(output)
            compare(score, reader, short(path), originals[path],
                    (readings[before], readings[after], ours[before], ours[after]))
        unread = len(score.errors[reader])
        is_too_much = unread > (0 if reader == "pneu" else UNREAD * len(outputs))
        score.take("reading", reader, True, [f"{unread} messages cannot be read"] if is_too_much else [])


# ---- Output -------------------------------------------------------------------------------------------------------

def print_row(score, reader, is_safe):
    kept, lost, known, other = (score.counts[reader, is_safe, what] for what in ("kept", "lost", "known", "other"))
    print(f"{reader:10} {'safe' if is_safe else 'not safe':9} {kept:6} of {kept + lost:6} kept"
          f" {mail_score.percent(kept, kept + lost)} %, {known:2} with a reason not to be, {other:5} read otherwise before")


def print_score(score, refusals):
    for reason, count in refusals.most_common():
        print(f"refused {count:5}: {reason}")
    found = list(dict.fromkeys(key[0] for key in score.counts))
    for reader in found:
        for line in score.errors[reader]:
            print(f"{reader} does not read {line}")
    for reader in found:
        print_row(score, reader, True)
        print_row(score, reader, False)
    for reader in found:
        cells = []
        for key in readers.PART_VALUES + readers.VALUES:
            kept = score.values[reader, key, "kept"]
            cells.append(f"{key} {kept} of {kept + score.values[reader, key, 'lost']}")
        print(f"{reader:10} {', '.join(cells)}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=pathlib.Path, default=ROOT / "build", help="for pneu and the readers")
    parser.add_argument("--pipe", action="store_true", help="give the command its input on a pipe")
    parser.add_argument("--ascii", action="store_true", help="the output must be 7-bit ASCII, and a fixpoint")
    parser.add_argument("--refusals", type=int, default=0, help="how many messages may be refused")
    parser.add_argument("--only", default="", help="the messages with this in their names")
    parser.add_argument("--show", type=int, default=20, help="misses shown of each kind")
    parser.add_argument("command", nargs=argparse.REMAINDER)
    options = parser.parse_args()
    if not options.command:
        parser.error("which command?")
    score = Score(options.show)
    originals = {path: is_safe for path, is_safe in messages().items() if options.only in short(path)}
    with tempfile.TemporaryDirectory() as folder:
        converter = Converter(options.command, options.pipe)
        outputs, refusals = convert_all(score, converter, originals, pathlib.Path(folder), options.ascii)
        score_outputs(score, options.build, str(options.build / "pneu"), outputs, originals)
    refused = sum(refusals.values())
    score.take("refusals", "all", True, [f"{refused} messages"] if refused > options.refusals else [])
    print_score(score, refusals)
    print(f"{len(originals)} messages, {len(outputs)} converted, {refused} refused")
    print(f"{score.passed} passed, {score.failed} failed")
    return 1 if score.failed else 0


if __name__ == "__main__":
    sys.exit(main())
