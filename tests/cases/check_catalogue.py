#!/usr/bin/env python3
"""Holds docs/defects.md against the library: check_catalogue.py BUILD

Every code has an entry, in the order of the table, and no entry is of another code; severity and marks are those of the
table; what triggers it, what we do and what others do is told; and the example, a message of corpus/, raises the code.
"""
import re
import sys

import cases
from tap import ROOT, Results

sys.path.insert(0, str(ROOT / "tools"))

import checker

ENTRY = re.compile(r"^### (?P<code>\S+)\n\n\*(?P<head>[^*]+)\*\n\n(?P<text>.+?)\n(?=\n|\Z)", re.M | re.S)
EXAMPLE = re.compile(r"\[example\]\(\.\./(corpus/[^)]+)\)(?: with (\w+)=(\d+))?$")
MARKS = {"nonconforming": checker.NONCONFORMING, "lossy": checker.LOSSY, "inherent": checker.INHERENT}


def words_of(check, code):
    severity = checker.SEVERITIES[check.pneu.pneu_defect_severity(code)]
    marks = check.pneu.pneu_defect_marks(code)
    return [severity] + [word for word, bit in MARKS.items() if marks & bit]


def check_entry(results, check, code, entry):
    name, head = entry["code"], entry["head"]
    told = head.split("; ")[0].split(", ")
    results.check(f"{name}: severity and marks", told == words_of(check, code), f"{told}, {words_of(check, code)}")
    text = " ".join(entry["text"].split())
    results.check(f"{name}: trigger, we and others", re.match(r".+ \*\*We\*\* .+ \*\*Others:\*\* .+", text), text)
    example = EXAMPLE.search(head)
    path = ROOT / example[1] if example else ROOT
    if results.check(f"{name}: an example", path.is_file(), head):
        settings = {example[2]: int(example[3])} if example[2] else {}
        codes, _ = check.check(path.read_bytes(), settings)
        results.check(f"{name}: the example raises it", name in codes, sorted(codes))


def main():
    results, check = Results(), checker.Checker(sys.argv[1])
    page = (ROOT / "docs/defects.md").read_text(encoding="utf-8")
    entries = [match.groupdict() for match in ENTRY.finditer(page)]
    told, known = [entry["code"] for entry in entries], list(check.names.values())
    results.check("all codes, in order, and no more", told == known,
                  cases.difference(set(known), set(told)))
    results.check("every heading is an entry", page.count("\n### ") == len(entries))
    for code, entry in zip(check.names, entries):
        check_entry(results, check, code, entry)
    return results.finish()


if __name__ == "__main__":
    sys.exit(main())
