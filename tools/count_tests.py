#!/usr/bin/env python3
"""Counts single tests in Meson's log: count_tests.py --status STATUS testlog.json

A program that speaks TAP counts once a line "ok" or "not ok"; one that prints counts ("N passed, N failed", or "passed N
failed N" for each of its tables) counts as it says; any other program counts once. A program that ends badly without
saying which test failed (a crash, a timeout, a plan that was not kept) counts as one failure more.
Prints each failure, then "N passed, N failed"; the status is 1 if anything failed or if Meson's own was not 0.
"""
import argparse
import json
import re
import sys

TAP = re.compile(r"(not )?ok\b(?:\s+\d+)?(?:\s*-)?\s*(.*)")
COUNTS = re.compile(r"(?:^|\s)(?:(\d+) passed, (\d+) failed|passed (\d+) failed (\d+))")
GOOD = {"OK", "SKIP", "EXPECTEDFAIL"}


def tap_lines(output):
    """The (failed, name, skipped) of each TAP line in a program's output."""
    for line in output.splitlines():
        match = TAP.match(line)
        if match:
            name, _, directive = match[2].partition("#")
            yield bool(match[1]), name.strip(), directive.strip().lower().startswith(("skip", "todo"))


def counted(output):
    """The sums of the counts that a program printed."""
    rows = [[int(number) for number in match.groups() if number] for match in map(COUNTS.search, output.splitlines()) if match]
    return sum(row[0] for row in rows), sum(row[1] for row in rows)


def count_program(record):
    """Returns (passed, failures) of one line of Meson's log."""
    output = record.get("stdout") or ""
    passed, failed = counted(output)
    failures = [f"{record['name']}: {failed} checks (see above)"] * failed
    for bad, name, skipped in tap_lines(output):
        if bad and not skipped:
            failures.append(f"{record['name']}: {name}")
        elif not skipped:
            passed += 1
    if record["result"] not in GOOD and not failures:
        failures.append(f"{record['name']}: {record['result'].lower()}")
    elif record["result"] == "OK" and passed == 0:
        passed = 1
    return passed, failures


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--status", type=int, default=0)
    parser.add_argument("log")
    options = parser.parse_args()
    passed, failures = 0, []
    try:
        with open(options.log, encoding="utf-8", errors="replace") as log:
            for line in log:
                more, bad = count_program(json.loads(line))
                passed += more
                failures += bad
    except OSError as error:
        failures.append(f"no test log: {error}")
    if options.status != 0 and not failures:
        failures.append(f"meson test ended with status {options.status}")
    for failure in dict.fromkeys(failures):
        print("failed:", failure)
    print(f"{passed} passed, {len(failures)} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
