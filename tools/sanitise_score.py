#!/usr/bin/env python3
"""Scores how alike independent parsers read what "pneu sanitize" writes:

    sanitise_score.py [--build BUILD] [--only TEXT] [--every N] [--show N] [--level LEVEL]

Runs pneu sanitize --level all --force on each message of ../shared/mail, ../shared/cases, corpus/messages and
corpus/cases. Asks every reader of tools/readers what parts, types, decoded bytes (with LF line ends) and file names it
sees in the message and in the output, and compares that with what pneu sees in the same. Prints the agreement before
and after, by reader and of all of them, and each message whose output is not read alike.

A gap of a reader, which no message can fill, is left out of the comparison (docs/decisions/gaps-of-readers.md); none of
them hides a part. The status is 1 if an output is read in two ways, or pneu refuses, fails or loses a
part. Last line: "N passed, N failed". Without ../shared only corpus is used.
"""
import argparse
import collections
import hashlib
import pathlib
import subprocess
import sys
import tempfile

import convert_score
import mail_score
from readers import readers

ROOT = convert_score.ROOT
SECONDS = 60
PATIENCE = 120  # seconds for a reader that is asked again
LINE_END = hashlib.sha256(b"\n").hexdigest()


def messages():
    """Of files of the same name in both, the one of ../shared."""
    found = [*convert_score.messages()]
    names = {path.name for path in found}
    return found + [path for path in sorted((ROOT / "corpus/cases").glob("*.eml")) if path.name not in names]


def sanitise(command, path, output):
    """"" or what went wrong."""
    with open(output, "wb") as file:
        try:
            done = subprocess.run([*command, path], stdout=file, stderr=subprocess.PIPE, timeout=SECONDS)
        except subprocess.TimeoutExpired:
            return f"no answer in {SECONDS} s"
    return "" if done.returncode == 0 else f"{done.returncode}: {done.stderr.decode(errors='replace')[-200:]}"


# ---- Gaps of readers: see docs/decisions/gaps-of-readers.md ---------------------------------------------------------

def too_deep(reading):
    """Email::MIME reads nothing at all of a message of more than 10 levels."""
    return "more than 10 deep" in reading.get("error", "")


def below_news(reading, ours):
    """GMime opens message/news, which is a leaf for all others: what is in there is not compared."""
    news = [path for path, part in reading["parts"].items() if part["type"] == "message/news"]
    both = []
    for one in (reading, ours):
        parts = {path: part for path, part in one["parts"].items()
                 if not any(path.startswith(f"{root}.") for root in news)}
        for root in news:
            if root in parts:
                parts[root] = {**parts[root], "children": 0, "sha256": None}
        both.append({**one, "parts": parts})
    return both


def without_line_ends_of_delimiters(reading, ours):
    """npm's mailsplit gives the line end before a delimiter to a body in which there is nothing else."""
    nothing = {path: {key: part[key] for key in ("length", "exact", "sha256")}
               for path, part in ours["parts"].items() if part.get("length") == 0}
    parts = {path: part | nothing.get(path, {}) if part.get("sha256") == LINE_END else part
             for path, part in reading["parts"].items()}
    return {**reading, "parts": parts}, ours


def read_again(options, theirs):
    """Those that gave no answer in time, when they are alone."""
    commands = readers.part_commands(options.build)
    for reader, readings in theirs.items():
        slow = [name for name, reading in readings.items() if reading.get("error", "").startswith("no answer")]
        for name in slow:
            readings.update(readers.run(commands[reader], [name], PATIENCE))


# ---- Comparing ------------------------------------------------------------------------------------------------------

def name_differences(one, ours):
    return [f"{path} is called {one['parts'][path]['filename']!r}, not {part['filename']!r}"
            for path, part in ours["parts"].items() if one["parts"][path]["filename"] != part["filename"]]


def comparable(reader, reading, ours):
    """The two readings without the gaps of the reader; None if nothing is left."""
    if reader == "emailmime" and too_deep(reading):
        return None
    gap = {"gmime": below_news, "npm": without_line_ends_of_delimiters}.get(reader)
    return gap(reading, ours) if gap and "error" not in reading and "error" not in ours else (reading, ours)


def tree_disagreements(reader, reading, ours):
    """About parts, types and bytes."""
    both = comparable(reader, reading, ours)
    return readers.differences(both[1], both[0]) if both else []


def disagreements(reader, reading, ours):
    """These, or about names."""
    both = comparable(reader, reading, ours)
    return readers.differences(both[1], both[0]) or name_differences(*both) if both else []


# ---- Scoring ------------------------------------------------------------------------------------------------------

class Score:
    def __init__(self, show):
        self.show = show
        self.agree = collections.Counter()
        self.shown = collections.Counter()
        self.failed = 0

    def compare(self, when, name, ours, readings):
        """Counts who agrees with pneu; tells who does not of what is sanitised."""
        faults = {reader: disagreements(reader, reading, ours) for reader, reading in readings.items()}
        for reader, found in faults.items():
            self.agree[when, reader] += not found
        self.agree[when, "all of them"] += not any(faults.values())
        if when == "after":
            self.failed += any(map(bool, faults.values()))
            for reader, found in faults.items():
                if found:
                    self.tell(reader, name, found)

    def tell(self, kind, name, found):
        self.shown[kind] += 1
        if self.shown[kind] <= self.show:
            print(f"MISS {kind}: {name}: {'; '.join(found[:3])[:300]}")

    def fail(self, kind, name, why):
        self.failed += 1
        self.tell(kind, name, [why])


def score_all(score, options, paths, folder):
    pneu = str(options.build / "pneu")
    command = [pneu, "sanitize", "--quiet", "--force", "--level", options.level]
    outputs = {path: folder / f"{number:05}.eml" for number, path in enumerate(paths)}
    for path in paths:
        why = sanitise(command, path, outputs[path])
        if why:
            score.fail("exit code", convert_score.short(path), why)
    names = [*paths, *outputs.values()]
    ours = readers.own(pneu, names)
    theirs = readers.read_parts(options.build, names)
    read_again(options, theirs)
    for path, output in outputs.items():
        for when, name in (("before", str(path)), ("after", str(output))):
            score.compare(when, convert_score.short(path), ours[name],
                          {reader: readings[name] for reader, readings in theirs.items()})


def arguments(text):
    """What the scores of messages take."""
    parser = argparse.ArgumentParser(description=text, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=pathlib.Path, default=ROOT / "build", help="for pneu and the readers")
    parser.add_argument("--only", default="", help="the messages with this in their names")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="only every N-th message")
    parser.add_argument("--show", type=int, default=20, help="misses shown of each reader")
    return parser


def chosen_messages(options):
    return [path for path in messages() if options.only in convert_score.short(path)][::options.every]


def main():
    parser = arguments(__doc__)
    parser.add_argument("--level", default="all", help="what is mended")
    options = parser.parse_args()
    score = Score(options.show)
    paths = chosen_messages(options)
    with tempfile.TemporaryDirectory() as folder:
        score_all(score, options, paths, pathlib.Path(folder))
    for reader in sorted({reader for _, reader in score.agree}, key=lambda name: (name == "all of them", name)):
        before, after = score.agree["before", reader], score.agree["after", reader]
        print(f"{reader:12} before {before:5} of {len(paths)} {mail_score.percent(before, len(paths))} %,"
              f" after {after:5} {mail_score.percent(after, len(paths))} %")
    print(f"{len(paths) - score.failed} passed, {score.failed} failed")
    return 1 if score.failed else 0


if __name__ == "__main__":
    sys.exit(main())
