#!/usr/bin/env python3
"""Scores the builder by what independent parsers read from its messages: built_score.py [--build BUILD] [--show N] LAW_BUILD

LAW_BUILD is the program tests/law_build. With PNEU_BUILD_DIR set it writes the messages that it generates, and what was set
in each. Every reader of tools/readers reads them back: structure, types, bodies, file names, identifiers, descriptions,
and the fields that were set: texts, addresses, dates, identifiers. A field for which a reader has no such value (a date in
X-Date) is compared by name alone.

Prints what differs, and a table. What a reader is known to read otherwise than the RFCs say is counted apart, with the
reason (KNOWN). The status is 1 if anything else differs, or if there are less than 1,000 messages. Last line: "N passed,
N failed".
"""
import argparse
import collections
import hashlib
import json
import os
import pathlib
import subprocess
import sys
import tempfile

import mail_score
from readers import readers

TEXT, ADDRESSES, DATE, IDS = 0, 1, 2, 3
KINDS = {TEXT: "text", ADDRESSES: "addresses", DATE: "date", IDS: "ids"}
ENOUGH = 1000


def text_of(hexadecimal):
    return bytes.fromhex(hexadecimal).decode("utf-8", "replace")


def written(text):
    """A text as the builder writes it: without control characters, and blanks as readers.plain has them."""
    kept = (c for c in text if c in "\t\u3000" or (ord(c) >= 32 and not 127 <= ord(c) < 160))
    return readers.plain("".join(kept).replace("\ufeff", ""))


# ---- Parts --------------------------------------------------------------------------------------------------------

def parts_of(reading):
    """The parts that the builder knows: not what is in nested messages."""
    closed = []
    for path, part in reading["parts"].items():
        if any(path.startswith(f"{above}.") for above in closed):
            continue
        if part["type"].startswith("message/"):
            closed.append(path)
        yield part


def field_of(part, name):
    return next((readers.plain(text) for key, text in part["fields"] if key.lower() == name), "")


def body_of(expected, part, is_alone):
    """The body as it must be read, with LF line ends if it is text. A message that is one text ends with a line end, or
    is base64."""
    body = bytes.fromhex(expected["body"])
    if expected["exact"]:
        return body
    body = body.replace(b"\r\n", b"\n")
    is_base64 = field_of(part, "content-transfer-encoding") == "base64"
    if is_alone and not is_base64 and body and not body.endswith(b"\n"):
        body += b"\n"
    return body


def compare_part(score, name, expected, part, is_alone):
    score.take("type", name, text_of(expected["type"]).lower(), part["type"])
    if expected["multipart"]:
        return
    if "sha256" in part:
        body = body_of(expected, part, is_alone)
        digest = part["exact" if expected["exact"] else "sha256"]
        score.take("body", name, hashlib.sha256(body).hexdigest(), digest, b"" if expected["exact"] else body)
    score.take("filename", name, readers.plain(text_of(expected["filename"])), part["filename"])
    identifier = text_of(expected["id"])
    score.take("content-id", name, f"<{identifier}>" if identifier else "", field_of(part, "content-id"))
    score.take("description", name, written(text_of(expected["description"])), written(field_of(part, "content-description")))


# ---- Fields -------------------------------------------------------------------------------------------------------

def is_of_mime(name):
    return name.lower().startswith("content-") or name.lower() == "mime-version"


def first_of(fields):
    """The places of the fields that are the first of their name."""
    places = {}
    for place, field in enumerate(fields):
        places.setdefault(text_of(field["name"]).lower(), place)
    return set(places.values())


def with_a_labels(boxes):
    """Some readers show domains as people know them."""
    split = [(name, *address.rpartition("@")) for name, address in boxes]
    return [[name, local + at + (domain if domain.isascii() else domain.encode("idna").decode())]
            for name, local, at, domain in split]


def value_of(field, text, reading, is_first):
    """(what was set, what is read) in one form; None where the reader does not tell, and for a raw value that has encoded
    words: it was set as it stands, and is read decoded."""
    name = text_of(field["name"]).lower()
    if field["kind"] == ADDRESSES:
        wanted = [[written(text_of(box["name"])), text_of(box["address"])] for box in field["addresses"]]
        return (wanted, with_a_labels(reading["addresses"].get(name, []))) if is_first and name in readers.ADDRESS_FIELDS else None
    if field["kind"] == DATE:
        return (field["epoch"], reading["date"]) if is_first and name == "date" and "date" in reading else None
    if field["kind"] == IDS:
        return " ".join(f"<{text_of(one['id'])}>" for one in field["ids"]), readers.plain(text)
    if field["kind"] != TEXT and "=?" in text_of(field["text"]):
        return None
    return written(text_of(field["text"])), written(text or "")


def compare_fields(score, name, fields, part, reading):
    """`reading` is None for parts below the root, of which no addresses and dates are told."""
    own = [(key, text) for key, text in part["fields"] if not is_of_mime(key)]
    score.take("fields", name, [text_of(field["name"]) for field in fields], [key for key, _ in own[:len(fields)]])
    firsts = first_of(fields) if reading else set()
    for place, (field, (_, text)) in enumerate(zip(fields, own)):
        values = value_of(field, text, reading, place in firsts)
        if values:
            score.take(KINDS.get(field["kind"], "raw"), name, *values)


# ---- Scoring ------------------------------------------------------------------------------------------------------

class Score:
    """Of one reader."""

    def __init__(self, reader, show):
        self.reader, self.show, self.message = reader, show, b""
        self.good, self.bad, self.known = (collections.Counter() for _ in range(3))

    def take(self, kind, name, expected, seen, text=None):
        """`text`: the body that was set; of all else the reason for a difference is looked for in the whole message."""
        why = None if expected == seen else known(self.reader, kind, expected, seen, self.message if text is None else text)
        if expected == seen:
            self.good[kind] += 1
        elif why:
            self.known[f"{kind}: {why}"] += 1
        else:
            self.bad[kind] += 1
            if self.bad[kind] <= self.show:
                print(f"{self.reader}: {name}: {kind}:\n  expected {expected!r:.400}\n  seen     {seen!r:.400}")


def known(reader, kind, *found):
    """Why a reader reads something otherwise than the RFCs say; None if it should not."""
    return next((why for of, kinds, test, why in KNOWN if of == reader and kind in kinds and test(*found)), None)


def has_more_space(expected, seen, _):
    """The same text, with spaces between that were not set."""
    wanted, got = json.dumps(expected), json.dumps(seen)
    rest = iter(got)
    return all(char in rest for char in wanted) and wanted.replace(" ", "") == got.replace(" ", "")


def has_cr_before_end(_, __, text):
    """The text has LF line ends already."""
    return b"\r\n" in text


# reader, kinds, whether this is it (of what was set, what was read, and the message or the text), why
KNOWN = [
    ("python", {"filename"}, lambda expected, seen, message: expected.count("'") > 1,
     "two apostrophes in a quoted name are taken for RFC 2231"),
    ("python", {"addresses"}, has_more_space,
     "a name too long for one encoded word: the white space between its words stays (RFC 2047 section 6.2 drops it)"),
    ("mimetools", {"body"}, has_cr_before_end,
     "CRLF is LF already when quoted-printable is decoded, so that a CR before it is lost here"),
]


def compare(score, name, expected, reading):
    score.take("read", name, None, reading.get("error"))
    if "error" in reading:
        return
    parts, wanted = list(parts_of(reading)), expected["parts"]
    score.take("parts", name, max(len(wanted), 1), len(parts))
    if len(parts) != max(len(wanted), 1):
        return
    for number, part in enumerate(parts):
        if "defects" in part:
            score.take("defects", name, [], part["defects"])
        if wanted:
            compare_part(score, name, wanted[number], part, number == 0)
        fields = [field for field in expected["fields"] if field["part"] == number]
        compare_fields(score, name, fields, part, reading if number == 0 else None)


def score_reader(reader, readings, files, show):
    score = Score(reader, show)
    for path in files:
        score.message = path.read_bytes()
        compare(score, path.name, json.loads(path.with_suffix(".json").read_text()), readings[str(path)])
    for kind in sorted(set(score.good) | set(score.bad)):
        print(f"{reader:10} {kind:12} {score.good[kind]:6} agree, {score.bad[kind]:4} differ")
    for why, count in sorted(score.known.items()):
        print(f"{reader:10} known: {count:4} {why}")
    return score


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=pathlib.Path, default=mail_score.ROOT / "build", help="for the readers")
    parser.add_argument("--show", type=int, default=3, help="differences shown of each reader and kind")
    parser.add_argument("law_build")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([options.law_build], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                       env={**os.environ, "PNEU_BUILD_DIR": folder})
        files = sorted(pathlib.Path(folder).glob("*.eml"))
        readings = readers.read_all(options.build, files)
        scores = [score_reader(reader, readings[reader], files, options.show) for reader in readings]
    failed = sum(sum(score.bad.values()) for score in scores) + (len(files) < ENOUGH)
    print(f"{len(files)} messages, {len(scores)} readers")
    print(f"{sum(sum(score.good.values()) for score in scores)} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
