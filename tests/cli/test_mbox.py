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
    plain_path = suite.file("plain.eml", MULTIPART)
    for words in (["tree"], ["get", "1"], ["fields"], ["events"], ["text", "1"], ["show"], ["cat"], ["ascii"], ["crlf"],
                  ["lf", "-b"], ["edit", "--add", "A: b"], ["strip", "--type", "image/*"], ["dot", "stuff"], ["needs"],
                  ["fold"], ["widen"], ["canon", "dkim"], ["canon", "dkim", "--body"], ["mbox", "join"],
                  ["mbox", "join", "-v", "mboxcl"]):
        plain, packed = suite.run(*words, stdin=MULTIPART), suite.run(*words, stdin=gzip.compress(MULTIPART))
        suite.check(f"{words}", packed.code == plain.code and packed.out == plain.out != b"", packed)
        if words[0] not in ("tree", "fields", "needs", "events"):  # these tell the name
            plain, packed = suite.run(*words, plain_path), suite.run(*words, path)
            suite.check(f"{words} of a file", packed.code == plain.code and packed.out == plain.out != b"", packed)
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


def check_cut(suite):
    """What can be read of damaged input is given; but no file is made, nor a message joined, that is not whole."""
    many = b"".join(FROM + b"Subject: %d\n\n%s\n" % (i, b"text\n" * (i * 977 % 3000)) for i in range(200))
    packed = gzip.compress(many)
    cut = suite.file("cut.gz", packed[:len(packed) // 2])
    for variant in ("mboxrd", "mboxcl"):
        usual = suite.run("mbox", "list", "-v", variant, stdin=many).out.splitlines()
        run = suite.run("mbox", "list", "-v", variant, cut)
        lines = run.out.splitlines()
        suite.check(f"list of a cut {variant}", run.code == 3 and b"cut off" in run.err and 10 < len(lines) < 200 and
                    lines[:-1] == usual[:len(lines) - 1], run)
        for words in ([], ["--maildir"]):
            path = folder(suite, f"cut{variant}{len(words)}")
            run = suite.run("mbox", "split", "-v", variant, *words, "-d", str(path), cut)
            files = [file for file in path.rglob("*") if file.is_file()]
            suite.check(f"split of a cut {variant} {words}", run.code == 3 and b"was left out" in run.err and
                        len(files) == len(lines) - 1, f"{run}, {len(files)} of {len(lines)}")
    for variant in ("mboxrd", "mboxcl2"):
        run = suite.run("mbox", "join", "-v", variant, cut)
        suite.check(f"nothing of a cut message is joined ({variant})", run.code == 3 and run.out == b"", run)
    message = suite.file("message.gz", gzip.compress(PLAIN * 9000)[:-20])
    for words in (["cat"], ["crlf"], ["edit", "--remove", "x"], ["fold"]):
        run = suite.run(*words, message)
        suite.check(f"{words} of a cut message", run.code == 3 and b"cut off" in run.err and
                    len(run.out) > len(PLAIN) * 8000 and (PLAIN * 9000).startswith(run.out), run)
    run = suite.run("dot", "stuff", message)
    suite.check("a cut message has no final dot", run.code == 3 and not run.out.endswith(b"\r\n.\r\n"), run)
    for words in (["tree"], ["extract", "-d", str(folder(suite, "none")), "--all"], ["strip", "--type", "*"],
                  ["widen"]):
        run = suite.run(*words, message)
        suite.check(f"{words} of a cut message gives nothing", run.code == 3 and run.out == b"", run)
    suite.equal("nor files", os.listdir(suite.directory / "none"), [])


def check_full(suite):
    """A file that cannot be written whole is not there; neither is a temporary one."""
    mbox = suite.file("full.mbox", FROM + b"Subject: a\n\nx\n\n" + FROM + b"Subject: b\n\n" + b"y\n" * 200000)
    for words in ([], ["--maildir"], ["-z"]):
        path = folder(suite, f"full{''.join(words)}")
        blocks = 1 if "-z" in words else 100
        run = suite.shell('ulimit -f "$1"; shift; "$0" mbox split "$@"', str(blocks), *words, "-d", str(path), mbox)
        files = [file for file in path.rglob("*") if file.is_file()]
        expected = 2 if "-z" in words else 1
        suite.check(f"a limit of file sizes {words}", len(files) == expected and
                    (expected == 2 or (run.code == 3 and b"cannot write: File too large" in run.err and
                                       os.fsencode(path) + b": " in run.err)), f"{run} {files}")
    path = folder(suite, "closed")
    path.chmod(0o500)
    if os.geteuid() != 0:
        run = suite.run("mbox", "split", "-d", str(path), mbox)
        suite.check("a directory that cannot be written", run.code == 3 and b"cannot create" in run.err, run)
    run = suite.shell('"$0" mbox join "$1" >/dev/full', mbox)
    suite.check("join to a full disk", run.code == 3 and b"No space left on device" in run.err, run)
    run = suite.shell('"$0" mbox list "$1" >/dev/full', mbox)
    suite.check("list to a full disk", run.code == 3 and b"No space left on device" in run.err, run)
    run = suite.shell('exec 9</dev/null; TMPDIR=/nowhere "$0" mbox join -v mboxcl "$1"', mbox)
    suite.check("a file needs no temporary one", run.code == 0, run)
    run = suite.shell('cat "$1" | TMPDIR=/nowhere "$0" mbox join -v mboxcl', mbox)
    suite.check("no room for a temporary file", run.code == 3 and b"temporary file" in run.err and run.out == b"", run)


def check_large(suite):
    """A message larger than the memory there is."""
    head = b"Return-Path: <a@b.c>\nDate: Mon, 1 Jan 2024 00:00:00 +0000\nStatus: R\n\n"
    large = suite.file("large.eml", head + b"A line of text.\n" * 4000000)
    for variant in ("mboxrd", "mboxcl2"):
        mbox = suite.directory / f"large.{variant}"
        for name, script in (("a file", '"$0" mbox join -v "$1" "$2" >"$3"'),
                             ("a pipe", 'cat "$2" | "$0" mbox join -v "$1" >"$3"')):
            run = suite.shell("ulimit -v 40000; " + script, variant, large, str(mbox))
            suite.check(f"join {variant} from {name} in little memory",
                        run.code == 0 and mbox.stat().st_size > 64000000, run)
        path = folder(suite, f"large{variant}")
        run = suite.shell('ulimit -v 40000; "$0" mbox split -m -v "$1" -d "$3" "$2"', variant, str(mbox), str(path))
        sizes = [file.stat().st_size for file in (path / "cur").iterdir()] if (path / "cur").exists() else []
        extra = len(b"Content-Length: 64000000\n") if variant == "mboxcl2" else 0
        suite.check(f"split {variant} in little memory",
                    run.code == 0 and sizes == [os.stat(large).st_size + extra], f"{run} {sizes}")


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
    check_full(suite)
    if suite.shell('ulimit -v 40000; "$0" --version').code == 0:  # a sanitiser wants more
        check_large(suite)
    if b"without zlib" not in suite.run("cat", "-z", stdin=b"").err:
        check_gzip(suite)
        check_cut(suite)
    suite.finish()


if __name__ == "__main__":
    main()
