#!/usr/bin/env python3
"""Holds docs/defects.md against the library: check_catalogue.py BUILD

Every code has an entry, in the order of the table, and no entry is of another code; severity and marks are those of the
table; all that is told of it is what the library tells (pneu_defect_about), its details among it; and the example, a
message of corpus/, raises the code.
"""
import re
import sys

import cases
from tap import ROOT, Results

sys.path.insert(0, str(ROOT / "tools"))

import checker
import make_defect_table

EXAMPLE = re.compile(r"\[example\]\(\.\./(corpus/[^)]+)\)(?: with (\w+)=(\d+))?$")
MARKS = {"nonconforming": checker.NONCONFORMING, "lossy": checker.LOSSY, "inherent": checker.INHERENT}


def words_of(check, code):
    severity = checker.SEVERITIES[check.pneu.pneu_defect_severity(code)]
    marks = check.pneu.pneu_defect_marks(code)
    return [severity] + [word for word, bit in MARKS.items() if marks & bit]


def check_texts(results, check, code, name, told):
    for topic, word in enumerate(make_defect_table.TOPICS):
        known = check.pneu.pneu_defect_about(code, topic).decode("ascii")
        results.check(f"{name}: {word}", known == told[word], f"{told[word]!r}, {known!r}")
    for word in ("title", "trigger", "ours", "others"):
        results.check(f"{name}: {word} is told", told[word])


def check_details(results, check, names, told):
    """Each stands below its code, and once."""
    known = {}
    detail = 1
    while (name := check.pneu.pneu_detail_name(detail).decode()) != "":
        known[name] = (names[check.pneu.pneu_detail_code(detail)], check.pneu.pneu_detail_title(detail).decode("ascii"))
        detail += 1
    results.check("details", known == told, sorted(set(known.items()) ^ set(told.items())))


def check_entry(results, check, code, name, told):
    head = told["head"]
    words = head.split("; ")[0].split(", ")
    results.check(f"{name}: severity and marks", words == words_of(check, code), f"{words}, {words_of(check, code)}")
    check_texts(results, check, code, name, told)
    example = EXAMPLE.search(head)
    path = ROOT / example[1] if example else ROOT
    if results.check(f"{name}: an example", path.is_file(), head):
        settings = {example[2]: int(example[3])} if example[2] else {}
        codes, _ = check.check(path.read_bytes(), settings)
        results.check(f"{name}: the example raises it", name in codes, sorted(codes))


def main():
    results, check = Results(), checker.Checker(sys.argv[1])
    page = list(make_defect_table.entries())
    told, known = [name for name, _ in page], list(check.names.values())
    results.check("all codes, in order, and no more", told == known, cases.difference(set(known), set(told)))
    text = make_defect_table.PAGE.read_text(encoding="utf-8")
    results.check("every heading is an entry", text.count("\n### ") == len(page))
    for code, (name, entry) in zip(check.names, page):
        check_entry(results, check, code, name, entry)
    check_details(results, check, check.names,
                  {detail: (name, title) for name, entry in page for detail, title in entry["details"].items()})
    return results.finish()


if __name__ == "__main__":
    sys.exit(main())
