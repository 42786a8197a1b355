#!/usr/bin/env python3
"""Compares what pneu_message_check says of the cases with their index: check_defects.py BUILD

For each message of corpus/cases/, and of ../shared/cases where that is present: the codes of its defects and their
finer names, no more and no less.
"""
import sys

import cases
from tap import ROOT, Results

sys.path.insert(0, str(ROOT / "tools"))

import checker


def check_case(results, check, path, row):
    codes, records = check.check(path.read_bytes())
    also = cases.ALSO_TRUE.get(row["file"], set())
    expected = cases.told(row["defects"]) | {code for code in also if code in codes}
    results.check(f"{row['file']}: codes", expected == set(codes), cases.difference(expected, set(codes)))
    details = {check.detail(record) or check.names[record.code] for record in records}
    expected = cases.told(row["detail"]) | also
    results.check(f"{row['file']}: details", expected == details, cases.difference(expected, details))


def main():
    results, check = Results(), checker.Checker(sys.argv[1])
    for path, row in cases.rows():
        check_case(results, check, path, row)
    return results.finish()


if __name__ == "__main__":
    sys.exit(main())
