#!/usr/bin/env python3
"""Runs the commands that the README shows ("$ pneu ...") and compares what they print with what stands there:
readme.py PNEU"""
import os
import re
import subprocess
import sys

from tap import ROOT, Results


def shown_commands(text):
    """Yields (command, output) for each "$ pneu ..." in the blocks of the README; the next "$" or the block ends it."""
    for block in re.findall(r"^```console\n(.*?)^```$", text, flags=re.M | re.S):
        for entry in re.split(r"^\$ ", block, flags=re.M)[1:]:
            command, _, output = entry.partition("\n")
            if command.startswith("pneu "):
                yield command, output


def main():
    pneu = os.path.abspath(sys.argv[1])
    results = Results()
    for command, output in shown_commands((ROOT / "README.md").read_text(encoding="utf-8")):
        run = subprocess.run(command, shell=True, cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, text=True,
                             env={**os.environ, "PATH": os.path.dirname(pneu) + os.pathsep + os.environ["PATH"]})
        results.check(command, run.stdout.rstrip("\n") == output.rstrip("\n"), run.stdout + run.stderr)
    results.check("the README shows at least two commands", results.count >= 2)
    return results.finish()


if __name__ == "__main__":
    sys.exit(main())
