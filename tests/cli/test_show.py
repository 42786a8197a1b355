"""pneu show: the fields a reader wants, the body that RFC 8621 section 4.1.4 chooses, what is attached."""

import random
import re

from clitest import ENCODED, MULTIPART, PLAIN, Suite, corpus_messages, crlf, on_terminal

HEADERS = [
    # name, header, expected lines
    ("encoded words", "Subject: =?utf-8?Q?Caf=C3=A9?=\n\tau lait", "Subject: Caf\u00e9 au lait"),
    ("names", "From: =?utf-8?Q?Ren=C3=A9?= <r@example.com>, b@example.com", "From: Ren\u00e9 <r@example.com>, b@example.com"),
    ("a name like an address", 'From: "boss@bank.example" <thief@example.net>',
     'From: "boss@bank.example" <thief@example.net>'),
    ("a name with a quote", r'From: "a\"b, c" <d@example.com>', r'From: "a\"b, c" <d@example.com>'),
    ("groups", "To: none:;, team: a@example.com, B <b@example.com>;, c@example.com",
     "To: none:;, team: a@example.com, B <b@example.com>;, c@example.com"),
    ("Cc", "Cc: a@example.com,\n b@example.com", "Cc: a@example.com, b@example.com"),
    ("date", "Date: 1 jan 24 12:00 EST", "Date: Mon, 1 Jan 2024 12:00:00 -0500"),
    ("no date", "Date: once upon a time", "Date: once upon a time"),
    ("order", "Subject: s\nDate: Mon, 1 Jan 2024 12:00:00 +0000\nX-Other: no\nFrom: a@example.com",
     "From: a@example.com\nDate: Mon, 1 Jan 2024 12:00:00 +0000\nSubject: s"),
    ("nothing", "X-Other: no", ""),
    ("empty", "Subject:", "Subject: "),
]

HOSTILE = (b"From: \"a\x1b[31m\" <a@example.com>\r\nSubject: red \x1b[31m and \xe2\x80\xae back \x9b\x07\r\n"
           b"MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n"
           b"esc \x1b[31m c1 \xc2\x9b bidi \xe2\x80\xae nul \0 cr \r tab \t end\r\n--b\r\n"
           b"Content-Type: x/\x1b[5m; name*=utf-8''..%2fa%1b%5b31m%e2%80%aeb\r\n\r\nx\r\n--b--\r\n")
UNSAFE = re.compile(rb"[\x00-\x08\x0b-\x1f\x7f]|\xc2[\x80-\x9f]|\xe2\x80[\x8e\x8f\xa8-\xae]|\xe2\x81[\xa6-\xa9]")


class Part:
    """A part of a random message, as the RFC's algorithm looks at it."""

    def __init__(self, kind, disposition=None, name=None, subparts=None):
        self.type, self.disposition, self.name, self.subparts = kind, disposition, name, subparts or []
        self.mark = ""

    def bytes(self, path="1"):
        self.mark = f"mark{path.replace('.', 'x')}y"
        head = f"Content-Type: {self.type}" + (f"; boundary=\"b{path}\"" if self.subparts else "")
        head += f"\nContent-Disposition: {self.disposition or 'inline'}" + (f"; filename={self.name}" if self.name else "")
        if not self.subparts:
            return f"{head}\n\n{self.mark}"
        inner = "".join(f"--b{path}\n{sub.bytes(f'{path}.{i}')}\n" for i, sub in enumerate(self.subparts))
        return f"{head}\n\n{inner}--b{path}--\n"


def is_media(kind):
    return kind.split("/")[0] in ("image", "audio", "video")


def parse_structure(parts, multipart, in_alternative, html, text, attachments):
    """The algorithm of RFC 8621 section 4.1.4, which tells a body from attachments."""
    text_before = len(text) if text is not None else -1
    html_before = len(html) if html is not None else -1
    for i, part in enumerate(parts):
        is_inline = part.disposition != "attachment" and \
            (part.type in ("text/plain", "text/html") or is_media(part.type)) and \
            (i == 0 or (multipart != "related" and (is_media(part.type) or not part.name)))
        if part.subparts:
            sub = part.type.split("/")[1]
            parse_structure(part.subparts, sub, in_alternative or sub == "alternative", html, text, attachments)
        elif not is_inline:
            attachments.append(part)
        elif multipart == "alternative":
            # The RFC does not say what becomes of a list that was given up further out: it stays so.
            chosen = {"text/plain": text, "text/html": html}.get(part.type, attachments)
            if chosen is not None:
                chosen.append(part)
        else:
            if in_alternative and part.type == "text/plain":
                html = None
            if in_alternative and part.type == "text/html":
                text = None
            if text is not None:
                text.append(part)
            if html is not None:
                html.append(part)
            if (text is None or html is None) and is_media(part.type):
                attachments.append(part)
    if multipart == "alternative" and text is not None and html is not None:
        if text_before == len(text) and html_before != len(html):
            text += html[html_before:]
        elif html_before == len(html) and text_before != len(text):
            html += text[text_before:]


def random_part(source, depth):
    if depth > 0 and source.random() < 0.6:
        kind = "multipart/" + source.choice(["mixed", "alternative", "related", "alternative", "signed"])
        return Part(kind, subparts=[random_part(source, depth - 1) for _ in range(source.randint(1, 4))])
    kind = source.choice(["text/plain", "text/html", "text/plain", "text/html", "image/png", "application/pdf", "text/csv"])
    return Part(kind, source.choice([None, None, None, "attachment"]), source.choice([None, None, None, "name.x"]))


def check_choice(suite):
    source = random.Random(8621)
    for number in range(400):
        root = random_part(source, 4)
        message = crlf(f"From: a@example.com\nMIME-Version: 1.0\n{root.bytes()}")
        text, html, attachments = [], [], []
        parse_structure([root], "mixed", False, html, text, attachments)
        for words, body in ((["show"], text), (["show", "--html"], html)):
            run = suite.run(*words, stdin=message)
            shown = re.findall(r"mark[0-9x]+y", run.out.decode())
            listed = [line for line in run.out.decode().splitlines() if line.startswith("  [")]
            expected = [part.mark for part in body if part.type.startswith("text/")]
            others = set(map(id, attachments)) | {id(part) for part in body if is_media(part.type)}
            suite.equal(f"{words} of message {number}", (run.code, shown, len(listed)), (0, expected, len(others)))


def check_rows(suite):
    for name, header, expected in HEADERS:
        run = suite.run("show", stdin=crlf(header + "\n\nbody"))
        suite.equal(name, run.out.decode(), expected + "\n" * (expected != "") + "\nbody\n")
    run = suite.run("show", stdin=MULTIPART)
    suite.equal("a message", (run.code, run.err, run.out.decode()), (0, b"", """From: Ann <ann@example.com>
To: bob@example.org
Date: Mon, 1 Jan 2024 12:00:00 +0000
Subject: a picture and a text

Caf\u00e9

Attachments:
  [2] photo.jpg, image/jpeg, 21 bytes
  [3] part-3.eml, message/rfc822, 52 bytes
"""))
    suite.equal("no body", suite.run("show", stdin=b"Subject: x\r\n").out, b"Subject: x\n\n")
    suite.equal("nothing at all", suite.run("show", stdin=b"").out, b"\n")
    suite.check("an encoded message is attached", b"[1] part-1.eml, message/rfc822, " in
                suite.run("show", stdin=ENCODED).out)
    flowed = b"Content-Type: text/plain; format=flowed\r\n\r\na \r\nb\r\n"
    suite.equal("flowed", suite.run("show", stdin=flowed).out, b"\na b\n")
    suite.equal("flowed, raw lines", suite.run("show", "--raw-lines", stdin=flowed).out, b"\na \nb\n")
    html = b"Content-Type: text/html; charset=iso-8859-1\r\n\r\n<p>caf\xe9</p><style>x</style>"
    suite.equal("HTML alone", suite.run("show", stdin=html).out, "\ncaf\u00e9\n".encode())


def check_many(suite):
    first, second = suite.file("many/1.eml", PLAIN), suite.file("many/2.eml", PLAIN)
    expected = f"==> {first} <==\n{{0}}\n==> {second} <==\n{{0}}".format(suite.run("show", first).out.decode())
    suite.equal("two messages", suite.run("show", first, second).out.decode(), expected)
    suite.equal("a directory", suite.run("show", str(suite.directory / "many")).out.decode(), expected)
    run = suite.run("show", str(suite.directory / "gone"), first)
    suite.check("one that is not there", run.code == 3 and b"gone: cannot open" in run.err and b"hello" in run.out, run)


def check_hostile(suite):
    for name, shown in (("a pipe", suite.run("show", stdin=HOSTILE).out), ("a terminal", on_terminal(suite, ["show"], HOSTILE)),
                        ("--html", suite.run("show", "--html", stdin=HOSTILE).out)):
        suite.check(f"a hostile message in {name}", shown and not UNSAFE.search(shown), shown)
    suite.check("is shown all the same", b"esc \\x1b[31m" in shown and b"tab \t end" in shown, shown)
    suite.check("a hostile name", re.search(rb"\[2\] a\[31mb, ", shown), shown)
    ascii_only = on_terminal(suite, ["show"], PLAIN.replace(b"hello", "h\u00e9".encode()), {"LC_ALL": "C"})
    suite.check("a terminal without UTF-8", b"h\\u{00e9}" in ascii_only, ascii_only)
    for path in corpus_messages():
        run = suite.run("show", str(path))
        suite.check(f"{path.name}", run.code == 0 and not UNSAFE.search(run.out) and run.out.decode() is not None, run)


def main():
    suite = Suite()
    check_rows(suite)
    check_choice(suite)
    check_many(suite)
    check_hostile(suite)
    suite.finish()


main()
