"""pneu edit, crlf and lf: fields changed, all other bytes kept, line ends."""

import email
import email.policy

from clitest import PLAIN, Suite, corpus_messages

MAIL = b"From x y\nA: 1\nB: 2\n 3\na: 4\n\nbody\n"

# name, words, input, output
EDITS = [
    ("nothing", [], MAIL, MAIL),
    ("set", ["--set", "A: x"], MAIL, b"From x y\nA: x\nB: 2\n 3\n\nbody\n"),
    ("set what is not there", ["-s", "C:x "], MAIL, b"From x y\nA: 1\nB: 2\n 3\na: 4\nC: x\n\nbody\n"),
    ("add", ["-a", "A: x"], MAIL, b"From x y\nA: 1\nB: 2\n 3\na: 4\nA: x\n\nbody\n"),
    ("prepend", ["--prepend", "R: 1", "-p", "R: 2"], MAIL, b"From x y\nR: 2\nR: 1\nA: 1\nB: 2\n 3\na: 4\n\nbody\n"),
    ("remove", ["--remove", "a"], MAIL, b"From x y\nB: 2\n 3\n\nbody\n"),
    ("remove what is not there", ["-r", "x"], MAIL, MAIL),
    ("rename", ["--rename", "B: X-B"], MAIL, b"From x y\nA: 1\nX-B: 2\n 3\na: 4\n\nbody\n"),
    ("in order", ["-n", "A:C", "-s", "C: x", "-a", "A: y"], MAIL, b"From x y\nC: x\nB: 2\n 3\nA: y\n\nbody\n"),
    ("CRLF", ["-a", "C: x"], b"A: 1\r\n\r\nb", b"A: 1\r\nC: x\r\n\r\nb"),
    ("text that is not ASCII", ["-s", "Subject: Gr\u00fc\u00dfe"], b"A: 1\n\n", b"A: 1\nSubject: =?UTF-8?Q?Gr=C3=BC=C3=9Fe?=\n\n"),
    ("a name that is not ASCII", ["-s", "To: J\u00fcrgen <j@example.net>"], b"A: 1\n\n",
     b"A: 1\nTo: =?UTF-8?Q?J=C3=BCrgen?= <j@example.net>\n\n"),
    ("UTF-8", ["--utf8", "-s", "Subject: Gr\u00fc\u00dfe"], b"A: 1\n\n", "A: 1\nSubject: Gr\u00fc\u00dfe\n\n".encode()),
]

LINE_ENDS = [
    ("crlf", ["crlf"], b"a\nb\r\n\nc", b"a\r\nb\r\n\r\nc", False),
    ("lf", ["lf"], b"a\nb\r\n\r\nc", b"a\nb\n\nc", False),
    ("crlf: a bare CR", ["crlf"], b"a\rb\n", b"a\rb\r\n", True),
    ("lf: a bare CR", ["lf"], b"a\rb\r\n", b"a\rb\n", True),
    ("crlf: a bare CR mended", ["crlf", "--fix-cr"], b"a\rb\n", b"a\r\nb\r\n", True),
    ("lf: a bare CR mended", ["lf", "--fix-cr"], b"a\rb\r\n", b"a\nb\n", True),
]


def check_edits(suite):
    for name, words, data, expected in EDITS:
        run = suite.run("edit", *words, stdin=data)
        suite.check(name, run.code == 0 and run.out == expected and run.err == b"", run)
    run = suite.run("edit", "-r", "A", suite.file("a", b"A: 1\n\nx\n"), suite.file("b", b"A: 2\n\ny\n"))
    suite.check("several files", run.code == 0 and run.out == b"\nx\n\ny\n", run)
    run = suite.run("edit", "-a", "A: \xff", stdin=b"")
    suite.check("an empty message", run.code == 0 and run.out.startswith(b"A: ") and run.out.endswith(b"\r\n"), run)
    run = suite.run("edit", "-s", "Message-ID: <\u00fc@x>", stdin=MAIL)
    suite.check("what cannot be encoded", run.code == 2 and run.out == b"" and b"makes no field" in run.err, run)


def check_messages(suite):
    """A prepended field is all that changes, and Python sees it first."""
    for path in corpus_messages():
        data = path.read_bytes()
        run = suite.run("edit", "--prepend", "X-Pneu: yes", str(path))
        place = run.out.find(b"X-Pneu: yes")
        end = run.out.find(b"\n", place) + 1
        is_same = place >= 0 and run.out[:place] + run.out[end:] in (data, data + b"\n", data + b"\r\n")
        suite.check(f"{path.name}: nothing else", run.code == 0 and is_same)
    parsed = email.message_from_bytes(suite.run("edit", "-p", "X-Pneu: yes", stdin=PLAIN).out, policy=email.policy.default)
    suite.equal("Python sees it", parsed.items()[0], ("X-Pneu", "yes"))


def check_line_ends(suite):
    for name, words, data, expected, warns in LINE_ENDS:
        run = suite.run(*words, stdin=data)
        suite.check(name, run.code == 0 and run.out == expected and (b"line_bare_cr" in run.err) == warns, run)


def main():
    suite = Suite()
    check_edits(suite)
    check_messages(suite)
    check_line_ends(suite)
    suite.finish()


main()
