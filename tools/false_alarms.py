#!/usr/bin/env python3
"""Counts false alarms on real mail: false_alarms.py [--build BUILD] [--list] [SET...]

Checks the messages of ../shared/mail that are marked safe (majority.jsonl: other parsers read them alike) and counts
those with a code of ambiguous or above, by code. The sets that count are spamassassin, cwl-phish and sisimai; the
others, or those named, are only listed. --list names the messages. The status is 1 if less than 97 % of the messages
that count are without. The reasons of those that are left: docs/decisions/severities-by-what-parsers-do.md. Without
../shared there is nothing to do.
"""
import argparse
import collections
import json
import pathlib
import sys

import checker
import mail_score

COUNTED = ("spamassassin", "cwl-phish", "sisimai")
GOAL = 0.97
AMBIGUOUS = checker.SEVERITIES.index("ambiguous")


def safe_messages(folder):
    with open(folder / "majority.jsonl", encoding="utf-8") as lines:
        votes = [json.loads(line) for line in lines]
    return [folder / vote["file"] for vote in votes if vote.get("safe")]


def alarms_of(check, path):
    codes, _ = check.check(path.read_bytes())
    return {name for name, (_, severity, _) in codes.items() if severity >= AMBIGUOUS}


class Count:
    """The messages of one or more sets, and those with alarms."""

    def __init__(self):
        self.messages = 0
        self.alarms = {}

    def add_set(self, check, folder):
        for path in safe_messages(folder):
            self.messages += 1
            if found := alarms_of(check, path):
                self.alarms[str(path.relative_to(folder.parent))] = found

    def share(self):
        return 1 - len(self.alarms) / self.messages if self.messages else 1

    def show(self, name, with_files):
        print(f"{name}: {len(self.alarms)} of {self.messages} with an alarm; {100 * self.share():.2f} % without")
        for code, count in collections.Counter(code for codes in self.alarms.values() for code in codes).most_common():
            print(f"    {code}: {count}")
            for path, codes in self.alarms.items():
                if with_files and code in codes:
                    print(f"        {path}")


def main():
    arguments = argparse.ArgumentParser(usage=__doc__.splitlines()[0].partition(": ")[2])
    arguments.add_argument("--build", type=pathlib.Path, default=mail_score.ROOT / "build")
    arguments.add_argument("--list", action="store_true")
    arguments.add_argument("sets", nargs="*")
    given = arguments.parse_args()
    if not mail_score.MAIL.is_dir():
        print("no ../shared/mail: nothing to do")
        return 0
    check, counted = checker.Checker(given.build), Count()
    for folder in sorted(path.parent for path in mail_score.MAIL.glob("*/majority.jsonl")):
        if given.sets and folder.name not in given.sets:
            continue
        count = counted if folder.name in COUNTED else Count()
        before = len(counted.alarms), counted.messages
        count.add_set(check, folder)
        if count is counted:
            print(f"{folder.name}: {len(counted.alarms) - before[0]} of {counted.messages - before[1]} with an alarm")
        else:
            count.show(f"{folder.name} (does not count)", given.list)
    counted.show("what counts", given.list)
    return 0 if counted.share() >= GOAL else 1


if __name__ == "__main__":
    sys.exit(main())
