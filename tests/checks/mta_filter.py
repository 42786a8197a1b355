#!/usr/bin/env python3
"""Runs examples/mta_filter.c: mta_filter.py PROGRAM PNEU SESSIONS. One session over messages of the corpus, and many."""
import pathlib
import subprocess
import sys

from tap import Results

ROOT = pathlib.Path(__file__).resolve().parents[2]
RECEIVED = b"Received: from client.example (client.example [192.0.2.1]) by mx.example\r\n"


def run(command, data):
    return subprocess.run(command, input=data, capture_output=True, check=False)


def is_seven_bit(data):
    lines = data.split(b"\r\n")
    return all(0 < byte < 128 for byte in data) and all(
        len(line) <= 998 and not set(line) & set(b"\r\n") for line in lines)


def check_message(results, program, pneu, path):
    data = run([pneu, "dot", "stuff", path], b"").stdout
    filtered = run([program], data)
    if filtered.returncode != 0:
        return
    mail = run([pneu, "dot", "unstuff"], filtered.stdout).stdout
    results.check(f"{path.name}: begins with the new field", mail.startswith(RECEIVED))
    results.check(f"{path.name}: is 7-bit ASCII", is_seven_bit(filtered.stdout))
    again = run([program], filtered.stdout)
    results.check(f"{path.name}: can be filtered again", again.returncode == 0 and again.stdout.count(RECEIVED) >= 2)


def main():
    program, pneu, sessions = sys.argv[1:]
    results = Results()
    for path in sorted((ROOT / "corpus/messages").rglob("*.eml")):
        check_message(results, program, pneu, path)
    results.check("most messages pass", results.count >= 30)
    postcard = run([pneu, "dot", "stuff", ROOT / "corpus/demo/postcard.eml"], b"").stdout
    many = run([program, sessions], postcard)
    results.check(f"{sessions} sessions at once", many.returncode == 0 and many.stdout.endswith(b"right\n"),
                  many.stdout.decode())
    cut = run([program, "10"], postcard[:-5])
    results.check("data without an end", cut.returncode == 0, cut.stdout.decode())
    attack = b"From: a@example.org\r\nSubject: a\rBcc: x@example.org\r\n\r\nx\r\n.\r\n"
    refused = run([program], attack)
    results.check("an attack is refused", refused.returncode == 1 and not refused.stdout.endswith(b"\r\n.\r\n"),
                  repr(refused))
    return results.finish()


if __name__ == "__main__":
    sys.exit(main())
