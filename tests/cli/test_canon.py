"""pneu canon: what DKIM, ARC and multipart/signed sign; which options go together."""

import hashlib

from clitest import CORPUS, MULTIPART, Suite, crlf

SIGNED = crlf("""Received: by  b
DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/simple; d=example.com; s=s; l=3;
 h=from:received:x; bh=YQ==; b=eA
 ==
DKIM-Signature: v=1; d=example.com
From:  a@example.com
ARC-Seal: i=1; a=rsa-sha256; cv=none; d=x; s=s; b=aa
ARC-Message-Signature: i=1; a=rsa-sha256; d=x; s=s; h=from; bh=bb; b=cc
ARC-Authentication-Results: i=1; x; spf=pass

a  b

""")
OWN = b"dkim-signature:v=1; a=rsa-sha256; c=relaxed/simple; d=example.com; s=s; l=3; h=from:received:x; bh=YQ==; b="
SEALED = (b"arc-authentication-results:i=1; x; spf=pass\r\n"
          b"arc-message-signature:i=1; a=rsa-sha256; d=x; s=s; h=from; bh=bb; b=cc\r\n"
          b"arc-seal:i=1; a=rsa-sha256; cv=none; d=x; s=s; b=")

# words, expected bytes
ROWS = [
    (["--signature", "1", "--header"], b"from:a@example.com\r\nreceived:by b\r\n" + OWN),
    (["--signature", "1", "--body"], b"a  "),
    (["--signature", "1"], b"from:a@example.com\r\nreceived:by b\r\n" + OWN + b"\r\na  "),
    (["--arc-signature", "1", "--header"],
     b"From:  a@example.com\r\nARC-Message-Signature: i=1; a=rsa-sha256; d=x; s=s; h=from; bh=bb; b="),
    (["--arc-seal", "1"], SEALED),
    (["--fields", "From : received:from", "--header"], b"from:a@example.com\r\nreceived:by b\r\n"),
    (["--fields", "from", "--algorithm", "simple", "--header"], b"From:  a@example.com\r\n"),
    (["--algorithm", "simple/relaxed", "--body"], b"a b\r\n"),
    (["--algorithm=simple", "--body"], b"a  b\r\n"),
    (["--length", "2", "--body"], b"a "),
    (["--length", "0", "--body"], b""),
]

# words, code, words of stderr
FAULTS = [
    (["dkim", "--signature", "3"], 1, b"there is no DKIM-Signature 3"),
    (["dkim", "--signature", "0"], 1, b"there is no DKIM-Signature 0"),
    (["dkim", "--signature", "2"], 1, b"malformed"),
    (["dkim", "--arc-signature", "2"], 1, b"there is no ARC-Message-Signature"),
    (["dkim", "--arc-seal", "2"], 1, b"there is no complete ARC chain"),
    (["dkim", "--arc-seal", "4294967297"], 1, b"there is no complete ARC chain"),
    (["dkim", "--length", "9", "--body"], 1, b"the body has 5 bytes"),
    (["dkim", "--length", "x"], 2, b"takes a number"),
    (["dkim", "--algorithm", "nofws"], 2, b"--algorithm takes"),
    (["dkim", "--signature", "1", "--arc-seal", "1"], 2, b"only one of"),
    (["dkim", "--signature", "1", "--length", "1"], 2, b"says itself"),
    (["dkim", "--micalg"], 2, b"does not go with 'dkim'"),
    (["smime", "--header"], 2, b"does not go with 'smime'"),
    (["smime"], 1, b"there is no multipart/signed"),
    (["smime", "--section", "7"], 1, b"there is no section '7'"),
    (["pgp"], 2, b"dkim, smime"),
    ([], 2, b"dkim, smime"),
]


def check_dkim(suite):
    for words, expected in ROWS:
        run = suite.run("canon", "dkim", *words, stdin=SIGNED)
        suite.check(f"{words}", run.code == 0 and run.out == expected, run)
        run = suite.run("canon", "dkim", *words, stdin=SIGNED.replace(b"\r\n", b"\n"))
        suite.equal(f"{words}, with LF", run.out, expected)
    for words, code, text in FAULTS:
        run = suite.run("canon", *words, stdin=SIGNED)
        suite.check(f"{words}", run.code == code and text in run.err, run)


def check_line_ends(suite):
    """The header says what the line ends of a file are; the body streams."""
    mixed = b"A: b\nC: d\n\n" + b"one\r\ntwo\n" * 50000
    expected = b"a:b\r\nc:d\r\n\r\n" + b"one\r\ntwo\r\n" * 50000
    suite.equal("LF in the header", suite.run("canon", "dkim", stdin=mixed).out, expected)
    bare = b"A: b\r\n\r\none\ntwo  three\r\n\r\n\r\n"
    suite.equal("CRLF in the header", suite.run("canon", "dkim", stdin=bare).out, b"a:b\r\n\r\none\ntwo three\r\n")
    suite.equal("no header", suite.run("canon", "dkim", stdin=b"\nx").out, b"\r\nx\r\n")
    suite.equal("nothing", suite.run("canon", "dkim", "-a", "simple", stdin=b"").out, b"\r\n\r\n")
    suite.equal("a header that ends early", suite.run("canon", "dkim", stdin=b"A: b").out, b"a:b\r\n\r\n")
    long_one = suite.run("canon", "dkim", stdin=b"A: " + b"b" * 5000000 + b"\r\n\r\nx\r\n")
    suite.check("a header too long", long_one.code == 1 and b"the header is longer" in long_one.err and not long_one.out, long_one)


def check_smime(suite):
    path = str(CORPUS / "messages/m27_signed.eml")
    run = suite.run("canon", "smime", path)
    digest = hashlib.sha256(run.out).hexdigest()
    suite.equal("the signed bytes", digest, "9bf42c008064e2d03f935cbdfc01435804e07d8dd37afdf9c7c8f7c5e58f5e9c")
    suite.equal("micalg", suite.run("canon", "smime", "--micalg", path).out, b"pgp-sha256\n")
    suite.equal("by section", suite.run("canon", "smime", "--section", "", path).out, run.out)
    run = suite.run("canon", "smime", "--section", "1", path)
    suite.check("a part that is not signed", run.code == 1 and b"no multipart/signed" in run.err, run)
    run = suite.run("canon", "smime", path, path)
    suite.check("two messages", run.code == 2 and b"only one message" in run.err, run)
    suite.equal("nothing signed", suite.run("canon", "smime", stdin=MULTIPART).code, 1)


def main():
    suite = Suite()
    check_dkim(suite)
    check_line_ends(suite)
    check_smime(suite)
    suite.finish()


if __name__ == "__main__":
    main()
