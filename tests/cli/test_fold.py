"""Long header lines folded: files and pipes, limits, warnings, what Python reads in the result."""

import email
import email.policy

from clitest import MULTIPART, PLAIN, Suite, corpus_messages, crlf

LONG = crlf("Subject: " + "word " * 300 + "end\nX-Long: " + "x" * 1200 + "\n\n" + "body " * 300 + "\n")
SIGNED = crlf("DKIM-Signature: v=1; h=subject; b=x\nSubject: " + "a b " * 30 + "\nContent-Type: multipart/signed; boundary=s"
              "\n\n--s\nX: " + "a b " * 30 + "\n\nx\n--s--\n")


def fields(data):
    """What Python reads: each part's fields, unfolded, and its body."""
    message = email.message_from_bytes(data, policy=email.policy.compat32)
    return [([(name, "".join(value.splitlines()).strip()) for name, value in part.items()],
             None if part.is_multipart() else part.get_payload()) for part in message.walk()]


def check_folding(suite):
    path = suite.file("long.eml", LONG)
    file, pipe = suite.run("fold", path), suite.run("fold", stdin=LONG)
    suite.check("file and pipe", file.code == 0 and file.out == pipe.out, file)
    suite.equal("read by Python", fields(file.out), fields(LONG))
    lines = file.out.split(b"\r\n\r\n")[0].split(b"\r\n")
    suite.check("lines fit", all(len(line) <= 78 or b"xxx" in line for line in lines), file)
    suite.check("what stays is told", b"long.eml: warning: part 0, at " in file.err and
                b"X-Long still has a line over 998 bytes" in file.err, file)
    quiet = suite.run("fold", "--quiet", path)
    suite.check("quietly", quiet.code == 0 and quiet.err == b"" and quiet.out == file.out, quiet)
    again = suite.run("fold", stdin=file.out)
    suite.equal("again", again.out, file.out)
    suite.equal("short lines stay", suite.run("fold", stdin=PLAIN + b"\r\n").out, PLAIN + b"\r\n")
    suite.equal("nothing", suite.run("fold", stdin=b"").out, b"")


def check_limits(suite):
    text = b"Subject: one two three four five six seven\r\n\r\n"
    rows = [
        ("over", ["--over", "40"], b"Subject: one two three four five six\r\n seven\r\n\r\n"),
        ("over and width", ["-o", "40", "-w", "20"], b"Subject: one two\r\n three four five six\r\n seven\r\n\r\n"),
        ("not over", ["--over", "42"], text),
    ]
    for name, options, expected in rows:
        run = suite.run("fold", *options, stdin=text)
        suite.check(name, run.code == 0 and run.out == expected and run.err == b"", run)
    for options in (["--over", "999"], ["--over", "19"], ["--width", "x"], ["--over", "50", "--width", "60"], ["--none"]):
        run = suite.run("fold", *options, stdin=text)
        suite.check(f"refused: {' '.join(options)}", run.code == 2 and run.out == b"" and run.err != b"", run)


def check_signatures(suite):
    left = suite.run("fold", "--over", "78", stdin=SIGNED)
    suite.check("signed parts are left", left.code == 0 and left.out.count(b"\r\n") == SIGNED.count(b"\r\n") + 1 and
                b"X is signed, and was left as it is" in left.err and b"DKIM-Signature signs what was folded" in left.err, left)
    folded = suite.run("fold", "--over", "78", "--signed", stdin=SIGNED)
    suite.check("signed parts if asked", folded.code == 0 and folded.out.count(b"\r\n") == SIGNED.count(b"\r\n") + 2 and
                b"does not hold any more" in folded.err, folded)


def check_corpus(suite):
    for path in corpus_messages("cases"):
        data = path.read_bytes()
        run = suite.run("fold", "--quiet", "--over", "40", str(path))
        suite.check(f"{path.name}: exit code", run.code == 0 and len(run.out) >= len(data), run)
    for name, data in (("multipart", MULTIPART), ("plain", PLAIN)):
        suite.equal(f"{name}, read by Python", fields(suite.run("fold", "--over", "20", stdin=data).out), fields(data))
    missing = suite.run("fold", str(suite.directory / "missing"))
    suite.check("no such file", missing.code == 3 and missing.out == b"", missing)


def main():
    suite = Suite()
    check_folding(suite)
    check_limits(suite)
    check_signatures(suite)
    check_corpus(suite)
    suite.finish()


main()
