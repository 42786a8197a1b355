#!/usr/bin/env python3
"""Scores the command on real mail against the vote of other parsers: mail_score.py [--pneu PNEU] [--quiet] [SET...]

Reads ../shared/mail/SET/majority.jsonl (all sets if none is named) and runs "pneu tree --json --bodies" on its messages.
Scored are the messages marked safe: one agrees if the structure (path, type and number of children of every part) is that
of the vote, and each leaf's decoded bytes have one of its hashes: of the bytes with LF line ends (sha256), of those
without white space at the end (rsha256), or at every line's end (lsha256). Encoding, charset, disposition and file name
are counted too. Prints each miss and a table; the status is 1 below 99.9 %.
"""
import argparse
import base64
import collections
import hashlib
import json
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[1]
MAIL = ROOT.parent / "shared/mail"
GOAL = 0.999
FILES_A_RUN = 50
EXTRAS = ("cte", "charset", "disposition", "filename")
OURS = {"cte": "encoding"}


def with_paths(message):
    """path -> part, with the number of children added: "1" is the root, its children are "1.1" ..."""
    paths, parts = [], {}
    for part in message["parts"]:
        if part["parent"] is None:
            path = "1"
        else:
            above = message["parts"][part["parent"]]
            above["children"] = above.get("children", 0) + 1
            path = f"{paths[part['parent']]}.{above['children']}"
        paths.append(path)
        parts[path] = part
    for part in parts.values():
        part.setdefault("children", 0)
    return parts


def digests(body):
    lines = body.replace(b"\r\n", b"\n")
    bare = re.sub(rb"[ \t\r\f\v]+\n", b"\n", lines.rstrip())
    return {"sha256": hashlib.sha256(lines).hexdigest(), "rsha256": hashlib.sha256(lines.rstrip()).hexdigest(),
            "lsha256": hashlib.sha256(bare).hexdigest()}


def same_text(key, ours, theirs):
    """Equal but for case and runs of white space; nothing and "" are the same, and so are no charset and US-ASCII."""
    a, b = (" ".join((value or "").split()) for value in (ours, theirs))
    if key != "filename":
        a, b = a.lower(), b.lower()
    return a == b or (key == "charset" and {a, b} <= {"", "us-ascii"})


class Score:
    """Counts of one set of messages."""

    def __init__(self):
        self.messages = self.agreed = self.leaves = self.leaves_agreed = 0
        self.extras = collections.Counter()
        self.extras_agreed = collections.Counter()
        self.misses = []
        self.differences = []

    def add(self, other):
        self.messages += other.messages
        self.agreed += other.agreed
        self.leaves += other.leaves
        self.leaves_agreed += other.leaves_agreed
        self.extras.update(other.extras)
        self.extras_agreed.update(other.extras_agreed)

    def compare(self, name, vote, message):
        self.messages += 1
        parts = with_paths(message) if message else {}
        faults = self.faults_of_structure(vote, parts) or self.faults_of_leaves(vote, parts)
        if not faults:
            self.agreed += 1
            self.count_extras(name, vote, parts)
        else:
            self.misses.append(f"{name}: {'; '.join(faults[:3])}")

    @staticmethod
    def faults_of_structure(vote, parts):
        theirs = {part["path"]: (part["type"], part["children"]) for part in vote["parts"]}
        ours = {path: (part["type"], part["children"]) for path, part in parts.items()}
        return [f"{path} is {ours.get(path)}, the vote {theirs.get(path)}"
                for path in sorted(set(theirs) | set(ours)) if theirs.get(path) != ours.get(path)]

    def faults_of_leaves(self, vote, parts):
        faults = []
        for part in vote["parts"]:
            hashes = {key: part[key] for key in ("sha256", "rsha256", "lsha256") if key in part}
            if not hashes:
                continue
            self.leaves += 1
            body = base64.b64decode(parts[part["path"]]["decoded"] or "")
            own = digests(body)
            if any(own[key] == digest for key, digest in hashes.items()):
                self.leaves_agreed += 1
            else:
                faults.append(f"body of {part['path']}: {len(body)} bytes, the vote {part.get('len')}")
        return faults

    def count_extras(self, name, vote, parts):
        for part in vote["parts"]:
            for key in EXTRAS:
                if key not in part:
                    continue
                ours = parts[part["path"]][OURS.get(key, key)]
                self.extras[key] += 1
                if same_text(key, ours, part[key]):
                    self.extras_agreed[key] += 1
                else:
                    self.differences.append(f"{name}: {part['path']} {key}: {ours!r}, the vote {part[key]!r}")


def read_messages(pneu, folder, names, option="--bodies"):
    """name -> what the command prints of it."""
    messages = {}
    for start in range(0, len(names), FILES_A_RUN):
        some = names[start:start + FILES_A_RUN]
        run = subprocess.run([pneu, "tree", "--json", option, *(str(folder / name) for name in some)],
                             capture_output=True)
        for line in run.stdout.splitlines():
            message = json.loads(line)
            messages[str(pathlib.Path(message["file"]).relative_to(folder))] = message
    return messages


def find_sets(names):
    """The folders with these names, or of all votes."""
    return [MAIL / name for name in names] or sorted(path.parent for path in MAIL.glob("*/majority.jsonl"))


def read_votes(folder):
    """name -> the vote on it, of messages marked safe."""
    with open(folder / "majority.jsonl", encoding="utf-8") as lines:
        return {vote["file"]: vote for vote in map(json.loads, lines) if vote.get("safe")}


def score_set(pneu, folder):
    votes = read_votes(folder)
    messages = read_messages(pneu, folder, list(votes))
    score = Score()
    for name, vote in votes.items():
        score.compare(f"{folder.name}/{name}", vote, messages.get(name))
    return score


def percent(part, whole):
    return f"{100 * part / whole:7.2f}" if whole else "      -"


def print_row(name, score):
    extras = " ".join(percent(score.extras_agreed[key], score.extras[key]) for key in EXTRAS)
    print(f"{name:16} {score.agreed:6} of {score.messages:6} {percent(score.agreed, score.messages)} %"
          f" {percent(score.leaves_agreed, score.leaves)} % {extras}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pneu", default=str(ROOT / "build/pneu"))
    parser.add_argument("--quiet", action="store_true", help="the table and the misses, no differences of the extras")
    parser.add_argument("sets", nargs="*")
    options = parser.parse_args()
    if not MAIL.is_dir():
        print("there is no ../shared/mail: nothing to score")
        return 0
    scores = {folder.name: score_set(options.pneu, folder) for folder in find_sets(options.sets)}
    total = Score()
    for score in scores.values():
        total.add(score)
        for line in score.misses + ([] if options.quiet else score.differences):
            print(line)
    print(f"{'set':16} {'messages that agree':>24}   leaves " + " ".join(f"{key:>7.7}" for key in EXTRAS))
    for name, score in [*scores.items(), ("all", total)]:
        print_row(name, score)
    return 0 if total.agreed >= GOAL * total.messages else 1


if __name__ == "__main__":
    sys.exit(main())
