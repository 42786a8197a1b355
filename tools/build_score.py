#!/usr/bin/env python3
"""Reads messages of the builder with Python's email and compares: build_score.py LAW_BUILD [--show N]

LAW_BUILD is the program tests/law_build. With PNEU_BUILD_DIR set it writes the messages it generates, and what was set
in each, which is read back here: structure, types, bodies, file names, identifiers, and the fields. Prints what agrees and
what does not, by kind; the status is 1 if something does not.

What Python is known to read otherwise is counted apart, with the reason (KNOWN).
"""
import argparse
import collections
import email
import email.policy
import json
import os
import pathlib
import subprocess
import sys
import tempfile

TEXT, ADDRESSES, DATE, IDS = 0, 1, 2, 3


def text_of(hexadecimal):
    return bytes.fromhex(hexadecimal).decode("utf-8", "replace")


def plain(text):
    """As the builder writes it: no control characters, white space alike, none around."""
    cleaned = "".join(" " if c in "\t\u3000" else c for c in text if c in "\t" or (ord(c) >= 32 and not 127 <= ord(c) < 160))
    return " ".join(cleaned.replace("\ufeff", "").split())


def expected_body(part, is_alone, is_base64):
    body = bytes.fromhex(part["body"])
    if not part["exact"]:
        body = body.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
        if is_alone and not is_base64 and body and not body.endswith(b"\n"):
            body += b"\r\n"
    return body


def parts_of(message):
    """The parts in document order, without what is in nested messages."""
    yield message
    if message.get_content_maintype() == "multipart":
        for child in message.iter_parts():
            yield from parts_of(child)


def body_of(part):
    if part.get_content_maintype() == "message":
        return None  # Python takes it apart; that it is one is what is compared
    return part.get_payload(decode=True)


class Score:
    def __init__(self, show):
        self.good = collections.Counter()
        self.bad = collections.Counter()
        self.known = collections.Counter()
        self.show = show

    def take(self, kind, path, expected, seen, known=None):
        if expected == seen:
            self.good[kind] += 1
        elif known:
            self.known[f"{kind}: {known}"] += 1
        else:
            self.bad[kind] += 1
            if self.bad[kind] <= self.show:
                print(f"{path.name}: {kind}:\n  expected {expected!r:.300}\n  seen     {seen!r:.300}")


def compare_part(score, path, expected, part, is_alone):
    score.take("type", path, text_of(expected["type"]).lower(), part.get_content_type())
    if expected["multipart"]:
        return
    seen = body_of(part)
    if seen is not None:
        is_base64 = part.get("Content-Transfer-Encoding", "") == "base64"
        score.take("body", path, expected_body(expected, is_alone, is_base64), seen)
    name = text_of(expected["filename"])
    known = "two apostrophes in a quoted name are taken for RFC 2231" if name.count("'") > 1 else None
    score.take("filename", path, name or None, part.get_filename(), known)
    identifier = text_of(expected["id"])
    score.take("content-id", path, f"<{identifier}>" if identifier else "", str(part.get("Content-ID", "")).strip())
    score.take("description", path, plain(text_of(expected["description"])), plain(str(part.get("Content-Description", ""))))


def addresses_of(value):
    return [(plain(a.display_name), a.addr_spec) for a in value.addresses]


def value_of(field, value):
    """What was set, and what is read, in one form."""
    if field["kind"] == ADDRESSES:
        wanted = [(plain(text_of(a["name"])), text_of(a["address"])) for a in field["addresses"]]
        return wanted, addresses_of(value) if hasattr(value, "addresses") else None
    if field["kind"] == DATE:
        return field["epoch"], int(value.datetime.timestamp()) if hasattr(value, "datetime") else None
    if field["kind"] == IDS:
        return " ".join(f"<{text_of(i['id'])}>" for i in field["ids"]), " ".join(str(value).split())
    return plain(text_of(field["text"])), plain(str(value))


def without_space(addresses):
    return [("".join(name.split()), address) for name, address in addresses or []]


def reason(field, wanted, seen):
    """Why Python reads a field otherwise than the RFCs say; None if it should not."""
    if field["kind"] in (ADDRESSES, DATE) and seen is None:
        return "a name Python has no reader for"
    if field["kind"] == ADDRESSES and without_space(wanted) == without_space(seen):
        return "white space between encoded words of a name stays (RFC 2047 section 6.2 drops it)"
    if field["kind"] not in (ADDRESSES, DATE, IDS, TEXT) and "=?" in text_of(field["text"]):
        return "a raw value with encoded words, which were set as they stand"
    return None


def compare_fields(score, path, fields, part):
    own = [(name, value) for name, value in part.items()]
    for field, (name, value) in zip(fields, own):
        score.take("field name", path, text_of(field["name"]), name)
        wanted, seen = value_of(field, value)
        score.take(f"field of kind {field['kind']}", path, wanted, seen, reason(field, wanted, seen))


def compare(score, path, expected):
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    parts = list(parts_of(message))
    wanted = expected["parts"]
    score.take("parts", path, max(len(wanted), 1), len(parts))
    if len(parts) != max(len(wanted), 1):
        return
    for number, part in enumerate(parts):
        score.take("defects", path, [], [str(d) for d in part.defects])
        if wanted:
            compare_part(score, path, wanted[number], part, number == 0)
        compare_fields(score, path, [f for f in expected["fields"] if f["part"] == number], part)


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("law_build")
    arguments.add_argument("--show", type=int, default=3, help="differences shown of each kind")
    options = arguments.parse_args()
    score = Score(options.show)
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([options.law_build], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                       env={**os.environ, "PNEU_BUILD_DIR": folder})
        files = sorted(pathlib.Path(folder).glob("*.eml"))
        for path in files:
            compare(score, path, json.loads(path.with_suffix(".json").read_text()))
    for kind in sorted(set(score.good) | set(score.bad)):
        print(f"{kind}: {score.good[kind]} agree, {score.bad[kind]} differ")
    for kind, count in sorted(score.known.items()):
        print(f"known: {kind}: {count}")
    print(f"{len(files)} messages, {sum(score.good.values())} values agree, {sum(score.bad.values())} differ")
    return 1 if score.bad or len(files) < 1000 else 0


if __name__ == "__main__":
    sys.exit(main())
