"""pneu encode, decode and dot: against Python's codecs, round trips, strictness, warnings."""

import base64
import binascii
import quopri
import random

from clitest import PLAIN, Suite

CHANCE = random.Random(7)
EVERY_BYTE = bytes(range(256))
SAMPLES = [("empty", b""), ("one", b"a"), ("two", b"ab"), ("three", b"abc"), ("every byte", EVERY_BYTE),
           ("large", CHANCE.randbytes(400001)), ("text", "Caf\u00e9 = 1\r\n.dot\r\nFrom here\r\ntail  \r\n".encode()),
           ("long line", b"x" * 100000), ("line ends", b"a\r\nb\nc\rd\r\n\r\n\n")]


# What the standards allow of any bytes: LF line ends are outside them, and so are a bare CR or LF in text.
CONFORMING = [("base64", []), ("base64", ["--binary"]), ("qp", ["--binary"])]
ENCODINGS = CONFORMING + [("base64", ["--lf"]), ("qp", []), ("qp", ["--protect-from", "--protect-dot"]), ("uu", [])]


def check_round_trips(suite):
    for name, data in SAMPLES:
        path = suite.file("sample", data)
        for codec, options in ENCODINGS:
            encoded = suite.run("encode", codec, *options, path)
            back = suite.run("decode", codec, stdin=encoded.out)
            suite.check(f"{codec} {options} of {name} and back", encoded.code == 0 and back.code == 0 and
                        back.out == data and (back.err == b"" or not data or codec == "qp"), back)
            suite.check(f"{codec} {options} of {name}: short ASCII lines", encoded.out.isascii() and
                        all(len(line.rstrip(b"\r")) <= 76 for line in encoded.out.split(b"\n")))
            if (codec, options) in CONFORMING:
                strict = suite.run("decode", codec, "--strict", stdin=encoded.out)
                suite.check(f"{codec} {options} of {name} is strict", strict.code == 0 and strict.out == data, strict)
        encoded = suite.run("encode", "base64", path).out
        suite.equal(f"base64 of {name} is Python's", encoded.replace(b"\r\n", b""), base64.b64encode(data))
        suite.equal(f"qp of {name} is read by Python",
                    quopri.decodestring(suite.run("encode", "qp", "--binary", path).out), data)
        lines = suite.run("encode", "uu", "--name", "n", path).out.split(b"\n")
        suite.equal(f"uu of {name} begins", lines[0], b"begin 644 n")
        suite.equal(f"uu of {name} is read by Python", b"".join(binascii.a2b_uu(line) for line in lines[1:-2]), data)


def check_options(suite):
    rows = [
        ("text in base64", ["encode", "base64", "--text"], b"a\nb\r\n", base64.b64encode(b"a\r\nb\r\n") + b"\r\n"),
        ("LF lines", ["encode", "base64", "--lf"], b"x" * 58, base64.b64encode(b"x" * 57) + b"\n" + b"eA==\n"),
        ("From", ["encode", "qp", "--protect-from"], b"From me\r\n", b"=46rom me\r\n"),
        ("dot", ["encode", "qp", "--protect-dot"], b".x\r\n", b"=2Ex\r\n"),
        ("binary", ["encode", "qp", "--binary"], b"a\r\n", b"a=0D=0A"),
        ("text", ["encode", "qp"], b"a\xe9\r\n", b"a=E9\r\n"),
        ("uu name and mode", ["encode", "uu", "--name", "a b.txt", "--mode", "600"], b"Cat",
         b"begin 600 a b.txt\n#0V%T\n`\nend\n"),
        ("uu name of standard input", ["encode", "uu"], b"Cat", b"begin 644 data\n#0V%T\n`\nend\n"),
        ("junk in base64", ["decode", "base64", "--quiet"], b"Y!W\r\nJj", b"abc"),
        ("stop at padding", ["decode", "base64", "--quiet", "--stop-at-pad"], b"YQ==Yg==", b"a"),
        ("go on after padding", ["decode", "base64", "--quiet"], b"YQ==Yg==", b"ab"),
        ("yEnc", ["decode", "yenc"], b"=ybegin line=128 size=3 name=x\r\n\x8b\x8c\x8d\r\n=yend size=3\r\n", b"abc"),
        ("stuff", ["dot", "stuff"], b"a\r\n.b\r\n", b"a\r\n..b\r\n.\r\n"),
        ("stuff LF", ["dot", "stuff"], b"a\n.b\n", b"a\r\n..b\r\n.\r\n"),
        ("unstuff", ["dot", "unstuff"], b"a\r\n..b\r\n.\r\n", b"a\r\n.b\r\n"),
        ("unstuff nothing", ["dot", "unstuff"], b".\r\n", b""),
    ]
    for name, words, data, expected in rows:
        run = suite.run(*words, stdin=data)
        suite.check(name, run.code == 0 and run.out == expected, run)
    path = suite.file("dir/photo\n.jpg", b"Cat")
    suite.check("uu name of a file", suite.run("encode", "uu", path).out.startswith(b"begin 644 photo_.jpg\n"))
    for words in (["--name", "a\nb"], ["--mode", "9"], ["--mode", "rw"]):
        run = suite.run("encode", "uu", *words, stdin=b"x")
        suite.check(f"bad {words}", run.code == 2 and run.out == b"", run)
    suite.equal("several files", suite.run("encode", "base64", suite.file("a", b"a"), suite.file("b", b"b")).out,
                b"YQ==\r\nYg==\r\n")


def check_warnings(suite):
    run = suite.run("decode", "base64", stdin=b"YW!Jj")
    suite.check("a warning with its offset", run.code == 0 and run.out == b"abc" and
                run.err.startswith(b"pneu decode: -: warning at 2: cte_b64_junk"), run)
    run = suite.run("decode", "base64", "--quiet", stdin=b"YW!Jj")
    suite.check("no warning", run.code == 0 and run.err == b"", run)
    run = suite.run("decode", "base64", "--strict", stdin=b"YWJj\r\nYW!Jj")
    suite.check("strict", run.code == 1 and b"-: error at 8" in run.err, run)
    run = suite.run("decode", "qp", "--strict", stdin=b"a=ZZ\r\n")
    suite.check("strict qp", run.code == 1 and b"error at" in run.err, run)
    run = suite.run("decode", "base64", stdin=b"!abcd" * 1000)
    suite.check("many warnings are counted, not listed",
                run.err.count(b"\n") < 60 and b" more of cte_b64_junk" in run.err, run)
    run = suite.run("dot", "unstuff", stdin=b"a\r\nb\r\n")
    suite.check("no end of data", run.code == 1 and b"end of data is missing" in run.err, run)
    run = suite.run("dot", "unstuff", stdin=b"a\r\n.\r\nQUIT\r\n")
    suite.check("bytes after the end",
                run.code == 1 and run.out == b"a\r\n" and b"6 bytes after the end" in run.err, run)
    run = suite.run("dot", "unstuff", stdin=b"a\r\n.\r\n" + b"x" * 300000)
    suite.check("many bytes after the end", run.code == 1 and b"300000 bytes after" in run.err, run)
    run = suite.run("dot", "unstuff", stdin=b"a\n.\nb\r\n.\r\n")
    suite.check("a bare LF ends nothing", run.code == 0 and b"b\r\n" in run.out and b"warning at" in run.err, run)
    run = suite.run("dot", "unstuff", "--strict", stdin=b"a\n.\r\n")
    suite.check("strict dots", run.code == 1 and b"error at 1" in run.err, run)


def check_dots(suite):
    for name, data in SAMPLES + [("message", PLAIN), ("dots", b".\r\n..\r\n...\r\n.")]:
        text = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").replace(b"\n", b"\r\n")
        stuffed = suite.run("dot", "stuff", stdin=text)
        back = suite.run("dot", "unstuff", stdin=stuffed.out)
        expected = text if text.endswith(b"\r\n") or not text else text + b"\r\n"
        suite.check(f"{name} stuffed and back", back.code == 0 and back.out == expected, back)


def main():
    suite = Suite()
    check_round_trips(suite)
    check_options(suite)
    check_warnings(suite)
    check_dots(suite)
    suite.finish()


main()
