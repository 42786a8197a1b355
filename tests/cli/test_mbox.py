"""pneu mbox: there and back by every variant, listing, Maildirs, what Python's mailbox reads; compressed mail everywhere."""

import gzip
import json
import mailbox
import os
import stat

from clitest import CORPUS, MULTIPART, PLAIN, Suite, corpus_messages

FROM = b"From a@b.c Mon Jan  1 00:00:00 2024\n"
TWO = FROM + b"Subject: one\nStatus: RO\nX-Status: AF\n\n>From x\n\n" + FROM + b"Subject: =?utf-8?q?=C3=A9?=\n\ny\n\n"
COUNTED = FROM + b"Content-Length: 43\n\na\n\n" + FROM + b">>>\n\n" + FROM + b"b\n"

FAULTS = [
    (["mbox"], 2, b"split, list, join"),
    (["mbox", "show"], 2, b"split, list, join"),
    (["mbox", "split"], 2, b"-d DIR"),
    (["mbox", "list", "--variant", "mmdf"], 2, b"--variant takes"),
    (["mbox", "list", "--gzip"], 2, b"does not go with 'list'"),
    (["mbox", "join", "--json"], 2, b"does not go with 'join'"),
    (["mbox", "split", "--lf", "-d", "."], 2, b"does not go with 'split'"),
    (["mbox", "split", "-d", "/nowhere/at/all"], 3, b"cannot open the directory"),
    (["mbox", "split", "--maildir", "-d", "/nowhere/at/all"], 3, b"cannot open the directory"),
]


def folder(suite, name):
    path = suite.directory / name
    path.mkdir()
    return path


def whole(message):
    """What comes back: the last line has its line end, the header its empty line."""
    message += b"" if message.endswith(b"\n") else b"\n"
    return message + (b"" if b"\n\n" in message.replace(b"\r", b"") else b"\n")


def contents(path):
    return [file.read_bytes() for file in sorted(path.iterdir())]


def check_split(suite):
    path = folder(suite, "split")
    run = suite.run("mbox", "split", "-d", str(path), stdin=TWO)
    suite.check("split", run.code == 0 and run.out == b"", run)
    suite.equal("names", sorted(os.listdir(path)), ["000001.eml", "000002.eml"])
    suite.equal("messages", contents(path), [b"Subject: one\nStatus: RO\nX-Status: AF\n\nFrom x\n",
                                             b"Subject: =?utf-8?q?=C3=A9?=\n\ny\n"])
    suite.equal("private", stat.S_IMODE((path / "000001.eml").stat().st_mode), 0o600)
    suite.run("mbox", "split", "-d", str(path), stdin=TWO)
    suite.equal("nothing is overwritten", len(os.listdir(path)), 4)
    packed = folder(suite, "packed")
    suite.run("mbox", "split", "-z", "-d", str(packed), suite.file("two.gz", gzip.compress(TWO)))
    suite.equal("compressed", [gzip.decompress(each) for each in contents(packed)], contents(path)[::2])
    run = suite.run("mbox", "split", "-d", str(folder(suite, "junk")), stdin=b"x\n" + TWO)
    suite.check("junk", run.code == 1 and b"2 bytes before the first message" in run.err, run)


def check_maildir(suite):
    path = folder(suite, "maildir")
    run = suite.run("mbox", "split", "--maildir", "-d", str(path), stdin=TWO)
    suite.check("maildir", run.code == 0, run)
    found = {each.get_flags(): each["Subject"] for each in mailbox.Maildir(path)}
    suite.equal("flags", found, {"FRS": "one", "": "=?utf-8?q?=C3=A9?="})
    suite.equal("tmp is empty", os.listdir(path / "tmp"), [])
    suite.equal("not read is new", len(os.listdir(path / "new")), 1)
    joined = suite.run("mbox", "join", str(path / "cur"))
    suite.check("and back", joined.out.startswith(b"From MAILER-DAEMON Thu Jan  1") and b"\n>From x\n" in joined.out, joined)


def check_list(suite):
    run = suite.run("mbox", "list", stdin=TWO)
    lines = run.out.decode().splitlines()
    suite.check("list", run.code == 0 and len(lines) == 2, run)
    suite.equal("a line", lines[1].split(), ["2", "83", "31", "Mon,", "1", "Jan", "2024", "00:00:00", "+0000", "a@b.c", "é"])
    run = suite.run("mbox", "list", "--json", suite.file("two.mbox", TWO))
    rows = [json.loads(line) for line in run.out.splitlines()]
    suite.equal("JSON", rows[0], {"file": str(suite.directory / "two.mbox"), "number": 1, "offset": 0, "size": 45,
                                  "sender": "a@b.c", "subject": "one",
                                  "date": {"epoch": 1704067200, "offset_min": 0, "zone_known": False}})
    suite.equal("nothing", suite.run("mbox", "list").out, b"")
    for name, source in (("a file", {"words": [suite.file("counted.mbox", COUNTED)]}), ("a pipe", {"stdin": COUNTED}),
                         ("gzip", {"stdin": gzip.compress(COUNTED)})):
        run = suite.run("mbox", "list", "--variant", "mboxcl2", *source.get("words", []), stdin=source.get("stdin", b""))
        suite.equal(f"Content-Length from {name}", len(run.out.splitlines()), 2)
    suite.equal("Content-Length not counted", len(suite.run("mbox", "list", stdin=COUNTED).out.splitlines()), 3)


def check_join(suite):
    source = CORPUS / "messages"
    expected = [whole(path.read_bytes().replace(b"\r\n", b"\n")) for path in corpus_messages("messages")]
    for variant in ("mboxrd", "mboxo", "mboxcl", "mboxcl2", "plain"):
        joined = suite.run("mbox", "join", "--lf", "--variant", variant, str(source))
        path = folder(suite, variant)
        suite.check(f"join {variant}", joined.code == 0, joined)
        suite.run("mbox", "split", "--variant", variant, "-d", str(path), stdin=joined.out)
        found = contents(path)
        if variant.startswith("mboxcl"):
            found = [b"".join(line for line in each.splitlines(True) if not line.startswith(b"Content-Length: "))
                     for each in found]
        suite.equal(f"split {variant}", found, expected)
    joined = suite.run("mbox", "join", str(source)).out
    path = folder(suite, "crlf")
    suite.run("mbox", "split", "-d", str(path), stdin=joined)
    suite.equal("with CRLF", contents(path), [whole(each.read_bytes()) for each in corpus_messages("messages")])
    packed = suite.run("mbox", "join", "-z", str(source)).out
    suite.equal("compressed", gzip.decompress(packed), joined)
    file = suite.file("python.mbox", suite.run("mbox", "join", "--lf", str(source)).out)
    suite.equal("as Python reads it", len(mailbox.mbox(file)), len(expected))


def check_from_lines(suite):
    for fields, line in ((b"Return-Path: <x@y.z>\nReceived: by a; Fri, 2 Jan 2026 00:00:00 +0100\nDate: Mon, 1 Jan 2024 00:00 +0000\n",
                          b"From x@y.z Thu Jan  1 23:00:00 2026\n"),
                         (b"Return-Path: <>\nDate: Mon, 1 Jan 2024 00:00 +0000\n", b"From MAILER-DAEMON Mon Jan  1 00:00:00 2024\n"),
                         (b"Return-Path: <a@b>\nDate: Mon, 1 Jan 0024 00:00:00 +0000\n", b"From MAILER-DAEMON Thu Jan  1 00:00:00 1970\n"),
                         (b"Return-Path: <\"a b\"@c>\n", b"From \"a b\"@c Thu Jan  1 00:00:00 1970\n")):
        run = suite.run("mbox", "join", stdin=fields + b"\nx\n")
        suite.equal(f"{fields}", run.out, line + fields + b"\nx\n\n")


def check_gzip(suite):
    path = suite.file("cur/1.M1.h,S=9:2,S", gzip.compress(MULTIPART))
    for words in (["tree"], ["get", "1"], ["fields"], ["events"], ["text", "1"], ["show"], ["cat"]):
        plain, packed = suite.run(*words, stdin=MULTIPART), suite.run(*words, stdin=gzip.compress(MULTIPART))
        suite.check(f"{words}", packed.code == plain.code and packed.out == plain.out != b"", packed)
    suite.equal("a file", suite.run("get", "1", path).out, suite.run("get", "1", stdin=MULTIPART).out)
    suite.equal("cat -z", gzip.decompress(suite.run("cat", "-z", stdin=PLAIN).out), PLAIN)
    suite.equal("two members", suite.run("cat", stdin=gzip.compress(PLAIN) + gzip.compress(PLAIN)).out, PLAIN * 2)
    suite.equal("not mail, not looked into", suite.run("encode", "base64", stdin=b"\x1f\x8b\x08").out, b"H4sI\r\n")
    packed = gzip.compress(MULTIPART)
    for name, content, text in (("cut", packed[:-9], b"cut off"), ("damaged", packed[:60] + b"xx" + packed[62:], b"damaged"),
                                ("more", packed + b"x", b"not compressed"), ("magic alone", b"\x1f\x8b\x08", b"cut off"),
                                ("a bomb", gzip.compress(bytes(1 << 24)), b"a bomb")):
        run = suite.run("tree", stdin=content)
        suite.check(name, run.code == 3 and text in run.err, run)
    for size in range(4):
        content = b"\x1f\x8bx"[:size]
        suite.equal(f"{size} bytes that begin alike", suite.run("cat", stdin=content).out, content)


def main():
    suite = Suite()
    for words, code, text in FAULTS:
        run = suite.run(*words, stdin=TWO)
        suite.check(f"{words}", run.code == code and text in run.err, run)
    check_split(suite)
    check_maildir(suite)
    check_list(suite)
    check_join(suite)
    check_from_lines(suite)
    if b"without zlib" not in suite.run("cat", "-z", stdin=b"").err:
        check_gzip(suite)
    suite.finish()


if __name__ == "__main__":
    main()
