"""Messages that break one rule each: conforming ones (grammar.py), changed in one place.

A row of MUTATIONS is the rule with its RFC section, and what makes the bytes from a Grammar. Most rows are of a kind: a
field with a bad value, or an entity (fields and body) that has one fault.
"""
import base64

from grammar import Message

VERSION = ("MIME-Version", " 1.0")
TEXT = ("Content-Type", " text/plain; charset=utf-8")


def base(g, *without):
    """Random fields that need no MIME, without those named."""
    message = g.message(3)
    mime = ("MIME-Version",) + without
    message.fields = [field for field in message.fields if field[0] not in mime and not field[0].startswith("Content-")]
    message.body = b"A body.\r\n"
    return message


def field(name, value):
    """A message whose field has this value. Other fields of the name are gone."""
    def make(g):
        message = base(g, name, "Sender") if name == "From" else base(g, name)
        message.fields.insert(g.random.randint(0, len(message.fields)), (name, value))
        return message.bytes()
    return make


def with_fields(g, *fields):
    """A message with these Resent fields and no others."""
    message = base(g, "Resent-Date", "Resent-From", "Resent-To")
    message.fields += fields
    return message.bytes()


def again(name, value):
    """The same field twice."""
    def make(g):
        message = base(g, name, "Sender") if name == "From" else base(g, name)
        message.fields += [(name, value), (name, value)]
        return message.bytes()
    return make


def missing(name):
    return lambda g: base(g, name, "Sender").bytes()


def entity(body, *fields, version=True):
    """A message with these MIME fields and this body."""
    def make(g):
        message = base(g)
        message.fields += ([VERSION] if version else []) + list(fields)
        message.body = body if isinstance(body, bytes) else body.encode()
        return message.bytes()
    return make


def raw(change):
    """A change of the bytes of a conforming message of text."""
    return lambda g: change(base(g, "Subject").bytes())


def cte(name, body, *fields):
    return entity(body, TEXT, ("Content-Transfer-Encoding", " " + name), *fields)


def content_type(value, body="x\r\n"):
    return entity(body, ("Content-Type", " " + value))


def multipart(body, boundary='"=b"', *fields):
    return entity(body, ("Content-Type", f" multipart/mixed; boundary={boundary}"), *fields)


def disposition(value):
    return entity("x\r\n", ("Content-Disposition", " " + value))


def in_header(line):
    """A line before the last field."""
    return raw(lambda data: data.replace(b"\r\nDate:", b"\r\n" + line + b"\r\nDate:", 1)
               if b"\r\nDate:" in data else line + b"\r\n" + data)


LONG = "x" * 999
WORD = "=?utf-8?Q?" + "a" * 64 + "?="
WHOLE = "\r\n--=b\r\n\r\nx\r\n--=b--\r\n"

MUTATIONS = {
    # Lines: RFC 5322 sections 2.1, 2.1.1 and 2.3
    "an LF alone ends a line of the header": raw(lambda data: data.replace(b"\r\n", b"\n", 1)),
    "an LF alone ends a line of the body": raw(lambda data: data + b"x\ny\r\n"),
    "a CR alone in a field": field("Subject", " a\rb"),
    "a CR alone in the body": raw(lambda data: data + b"x\ry\r\n"),
    "NUL in a field": field("Subject", " a\0b"),
    "NUL in the body": raw(lambda data: data + b"x\0y\r\n"),
    "a line of the header over 998": field("Subject", " " + LONG),
    "a line of the body over 998": raw(lambda data: data + LONG.encode() + b"\r\n"),
    "the last line is not ended": raw(lambda data: data[:-2]),
    "a byte order mark": raw(lambda data: b"\xef\xbb\xbf" + data),
    "a line of an mbox": raw(lambda data: b"From a@b.example Sat Nov 21 10:00:00 2026\r\n" + data),
    "white space before the first field": raw(lambda data: b" x\r\n" + data),
    # Headers: RFC 5322 sections 2.2, 3.2.2 and 3.6
    "a line without a colon": in_header(b"no field"),
    "no empty line before the body": raw(lambda data: data.replace(b"\r\n\r\n", b"\r\n", 1) + b"And on.\r\n"),
    "a space before the colon": field("Subject ", " x"),
    "a space in a name": field("My Subject", " x"),
    "an empty name": in_header(b": x"),
    "a name beyond ASCII": field("Sübject", " x"),
    "Latin-1 in a value": in_header(b"X-A: \xfc"),
    "a control character in a value": field("Subject", " a\x07b"),
    "a fold of white space alone": in_header(b"X-A: a\r\n \r\n b"),
    "a fold between name and colon": in_header(b"X-A\r\n : x"),
    "two Subjects": again("Subject", " x"),
    "two Froms": again("From", " a@b.example"),
    "two Dates": again("Date", " 1 Jan 2026 10:00:00 +0000"),
    "two Message-IDs": again("Message-ID", " <a@b.example>"),
    "two Tos": again("To", " a@b.example"),
    "two References": again("References", " <a@b.example>"),
    "no From": missing("From"),
    "no Date": missing("Date"),
    "no Resent-From": lambda g: with_fields(g, ("Resent-Date", " 1 Jan 2026 10:00:00 +0000")),
    "no Resent-Date": lambda g: with_fields(g, ("Resent-From", " a@b.example")),
    # Identifiers: section 3.6.4
    "an identifier without brackets": field("Message-ID", " a@b.example"),
    "an identifier without @": field("Message-ID", " <a.b.example>"),
    "an identifier with a space": field("Message-ID", " <a b@c.example>"),
    "an identifier with text before it": field("Message-ID", " x <a@b.example>"),
    "two identifiers": field("Message-ID", " <a@b.example> <c@d.example>"),
    "a word among References": field("References", " <a@b.example> x <c@d.example>"),
    "a phrase in In-Reply-To": field("In-Reply-To", " Your letter <a@b.example>"),
    "no identifier in References": field("References", " "),
    # Addresses: sections 3.4 and 3.4.1
    "no domain": field("To", " joe"),
    "a domain alone": field("To", " @b.example"),
    "two @": field("To", " a@b@c.example"),
    "an angle that is not closed": field("To", " Joe <a@b.example"),
    "an angle that is not opened": field("To", " Joe a@b.example>"),
    "two angles": field("To", " <<a@b.example>>"),
    "an empty angle": field("To", " Joe <>"),
    "a quote that is not closed": field("To", ' "Joe <a@b.example>'),
    "a comment that is not closed": field("To", " a@b.example (x"),
    "a comment that is not opened": field("To", " a@b.example x)"),
    "addresses separated by semicolons": field("To", " a@b.example; c@d.example"),
    "addresses separated by nothing": field("To", " a@b.example c@d.example"),
    "nothing between commas": field("To", " a@b.example,, c@d.example"),
    "a comma at the end": field("To", " a@b.example,"),
    "a source route": field("To", " <@x.example:a@b.example>"),
    "white space around a dot": field("To", " a . b@c.example"),
    "white space around a dot of the domain": field("To", " a@b . example"),
    "text behind an angle": field("To", " <a@b.example> x"),
    "two dots": field("To", " a..b@c.example"),
    "a dot first": field("To", " .a@c.example"),
    "a dot last": field("To", " a.@c.example"),
    "a dot at the end of a domain": field("To", " a@c.example."),
    "a dot in a name": field("To", " Joe Q. Public <a@b.example>"),
    "a bare colon in a name": field("To", " Joe: x <a@b.example>"),
    "a group that is not closed": field("To", " x: a@b.example"),
    "a group in a group": field("To", " x: y: a@b.example;;"),
    "a name in brackets": field("To", " [x] <a@b.example>"),
    "a backslash outside of quotes": field("To", " a\\b@c.example"),
    "a literal that is not closed": field("To", " a@[192.0.2.1"),
    "a literal with a bracket": field("To", " a@[1[2]"),
    "a literal and more": field("To", " a@[192.0.2.1]b"),
    "a quoted string and an atom": field("To", ' "a"b@c.example'),
    "a comment within an atom": field("To", " a@b.exam(x)ple"),
    "no recipient": field("To", " "),
    "two authors, no Sender": field("From", " a@b.example, c@d.example"),
    "two Senders in one": field("Sender", " a@b.example, c@d.example"),
    "a Return-Path without brackets": field("Return-Path", " a@b.example"),
    # Dates: section 3.3
    "a date that is none": field("Date", " yesterday"),
    "no date": field("Date", " "),
    "a year of two digits": field("Date", " 1 Jan 26 10:00:00 +0000"),
    "the wrong day of the week": field("Date", " Mon, 22 Nov 2026 10:00:00 +0000"),
    "no comma behind the day of the week": field("Date", " Sun 22 Nov 2026 10:00:00 +0000"),
    "a day of the week that is none": field("Date", " Xyz, 22 Nov 2026 10:00:00 +0000"),
    "a month that is none": field("Date", " 22 Nox 2026 10:00:00 +0000"),
    "a month written out": field("Date", " 22 November 2026 10:00:00 +0000"),
    "a month in digits": field("Date", " 22 11 2026 10:00:00 +0000"),
    "the 31st of June": field("Date", " 31 Jun 2026 10:00:00 +0000"),
    "hour 24": field("Date", " 22 Nov 2026 24:00:00 +0000"),
    "minute 60": field("Date", " 22 Nov 2026 10:60:00 +0000"),
    "second 61": field("Date", " 22 Nov 2026 10:00:61 +0000"),
    "an hour of one digit": field("Date", " 22 Nov 2026 9:00:00 +0000"),
    "a zone with a name": field("Date", " 22 Nov 2026 10:00:00 GMT"),
    "no zone": field("Date", " 22 Nov 2026 10:00:00"),
    "a zone with a colon": field("Date", " 22 Nov 2026 10:00:00 +00:00"),
    "a zone of 75 minutes": field("Date", " 22 Nov 2026 10:00:00 +0175"),
    "a comment within a time": field("Date", " 22 Nov 2026 10(x):00:00 +0000"),
    "text behind a date": field("Date", " 22 Nov 2026 10:00:00 +0000 x"),
    # Other fields: sections 3.6.5 and 3.6.7
    "no keyword between commas": field("Keywords", " a,, b"),
    "no keyword": field("Keywords", " "),
    "a Received without a date": field("Received", " from a.example by b.example"),
    "a Received with a bad date": field("Received", " from a.example by b.example; today"),
    # MIME: RFC 2045 sections 4 and 5
    "no MIME-Version": entity("x\r\n", TEXT, version=False),
    "a version that is none": entity("x\r\n", ("MIME-Version", " one"), TEXT, version=False),
    "two versions": entity("x\r\n", VERSION, TEXT),
    "a type without a subtype": content_type("text"),
    "no type": content_type(""),
    "a type with a space": content_type("te xt/plain"),
    "text behind a type": content_type("text/plain charset=utf-8"),
    "two types": entity("x\r\n", TEXT, TEXT),
    "a semicolon at the end": content_type("text/plain;"),
    "a parameter without a value": content_type("text/plain; a="),
    "a parameter without =": content_type("text/plain; a"),
    "spaces around =": content_type("text/plain; a = b"),
    "a parameter with a bad name": content_type('text/plain; "a"=b'),
    "a slash in an unquoted value": content_type("text/plain; a=b/c"),
    "a space in an unquoted value": content_type("text/plain; a=b c"),
    "a value whose quote is not closed": content_type('text/plain; a="b'),
    "text behind a quoted value": content_type('text/plain; a="b"c'),
    "a parameter twice": content_type("text/plain; a=b; a=c"),
    "an encoded word in a parameter": content_type('text/plain; a="=?utf-8?Q?b?="'),
    "a Content-ID without brackets": entity("x\r\n", ("Content-ID", " a@b.example")),
    "two Content-IDs": entity("x\r\n", ("Content-ID", " <a@b.example>"), ("Content-ID", " <a@b.example>")),
    "no disposition": disposition("; filename=a"),
    # RFC 2231
    "a percent sign without digits": disposition("attachment; filename*=utf-8''a%zz"),
    "an extended value without charset": disposition("attachment; filename*=a%20b"),
    "an extended value in quotes": disposition("attachment; filename*=\"utf-8''a\""),
    "a gap between sections": disposition("attachment; filename*0=a; filename*2=b"),
    "a section twice": disposition("attachment; filename*0=a; filename*0=b"),
    "a section with a leading zero": disposition("attachment; filename*0=a; filename*01=b"),
    "two forms that differ": disposition("attachment; filename=a; filename*=utf-8''b"),
    # Encodings: RFC 2045 section 6
    "an unknown encoding": cte("rot13", "x\r\n"),
    "no encoding": cte("", "x\r\n"),
    "two encodings in one": cte("base64, 7bit", "eA==\r\n"),
    "two encoding fields": cte("8bit", "x\r\n", ("Content-Transfer-Encoding", " 8bit")),
    "uuencode": cte("x-uuencode", "begin 644 a\r\n!>\r\n`\r\nend\r\n"),
    "8-bit bytes in 7bit": cte("7bit", "ü\r\n"),
    "8-bit bytes without an encoding": entity("ü\r\n", TEXT),
    "base64 on a multipart": multipart(WHOLE, '"=b"', ("Content-Transfer-Encoding", " base64")),
    "base64 on a message": entity(base64.encodebytes(b"From: a@b.example\r\nDate: 1 Jan 2026 10:00:00 +0000\r\n\r\n")
                                  .replace(b"\n", b"\r\n"), ("Content-Type", " message/rfc822"),
                                  ("Content-Transfer-Encoding", " base64")),
    "a byte that is not base64": cte("base64", "eHh4!eHh4\r\n"),
    "base64 behind padding": cte("base64", "eA==eA==\r\n"),
    "base64 without padding": cte("base64", "eA\r\n"),
    "base64 with a bit too many": cte("base64", "eB==\r\n"),
    "base64 with too much padding": cte("base64", "eHh4=\r\n"),
    "a line of base64 over 76": cte("base64", "eHh4" * 20 + "\r\n"),
    "a bad escape": cte("quoted-printable", "a=zz\r\n"),
    "an escape in lower case": cte("quoted-printable", "a=3d\r\n"),
    "a space at the end of a line": cte("quoted-printable", "a \r\n"),
    "a line of quoted-printable over 76": cte("quoted-printable", "a" * 77 + "\r\n"),
    "an 8-bit byte in quoted-printable": cte("quoted-printable", "ü\r\n"),
    "a soft line break at the end": cte("quoted-printable", "a="),
    "a control character in quoted-printable": cte("quoted-printable", "a\x07\r\n"),
    # Charsets: RFC 2045 section 5.2, RFC 2046 section 4.1.2
    "8-bit text without a charset": entity("ü\r\n", ("Content-Type", " text/plain"),
                                           ("Content-Transfer-Encoding", " 8bit")),
    "8-bit text in US-ASCII": entity("ü\r\n", ("Content-Type", " text/plain; charset=us-ascii"),
                                     ("Content-Transfer-Encoding", " 8bit")),
    "ill-formed UTF-8": entity(b"\xc3\r\n", TEXT, ("Content-Transfer-Encoding", " 8bit")),
    "ISO-2022-JP that is not closed": content_type("text/plain; charset=iso-2022-jp", "\033$B!!\r\n"),
    # Multiparts: RFC 2046 section 5.1.1
    "no boundary": content_type("multipart/mixed", WHOLE),
    "an empty boundary": multipart(WHOLE, '""'),
    "a boundary over 70": multipart(WHOLE.replace("=b", "b" * 71), "b" * 71),
    "a boundary with a forbidden byte": multipart(WHOLE.replace("=b", "b#"), '"b#"'),
    "a boundary with a space at its end": multipart(WHOLE, '"=b "'),
    "no delimiter": multipart("x\r\n"),
    "no close delimiter": multipart("--=b\r\n\r\nx\r\n"),
    "no part": multipart("--=b--\r\n"),
    "white space behind a delimiter": multipart("--=b \r\n\r\nx\r\n--=b--\r\n"),
    "a delimiter in a header": multipart("--=b\r\nX-A: x\r\n--=b\r\n\r\nx\r\n--=b--\r\n"),
    "text behind a boundary": multipart("--=b\r\n\r\n--=bx\r\n--=b--\r\n"),
    "the same boundary inside": multipart("--=b\r\nContent-Type: multipart/mixed; boundary=\"=b\"\r\n\r\n--=b--\r\n"),
    "a part behind the close delimiter": multipart("--=b\r\n\r\nx\r\n--=b--\r\n--=b\r\n\r\nx\r\n"),
    # Encoded words: RFC 2047 sections 2, 4 and 5
    "an encoded word over 75": field("Subject", " " + WORD),
    "a line with encoded words over 76": field("Subject", " =?utf-8?Q?a?=" + " x" * 40),
    "an encoded word with a space": field("Subject", " =?utf-8?Q?a b?="),
    "an encoded word in a word": field("Subject", " x=?utf-8?Q?a?="),
    "encoded words without white space": field("Subject", " =?utf-8?Q?a?==?utf-8?Q?b?="),
    "an encoded word in bad base64": field("Subject", " =?utf-8?B?a?="),
    "an encoded word with a bad escape": field("Subject", " =?utf-8?Q?=ZZ?="),
    "an encoded word with an unknown encoding": field("Subject", " =?utf-8?X?a?="),
    "a character split over encoded words": field("Subject", " =?utf-8?Q?=C3?= =?utf-8?Q?=BC?="),
    "an encoded word in an address": field("To", " =?utf-8?Q?a?=@b.example"),
    "an encoded word in a quoted string": field("To", ' "=?utf-8?Q?a?=" <a@b.example>'),
    "an encoded word next to an angle": field("To", " =?utf-8?Q?a?=<a@b.example>"),
    "a dot in an encoded word of a phrase": field("To", " =?utf-8?Q?a.b?= <a@b.example>"),
    "NUL in an encoded word": field("Subject", " =?utf-8?Q?=00?="),
    "a line end in an encoded word": field("Subject", " =?utf-8?Q?=0D=0A?="),
    "ill-formed UTF-8 in an encoded word": field("Subject", " =?utf-8?Q?=FF?="),
    "an unknown charset in an encoded word": field("Subject", " =?x-none?Q?a?="),
}
