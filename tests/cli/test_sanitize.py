"""Messages sanitised: files and pipes, levels, refusals, what is listed, temporary files, what other parsers read
then."""

import email
import email.policy
import json

from clitest import MULTIPART, PLAIN, Suite, crlf

TWO_FROM = crlf("From: a@example.com\nFrom: b@example.com\n\nx\n")
AMBIGUOUS = crlf("""From: a@example.com
DKIM-Signature: v=1; b=x
Subject: one
Subject: two
Content-Type: multipart/mixed; boundary=b

before
--b
Content-Type: text/plain

hello
--b--
""")


def check_passing(suite):
    path = suite.file("m.eml", PLAIN)
    run = suite.run("sanitize", path)
    suite.check("nothing to do", run.code == 0 and run.out == PLAIN and run.err == b"", run)
    run = suite.run("sanitize", "--list", path, path)
    suite.check("nothing to list", run.code == 0 and run.out == b"", run)
    bare = PLAIN.replace(b"\r\n", b"\n")
    suite.equal("LF stays", suite.run("sanitize", stdin=bare).out, bare)
    suite.equal("but for --crlf", suite.run("sanitize", "--crlf", stdin=bare).out, PLAIN)


def check_mending(suite):
    path = suite.file("a.eml", AMBIGUOUS)
    file, pipe = suite.run("sanitize", path), suite.run("sanitize", stdin=AMBIGUOUS)
    suite.check("file and pipe", file.code == 0 and file.out == pipe.out != AMBIGUOUS, file)
    suite.check("told", b"cleaned 1 of 2 parts" in file.err and b"1 DKIM or ARC" in file.err, file)
    suite.equal("quiet", suite.run("sanitize", "-q", path).err, b"")
    message = email.message_from_bytes(file.out, policy=email.policy.default)
    suite.equal("one subject", message.get_all("Subject"), ["one"])
    suite.equal("one part", [part.get_content() for part in message.iter_parts()], ["hello"])
    suite.check("no preamble", not (message.preamble or "").strip(), file)
    every = suite.run("sanitize", "--level", "all", stdin=MULTIPART)
    suite.equal("again", suite.run("sanitize", "--level", "all", stdin=every.out).out, every.out)


def check_refusals(suite):
    path = suite.file("f.eml", TWO_FROM)
    run = suite.run("sanitize", path)
    suite.check("refused", run.code == 1 and run.out == b"" and b"sec_dup_from in part 0" in run.err, run)
    run = suite.run("sanitize", "--force", path)
    suite.check("forced", run.code == 0 and run.out.count(b"From:") == 1 and b"a@example.com" in run.out, run)
    run = suite.run("sanitize", "--list", "--json", path)
    suite.check("refusal as JSON", run.code == 1 and
                json.loads(run.out)["refused"] == {"index": 0, "defect": "sec_dup_from"}, run)

    wide = "From: a@example.com\nTo: \u00e9@example.com\nSubject: one\nSubject: two\n\nx\n"
    run = suite.run("sanitize", stdin=crlf(wide))
    suite.check("an address without a 7-bit form", run.code == 1 and b"hdr_utf8 in part 0" in run.err, run)
    run = suite.run("sanitize", "--force", stdin=crlf(wide))
    suite.check("is left out", run.code == 0 and b"To:" not in run.out and b"1 parts lose addresses" in run.err, run)


def check_lists(suite):
    path = suite.file("a.eml", AMBIGUOUS)
    run = suite.run("sanitize", "--list", path)
    suite.check("list", run.code == 0 and run.out.startswith(b"cleaned\t0\tdefects\t") and
                b"hdr_duplicate_singleton" in run.out, run)
    told = json.loads(suite.run("sanitize", "--list", "--json", path).out)
    suite.equal("parts", (told["parts"], [part["index"] for part in told["cleaned"]]), (2, [0]))
    suite.equal("why", told["cleaned"][0]["reasons"], ["defects"])
    run = suite.run("sanitize", "--list", "--level", "all", stdin=PLAIN)
    suite.check("for its form", run.code == 0 and run.out == b"cleaned\t0\tform\n", run)
    suite.equal("signatures", (told["signed_parts"], told["signatures"], told["refused"]), (0, 1, None))


def check_readings(suite):
    hidden = crlf("""From: a@example.com
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: text/plain

hello
--b--
--b
Content-Type: image/png
Content-Disposition: attachment; filename="../hidden.png"

behind
--b--
""")
    path = suite.file("h.eml", hidden)
    run = suite.run("sanitize", "--readings", "union", path)
    suite.check("union", run.code == 0 and b"bodies of other readings attached: 1" in run.err, run)
    parts = list(email.message_from_bytes(run.out, policy=email.policy.default).walk())
    suite.equal("its parts", [part.get_content_type() for part in parts],
                ["multipart/mixed", "multipart/mixed", "text/plain", "application/octet-stream"])
    suite.equal("what was hidden", (parts[-1].get_filename(), parts[-1].get_content()), ("hidden.png", b"behind"))
    suite.equal("again", suite.run("sanitize", "--readings", "union", stdin=run.out).out, run.out)
    suite.check("one reading", b"hidden.png" not in suite.run("sanitize", "--readings=primary", path).out, run)
    suite.equal("nothing to do", suite.run("sanitize", "--readings", "union", stdin=PLAIN).out, PLAIN)


def check_usage(suite):
    for words in (["--json"], ["--level", "none"], ["--readings", "all"], ["--spool-max", "0"], ["--spool-max", "x"], ["a", "b"]):
        suite.equal(f"usage: {words}", suite.run("sanitize", *words).code, 2)
    run = suite.run("sanitize", "--spool-max", "10", stdin=AMBIGUOUS)
    suite.check("too much for a temporary file", run.code == 3 and run.out == b"" and b"10 bytes" in run.err, run)
    suite.equal("a file needs none", suite.run("sanitize", "--spool-max", "10", suite.file("a.eml", AMBIGUOUS)).code, 0)


def main():
    suite = Suite()
    for check in (check_passing, check_mending, check_refusals, check_lists, check_readings, check_usage):
        check(suite)
    suite.finish()


main()
