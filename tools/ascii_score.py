#!/usr/bin/env python3
"""Scores `pneu ascii` by another parser: ascii_score.py [--pneu PNEU] [--quiet] [FOLDER]...

Every message below the folders (default: ../shared/mail, ../shared/cases, corpus/messages) is converted. Where Python's
email package reads the same tree and the same decoded bodies as pneu from the original, it must read them from the
output too. Prints each message for which that is not so, and the score; the status is 1 if there is one.
"""
import argparse
import email
import email.policy
import json
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
ENDINGS = (".tsv", ".jsonl", ".md", ".txt", ".dict", ".json")


def lines(body):
    return body.replace(b"\r\n", b"\n").replace(b"\r\n", b"\n")


def tree_by_python(message):
    """(type, body or None) of each part, in document order."""
    parts = []
    for part in email.message_from_bytes(message, policy=email.policy.compat32).walk():
        body = None if part.is_multipart() else lines(part.get_payload(decode=True) or b"")
        parts.append((part.get_content_type(), body))
    return parts


def tree_by_pneu(pneu, path):
    run = subprocess.run([pneu, "tree", "--json", str(path)], capture_output=True, check=True)
    parts = []
    for part in json.loads(run.stdout)["parts"]:
        body = None
        if part["kind"] == "leaf":
            command = [pneu, "get", "--index", str(part["index"]), str(path)]
            body = lines(subprocess.run(command, capture_output=True, check=False).stdout)
        parts.append((part["type"], body))
    return parts


def messages(folders):
    for folder in folders:
        for path in sorted(pathlib.Path(folder).rglob("*")):
            if path.is_file() and not path.name.endswith(ENDINGS):
                yield path


def same(ours, other):
    """Bodies may differ by the line end before a delimiter, which parsers give to either side."""
    return len(ours) == len(other) and all(
        a[0] == b[0] and (a[1] is None) == (b[1] is None) and (a[1] or b"").rstrip() == (b[1] or b"").rstrip()
        for a, b in zip(ours, other))


def judge(pneu, path):
    """'refused', 'elsewhere' (the parsers differ on the original), 'same' or 'different'."""
    original = path.read_bytes()
    run = subprocess.run([pneu, "ascii", str(path)], capture_output=True, check=False)
    if run.returncode != 0:
        return "refused"
    try:
        before = tree_by_python(original)
    except Exception:  # the package raises many kinds on hostile mail
        return "elsewhere"
    if not same(tree_by_pneu(pneu, path), before):
        return "elsewhere"
    return "same" if same(before, tree_by_python(run.stdout)) else "different"


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--pneu", default=str(ROOT / "build/pneu"))
    arguments.add_argument("--quiet", action="store_true")
    arguments.add_argument("folders", nargs="*")
    given = arguments.parse_args()
    shared = ROOT.parent / "shared"
    folders = given.folders or [shared / "mail", shared / "cases", ROOT / "corpus/messages"]
    counts = {"same": 0, "different": 0, "refused": 0, "elsewhere": 0}
    for path in messages(folders):
        result = judge(given.pneu, path)
        counts[result] += 1
        if result == "different" or (result == "refused" and not given.quiet):
            print(f"{result}: {path}")
    print(f"{counts['same']} the same, {counts['different']} different; {counts['refused']} refused; "
          f"on {counts['elsewhere']} the parsers differ anyway")
    sys.exit(1 if counts["different"] > 0 else 0)


if __name__ == "__main__":
    main()
