"""pneu text: any charset becomes UTF-8, any line end LF; flowed paragraphs are joined, HTML becomes text."""

import json

from clitest import MULTIPART, Suite, corpus_messages, on_terminal

FLOWED = "One \r\ntwo.\r\n> a \r\n> b\r\n>> c\r\n-- \r\nSig\r\n"
HTML = "<html><body><p>Caf\u00e9 &amp; <b>bar</b></p><script>no()</script><p>end</p></body></html>\r\n"


def part(content_type, body, encoding="8bit"):
    return f"Content-Type: {content_type}\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n".encode() + body


# name, words, message, expected
ROWS = [
    ("UTF-8", ["1"], part("text/plain; charset=utf-8", "\u20ac\r\n".encode()), "\u20ac\n"),
    ("windows-1252", ["1"], part("text/plain; charset=iso-8859-1", b"\x80 caf\xe9\r\n"), "\u20ac caf\u00e9\n"),
    ("KOI8-R", ["1"], part("text/plain; charset=koi8-r", "\u043f\u0440\u0438".encode("koi8-r")), "\u043f\u0440\u0438"),
    ("ISO-2022-JP", ["1"], part("text/plain; charset=iso-2022-jp", "\u65e5\u672c\n".encode("iso-2022-jp")),
     "\u65e5\u672c\n"),
    ("UTF-16", ["1"], part("text/plain; charset=utf-16", "\ufeffa\r\nb".encode("utf-16-le"), "binary"), "a\nb"),
    ("no label", ["1"], b"Subject: x\r\n\r\ncaf\xe9", "caf\u00e9"),
    ("all line ends", ["1"], part("text/plain", b"a\r\nb\nc\rd\r\r\ne"), "a\nb\nc\nd\n\ne"),
    ("quoted-printable", ["1"], part("text/plain; charset=utf-8", b"a=C3=A9=\r\nb", "quoted-printable"), "a\u00e9b"),
    ("flowed", ["1"], part("text/plain; format=flowed", FLOWED.encode()), "One two.\n> a b\n>> c\n-- \nSig\n"),
    ("flowed, raw lines", ["--raw-lines", "1"], part("text/plain; format=flowed", FLOWED.encode()),
     FLOWED.replace("\r\n", "\n")),
    ("delsp", ["1"], part("text/plain; format=flowed; delsp=yes", b"ab \r\ncd\r\n"), "abcd\n"),
    ("not flowed", ["1"], part("text/plain", b"One \r\ntwo\r\n"), "One \ntwo\n"),
    ("HTML", ["1"], part("text/html; charset=utf-8", HTML.encode()), "Caf\u00e9 & bar\n\nend\n"),
    ("HTML source", ["--html", "1"], part("text/html; charset=iso-8859-1", HTML.encode("latin-1")),
     HTML.replace("\r\n", "\n")),
    ("empty", ["1"], part("text/plain", b""), ""),
    ("a part of a multipart", ["1"], MULTIPART, "Caf\u00e9"),
    ("a part of a message", ["3.1"], MULTIPART, "inner body"),
    ("by index", ["--index", "1"], MULTIPART, "Caf\u00e9"),
    ("controls in a pipe", ["1"], part("text/plain", b"a\x1b[31m\tb\r\n"), "a\x1b[31m\tb\n"),
]

# name, words, message, what stderr must hold
REPORTS = [
    ("no text", ["2"], MULTIPART, b"this part is no text but image/jpeg"),
    ("a container", [""], MULTIPART, b"this part is no text but multipart/mixed"),
    ("no such part", ["7"], MULTIPART, b"there is no section '7'"),
    ("ill-formed", ["1"], part("text/plain; charset=utf-8", b"a\xffb\n"), b"U+FFFD stands for"),
]


def main():
    suite = Suite()
    for name, words, message, expected in ROWS:
        run = suite.run("text", *words, stdin=message)
        suite.equal(name, (run.code, run.out, run.err), (0, expected.encode(), b""))
        run = suite.run("text", *words, suite.file("t.eml", message))
        suite.equal(f"{name}, from a file", run.out, expected.encode())
    for name, words, message, told in REPORTS:
        run = suite.run("text", *words, stdin=message)
        suite.check(name, run.code == 1 and told in run.err, run)
    suite.equal("U+FFFD", suite.run("text", "1", stdin=REPORTS[-1][2]).out, "a\ufffdb\n".encode())
    run = suite.run("text", "1", "a", "b")
    suite.check("two files", run.code == 2 and b"at most one file" in run.err, run)
    run = suite.run("text", "1", str(suite.directory))
    suite.check("a directory", run.code == 2 and b"is a directory" in run.err, run)
    shown = on_terminal(suite, ["text", "1"], part("text/plain; charset=utf-8", "a\x1b[31m\u202eb\tc\r\nd".encode()))
    suite.equal("on a terminal", shown, b"a\\x1b[31m\\u{202e}b\tc\nd")
    for path in corpus_messages("messages"):
        tree = json.loads(suite.run("tree", "--json", str(path)).out)
        for each in tree["parts"]:
            if each["kind"] == "leaf" and each["type"].startswith("text/"):
                run = suite.run("text", "--index", str(each["index"]), str(path))
                suite.check(f"{path.name} {each['index']}: UTF-8 with LF", run.code in (0, 1) and b"\r" not in run.out
                            and run.out.decode() is not None, run)
    suite.finish()


main()
