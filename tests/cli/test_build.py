"""pneu build, reply, forward: what is written is read back by Python's email; refusals write nothing."""

import email
import email.policy
import re

from clitest import Suite

FROM = ["--from", "J\u00fcrgen <j@x.example>"]
FIXED = [*FROM, "--date", "Sat, 21 Nov 2026 10:00:00 +0100", "--message-id", "<1@x.example>"]
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40

ORIGINAL = (b"From: Ann <a@x.example>\r\nDate: Sat, 21 Nov 2026 10:00:00 +0100\r\nTo: j@x.example, b@x.example\r\n"
            b"Subject: Re: tubes\r\nMessage-ID: <2@x.example>\r\nReferences: <0@x.example>\r\n\r\nHow are you?\r\n")


MIME = b"MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n"


def read(run):
    return email.message_from_bytes(run.out, policy=email.policy.default)


def text_of(part):
    return part.get_content().replace("\r\n", "\n")


def is_conforming(suite, name, run):
    tree = suite.run("tree", "--verbose", stdin=run.out)
    suite.check(f"{name}: no defect", b"defects" not in tree.out, tree)


def check_simple(suite):
    run = suite.run("build", *FIXED, "-t", "ann@y.example", "-t", '"Doe, John" <john@y.example>', "-s", "Gr\u00fc\u00dfe",
                    "-H", "X-Test: ja", stdin="Hallo,\nWelt\n".encode())
    expected = (b"From: =?UTF-8?Q?J=C3=BCrgen?= <j@x.example>\r\n"
                b"To: ann@y.example, \"Doe, John\" <john@y.example>\r\nSubject: =?UTF-8?Q?Gr=C3=BC=C3=9Fe?=\r\n"
                b"X-Test: ja\r\nDate: Sat, 21 Nov 2026 10:00:00 +0100\r\nMessage-ID: <1@x.example>\r\n"
                b"MIME-Version: 1.0\r\nContent-Type: text/plain; charset=us-ascii\r\n\r\nHallo,\r\nWelt\r\n")
    suite.equal("simple", (run.code, run.out, run.err), (0, expected, b""))
    suite.equal("subject", read(run)["Subject"], "Gr\u00fc\u00dfe")
    is_conforming(suite, "simple", run)
    lf = suite.run("build", *FIXED, "--lf", stdin=b"x\n")
    suite.check("--lf", lf.code == 0 and b"\r" not in lf.out and lf.out.endswith(b"\n\nx\n"), lf)
    new = suite.run("build", *FROM, "--host", "h.example", stdin=b"x\n")
    suite.check("date and identifier are made", re.search(rb"\r\nDate: \w{3}, .* [+-]\d{4}\r\n", new.out) and
                re.search(rb"\r\nMessage-ID: <[0-9a-f]{32}@h\.example>\r\n", new.out), new)


def check_domains(suite):
    u_label = "j@b\u00fccher.example"
    run = suite.run("build", *FROM, "-t", u_label, stdin=b"x")
    suite.check("A-label", b"\r\nTo: j@xn--bcher-kva.example\r\n" in b"\r\n" + run.out, run)
    run = suite.run("build", *FROM, "-t", u_label, "--utf8", stdin=b"x")
    suite.check("U-label", f"To: {u_label}\r\n".encode() in run.out, run)
    run = suite.run("build", *FROM, "-t", "\u00fc@x.example", stdin=b"x")
    suite.check("local part beyond ASCII", run.code == 1 and run.out == b"", run)


def check_files(suite):
    html, png = suite.file("m.html", b"<p>caf\xc3\xa9"), suite.file("a b.png", PNG)
    text, latin = suite.file("t.txt", b"plain\n"), suite.file("l.txt", b"caf\xe9\n")
    run = suite.run("build", *FIXED, "--text", "-", "--html", html, "--inline", png, "--attach", latin,
                    "--name", "\u00dcbersicht.txt", "-a", text, stdin=b"text\n")
    message = read(run)
    shape = [part.get_content_type() for part in message.walk()]
    suite.equal("shape", shape, ["multipart/mixed", "multipart/related", "multipart/alternative", "text/plain", "text/html",
                                 "image/png", "application/octet-stream", "text/plain"])
    parts = list(message.walk())
    suite.equal("picture", (parts[5].get_content(), parts[5]["Content-ID"]), (PNG, "<a-b.png@inline>"))
    suite.equal("latin", parts[6].get_payload(decode=True), b"caf\xe9\n")
    suite.equal("name", parts[7].get_filename(), "\u00dcbersicht.txt")
    suite.equal("octets of attached text", parts[7].get_payload(decode=True), b"plain\n")
    is_conforming(suite, "files", run)
    run = suite.run("build", *FIXED, "--text", text, "--type", "image/x-odd", "--name", "", "-a", png)
    parts = list(read(run).walk())
    suite.equal("type and no name", (parts[2].get_content_type(), parts[2].get_filename()), ("image/x-odd", None))


SPEC = """From: Ann <a@x.example>
To: J\u00f6rg <j@x.example>,
 b@x.example
Subject: spec

Hello
##not a directive
#multipart alternative
#text
one
#text text/html
<p>one
#end
#file PATH name="a b.png" id=p@x.example disposition=inline description="a picture"
"""


def check_spec(suite):
    png = suite.file("p.png", PNG)
    spec = SPEC.replace("PATH", f'"{png}"').encode()
    run = suite.run("build", "--spec", "-", "--subject", "replaced", stdin=spec)
    message = read(run)
    parts = list(message.walk())
    suite.equal("shape of a specification", [part.get_content_type() for part in parts],
                ["multipart/mixed", "text/plain", "multipart/alternative", "text/plain", "text/html", "image/png"])
    suite.equal("text of a specification", text_of(parts[1]), "Hello\n#not a directive\n")
    suite.equal("options replace fields", message["Subject"], "replaced")
    suite.equal("addresses", [a.addr_spec for a in message["To"].addresses], ["j@x.example", "b@x.example"])
    suite.equal("file", (parts[5].get_content(), parts[5].get_filename(), parts[5]["Content-ID"],
                         parts[5]["Content-Description"]), (PNG, "a b.png", "<p@x.example>", "a picture"))
    is_conforming(suite, "specification", run)
    for name, text, words in [
            ("no colon", "From a@x\n\n", b"line 1: there is no ':'"),
            ("directive", "From: a@x\n\n#odd\n", b"line 3: not a directive"),
            ("end", "From: a@x\n\n#end\n", b"line 3: there is no #multipart"),
            ("no end", "From: a@x\n\n#multipart mixed\n#text\nx\n", b"has no #end"),
            ("empty multipart", "From: a@x\n\n#multipart mixed\n#end\n", b"line 4: this cannot stand here"),
            ("path", "From: a@x\n\n#file\n", b"line 3: #file needs a path"),
            ("type", "From: a@x\n\n#text multipart/mixed\nx\n", b"line 3: its Content-Type is not allowed")]:
        run = suite.run("build", "--spec", "-", stdin=text.encode())
        suite.check(f"specification, {name}", run.code == 1 and run.out == b"" and words in run.err, run)


def check_refusals(suite):
    for name, words, said in [
            ("no From", ["-t", "a@x.example"], b"there is no From"),
            ("injection", [*FROM, "-s", "a\nBcc: x@y"], b"Subject: not allowed (at 1)"),
            ("injection into a name", [*FROM, "-H", "X\n: y"], b"not allowed"),
            ("address", [*FROM, "-t", "nobody"], b"To: not allowed"),
            ("date", [*FROM, "-d", "nonsense"], b"Date: not allowed"),
            ("twice", [*FROM, "-H", "From: b@x.example"], b"From: not allowed"),
            ("host", [*FROM, "--host", "a b"], b"Message-ID: not allowed"),
            ("the builder's", [*FROM, "-H", "Content-Type: text/html"], b"Content-Type: not allowed")]:
        run = suite.run("build", *words, stdin=b"x\n")
        suite.check(f"refused: {name}", run.code == 1 and run.out == b"" and said in run.err, run)
    run = suite.run("build", *FROM, stdin=b"caf\xe9")
    suite.check("text that is not UTF-8", run.code == 1 and run.out == b"" and b"(at 3)" in run.err, run)
    run = suite.run("build", *FROM, "-a", "/nowhere/x", stdin=b"x")
    suite.check("file that is not there", run.code == 3 and run.out == b"", run)
    for words in (["x"], ["-H", "nonsense"], ["-S", "a", "-T", "b"], ["-T", "-", "-a", "-"]):
        run = suite.run("build", *FROM, *words, stdin=b"x")
        suite.check(f"usage: {words}", run.code == 2 and run.out == b"", run)


def check_reply(suite):
    run = suite.run("reply", *FIXED, "--all", "--text", suite.file("own.txt", b"Fine.\n"), stdin=ORIGINAL)
    message = read(run)
    suite.equal("reply", [message[name] for name in ("To", "Cc", "Subject", "In-Reply-To", "References")],
                ["Ann <a@x.example>", "b@x.example", "Re: tubes", "<2@x.example>", "<0@x.example> <2@x.example>"])
    suite.equal("quote", text_of(message),
                "Fine.\n\nOn Sat, 21 Nov 2026 10:00:00 +0100, Ann wrote:\n> How are you?\n")
    is_conforming(suite, "reply", run)
    path = suite.file("original.eml", ORIGINAL)
    run = suite.run("reply", *FIXED, "-T", "-", "--no-quote", "-t", "z@x.example", path, stdin=b"Short.\n")
    suite.equal("options replace", (read(run)["To"], text_of(read(run))), ("z@x.example", "Short.\n"))
    run = suite.run("reply", *FROM, stdin=b"Subject: x\n\n")
    suite.check("nobody", run.code == 1 and run.out == b"" and b"nobody to answer to" in run.err, run)
    run = suite.run("reply", *FROM, "-t", "z@x.example", stdin=b"Subject: x\n\n")
    suite.equal("nobody but --to", (run.code, read(run)["To"]), (0, "z@x.example"))
    posted = b"Reply-To: l@x.example\nList-Post: <mailto:l@x.example>\n" + ORIGINAL
    run = suite.run("reply", *FROM, stdin=posted)
    suite.equal("a list in Reply-To", read(run)["To"], "Ann <a@x.example>")
    run = suite.run("reply", *FROM, "--list", stdin=posted)
    suite.equal("to the list", read(run)["To"], "l@x.example")
    run = suite.run("reply", *FROM, "--automatic", stdin=posted)
    suite.check("a program does not answer lists", run.code == 1 and run.out == b"", run)
    run = suite.run("reply", *FROM, "--automatic", "-t", "z@x.example", stdin=posted)
    suite.check("whoever is named", run.code == 1 and run.out == b"", run)
    run = suite.run("reply", *FROM, "--automatic", stdin=b"Return-Path: <r@x.example>\n" + ORIGINAL)
    suite.equal("a program answers", [read(run)[name] for name in ("To", "Subject", "Auto-Submitted")],
                ["r@x.example", "Auto: tubes", "auto-replied"])
    run = suite.run("reply", *FROM, "--list", "--all", stdin=posted)
    suite.check("to the list and to all", run.code == 2 and run.out == b"", run)
    run = suite.run("reply", "-o", "x@y.example", "-o", "Bea <B@x.example>", "--all", stdin=ORIGINAL)
    suite.equal("as whom it was written to", (read(run)["From"], read(run)["To"]), ("Bea <B@x.example>", "Ann <a@x.example>"))
    run = suite.run("reply", *FROM, path, path)
    suite.check("one message", run.code == 2 and run.out == b"", run)
    run = suite.run("reply", *FROM, "--text", "-", stdin=ORIGINAL)
    suite.check("standard input once", run.code == 2 and run.out == b"", run)


def check_forward(suite):
    run = suite.run("forward", *FIXED, "-t", "z@x.example", "-T", suite.file("fyi.txt", b"FYI\n"), stdin=ORIGINAL)
    message = read(run)
    parts = list(message.walk())
    suite.equal("forward", (message["Subject"], [p.get_content_type() for p in parts]),
                ("Fwd: tubes", ["multipart/mixed", "text/plain", "message/rfc822", "text/plain"]))
    suite.check("byte for byte", ORIGINAL in run.out, run)
    is_conforming(suite, "forward", run)
    run = suite.run("forward", *FIXED, "-t", "z@x.example", "--inline", stdin=ORIGINAL)
    suite.check("inline", b"From: Ann <a@x.example>\r\n" in run.out and run.out.endswith(b"\r\n\r\nHow are you?\r\n"), run)
    eight = ORIGINAL + b"caf\xc3\xa9\r\n"
    run = suite.run("forward", *FIXED, stdin=eight)
    suite.check("8-bit is refused", run.code == 1 and run.out == b"" and b"--inline" in run.err, run)
    run = suite.run("forward", *FIXED, "--7bit", stdin=MIME + eight)
    suite.check("8-bit made 7-bit", run.code == 0 and b"caf=C3=A9\r\n" in run.out, run)
    is_conforming(suite, "forward in 7-bit", run)
    run = suite.run("forward", *FIXED, "--8bit", stdin=eight)
    suite.check("8-bit where it is allowed", run.code == 0 and eight in run.out and
                b"Content-Transfer-Encoding: 8bit" in run.out, run)


def check_pipes(suite):
    script = '"$0" build -f a@x.example --text /dev/null -a "$1" | "$0" get 2 | cmp - "$1"'
    run = suite.shell(script, suite.file("large.bin", PNG * 300))
    suite.check("in a pipe", run.code == 0, run)


def main():
    suite = Suite()
    check_simple(suite)
    check_domains(suite)
    check_files(suite)
    check_spec(suite)
    check_refusals(suite)
    check_reply(suite)
    check_forward(suite)
    check_pipes(suite)
    suite.finish()


main()
