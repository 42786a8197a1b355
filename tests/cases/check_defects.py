#!/usr/bin/env python3
"""Compares what pneu_message_check says of the cases with their index: check_defects.py BUILD

For each message of corpus/cases/, and of ../shared/cases where that is present: the codes of its defects and their
finer names, no more and no less. For each of corpus/defects/: with the option of its row, the finds, each as
"code/details:severity", and ":conforming" where it is not marked nonconforming.
"""
import csv
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


def shown(check, codes, records):
    """The finds as the index of corpus/defects/ has them."""
    for name, (_, severity, marks) in codes.items():
        details = {check.detail(record) for record in records if check.names[record.code] == name} - {""}
        yield (name + ("/" + "+".join(sorted(details)) if details else "") + ":" + checker.SEVERITIES[severity]
               + ("" if marks & checker.NONCONFORMING else ":conforming"))


def check_own_case(results, check, row):
    name, _, value = row["option"].partition("=")
    settings = {name: int(value)} if value else {}
    found = set(shown(check, *check.check((ROOT / "corpus/defects" / row["file"]).read_bytes(), settings)))
    expected = cases.told(row["finds"])
    results.check(f"{row['file']}: finds", expected == found, cases.difference(expected, found))


def check_own_cases(results, check):
    folder = ROOT / "corpus/defects"
    with open(folder / "index.tsv", encoding="utf-8", newline="") as index:
        rows = list(csv.DictReader(index, delimiter="\t", quoting=csv.QUOTE_NONE))
    for row in rows:
        check_own_case(results, check, row)
    results.check("every file of corpus/defects/ has a row",
                  {row["file"] for row in rows} == {path.name for path in folder.glob("*.eml")})


def main():
    results, check = Results(), checker.Checker(sys.argv[1])
    for path, row in cases.rows():
        check_case(results, check, path, row)
    check_own_cases(results, check)
    return results.finish()


if __name__ == "__main__":
    sys.exit(main())
