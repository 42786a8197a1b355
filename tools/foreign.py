#!/usr/bin/env python3
"""Tries a build for another machine, or under another checker: foreign.py BUILD [--native PNEU] [--wrapper WORDS]

Every fuzz target is run over every corpus (the tests of the suite "replay"), and, with --native, the command of the
build must say of each message of corpus/ what the command of this machine says: trees, events, other readings,
conversions. --wrapper: what runs a program of the build. The last line is "N passed, N failed".
"""
import argparse
import json
import os
import pathlib
import subprocess
import sys

from count_tests import count_program

ROOT = pathlib.Path(__file__).resolve().parents[1]
# No text in other charsets: the C library of the other machine may lack them.
QUESTIONS = [["tree", "--json", "--values", "--fields"], ["events", "--json"], ["readings", "--json"],
             ["trace", "--json"], ["needs", "--json"], ["fields", "--json", "-f"]]
CONVERSIONS = [["cat"], ["ascii"], ["widen"], ["fold"], ["strip", "--larger-than", "9"], ["canon", "dkim"],
               ["dot", "stuff"], ["sanitize", "--force"],
               ["sanitize", "--level", "all", "--force", "--readings", "union"]]
# The builds for other machines have none, and a run of fields is one event or several by the vectors there are.
NO_VECTORS = {**os.environ, "PNEU_CPU_LEVEL": "portable"}


def replay(build):
    """(passed, failures) of the suite."""
    log = build / "meson-logs/testlog.json"
    log.unlink(missing_ok=True)
    status = subprocess.run(["meson", "test", "-C", build, "--no-rebuild", "--print-errorlogs", "--suite", "replay",
                             "--timeout-multiplier", "20"], stdin=subprocess.DEVNULL, check=False).returncode
    passed, failures = 0, []
    for line in log.read_text(errors="replace").splitlines() if log.exists() else []:
        more, bad = count_program(json.loads(line))
        passed, failures = passed + more, failures + bad
    if status != 0 and not failures:
        failures.append(f"meson test ended with status {status}")
    return passed, failures


def answer(command, words, operands=()):
    done = subprocess.run([*command, *words, *operands], cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True,
                          check=False, env=NO_VECTORS)
    return done.returncode, done.stdout, done.stderr


def compare(native, foreign):
    passed, failures = 0, []
    messages = sorted(path for path in (ROOT / "corpus").rglob("*.eml"))
    plan = [(words, ["corpus"]) for words in QUESTIONS]
    plan += [(words, [str(path.relative_to(ROOT))]) for words in CONVERSIONS for path in messages]
    for words, operands in plan:
        if answer(native, words, operands) == answer(foreign, words, operands):
            passed += 1
        else:
            failures.append(f"another answer: {' '.join(words + operands)}")
    return passed, failures


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--native")
    parser.add_argument("--wrapper", default="")
    options = parser.parse_args()
    passed, failures = replay(options.build.resolve())
    if options.native:
        more, bad = compare([str(pathlib.Path(options.native).resolve())],
                            [*options.wrapper.split(), str(options.build.resolve() / "pneu")])
        passed, failures = passed + more, failures + bad
    for failure in failures:
        print("failed:", failure)
    print(f"{passed} passed, {len(failures)} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
