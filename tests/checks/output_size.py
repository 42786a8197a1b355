#!/usr/bin/env python3
"""Runs the verbs that write messages on every bomb, and measures what comes out: output_size.py PNEU BYTES

The output has at most TIMES the bytes of the input, and PART bytes for each part: no input makes a message that is much
larger than itself.
"""
import pathlib
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "tools"))

import bombs
from tap import Results

TIMES, PART = 4.2, 128
VERBS = (["cat"], ["crlf"], ["dot", "stuff"], ["encode", "base64"], ["encode", "qp"], ["encode", "uu"], ["ascii"],
         ["widen"], ["fold"], ["strip", "--larger-than", "1000"], ["edit", "--prepend", "A: b"],
         ["sanitize", "--force"], ["sanitize", "--level", "all", "--force"],
         ["sanitize", "--level", "all", "--force", "--readings", "union"])


def run(command, message):
    message.seek(0)
    return subprocess.run(command, stdin=message, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False,
                          timeout=120).stdout


def main():
    pneu, size = sys.argv[1], int(sys.argv[2])
    results = Results()
    for name in bombs.BOMBS:
        with tempfile.TemporaryFile() as message:
            bomb = bombs.generate(name, size)
            message.write(bomb)
            parts = run([pneu, "tree"], message).count(b"\n")
            sizes = {" ".join(verb): len(run([pneu, *verb], message)) for verb in VERBS}
        faults = [f"{verb}: {made} bytes" for verb, made in sizes.items() if made > TIMES * len(bomb) + PART * (parts + 1)]
        largest = max(sizes, key=sizes.get)
        results.check(f"{name}: {largest} makes {sizes[largest] / len(bomb):.1f} times as much", not faults,
                      "\n".join(faults))
    return results.finish()


if __name__ == "__main__":
    sys.exit(main())
