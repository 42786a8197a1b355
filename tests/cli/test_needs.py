"""pneu needs: what messages ask of the transport, and whether what a server offers is enough; a pipe is as a file."""

import json

from clitest import PLAIN, Suite, corpus_messages

UTF8 = "Subject: caf\u00e9\r\n\r\ncaf\u00e9\r\n".encode()
LATIN1 = b"Subject: caf\xe9\r\n\r\nx\r\n"
REPLY = "250-mx.example.org hello\r\n250-8BITMIME\r\n250-SIZE 1000\r\n250-BINARYMIME\r\n250-CHUNKING\r\n250 SMTPUTF8\r\n"

# name, words, message, exit code, stdout behind the file's name
ROWS = [
    ("nothing", [], b"", 0, " SIZE=0 longest line 0"),
    ("ASCII", [], b"A: b\r\n\r\nc\r\n", 0, " SIZE=11 longest line 4"),
    ("LF, and a last line without an end", [], b"A: b\n\nc", 0, " SIZE=11 longest line 4"),
    ("UTF-8", [], UTF8, 0, " 8BITMIME SMTPUTF8 SIZE=25 longest line 14"),
    ("not UTF-8", [], LATIN1, 0, " 8BITMIME SMTPUTF8 conversion SIZE=20 longest line 13"),
    ("binary", [], b"A: b\n\na\0\n", 0, " BINARYMIME SIZE=12 longest line 4"),
    ("enough", ["--offer", "8BITMIME SMTPUTF8"], UTF8, 0, " 8BITMIME SMTPUTF8 SIZE=25 longest line 14"),
    ("enough, as a reply", ["-o", REPLY], UTF8, 0, " 8BITMIME SMTPUTF8 SIZE=25 longest line 14"),
    ("not enough", ["-o", "8bitmime"], UTF8, 1, " 8BITMIME SMTPUTF8 SIZE=25 longest line 14; missing: SMTPUTF8"),
    ("nothing offered", ["-o", ""], UTF8, 1, " 8BITMIME SMTPUTF8 SIZE=25 longest line 14; missing: 8BITMIME SMTPUTF8"),
    ("nothing offered, nothing needed", ["-o", ""], b"A: b\n\n", 0, " SIZE=8 longest line 4"),
    ("too large", ["-o", "SIZE 7"], b"A: b\n\n", 1, " SIZE=8 longest line 4; missing: SIZE"),
    ("just not too large", ["-o", "SIZE 8"], b"A: b\n\n", 0, " SIZE=8 longest line 4"),
    ("no extension helps", ["-o", REPLY], LATIN1, 1,
     " 8BITMIME SMTPUTF8 conversion SIZE=20 longest line 13; missing: conversion"),
]


def check_rows(suite):
    for name, words, message, code, out in ROWS:
        path = suite.file("m.eml", message)
        run = suite.run("needs", *words, path)
        suite.check(name, run.code == code and run.out == f"{path}:{out}\n".encode() and run.err == b"", run)
        pipe = suite.run("needs", *words, stdin=message)
        suite.check(f"{name}, pipe", pipe.code == code and pipe.out == f"-:{out}\n".encode(), pipe)


def check_json(suite):
    run = suite.run("needs", "--json", stdin=b"Subject: x\n\na\0\n")
    suite.equal("json", json.loads(run.out),
                {"file": "-", "8bitmime": False, "binarymime": True, "smtputf8": False, "conversion": False, "size": 18,
                 "longest_line": 10})
    run = suite.run("needs", "--json", "--offer", "SIZE 3", stdin=UTF8)
    suite.check("json and offer", run.code == 1 and
                json.loads(run.out)["missing"] == ["8BITMIME", "SMTPUTF8", "SIZE"], run)
    run = suite.run("needs", "--json", "--offer", REPLY, stdin=PLAIN)
    suite.check("json and enough", run.code == 0 and json.loads(run.out)["missing"] == [], run)


def check_several(suite):
    fine, wide = suite.file("fine.eml", PLAIN), suite.file("wide.eml", UTF8)
    run = suite.run("needs", "--offer", "", wide, fine)
    suite.check("one of two is enough for exit code 1", run.code == 1 and len(run.out.splitlines()) == 2, run)
    odd = suite.file("a\nb\x1b.eml", PLAIN)
    run = suite.run("needs", odd)
    suite.check("an odd name is one line", len(run.out.splitlines()) == 1 and b"\x1b" not in run.out, run)
    suite.equal("no such file", suite.run("needs", "/nonexistent").code, 3)


def check_corpus(suite):
    """SIZE is what the file has with CRLF."""
    for path in corpus_messages("cases"):
        whole = suite.run("crlf", str(path)).out
        end = 0 if whole == b"" or whole.endswith(b"\n") else 2
        needs = json.loads(suite.run("needs", "--json", str(path)).out)
        suite.equal(f"{path.name}: size", needs["size"], len(whole) + end)


def main():
    suite = Suite()
    check_rows(suite)
    check_json(suite)
    check_several(suite)
    check_corpus(suite)
    suite.finish()


main()
