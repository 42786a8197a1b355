#!/usr/bin/env python3
"""Scores how often hidden content is found: readings_score.py [--build BUILD] [PNEU]

Reads the hostile messages of ../shared/cases and corpus/cases that hide an attachment whose decoded body is PAYLOAD. Asks
each reader of tools/readers, the primary reading of pneu, and all of its readings ("pneu readings"), whether a leaf of the
message has that body. Prints who found how many, and which ones pneu missed though a reader found them. The status is 1 if
the primary reading finds less than the best reader, or all readings less than the readers' union. Last line: "N passed, N
failed", where a message that any reader or reading finds is a test.
"""
import argparse
import base64
import hashlib
import json
import pathlib
import subprocess
import sys

import mail_score
from readers import readers

ROOT = mail_score.ROOT
PAYLOAD = b"HIDDEN-PAYLOAD-MARKER"
HASHES = {hashlib.sha256(PAYLOAD + end).hexdigest() for end in (b"", b"\n", b"\r\n")}


def messages():
    """Of files with the same name the one of ../shared."""
    found = {path.name: path for folder in (ROOT / "corpus/cases", ROOT.parent / "shared/cases")
             for path in sorted(folder.glob("*.eml"))}
    return [path for path in found.values() if is_hiding(path.read_bytes())]


def is_hiding(raw):
    plain = raw.replace(b"\r", b"").replace(b"\n", b"")
    return PAYLOAD in plain or base64.b64encode(PAYLOAD)[:12] in plain


def finds(reading):
    return any({part.get("exact"), part.get("sha256")} & HASHES for part in reading.get("parts", {}).values())


def found_by_readings(pneu, path):
    """(by the primary reading, by any)"""
    listed = json.loads(subprocess.run([pneu, "readings", "--json", path], capture_output=True).stdout)["readings"]
    found = []
    for number, reading in enumerate(listed):
        leaves = [part["index"] for part in reading["parts"] if part["kind"] == "leaf"]
        bodies = (subprocess.run([pneu, "readings", "get", "--index", str(leaf), str(number), path],
                                 capture_output=True).stdout for leaf in leaves)
        found.append(any(hashlib.sha256(body).hexdigest() in HASHES for body in bodies))
    return found[0], any(found)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", default=str(ROOT / "build"))
    parser.add_argument("pneu", nargs="?")
    arguments = parser.parse_args()
    pneu = arguments.pneu or str(pathlib.Path(arguments.build) / "pneu")
    paths = messages()
    found = {reader: {path for path in paths if finds(read[str(path)])}
             for reader, read in readers.read_all(arguments.build, paths).items()}
    union = set().union(*found.values())
    by_pneu = {path: found_by_readings(pneu, path) for path in paths}
    primary = {path for path in paths if by_pneu[path][0]}
    every = {path for path in paths if by_pneu[path][1]}
    for name, those in [*found.items(), ("the readers' union", union), ("pneu, primary reading", primary),
                        ("pneu, all readings", every)]:
        print(f"{name:24} {len(those):4} of {len(paths)}")
    for path in sorted(union - every):
        print(f"missed: {path.name}, found by {', '.join(name for name, those in found.items() if path in those)}")
    for path in sorted(every - union):
        print(f"found by pneu alone: {path.name}")
    best = max(map(len, found.values()), default=0)
    is_best = len(primary) >= best
    print(f"{len(every) + is_best} passed, {len(union - every) + (not is_best)} failed")
    return 0 if is_best and union <= every else 1


if __name__ == "__main__":
    sys.exit(main())
