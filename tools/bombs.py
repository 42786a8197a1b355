#!/usr/bin/env python3
"""Generators of hostile mail that grow: bombs.py NAME BYTES writes about BYTES bytes to stdout; bombs.py --list names all.
Bombs of the functions that read and write the values of fields are values alone: API:NAME.

The cost of a byte must stay flat while BYTES doubles, whatever reads the message.
"""
import sys

HEAD = ("From: a@example.com\r\nDate: Sat, 21 Nov 2026 10:00:00 +0000\r\n"
        "MIME-Version: 1.0\r\n")


def message(header, body=""):
    return f"{HEAD}{header}\r\n\r\n{body}"


def repeat(unit, size):
    """The unit as often as it fits, once at least."""
    return unit * max(1, size // len(unit))


def numbered(size, unit_size, unit):
    """unit(0), unit(1) ... where one is about unit_size bytes long."""
    return "".join(unit(i) for i in range(max(1, size // unit_size)))


def reversed_sections(size):
    return "".join(f"; a*{i}=x" for i in range(max(1, size // 10), -1, -1))


def open_multipart(name):
    return f"Content-Type: multipart/mixed; boundary={name}\r\n\r\n--{name}\r\n"


MIXED = "Content-Type: multipart/mixed; boundary="
Q20 = "q" * 20

BOMBS = {
    # fields
    "hdr_many": lambda n: message(repeat("x:\r\n", n) + "y: z"),
    "hdr_long_line": lambda n: message("Subject: " + "a" * n),
    "hdr_folds": lambda n: message("Subject: a" + repeat("\r\n b", n)),
    "hdr_blank_folds": lambda n: message("Subject: a" + repeat("\r\n ", n) + "\r\n z"),
    "hdr_nocolon": lambda n: message(repeat("junk\r\n", n) + "X: y"),
    "hdr_leading_blank": lambda n: repeat("\r\n", n) + message("X: y"),
    # lines
    "line_cr_run": lambda n: message("X: y", "\r" * n + "\n"),
    "line_no_eol": lambda n: message(MIXED + "b", "x" * n),
    # parameters
    "par_2231_seq": lambda n: message("Content-Type: text/plain" + numbered(n, 10, "; a*{}=x".format)),
    "par_2231_rev": lambda n: message("Content-Type: text/plain" + reversed_sections(n)),
    "par_dup": lambda n: message("Content-Type: multipart/mixed" + repeat("; boundary=b", n)),
    "par_escapes": lambda n: message('Content-Disposition: attachment; filename="' + repeat("\\a", n) + '"'),
    "par_open_quotes": lambda n: message("Content-Type: text/plain; a=" + repeat('"x', n)),
    "par_comments_open": lambda n: message("Content-Type: text/plain; " + repeat("a(", n)),
    # addresses
    "adr_many": lambda n: message("To: " + numbered(n, 16, "u{}@e.example, ".format) + "z@e.example"),
    "adr_comment_deep": lambda n: message("To: " + "(" * (n // 2) + ")" * (n // 2) + " a@b.example"),
    "adr_comment_open": lambda n: message("To: " + repeat("(a", n)),
    "adr_group_nest": lambda n: message("To: " + repeat("a:", n)),
    "adr_lt": lambda n: message("To: " + "<" * n),
    "adr_domlit": lambda n: message("To: a@[" + repeat("1.", n) + "]"),
    "adr_phrase": lambda n: message("To: " + repeat("w ", n) + "<a@b.example>"),
    "adr_escapes": lambda n: message('To: "' + repeat('\\"', n) + '" <a@b.example>'),
    # encoded words
    "ew_open": lambda n: message("Subject: " + repeat("=?", n)),
    "ew_many": lambda n: message("Subject: " + repeat("=?utf-8?Q?a?= ", n)),
    "ew_spaces": lambda n: message("Subject: =?utf-8?Q?a?=" + " " * n + "=?utf-8?Q?b?="),
    "ew_b_split": lambda n: message("Subject: " + repeat("=?utf-8?B?4oI=?= =?utf-8?B?rA==?= ", n)),
    # other fields
    "id_references": lambda n: message("References:" + numbered(n, 13, "\r\n <{}@x>".format)),
    "rcv_many": lambda n: repeat("Received: from a by b; Sat, 21 Nov 2026 10:00:00 +0000\r\n", n) + message("X: y"),
    # structure
    "mime_parts": lambda n: message(MIXED + "a", repeat("--a\r\n\r\n", n) + "--a--\r\n"),
    "mime_nest": lambda n: message(numbered(n, 55, lambda i: open_multipart(f"n{i}"))),
    "mime_nest_open": lambda n: message(repeat(MIXED + "b\r\n\r\n", n)),
    "mime_rfc822": lambda n: message(repeat("Content-Type: message/rfc822\r\n\r\n", n)),
    "mime_digest": lambda n: message("Content-Type: multipart/digest; boundary=a",
                                     repeat("--a\r\n\r\n\r\n", n) + "--a--\r\n"),
    "mime_stack_x_lines": lambda n: message(numbered(4000, 99, lambda i: open_multipart(f"{Q20}{i}")),
                                            repeat(f"--{Q20}\r\n", n)),
    "mime_dashes": lambda n: message(MIXED + "b", repeat("--\r\n", n)),
    "mime_long_bnd": lambda n: message(MIXED + "a" * 900, repeat("--" + "a" * 899 + "b\r\n", n)),
    "mime_header_dashes": lambda n: message(numbered(4000, 99, lambda i: open_multipart(f"{Q20}{i}"))
                                            + repeat(f"--{Q20}: x\r\n", n)),
    # bodies
    "b64_char_line": lambda n: message("Content-Transfer-Encoding: base64", repeat("Q\r\n", n)),
    "b64_junk": lambda n: message("Content-Transfer-Encoding: base64", "*" * n),
    "qp_eq": lambda n: message("Content-Transfer-Encoding: quoted-printable", "=" * n),
    "qp_spaces": lambda n: message("Content-Transfer-Encoding: quoted-printable", " " * n),
    "qp_stack_x_lines": lambda n: message(numbered(4000, 99, lambda i: open_multipart(f"{Q20}{i}"))
                                          + "Content-Transfer-Encoding: quoted-printable", repeat(f"=2D-{Q20}xx\r\n", n)),
    "uu_begin": lambda n: message("Content-Transfer-Encoding: x-uuencode", repeat("begin 644 a\r\n", n)),
    "smtp_dots": lambda n: message("X: y", repeat(".\r\n", n)),
    "mbox_from": lambda n: message("X: y", repeat("From x\r\n", n)),
    "cs_iso2022": lambda n: message("Content-Type: text/plain; charset=iso-2022-jp", repeat("\x1b$B\x1b(B", n)),
}


def of(unit, before="", after=""):
    """A generator of values: the unit again and again."""
    return lambda n: before + repeat(unit, n) + after


ONE_LETTER_WORD = "=?utf-8?q?a?= "
E_ACUTE = "\xc3\xa9"
TEXTS = {
    "words_and_letters": of(f"{E_ACUTE} a "),
    "letters": of(E_ACUTE),
    "short_words": of("a "),
    "long_word": of("a"),
    "tabs": of("\ta"),
    "spaces": of(" ", after="a"),
    "specials": of("\\ "),
    "open_words": of("=?"),
    "controls": of("\x01 "),
}

# By the API of tests/gates/cost_driver.c that takes them.
VALUES = {
    "read-addresses": {
        "mailboxes": of("a@b,"),
        "words": of("a, ", after="<b@c>"),
        "quoted_words": of('"a",'),
        "encoded_words": of("=?utf-8?q?a?=@b,"),
        "phrase": of(f"{E_ACUTE}  ", after="<a@b>"),
        "semicolons": of(";"),
        "groups": of("a:;"),
        "angles": of("<a@b>"),
        "open_routes": of("<@,"),
        "open_literals": of("a@["),
        "open_quote": of('\\"', before='"'),
        "open_quote_and_letters": of("\\a", before='"'),
        "open_comments": of("(a"),
        "comment": of(f"\\{E_ACUTE}", before="a@b (", after=")"),
        "comments": of("(a)", after="a@b"),
        "controls": of("\x01 "),
    },
    "read-date": {
        "words": of("abc "),
        "numbers": of("1 "),
        "digits": of("1"),
        "times": of("1:"),
        "offsets": of("+1 ", before="10:00 "),
        "comments": of("1(a)"),
    },
    "read-ids": {
        "ids": of("<a@b>"),
        "words": of("a@b "),
        "commas": of("a,"),
        "brackets": of("< "),
        "open_quotes": of('<"a'),
        "open_literals": of("<a@[\\["),
        "comments": of("<a(b)@c>"),
    },
    "read-text": {
        "open": of("=?"),
        "words": of(ONE_LETTER_WORD),
        "two_charsets": of("=?utf-8?q?=C3?= =?iso-8859-1?q?a?= "),
        "by_iconv": of("=?big5?q?a?= x "),
        "unknown": of("=?x?q?a?= "),
        "label": of("a", before="=?", after="?q?a?="),
        "ascii": of("=E9", before="=?us-ascii?q?", after="?="),
        "base64": of("YWFh", before="=?utf-8?b?", after="?="),
        "not_utf8": of("\xe9 "),
    },
    "read-params": {
        "double": of("; a=b", before="a"),
        "names": lambda n: "a" + numbered(n, 206, lambda i: f"; {'a' * 198}{i % 1000:03}=b"),
        "open_quotes": of('"x', before="a; a="),
        "comments": of("(c)", before="a; a=b"),
        "blanks": of(" c=d", before="a; a=b"),
        "no_values": of("b; ", before="a; "),
        "escapes": of(f"\\{E_ACUTE}", before='a; a="', after='"'),
        "percents": of("%41", before="a; a*=utf-8''"),
        "words": of(ONE_LETTER_WORD, before='a; a="', after='"'),
    },
    "write-text": TEXTS,
    "write-phrase": TEXTS,
    "write-params": TEXTS,
}


# Fields on their way to 7-bit ASCII: what is dear to read, and to write.
VALUES["ascii-addresses"] = VALUES["read-addresses"] | {
    "names": of(f"{E_ACUTE}<a@b>,"),
    "domains": of(f"a@{E_ACUTE}.b,"),
    "locals": of(f"{E_ACUTE}@b,"),
    "names_of_groups": of(f"{E_ACUTE}:;"),
    "odd_groups": of(f"a:{E_ACUTE}@b;"),
    "comments_above_ascii": of(f"({E_ACUTE})", after="a@b"),
    "ats": of("@", before=f"<{E_ACUTE}", after=">"),
    "domain": of(f"{E_ACUTE}.", before="a@", after="b"),
    "label": of(E_ACUTE, before="a@"),
}
VALUES["ascii-text"] = VALUES["read-text"] | TEXTS
VALUES["ascii-params"] = VALUES["read-params"] | {  # of 16 KiB all have more parameters or sections than there may be
    "names": lambda n: "a" + numbered(n, 98, lambda i: f"; {'a' * 90}{i % 1000:03}=b"),
    "percents": of("%c3%a9", before="a; a*=utf-8''"),
    "above_ascii": lambda n: "a" + numbered(n, 12, lambda i: f"; b{i % 100:02}={E_ACUTE}"),
    "long": of(E_ACUTE, before='a; b="', after='"'),
}
VALUES["ascii-trace"] = {
    "words": of("a "),
    "domains": of(f"{E_ACUTE}.b "),
    "for": of(f"for {E_ACUTE}@b "),
    "comments": of(f"({E_ACUTE})"),
    "open_comments": of("(a"),
    "open_quotes": of('"a'),
    "by": of("from a by b "),
}
VALUES["ascii-other"] = {
    "ids": of("<a@b>"),
    "comments": of(f"({E_ACUTE})"),
    "open_comments": of("(a"),
    "nested_comments": lambda n: "(" * (n // 2) + E_ACUTE + ")" * (n // 2),
    "carriage_returns": of("\ra"),
    "quotes": of('"a" '),
    "open_quote": of("\\ab", before='"'),
    "long_word": of("a"),
}


def generate(name, size):
    """The bomb's bytes."""
    api, _, value = name.rpartition(":")
    return (VALUES[api][value] if api else BOMBS[name])(size).encode("latin-1")


def names():
    """The names of all bombs."""
    return [*BOMBS, *(f"{api}:{name}" for api, values in VALUES.items() for name in values)]


def main():
    if len(sys.argv) == 2 and sys.argv[1] == "--list":
        print("\n".join(names()))
        return 0
    if len(sys.argv) != 3 or sys.argv[1] not in names():
        print(__doc__.strip(), file=sys.stderr)
        return 2
    sys.stdout.buffer.write(generate(sys.argv[1], int(sys.argv[2])))
    return 0


if __name__ == "__main__":
    sys.exit(main())
