"""Random messages that are strictly conforming, made from the grammars alone, without a line of the library:

RFC 5322 without its obsolete forms, RFC 2045 to 2047, RFC 2231 and RFC 6532. A generator is a seed; the same seed gives
the same message. What the RFCs only recommend is not kept to: comments stand around "@", lines are long.
"""
import base64
import datetime
import random
import re

ALPHA = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
DIGIT = "0123456789"
ATEXT = ALPHA + DIGIT + "!#$%&'*+-/=?^_`{|}~"
TOKEN = ALPHA + DIGIT + "!#$%&'*+-.^_`{|}~"
BCHARS = ALPHA + DIGIT + "'()+_,-./:=?"
DTEXT = "".join(chr(c) for c in range(33, 127) if chr(c) not in "[]\\")
CTEXT = "".join(chr(c) for c in range(33, 127) if chr(c) not in "()\\")
QTEXT = "".join(chr(c) for c in range(33, 127) if chr(c) not in "\"\\")
VCHAR = "".join(chr(c) for c in range(33, 127))
LETTERS = "äöüßéñçøλжшあ漢字한글"
SAFE = ALPHA + DIGIT
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def without_blank_folds(value):
    """The value without lines of blanks alone, which only the obsolete grammar has (RFC 5322 section 4.2)."""
    return re.sub(r"(?:\r\n[ \t]+)+(?=\r\n[ \t]|$)", "", value)


class Message:
    """A header as [name, value] pairs (the value with the white space behind the colon), and a body."""

    def __init__(self, fields, body=b""):
        self.fields = fields
        self.body = body

    def bytes(self):
        header = "".join(f"{name}:{without_blank_folds(value)}\r\n" for name, value in self.fields)
        return header.encode() + b"\r\n" + self.body


class Grammar:
    """Makes sentences of one seed."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.boundaries = 0

    # ---- small things -----------------------------------------------------------------------------------------------

    def maybe(self, share=0.5):
        return self.random.random() < share

    def some(self, letters, least=1, most=8):
        return "".join(self.random.choice(letters) for _ in range(self.random.randint(least, most)))

    def one(self, *makers):
        return self.random.choice(makers)()

    def many(self, make, between, least=1, most=3):
        return between.join(make() for _ in range(self.random.randint(least, most)))

    def fws(self):
        """At least one blank; a fold never leaves a line of blanks."""
        return self.random.choice((" ", "  ", "\t", "\r\n ", " \r\n\t"))

    def comment(self, depth=0):
        inside = [self.one(lambda: self.some(CTEXT.replace("=", "").replace("?", "")),
                           lambda: "\\" + self.random.choice(VCHAR + " "))]
        if depth < 2 and self.maybe(0.2):
            inside.append(self.comment(depth + 1))
        if self.maybe(0.2):
            inside.append(self.encoded_word())
        return "(" + " ".join(inside) + ")"

    def cfws(self):
        """Something, but never at the start of a line what would leave nothing but blanks on it."""
        return self.fws() if self.maybe(0.7) else " " + self.comment() + (self.fws() if self.maybe(0.5) else "")

    def opt(self, share=0.15):
        return self.cfws() if self.maybe(share) else ""

    # ---- words ------------------------------------------------------------------------------------------------------

    def encoded_word(self, letters=SAFE + "äöü ", phrase=False):
        text = self.some(letters, 1, 8)
        charset = self.random.choice(("utf-8", "UTF-8", "iso-8859-1", "utf-8*de"))
        octets = text.encode(charset.partition("*")[0])
        if self.maybe():
            return f"=?{charset}?B?{base64.b64encode(octets).decode()}?="
        plain = SAFE + "!*+-/" if phrase else SAFE + "!*+-/.,:;"
        coded = "".join(chr(c) if chr(c) in plain else "_" if c == 32 else f"={c:02X}" for c in octets)
        return f"=?{charset}?{self.random.choice('qQ')}?{coded}?="

    def atom(self, letters=ATEXT):
        word = self.some(letters)
        return "x" + word.replace("=?", "=").replace("?=", "?") if "?" in word or "=" in word else word

    def dot_atom(self, letters=ATEXT):
        return self.many(lambda: self.atom(letters), ".")

    def quoted(self, letters=QTEXT, fold=True):
        inside = [self.one(lambda: self.some(letters.replace("?", "").replace("@", "")),
                           lambda: "\\" + self.random.choice(VCHAR.replace("@", "").replace("?", "")))
                  for _ in range(self.random.randint(0, 3))]
        between = self.fws() if fold and self.maybe(0.3) else self.random.choice(("", " "))
        return '"' + between.join(inside) + '"'

    def name_word(self):
        return self.one(self.atom, self.atom, lambda: self.quoted(QTEXT + "ü"), lambda: self.some(LETTERS, 1, 4))

    def phrase(self):
        words = [self.name_word() for _ in range(self.random.randint(1, 3))]
        if self.maybe(0.3):
            words = [self.fws() + self.encoded_word(phrase=True) + self.fws()]  # RFC 2047 section 5 (3)
        return self.fws().join(words)

    def text_word(self):
        return self.one(lambda: self.some(VCHAR.replace("=", "").replace("?", "").replace(":", ""), 1, 12),
                        lambda: self.some(LETTERS, 1, 5), self.encoded_word)

    def unstructured(self):
        return " " + "".join(self.text_word() + self.fws() for _ in range(self.random.randint(0, 5))) + "end"

    # ---- addresses --------------------------------------------------------------------------------------------------

    def local(self):
        return self.one(self.dot_atom, self.dot_atom, lambda: self.quoted(QTEXT, fold=False),
                        lambda: self.some(LETTERS, 1, 4))

    def domain(self):
        return self.one(lambda: self.dot_atom(SAFE + "-"), lambda: "example.com",
                        lambda: "[" + self.random.choice(("192.0.2.1", "IPv6:2001:db8::1")) + "]",
                        lambda: self.some("äöüé", 2, 4) + ".example")

    def addr_spec(self):
        return f"{self.local()}{self.opt(0.05)}@{self.opt(0.05)}{self.domain()}"

    def angle(self):
        return f"<{self.opt(0.05)}{self.addr_spec()}{self.opt(0.05)}>"

    def mailbox(self):
        name = self.phrase() + (self.cfws() if self.maybe() else " ") if self.maybe(0.7) else ""
        named = lambda: name + self.angle()
        return self.opt() + self.one(self.addr_spec, named, named) + self.opt()

    def group(self):
        members = self.many(self.mailbox, ",", 0, 3) or self.opt()
        return f"{self.phrase()}:{members};{self.opt()}"

    def address_list(self):
        return " " + self.many(lambda: self.one(self.mailbox, self.mailbox, self.group), ",")

    def mailbox_list(self):
        return " " + self.many(self.mailbox, ",")

    # ---- dates, identifiers -----------------------------------------------------------------------------------------

    def date(self):
        day = datetime.date(self.random.randint(1900, 2100), self.random.randint(1, 12), self.random.randint(1, 28))
        number = f"{day.day:02}" if self.maybe() else str(day.day)
        weekday = f"{DAYS[day.weekday()]},{self.fws()}" if self.maybe(0.8) else ""
        second = f":{self.random.randint(0, 60):02}" if self.maybe(0.8) else ""
        zone = f"{self.random.choice('+-')}{self.random.randint(0, 14):02}{self.random.randint(0, 59):02}"
        clock = f"{self.random.randint(0, 23):02}:{self.random.randint(0, 58):02}{second}"
        return (f" {weekday}{number}{self.fws()}{MONTHS[day.month - 1]}{self.fws()}{day.year}{self.fws()}{clock}"
                f"{self.fws()}{zone}{self.opt(0.3)}")

    def id(self):
        right = self.one(lambda: self.dot_atom(SAFE), lambda: "[" + self.some(DTEXT) + "]")
        return f"{self.opt(0.1)}<{self.dot_atom()}@{right}>{self.opt(0.1)}"

    def ids(self):
        return " " + self.many(self.id, "" if self.maybe(0.1) else self.fws(), 1, 4)

    def received(self):
        parts = ["from", self.dot_atom(SAFE), "by", self.dot_atom(SAFE)]
        if self.maybe(0.3):
            parts += ["(" + self.some(SAFE) + ")"]
        if self.maybe(0.5):
            parts += ["with", self.random.choice(("ESMTP", "SMTP", "LMTP"))]
        if self.maybe(0.5):
            parts += ["id", self.some(SAFE)]
        if self.maybe(0.5):
            parts += ["for", "<" + self.dot_atom(SAFE) + "@example.com>"]
        return " " + self.fws().join(parts) + ";" + self.date()

    def return_path(self):
        return self.random.choice((" <>", " <" + self.dot_atom() + "@example.com>"))

    def keywords(self):
        return " " + self.many(self.phrase, ", ")

    # ---- MIME -------------------------------------------------------------------------------------------------------

    def mime_gap(self):
        return self.random.choice(("", "", "", " ", "\r\n ", " (" + self.some(SAFE) + ") "))

    def param(self, number):
        name = f"x{number}-" + self.some(SAFE.lower(), 1, 4)
        coded = "".join(c if c in SAFE else "".join(f"%{b:02X}" for b in c.encode())
                        for c in self.some(SAFE + "ä漢 %", 1, 8))
        return self.one(lambda: f"{name}={self.some(TOKEN.replace('?', ''))}",
                        lambda: f"{name}={self.quoted(QTEXT, fold=False)}" if self.maybe(0.5) else f'{name}="a b"',
                        lambda: f"{name}*=utf-8'{self.random.choice(('', 'de'))}'{coded}",
                        lambda: f"{name}*0*=utf-8''{coded}; {name}*1=\"{self.some(SAFE)}\"; {name}*2={self.some(SAFE)}")

    def params(self, first=""):
        text = first
        for number in range(self.random.randint(0, 2)):
            text += f";{self.mime_gap() or ' '}{self.param(number)}"
        return text

    def text_lines(self, letters, longest=200):
        lines = [self.some(letters, 0, longest if self.maybe(0.1) else 60) for _ in range(self.random.randint(0, 5))]
        return "".join("x" + line + "\r\n" if line.startswith(("-", ".")) else line + "\r\n" for line in lines)

    def leaf(self):
        kind = self.random.choice(("plain", "8bit", "qp", "base64", "octets", "none"))
        charset = self.random.choice(("utf-8", "UTF-8", '"utf-8"'))
        if kind == "none":
            return [], self.text_lines(VCHAR + " \t").encode()
        if kind == "plain":
            return [("Content-Type", f" text/plain{self.params('; charset=us-ascii' if self.maybe() else '')}")], \
                self.text_lines(VCHAR + " ", 900).encode()
        if kind == "8bit":
            fields = [("Content-Type", f" text/plain;{self.mime_gap()}charset={charset}"),
                      ("Content-Transfer-Encoding", " 8bit")]
            return fields, self.text_lines(SAFE + LETTERS + " ").encode()
        if kind == "qp":
            fields = [("Content-Type", self.params(f" text/html; charset={charset}")),
                      ("Content-Transfer-Encoding", self.random.choice((" quoted-printable", " Quoted-Printable")))]
            return fields, self.quoted_printable()
        octets = self.random.randbytes(self.random.randint(0, 200))
        fields = [("Content-Transfer-Encoding", self.mime_gap() + " base64"),
                  ("Content-Type", self.params(" application/octet-stream"))]
        return fields, b"".join(base64.b64encode(octets[at:at + 57]) + b"\r\n" for at in range(0, len(octets), 57))

    def quoted_printable(self):
        text = ""
        for _ in range(self.random.randint(0, 5)):
            line = "".join(self.random.choice(SAFE + " ") if self.maybe(0.8)
                           else "".join(f"={b:02X}" for b in self.random.choice(LETTERS).encode())
                           for _ in range(self.random.randint(0, 6)))
            text += line.rstrip() + self.random.choice(("", "=\r\n" + self.some(SAFE))) + "\r\n"
        return text.encode()

    def boundary(self):
        self.boundaries += 1
        return f"{self.some(BCHARS, 0, 30)}={self.boundaries}{self.some(SAFE, 1, 3)}"

    def multipart(self, depth):
        boundary = self.boundary()
        subtype = self.random.choice(("mixed", "alternative", "x-other", "digest"))
        parts = [self.message(depth + 1).bytes() if subtype == "digest" else None
                 for _ in range(self.random.randint(1, 3))]
        body = b"" if self.maybe() else b"A preamble.\r\n"
        for part in parts:
            fields, inside = ([], part) if part is not None else self.entity(depth + 1)
            body += f"--{boundary}\r\n".encode() + Message(fields, inside).bytes() + b"\r\n"
        body += f"--{boundary}--".encode() + self.random.choice((b"\r\n", b"\r\nAn epilogue.\r\n"))
        quoted = f'"{boundary}"'
        return [("Content-Type", f" multipart/{subtype};{self.mime_gap()} boundary={quoted}{self.params()}")] + \
            self.random.choice(([], [("Content-Transfer-Encoding", " 8bit")])), body

    def entity(self, depth=0):
        fields, body = self.leaf()
        choice = self.random.random()
        if depth < 3 and choice < 0.3:
            fields, body = self.multipart(depth)
        elif depth < 3 and choice < 0.4:
            fields, body = [("Content-Type", " message/rfc822")], self.message(depth + 1).bytes()
        if self.maybe(0.3):
            disposition = self.random.choice((" attachment", " inline; filename=a.txt", ' attachment; filename="a b.c"',
                                              " attachment; filename*=utf-8''%C3%BC.txt"))
            fields.append(("Content-Disposition", disposition))
        if self.maybe(0.2):
            fields.append(("Content-ID", " <" + self.dot_atom() + "@example.com>"))
        if self.maybe(0.2):
            fields.append(("Content-Description", self.fitting("Content-Description", self.unstructured)))
        self.random.shuffle(fields)
        return fields, body

    # ---- messages ---------------------------------------------------------------------------------------------------

    def fitting(self, name, make):
        """A value whose lines with encoded words have at most 76 bytes (RFC 2047 section 2)."""
        while True:
            value = without_blank_folds(make())
            lines = f"{name}:{value}".split("\r\n")
            if all("=?" not in line or len(line.encode()) <= 76 for line in lines):
                return value

    def originators(self):
        if self.maybe(0.7):
            sender = [("Sender", self.fitting("Sender", self.mailbox))] if self.maybe(0.2) else []
            return [("From", self.fitting("From", self.mailbox))] + sender
        return [("From", self.fitting("From", self.mailbox_list)), ("Sender", self.fitting("Sender", self.mailbox))]

    def message(self, depth=0):
        fields = [("Date", self.fitting("Date", self.date))] + self.originators()
        optional = {"To": self.address_list, "Cc": self.address_list, "Reply-To": self.address_list,
                    "Bcc": lambda: self.one(self.address_list, lambda: ""), "Message-ID": lambda: " " + self.id(),
                    "In-Reply-To": self.ids, "References": self.ids, "Subject": self.unstructured,
                    "Comments": self.unstructured, "Keywords": self.keywords, "X-Any": self.unstructured,
                    "Received": self.received, "Return-Path": self.return_path}
        for name, make in optional.items():
            if self.maybe(0.4):
                fields.append((name, self.fitting(name, make)))
        if self.maybe(0.2):
            resent = {"Resent-Date": self.date, "Resent-From": self.mailbox}
            if self.maybe():
                resent["Resent-To"] = self.address_list
            fields += [(name, self.fitting(name, make)) for name, make in resent.items()]
        entity, body = self.entity(depth)
        if entity or self.maybe(0.3):
            fields.append(("MIME-Version", self.random.choice((" 1.0", " 1.0 (a comment)", " (x) 1.0", " 1 . 0"))))
        self.random.shuffle(fields)
        return Message(fields + entity, body)


def message(seed):
    """The message of a seed."""
    return Grammar(seed).message()
