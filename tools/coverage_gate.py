#!/usr/bin/env python3
"""Says what of src/ the tests do not reach, and whether that is allowed: coverage_gate.py COVERAGE.json

In: what `gcovr --json` measured. Two checks: at least 95 % of the lines and 90 % of the branches of src/ (the command
apart) are reached; and each line that is not has its reason in tools/uncovered.tsv (file, the line's text, reason).
Rows for lines that are reached by now are told, so that they can go. The last line is "N passed, N failed".
    --write FILE   the list anew: reasons are kept, lines without one get "?"
"""
import argparse
import collections
import json
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parents[1]
LIST = ROOT / "tools/uncovered.tsv"
LINES, BRANCHES = 95.0, 90.0
# Lines that say nothing by themselves: the one before tells them apart.
COMMON = ("return", "break;", "continue;")


def is_ours(name):
    return name.startswith("src/") and not name.startswith("src/cli/")


def text_of(lines, number):
    """A line's text, so that the list outlives other edits; with the condition above where it is one of many alike."""
    text = " ".join(lines[number - 1].split())
    if text.startswith(COMMON) and number > 1:
        return " ".join(lines[number - 2].split()) + " / " + text
    return text


def measure(report):
    """(lines reached, lines, branches reached, branches), and the Counter of (file, text) not reached."""
    sums, missing = [0, 0, 0, 0], collections.Counter()
    for file in report["files"]:
        if not is_ours(file["file"]):
            continue
        lines = (ROOT / file["file"]).read_text(encoding="utf-8").splitlines()
        for line in file["lines"]:
            if line.get("gcovr/noncode"):
                continue
            sums[0] += line["count"] > 0
            sums[1] += 1
            sums[2] += sum(branch["count"] > 0 for branch in line["branches"])
            sums[3] += len(line["branches"])
            if line["count"] == 0:
                missing[file["file"], text_of(lines, line["line_number"])] += 1
    return sums, missing


def read_list(path):
    if not path.exists():
        return {}
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line and line[0] != "#")
    return {(row[0], row[1]): row[2] for row in rows}


def write_list(path, missing, reasons):
    rows = [f"{file}\t{text}\t{reasons.get((file, text), '?')}\n" for file, text in sorted(missing)]
    old = path.read_text(encoding="utf-8").splitlines(True) if path.exists() else []
    head = [line for line in old if line[0] == "#"]
    path.write_text("".join(head + rows), encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("report")
    parser.add_argument("--write")
    options = parser.parse_args()
    with open(options.report, encoding="utf-8") as file:
        (lines_hit, lines, branches_hit, branches), missing = measure(json.load(file))
    reasons = read_list(LIST)
    if options.write:
        write_list(pathlib.Path(options.write), missing, reasons)
    unnamed = sorted(key for key in missing if reasons.get(key, "?") == "?")
    for file, text in unnamed:
        print(f"not reached, and not in tools/uncovered.tsv: {file}: {text}")
    for file, text in sorted(set(reasons) - set(missing)):
        print(f"reached by now, its row can go: {file}: {text}")
    owed = sum(reasons[key].startswith("owed") for key in missing if key in reasons)
    print(f"{len(missing)} texts of lines are not reached, {owed} of them for want of a test")
    rates = [("lines", 100 * lines_hit / lines, LINES), ("branches", 100 * branches_hit / branches, BRANCHES)]
    for name, rate, least in rates:
        print(f"{name}: {rate:.1f} % (at least {least:.0f} %)")
    failed = len(unnamed) + sum(rate < least for _, rate, least in rates)
    print(f"{len(missing) - len(unnamed) + sum(rate >= least for _, rate, least in rates)} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
