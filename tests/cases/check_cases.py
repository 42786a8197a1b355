#!/usr/bin/env python3
"""Compares what the command says of corpus/cases/ with its index.tsv: check_cases.py PNEU

For each message, and those of ../shared/cases where that is present: the codes of its defects, their finer names, and its
parts as IMAP section, type and SHA-256 of the decoded bytes ("-": not told). What only pneu_message_check finds is left
out: see check_defects.py.
"""
import base64
import hashlib
import json
import subprocess
import sys

import cases
from tap import Results

# Groups of codes, and single codes, that "pneu tree" does not look for.
LATER_GROUPS = ("charset_",)
LATER_CODES = {"sec_crypto_shape", "sec_invisible_char", "sec_filename_unsafe"}
# The finer names of those codes that do not begin like their group.
LATER_DETAILS = {"mime_signed_shape", "sec_encrypted_mixed", "sec_bidi_control", "sec_filename_path",
                 "sec_filename_reserved", "ew_unknown_charset"}

def is_later(name):
    return name.startswith(LATER_GROUPS) or name in LATER_CODES or name in LATER_DETAILS


def told(column):
    return {name for name in cases.told(column) if not is_later(name)}


def found_codes(message):
    return {code for code, count in message["defect_counts"].items() if count and not is_later(code)}


def found_details(message):
    names = {(record["code"], record["detail"] or record["code"]) for record in message["defects"]}
    return {name for code, name in names if not is_later(code) and not is_later(name)}


def found_parts(message):
    """section -> (type, SHA-256), multiparts and parts without a section left out."""
    parts = {}
    for part in message["parts"]:
        if part["section"] and not part["type"].startswith("multipart/"):
            body = base64.b64decode(part["decoded"] or "")
            parts[part["section"]] = (part["type"], hashlib.sha256(body).hexdigest())
    return parts


def fault_of_parts(column, found):
    """What differs, or ""; a column of "-" tells nothing."""
    if column == "-":
        return ""
    expected = dict((entry.split(":")[0], entry.split(":")[1:]) for entry in column.split())
    if sorted(expected) != sorted(found):
        return f"sections {sorted(found)} instead of {sorted(expected)}"
    for section, (kind, digest) in expected.items():
        if kind != found[section][0] or digest not in ("-", found[section][1]):
            return f"section {section} is {found[section]} instead of {(kind, digest)}"
    return ""


def check_case(results, pneu, path, row):
    name = row["file"]
    run = subprocess.run([pneu, "tree", "--json", "--bodies", path], capture_output=True)
    if not results.check(f"{name}: one line of JSON", run.stdout.count(b"\n") == 1, run.stderr[:300]):
        return
    message = json.loads(run.stdout)
    also = cases.ALSO_TRUE.get(name, set())
    codes = told(row["defects"]) | {code for code in also if code in message["defect_counts"]}
    results.check(f"{name}: codes", codes == found_codes(message), cases.difference(codes, found_codes(message)))
    details = told(row["detail"]) | also
    results.check(f"{name}: details", details == found_details(message), cases.difference(details, found_details(message)))
    fault = fault_of_parts(row["parts"], found_parts(message))
    results.check(f"{name}: parts", not fault, fault)


def main():
    pneu = sys.argv[1]
    results = Results()
    for path, row in cases.rows():
        check_case(results, pneu, path, row)
    return results.finish()


if __name__ == "__main__":
    sys.exit(main())
