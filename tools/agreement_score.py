#!/usr/bin/env python3
"""Scores a promise of pneu/check.h: on a message without a find of ambiguous or above mainstream parsers agree.

    agreement_score.py [--build BUILD] [--only TEXT] [--every N] [--show N]

Checks each message of ../shared/mail, ../shared/cases, corpus/messages and corpus/cases. Asks every reader of
tools/readers what parts, types and decoded bytes (with LF line ends) it sees in those without such a find, and compares
that with what pneu sees. A gap of a reader, in which it stands alone, is counted apart: docs/decisions/gaps-of-readers.md
lists them. Prints how many are read alike, by reader, and what else is not. The status is 1 if there is anything of that.
Last line: "N passed, N failed". Without ../shared only corpus is used.
"""
import collections
import sys

import checker
import convert_score
import sanitise_score
from readers import readers

AMBIGUOUS = checker.SEVERITIES.index("ambiguous")

# Gaps of readers: docs/decisions/gaps-of-readers.md tells why. Those that a code names: about the bytes of a part, about
# which parts there are.
BYTES = {"cte_qp_nonconforming", "cte_b64_tail", "cte_b64_junk", "line_truncated_eof", "mime_close_missing",
         "mime_empty_multipart", "mime_boundary_not_found"}
PARAMETERS = {"param_syntax", "param_unquoted_special", "param_invalid_name"}
OF_CODES = {
    "python": (BYTES | {"hdr_bad_name", "line_junk_before_header"}, PARAMETERS | {"line_junk_before_header"}),
    "gmime": (BYTES, {"line_junk_before_header"}),
    "mimetools": (set(), PARAMETERS),
    "emailmime": (BYTES | {"cte_legacy"}, PARAMETERS | {"mime_close_missing"}),
    "npm": ({"cte_legacy"}, {"param_syntax", "param_invalid_name"}),
}


# ... and of those that are of the message's own shape.
def has_part_without_fields(parts):
    return any(part["header"] <= 2 for part in parts)


def has_untyped_digest_part(parts):
    return any(part["declared"] is None and part["type"] == "message/rfc822" for part in parts)


def has_message(parts, wanted):
    return any(part["type"] == wanted for part in parts)


OF_SHAPE = {
    "python": [],
    "gmime": [lambda parts: has_message(parts, "message/rfc822") and any(part.get("length") == 0 for part in parts)],
    "mimetools": [lambda parts: has_message(parts, "message/global")],
    "emailmime": [has_part_without_fields, has_untyped_digest_part],
    "npm": [has_untyped_digest_part],
}
OF_MESSAGES = {
    "python": {"mimetools-testmsgs/multi-clen.msg", "mimetools-testmsgs/multi-simple.msg", "testmsgs/multi-clen.msg",
               "testmsgs/multi-simple.msg"},
    "gmime": {"037-hdr-none-empty-file.eml"},
    "emailmime": {"raw_email_quoted_with_0d0a.eml"},
    "npm": {"cpython/msg_40.txt", "nodemailer/spam.eml"},
}


def is_gap(reader, path, ours, found, codes):
    """`found` tells how the reader differs."""
    is_of_parts = not all(line.startswith("body of") for line in found)
    return (bool(OF_CODES[reader][is_of_parts] & codes.keys()) or
            any(test(ours["parts"].values()) for test in OF_SHAPE[reader]) or
            str(path).endswith(tuple(OF_MESSAGES.get(reader, ()))))


def codes_of(check, path):
    return check.check(path.read_bytes())[0]


def is_clear(codes):
    return all(severity < AMBIGUOUS for _, severity, _ in codes.values())


class Score:
    def __init__(self, show):
        self.show = show
        self.alike, self.gaps, self.shown = collections.Counter(), collections.Counter(), collections.Counter()
        self.failed = set()

    def compare(self, reader, path, both, codes):
        found = sanitise_score.tree_disagreements(reader, *both)
        self.alike[reader] += not found
        if not found:
            return
        if is_gap(reader, path, both[1], found, codes):
            self.gaps[reader] += 1
            return
        self.failed.add(path)
        self.shown[reader] += 1
        if self.shown[reader] <= self.show:
            print(f"MISS {reader}: {convert_score.short(path)}: {'; '.join(found[:2])[:200]} [{','.join(codes)}]")


def main():
    options = sanitise_score.arguments(__doc__).parse_args()
    check, score = checker.Checker(options.build), Score(options.show)
    every = sanitise_score.chosen_messages(options)
    codes = {path: codes_of(check, path) for path in every}
    paths = [path for path in every if is_clear(codes[path])]
    ours = readers.own(str(options.build / "pneu"), paths)
    theirs = readers.read_parts(options.build, paths)
    sanitise_score.read_again(options, theirs)
    for path in paths:
        for reader, readings in theirs.items():
            score.compare(reader, path, (readings[str(path)], ours[str(path)]), codes[path])
    print(f"{len(paths)} of {len(every)} messages have nothing ambiguous")
    for reader in theirs:
        print(f"{reader:12} reads {score.alike[reader]} alike; {score.gaps[reader]} are gaps of its own")
    print(f"{len(paths) - len(score.failed)} passed, {len(score.failed)} failed")
    return 1 if score.failed else 0


if __name__ == "__main__":
    sys.exit(main())
