#!/usr/bin/env python3
"""Scores the command's values of fields against the vote of other parsers: values_score.py [--pneu PNEU] [SET...]

Reads ../shared/mail/SET/majority.jsonl (all sets if none is named) and runs "pneu tree --json --values" on its messages.
Scored are the messages marked safe, and of their fields (subject, date, message-id, from, to, cc) those on which all or
all but one of the parsers agree. "from-addrs" and its like are the addresses alone. Texts are compared after each run of
white space is one space and the ends are trimmed; "" is null. Of addresses the elements without "@" are passed over.
Prints each miss and a table; the status is 1 below 99.5 % (99 % for addresses).
"""
import argparse
import collections
import pathlib
import sys

import mail_score

GOALS = {"subject": 0.995, "date": 0.995, "message-id": 0.995, "from": 0.99, "to": 0.99, "cc": 0.99, "from-addrs": 0.99,
         "to-addrs": 0.99, "cc-addrs": 0.99}
LISTS = ("from", "to", "cc")
SHOWN = 300  # characters of a value that was missed


def plain(text):
    return " ".join((text or "").split())


def short(value):
    text = repr(value)
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}... ({len(text)} characters)"


def same_domain(address):
    """The case of a domain says nothing, and the vote has it in lower case."""
    local, at, domain = address.rpartition("@")
    return local + at + domain.lower()


def our_value(key, values):
    """What the command says, in the form of the vote."""
    value = values.get(key)
    if key in LISTS:
        return [[plain(box["name"]), same_domain(box["address"])] for box in value or [] if "@" in box["address"]]
    if key.endswith("-addrs"):
        return [address for _, address in our_value(key[:-6], values)]
    if key == "date":
        return value["epoch"] if value else None
    if key == "message-id":
        return plain(value[0]) if value else ""
    return plain(value)


def their_value(key, value):
    if key in LISTS:
        return [[plain(name), same_domain(address)] for name, address in value or [] if address and "@" in address]
    if key.endswith("-addrs"):
        return [same_domain(address) for address in value or [] if "@" in address]
    if key == "date":
        return value
    return plain(value).strip("<>") if key == "message-id" else plain(value)


def score_set(pneu, folder, counts):
    votes = {name: vote for name, vote in mail_score.read_votes(folder).items() if vote.get("headers")}
    messages = mail_score.read_messages(pneu, folder, list(votes), "--values")
    for name, vote in votes.items():
        values = messages[name]["parts"][0]["values"] if name in messages else {}
        for key in GOALS:
            if key not in vote["headers"] or vote["conf"].get(key) not in ("all", "most"):
                continue
            ours, theirs = our_value(key, values), their_value(key, vote["headers"][key])
            counts[key, ours == theirs] += 1
            if ours != theirs:
                print(f"{folder.name}/{name}: {key}: {short(ours)}, the vote {short(theirs)}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pneu", default=str(mail_score.ROOT / "build/pneu"))
    parser.add_argument("sets", nargs="*")
    options = parser.parse_args()
    if not mail_score.MAIL.is_dir():
        print("there is no ../shared/mail: nothing to score")
        return 0
    counts = collections.Counter()
    for folder in mail_score.find_sets(options.sets):
        score_set(options.pneu, folder, counts)
    is_good = True
    for key, goal in GOALS.items():
        agreed, total = counts[key, True], counts[key, True] + counts[key, False]
        is_good &= agreed >= goal * total
        print(f"{key:12} {agreed:6} of {total:6} {mail_score.percent(agreed, total)} %")
    return 0 if is_good else 1


if __name__ == "__main__":
    sys.exit(main())
