#!/usr/bin/env python3
"""Scores the reading of single values on the tables of other projects: table_score.py [--build BUILD]

Reads ../shared/mail/tables/tables.jsonl. Go's mime package (param-list, rfc2047): where it reads a value, lenient reading
gives the same; where it refuses one, strict reading does, too. isemail (address-valid): strict reading takes the addresses
that are not ISEMAIL_ERR. Prints a count for each kind and source. A row on which we differ is named in REASONS, with what
makes our reading right; the status is 1 if one is not, or if a row named there does not differ. Without ../shared there
is nothing to do.
"""
import argparse
import collections
import json
import pathlib
import sys

import libpneu
import mail_score

TABLE = mail_score.MAIL / "tables/tables.jsonl"

# Why -> the inputs, as the table has them.
REASONS = {
    "In a quoted string a backslash and a character are that character (RFC 2045 section 5.1, RFC 5322 section 3.2.4). "
    "Go keeps it for browsers that write paths": [
        r'attachment; filename="f\oo.html"',
        r'attachment; filename="foo-%\41.html"',
        r'form-data; name="file"; filename="C:\dev\go\robots.txt"',
        'form-data; name="file"; filename="C:\\新建文件夹\\中文第二次测试.mp4"',
    ],
    "Nothing says that a value be decoded twice: these bytes are well-formed UTF-8 (RFC 6532 section 3.2); the test of Go "
    "has them in Latin-1": [
        'attachment; filename="foo-Ã¤.html"',
    ],
    "Charset and language may be empty (RFC 2231 section 4)": [
        "attachment; filename*=''foo-%c3%a4-%e2%82%ac.html",
    ],
    "Lenient reading loses no name that can be read; strict reading refuses these, as RFC 2231 section 7 has no such "
    "extended value": [
        'attachment; filename*="foo%20bar.html"',
        "attachment; filename*=UTF-8'foo-%c3%a4.html",
        "attachment; filename*=UTF-8''foo%",
        "attachment; filename*=UTF-8''f%oo.html",
    ],
    "The grammars of RFC 2045 section 5.1 and RFC 2231 section 7 allow a name that comes twice: the first is the value, or "
    "what is whole before what is in sections; both are defects": [
        "foo; key=val1; key=the-key-appears-again-which-is-bogus",
        "attachment; filename*0*=ISO-8859-15''euro-sign%3d%a4; filename*=ISO-8859-1''currency-sign%3d%a4",
    ],
    "A '=' without two digits stays as it is (RFC 2045 section 6.7, note 2, which RFC 2047 section 4.2 builds on); strict "
    "reading leaves the word alone": [
        "=?UTF-8?Q?A=B?=",
        "=?UTF-8?Q?=A?=",
    ],
    "An atom may begin and end with '-' (RFC 5322 section 3.2.3); which names DNS has is not a matter of the grammar "
    "(RFC 1035 section 2.3.1)": [
        "first.last@-xample.com", "first.last@exampl-.com", "a@-b.com", "a@b-.com", "invalid@about.museum-",
        "test@-iana.org", "test@iana-.com", "test@iana.org-",
    ],
    "A value never holds CR, LF, NUL or another control character, though RFC 5322 section 4.1 has obsolete quoted pairs "
    "of them": [
        '"test\\\rblah"@iana.org', '"Unicode NULL \\\x00"@char.com', '"test\\\x00"@iana.org', '"\\\n"@iana.org',
        "test@[RFC-5322-\\\x07-domain-literal]",
    ],
    "A value may have the line end of its field, and folds, at its end (RFC 5322 sections 2.2 and 4.2)": [
        "test@example.com\n", "test@iana.org\n", "test@iana.org\r\n", "test@iana.org\r\n \r\n", "test@iana.org \r\n",
        "test@iana.org \r\n \r\n",
    ],
    "UTF-8 may stand in a quoted pair (RFC 6532 section 3.2)": [
        '"test\\©"@iana.org',
    ],
}


def agrees_on_params(values, row):
    value = row["input"].encode()
    is_type = "/" in row["input"].split(";")[0]
    function = "pneu_content_type_parse" if is_type else "pneu_content_disposition_parse"
    if row["type"] == "":
        return values.mime(function, value, libpneu.STRICT) is None
    return values.mime(function, value, libpneu.LENIENT) == (row["type"], row["expect"])


def agrees_on_text(values, row):
    return values.text(row["input"].encode(), libpneu.LENIENT) == row["expect"]


def agrees_on_address(values, row):
    read = values.addresses(row["input"].encode(), libpneu.STRICT)
    is_one = read is not None and read.mailbox_count == 1 and read.group_count == 0 and read.mailboxes[0].domain.len > 0
    return is_one == (row["expect"]["category"] != "ISEMAIL_ERR")


KINDS = {"param-list": agrees_on_params, "rfc2047": agrees_on_text, "address-valid": agrees_on_address}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=pathlib.Path, default=mail_score.ROOT / "build")
    arguments = parser.parse_args()
    if not TABLE.exists():
        print("there is no ../shared/mail/tables: nothing to score")
        return 0
    with open(TABLE, encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    values = libpneu.Values(arguments.build)
    named = {name for names in REASONS.values() for name in names}
    counts, missed = collections.Counter(), set()
    for row in rows:
        agrees = KINDS[row["kind"]](values, row)
        counts[row["kind"], row["source"], agrees] += 1
        if not agrees:
            missed.add(row["input"])
    for kind, source in sorted({key[:2] for key in counts}):
        agreed, differ = counts[kind, source, True], counts[kind, source, False]
        print(f"{kind:14} {source:26} {agreed:4} of {agreed + differ:4} agree")
    print(f"{len(missed)} values are read otherwise, {len(missed & named)} of them with a reason")
    for name in sorted(missed - named):
        print(f"no reason is given for {name!r}")
    for name in sorted(named - missed):
        print(f"a reason is given, but nothing differs: {name!r}")
    return 0 if missed == named else 1


if __name__ == "__main__":
    sys.exit(main())
