#!/usr/bin/env python3
"""Runs several ./dev verbs one after the other and adds up their counts: run_steps.py 'VERB ARGUMENT...' ...

Each verb's last line must be "N passed, N failed"; a verb that ends in another way counts as one failure. One that
prints a line "not run: WHY" could not do its work on this machine: that is told in the summary, and is no pass. The
last line here is the sum, and the status is 1 if anything failed.
"""
import re
import subprocess
import sys
import time

NOT_RUN = "not run: "


def run_step(words):
    """Runs ./dev WORDS with its output passed on, and returns (passed, failed, seconds, why it was not run or "")."""
    started = time.monotonic()
    last = why = ""
    with subprocess.Popen(["./dev", *words], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True,
                          errors="replace") as process:
        for line in process.stdout:
            sys.stdout.write(line)
            sys.stdout.flush()
            last = line.strip() or last
            why = line[len(NOT_RUN):].strip() if line.startswith(NOT_RUN) else why
    match = re.fullmatch(r"(\d+) passed, (\d+) failed", last)
    passed, failed = (int(match[1]), int(match[2])) if match else (0, 1)
    if process.returncode != 0 and failed == 0:
        failed = 1
    return passed, failed, time.monotonic() - started, why


def main():
    rows = []
    for step in sys.argv[1:]:
        print(f"\n== ./dev {step}", flush=True)
        rows.append((step, *run_step(step.split())))
    print("\n== summary")
    for step, passed, failed, seconds, why in rows:
        print(f"{step:34} {passed:6} passed {failed:6} failed {seconds:8.0f} s{'  NOT RUN: ' if why else ''}{why}")
    not_run = sum(bool(row[4]) for row in rows)
    if not_run:
        print(f"{not_run} of {len(rows)} steps were not run")
    failed = sum(row[2] for row in rows)
    print(f"{sum(row[1] for row in rows)} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
