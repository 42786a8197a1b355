"""pneu fields: names, folds, raw bytes, parts, several messages."""

import json

from clitest import ENCODED, MULTIPART, PLAIN, UNSAFE, Suite, corpus_messages, on_terminal, rest_of_pipe_is_left

ODD = (b"Received: one\r\n\tby two\r\n  for three\r\nSubject:no blank\r\nsubject : \t blanks \t\r\nX-Empty:\r\n"
       b"X-8bit: \xff\xfe\r\njunk without colon\r\nX-Last: end\r\n\r\nSubject: not a field\r\n")

# A field, and what --decode makes of its value.
DECODED = [
    (b"Subject: =?iso-8859-1?q?caf=E9?=\r\n =?utf-8?q?_cr=C3=A8me?=", "café crème"),
    (b"X-Any: =?utf-8?q?=C3=A9?=", "é"),
    (b"Subject: \t ", ""),
    (b"From: =?utf-8?q?J=C3=B6rg?= <j@example.de>", "Jörg <j@example.de>"),
    (b"From: Ann\r\n Lee <ann@example.com>,bob@example.org", "Ann Lee <ann@example.com>, bob@example.org"),
    (b"From: =?utf-8?q?J=2E_=C3=96?= <j@example.de>", '"J. Ö" <j@example.de>'),
    (b"From: =?utf-8?q?boss=40example=2Ecom_=22=5C=3C?= <evil@example.net>",
     '"boss@example.com \\"\\\\<" <evil@example.net>'),
    (b'From: "=?x" <a@example.com>', '"=?x" <a@example.com>'),
    (b"To: a@example.com (=?utf-8?q?Bo=C3=B6?=)", "Boö <a@example.com>"),
    (b"To: A <a@example.com> (=?utf-8?q?=C3=B6=29_=3Cb=40c=3E?=)", "A <a@example.com> (ö\\) <b@c>)"),
    (b"To: =?utf-8?q?=C3=89quipe?=: a@example.com, B <b@example.com>;, c@example.com",
     "Équipe: a@example.com, B <b@example.com>;, c@example.com"),
    (b"To: undisclosed-recipients:;", "undisclosed-recipients:;"),
    (b"To: a@example.com, None:;", "a@example.com, None:;"),
    (b"To: <@a.example,@b.example:c@example.com>", "<@a.example,@b.example:c@example.com>"),
    (b"To: =?utf-8?q?a=40example=2Ecom?=", "=?utf-8?q?a=40example=2Ecom?="),
    (b"To: ", ""),
    (b"Return-Path: <>", "<>"),
    (b"Date: Mon,\r\n 1 Jan 2024 12:00:00 +0000", "Mon, 1 Jan 2024 12:00:00 +0000"),
    (b"Message-ID: <=?utf-8?q?x?=@example.com>", "<=?utf-8?q?x?=@example.com>"),
    (b"Content-Type: text/plain;\r\n name==?utf-8?q?x?=", "text/plain; name==?utf-8?q?x?="),
]

# name, words, message, expected output
ROWS = [
    ("all", [], PLAIN, b"From: Ann <ann@example.com>\nSubject: plain\nDate: Mon, 1 Jan 2024 12:00:00 +0000\n"),
    ("one name", ["subject"], PLAIN, b"Subject: plain\n"),
    ("in the message's order", ["DATE", "from"], PLAIN,
     b"From: Ann <ann@example.com>\nDate: Mon, 1 Jan 2024 12:00:00 +0000\n"),
    ("folds are undone", ["received"], ODD, b"Received: one\tby two  for three\n"),
    ("every field of the name", ["Subject"], ODD, b"Subject: no blank\nsubject: blanks\n"),
    ("empty", ["x-empty"], ODD, b"X-Empty:\n"),
    ("bytes as they are", ["x-8bit"], ODD, b"X-8bit: \xff\xfe\n"),
    ("after junk", ["x-last"], ODD, b"X-Last: end\n"),
    ("values alone", ["--value", "subject"], ODD, b"no blank\nblanks\n"),
    ("raw", ["--raw", "received", "subject"], ODD,
     b"Received: one\r\n\tby two\r\n  for three\r\nSubject:no blank\r\nsubject : \t blanks \t\r\n"),
    ("of a part", ["--section", "2", "content-id"], MULTIPART, b"Content-ID: <pic@example.com>\n"),
    ("of the message in a part", ["--section", "3"], MULTIPART, b"From: carl@example.net\nSubject: inner\n"),
    ("of the part itself", ["--section", "3", "--mime"], MULTIPART, b"Content-Type: message/rfc822\n"),
    ("by index", ["--index", "4", "subject"], MULTIPART, b"Subject: inner\n"),
    ("of all parts", ["--all-parts", "subject", "content-id"], MULTIPART,
     b"[] Subject: a picture\tand a text\n[2] Content-ID: <pic@example.com>\n[3.1] Subject: inner\n"),
    ("parts without a section", ["--all-parts", "content-id"], ENCODED, b"[#4] Content-ID: <pic@example.com>\n"),
]


def check_rows(suite):
    for name, words, message, expected in ROWS:
        run = suite.run("fields", *words, stdin=message)
        suite.check(name, run.code == 0 and run.err == b"" and run.out == expected, run)
        path = suite.file("m.eml", message)
        suite.equal(f"{name}, by --file", suite.run("fields", *words, "--file", path).out, expected)


def check_codes(suite):
    path = suite.file("m.eml", PLAIN)
    run = suite.run("fields", "bcc", "-f", path)
    suite.check("no such field", run.code == 1 and run.out == b"" and run.err == b"", run)
    run = suite.run("fields", path, stdin=PLAIN)
    suite.check("a file in a field's place", run.code == 1 and b"a file is given with --file" in run.err, run)
    run = suite.run("fields", path, "x-none", "-f", path, "-f", path)
    suite.equal("which is told once", run.err.count(b"--file"), 1)
    run = suite.run("fields", "--section", "7", "-f", path)
    suite.check("no such part", run.code == 1 and b"there is no section '7'" in run.err, run)
    run = suite.run("fields", stdin=b"")
    suite.check("no fields at all", run.code == 0 and run.out == b"", run)
    other = suite.file("n.eml", MULTIPART)
    run = suite.run("fields", "subject", "-f", path, "-f", other)
    suite.equal("several messages", run.out,
                f"{path}: Subject: plain\n{other}: Subject: a picture\tand a text\n".encode())


def check_json(suite):
    run = suite.run("fields", "--json", "subject", stdin=MULTIPART)
    seen = json.loads(run.out)
    suite.equal("JSON", seen, {"file": "-", "index": 0, "section": "", "fields": [
        {"name": "Subject", "value": "a picture\tand a text", "raw": " a picture\r\n\tand a text",
         "offset": MULTIPART.index(b"Subject"), "length": len(b"Subject: a picture\r\n\tand a text\r\n")}]})
    run = suite.run("fields", "--json", "--all-parts", stdin=MULTIPART)
    suite.equal("JSON of all parts", [json.loads(line)["section"] for line in run.out.splitlines()],
                ["", "1", "2", "3", "3.1"])


def check_decode(suite):
    for field, expected in DECODED:
        message = field + b"\r\n\r\n"
        run = suite.run("fields", "--decode", "--value", stdin=message)
        suite.equal(f"decoded {field}", (run.code, run.out.decode()), (0, expected + "\n"))
        seen = json.loads(suite.run("fields", "--decode", "--json", stdin=message).out)["fields"][0]
        suite.equal(f"decoded {field} in JSON", seen["decoded"], expected)
    suite.check("JSON says nothing decoded unless it is asked for",
                "decoded" not in json.loads(suite.run("fields", "--json", stdin=PLAIN).out)["fields"][0])
    hostile = (b"Subject: =?utf-8?q?red_=1B=5B31m_=E2=80=AE_=C2=9B?= \x1b[31m\r\nFrom: =?utf-8?b?G1szMW0=?= <a\x1b@b.c>\r\n"
               b"To: \x1b]0;x\x07 \x9b nonsense\r\n\r\n")
    shown = on_terminal(suite, ["fields", "--decode"], hostile)
    suite.check("decoded fields on a terminal are harmless", b"Subject: red" in shown and not UNSAFE.search(shown), shown)
    many = b"To: " + b"a@example.com,\r\n " * 12000 + b"last@example.org\r\n\r\n"
    seen = suite.run("fields", "--decode", "--value", stdin=many).out
    suite.check("no address is lost of very many",
                seen.count(b"a@example.com") == 12000 and seen.endswith(b"last@example.org\n"), seen[-300:])
    run = suite.run("fields", "--decode", "--raw", stdin=PLAIN)
    suite.check("decoded and raw", run.code == 2 and b"exclude each other" in run.err, run)


def check_long_field(suite):
    value = b" " + b"x" * 300000
    message = b"X-Long:" + value + b"\r\nSubject: after\r\n\r\nbody"
    suite.equal("a field over the limit, raw", suite.run("fields", "--raw", "x-long", stdin=message).out,
                b"X-Long:" + value + b"\r\n")
    suite.equal("its value", suite.run("fields", "--value", "x-long", stdin=message).out, value[1:] + b"\n")
    suite.equal("the field after it", suite.run("fields", "--value", "subject", stdin=message).out, b"after\n")


def check_corpus(suite):
    """The header read alone, and as part of the whole message."""
    for path in corpus_messages():
        alone = suite.run("fields", "--json", "-f", str(path)).out
        whole = suite.run("fields", "--json", "--index", "0", "--mime", "-f", str(path)).out
        suite.equal(f"{path.name}: alone and whole", alone, whole)


def main():
    suite = Suite()
    check_rows(suite)
    check_codes(suite)
    check_json(suite)
    check_decode(suite)
    check_long_field(suite)
    rest_of_pipe_is_left(suite, ["fields", "--value", "subject"], b"Subject: quick\n\n", b"quick\n")
    check_corpus(suite)
    suite.finish()


main()
