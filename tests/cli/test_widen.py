"""Bodies decoded in place: files and pipes, 8bit and binary, warnings, what Python reads in the result, and the way back."""

import email
import email.policy
import os

from clitest import MULTIPART, PLAIN, Suite, corpus_messages, crlf

MIXED = crlf("""From: a@example.com
DKIM-Signature: v=1; b=x
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: quoted-printable

caf=C3=A9 =
au lait
--b
Content-Type: image/gif; name=a.gif
Content-Transfer-Encoding: base64

R0lGAAE=
--b
Content-Type: text/plain
Content-Transfer-Encoding: quoted-printable

=2D-b is no delimiter
--b
Content-Type: text/plain
Content-Transfer-Encoding: base64

Y2F*mZQ==
--b--
""")


def leaves(data):
    """What Python's parser sees: type, name and decoded body of each leaf."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    return [(part.get_content_type(), part.get_filename(), part.get_payload(decode=True))
            for part in message.walk() if not part.is_multipart()]


def encodings(data):
    message = email.message_from_bytes(data, policy=email.policy.default)
    return [part.get("Content-Transfer-Encoding") for part in message.walk()]


def check_widening(suite):
    path = suite.file("m.eml", MIXED)
    rows = [
        ("8bit", [], ["8bit", "8bit", "base64", "quoted-printable", "base64"]),
        ("8bit, said", ["--to", "8bit"], ["8bit", "8bit", "base64", "quoted-printable", "base64"]),
        ("binary", ["-t", "binary"], ["binary", "8bit", "binary", "quoted-printable", "base64"]),
    ]
    for name, options, expected in rows:
        file, pipe = suite.run("widen", *options, path), suite.run("widen", *options, stdin=MIXED)
        suite.check(f"{name}: file and pipe", file.code == 0 and file.out == pipe.out, file)
        suite.equal(f"{name}: what is said", encodings(file.out), expected)
        suite.equal(f"{name}: read by Python", leaves(file.out), leaves(MIXED))
        suite.equal(f"{name}: again", suite.run("widen", *options, stdin=file.out).out, file.out)
        suite.equal(f"{name}: and back", leaves(suite.run("ascii", stdin=file.out).out), leaves(MIXED))
    bad = suite.run("widen", "--to", "7bit", path)
    suite.check("no such choice", bad.code == 2 and bad.out == b"" and b"8bit and binary are" in bad.err, bad)


def check_warnings(suite):
    run = suite.run("widen", stdin=MIXED)
    suite.check("warnings", run.code == 0 and b"part 3, at " in run.err and b"read as the end of the part" in run.err and
                b"something is wrong with its encoding" in run.err and b"DKIM-Signature signs what was changed" in run.err, run)
    quiet = suite.run("widen", "--quiet", stdin=MIXED)
    suite.check("quietly", quiet.code == 0 and quiet.err == b"" and quiet.out == run.out, quiet)


def check_files(suite):
    directory = suite.directory / "tmp"
    directory.mkdir()
    run = suite.run("widen", stdin=MIXED, env={"TMPDIR": str(directory)})
    suite.check("a temporary file leaves nothing", run.code == 0 and os.listdir(directory) == [], run)
    run = suite.run("widen", stdin=MIXED, env={"TMPDIR": str(directory / "none")})
    suite.check("no place for temporary files", run.code == 3 and run.out == b"", run)
    missing = suite.run("widen", str(directory / "missing"))
    suite.check("no such file", missing.code == 3 and missing.out == b"", missing)
    suite.equal("nothing", suite.run("widen", stdin=b"").out, b"")
    suite.equal("nothing to decode", suite.run("widen", stdin=PLAIN).out, PLAIN)
    suite.equal("a multipart, read by Python", leaves(suite.run("widen", "--to", "binary", stdin=MULTIPART).out),
                leaves(MULTIPART))


def check_corpus(suite):
    for path in corpus_messages("cases"):
        run = suite.run("widen", "--quiet", "--to", "binary", str(path))
        again = suite.run("widen", "--quiet", "--to", "binary", stdin=run.out)
        suite.check(f"{path.name}: exit code, and again", run.code == 0 and again.code == 0 and again.out == run.out, run)


def main():
    suite = Suite()
    check_widening(suite)
    check_warnings(suite)
    check_files(suite)
    check_corpus(suite)
    suite.finish()


main()
