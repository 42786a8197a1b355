"""pneu ascii: 7-bit out of a file and out of a pipe, refusals with part and field, choices, warnings."""

import json

from clitest import MULTIPART, PLAIN, Suite, corpus_messages

HEAD = b"From: a@b.example\r\nDate: Mon, 1 Jan 2024 00:00:00 +0000\r\n"
UTF8 = HEAD + "Subject: caf\u00e9\r\n\r\ncaf\u00e9\r\n".encode()
UTF8_OUT = (HEAD + b"Subject: =?UTF-8?Q?caf=C3=A9?=\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
            b"Content-Transfer-Encoding: quoted-printable\r\n\r\ncaf=C3=A9\r\n")
ADDRESS = HEAD + "To: j\u00fcrgen@x.example\r\n\r\nx\r\n".encode()
SIGNED = (HEAD + b"MIME-Version: 1.0\r\nContent-Type: multipart/signed; boundary=s\r\n\r\n--s\r\n"
          b"Content-Type: text/plain; charset=utf-8\r\n\r\n" + "\u00e9\u00e9 is 8-bit".encode() + b"\r\n--s\r\n"
          b"Content-Type: application/pgp-signature\r\n\r\nsig\r\n--s--\r\n")
LATE = HEAD + b"\r\n" + b"ascii line\r\n" * 30000 + "caf\u00e9\r\n".encode()

# name, words, message, exit code, stdout or None, what stderr must hold
ROWS = [
    ("7-bit already", [], PLAIN, 0, PLAIN, b""),
    ("text and subject", [], UTF8, 0, UTF8_OUT, b""),
    ("LF becomes CRLF", [], b"Subject: x\n\ny\n", 0, b"Subject: x\r\n\r\ny\r\n", b""),
    ("an address", [], ADDRESS, 1, None, b"part 0, at 57: the field To has no 7-bit form"),
    ("an address, downgraded", ["--on-unrepresentable=downgrade"], ADDRESS, 0,
     HEAD + b"To: =?UTF-8?Q?j=C3=BCrgen=40x=2Eexample?= :;\r\n\r\nx\r\n", b"warning: part 0, at 57: To was replaced"),
    ("an address, dropped", ["-u", "drop"], ADDRESS, 0, HEAD + b"\r\nx\r\n", b"To was left out"),
    ("signed", [], SIGNED, 1, None, b"part 1, at 170: is signed and would have to be changed"),
    ("signed, converted", ["-s", "convert"], SIGNED, 0, SIGNED.replace(
        "\u00e9\u00e9".encode(), b"=C3=A9=C3=A9").replace(
        b"utf-8\r\n", b"utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n"), b"the signature does not hold"),
    ("signed, for 8BITMIME", ["--to=8bit"], SIGNED, 0, SIGNED, b""),
    ("for 8BITMIME", ["-t", "8bit"], UTF8, 0, UTF8.replace("Subject: caf\u00e9".encode(), b"Subject: =?UTF-8?Q?caf=C3=A9?="), b""),
    ("for SMTPUTF8", ["--to=utf8"], UTF8 + ADDRESS, 0, UTF8 + ADDRESS, b""),
    ("a field for SMTPUTF8", ["--to=utf8"], HEAD + b"To: j\xfcrgen@x.example\r\n\r\n", 1, None,
     b"the field To has no UTF-8 form"),
    ("no such transport", ["--to", "9bit"], PLAIN, 2, b"", b"'9bit' is no choice here"),
    ("unknown encoding", [], HEAD + b"Content-Transfer-Encoding: x-foo\r\n\r\n\xe9\r\n", 1, None,
     b"has an unknown transfer encoding"),
    ("no such choice", ["-u", "guess"], PLAIN, 2, b"", b"'guess' is no choice here"),
]


def check_rows(suite):
    for name, words, message, code, out, told in ROWS:
        path = suite.file("m.eml", message)
        run = suite.run("ascii", *words, path)
        suite.check(f"{name}, file", run.code == code and run.out == (out or b"") and told in run.err, run)
        run = suite.shell('cat "$1" | { shift; "$0" ascii "$@"; }', path, *words)
        suite.check(f"{name}, pipe", run.code == code and (out is None or run.out == out) and told in run.err, run)


def check_late(suite):
    path = suite.file("late.eml", LATE)
    whole = suite.run("ascii", path)
    run = suite.shell('cat "$1" | "$0" ascii', path)
    suite.check("late 8-bit waits in a file", run.code == 0 and b"caf=C3=A9" in run.out and run.out == whole.out, run.err)
    run = suite.shell('cat "$1" | TMPDIR=/nonexistent "$0" ascii', suite.file("large.eml", HEAD + b"\r\n" + b"x\r\n" * 900000))
    suite.check("no temporary file", run.code == 3 and b"cannot create a temporary file" in run.err, run.err)


def main():
    suite = Suite()
    check_rows(suite)
    check_late(suite)
    suite.equal("several", suite.run("ascii", suite.file("a.eml", PLAIN), suite.file("b.eml", MULTIPART)).out[:len(PLAIN)],
                PLAIN)
    for path in corpus_messages("messages"):
        run = suite.run("ascii", "-u", "downgrade", str(path))
        if run.code == 0:
            suite.check(f"{path.name}: 7-bit", max(run.out, default=0) < 128 and b"\0" not in run.out, run.err)
            again = suite.run("ascii", stdin=run.out)
            suite.equal(f"{path.name}: again", again.out, run.out)
            needs = json.loads(suite.run("needs", "--json", stdin=run.out).out)
            suite.check(f"{path.name}: needs nothing", not needs["8bitmime"] and not needs["binarymime"], needs)
    suite.finish()


main()
