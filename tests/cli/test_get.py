"""pneu get: parts as Python's email package decodes them; headers; what is not there."""

import email
import email.policy
import json

from clitest import ENCODED, MULTIPART, PLAIN, Suite, corpus_messages

INNER = b"From: carl@example.net\r\nSubject: inner\r\n\r\n"
PICTURE = b"Content-Type: image/jpeg; name=\"=?utf-8?Q?photo_=C3=A9.jpg?=\"\r\n" \
          b"Content-Transfer-Encoding: base64\r\n" \
          b"Content-Disposition: attachment; filename=\"photo.jpg\"\r\nContent-ID: <pic@example.com>\r\n\r\n"
BODY = MULTIPART[MULTIPART.index(b"\r\n\r\n") + 4:]
HEADER = MULTIPART[:MULTIPART.index(b"\r\n\r\n") + 4]

# name, words, expected bytes
ROWS = [
    ("quoted-printable text", ["1"], "Caf\u00e9".encode()),
    ("base64 picture", ["2"], b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff"),
    ("undecoded", ["--raw", "2"], b"/9j/4AAQSkZJRgABAQAAAQABAAD/"),
    ("header of a leaf", ["--header", "2"], PICTURE),
    ("MIME header of a leaf", ["--mime", "2"], PICTURE),
    ("header of the message in a message part", ["--header", "3"], INNER),
    ("MIME header of a message part", ["--mime", "3"], b"Content-Type: message/rfc822\r\n\r\n"),
    ("body of a message part", ["3"], INNER + b"inner body"),
    ("the message in it", ["3.1"], b"inner body"),
    ("the message: header", ["--header", ""], HEADER),
    ("the message: body", ["--raw", ""], BODY),
    ("a multipart has nothing to decode", [""], BODY),
    ("by index", ["--index", "2", "--raw"], b"/9j/4AAQSkZJRgABAQAAAQABAAD/"),
    ("index 0", ["--index", "0", "--header"], HEADER),
    ("last of two indexes", ["--index", "1", "--index", "2", "--raw"], b"/9j/4AAQSkZJRgABAQAAAQABAAD/"),
]

MISSING = [["4"], ["1.1"], ["0"], ["01"], ["x"], ["1."], [".1"], ["1..1"], ["1 "], ["99999999999999999999"],
           ["--index", "5"], ["--index", "4294967294"]]


def check_rows(suite):
    path = suite.file("m.eml", MULTIPART)
    for name, words, expected in ROWS:
        suite.equal(name, suite.run("get", *words, path).out, expected)
        run = suite.run("get", *words, stdin=MULTIPART)
        suite.check(f"{name}, from a pipe", run.code == 0 and run.out == expected and run.err == b"", run)
    for words in MISSING:
        run = suite.run("get", *words, path)
        suite.check(f"missing: {words}", run.code == 1 and run.out == b"" and b"m.eml: there is no" in run.err, run)
    run = suite.run("get", "1", suite.file("p.eml", PLAIN))
    suite.equal("section 1 of a single part", run.out, b"hello\r\n")
    run = suite.run("get", "1", str(suite.directory))
    suite.check("a directory", run.code == 2 and b"is a directory" in run.err, run)
    run = suite.run("get", "1", str(suite.directory / "gone"))
    suite.check("no such file", run.code == 3 and b"pneu get: " in run.err and b"cannot open" in run.err, run)


def check_encoded_message(suite):
    path = suite.file("e.eml", ENCODED)
    suite.equal("an encoded message, decoded", suite.run("get", "1", path).out, MULTIPART)
    suite.equal("its header", suite.run("get", "--header", "1", path).out, HEADER)
    suite.equal("a part in it", suite.run("get", "--index", "3", path).out, "Caf\u00e9".encode())
    suite.equal("the same from a pipe", suite.run("get", "--index", "3", stdin=ENCODED).out, "Caf\u00e9".encode())


def check_binary(suite):
    every = bytes(range(256)) * 300
    message = b"Content-Transfer-Encoding: binary\r\nContent-Type: application/octet-stream\r\n\r\n" + every
    suite.equal("every byte", suite.run("get", "1", suite.file("bin.eml", message)).out, every)


def check_against_python(suite):
    """Leaves of messages that have no defect above 'warn', as Python decodes them."""
    compared = 0
    for path in corpus_messages("messages"):
        data = path.read_bytes()
        tree = json.loads(suite.run("tree", "--json", str(path)).out)
        if any(defect["severity"] in ("ambiguous", "attack") for defect in tree["defects"]):
            continue
        theirs = [part for part in email.message_from_bytes(data, policy=email.policy.compat32).walk()
                  if not part.is_multipart() and part.get_content_type() != "message/rfc822"]
        ours = [part for part in tree["parts"] if part["kind"] == "leaf" and "within" not in part]
        if len(ours) != len(theirs) or any(part.get_content_maintype() == "message" for part in theirs):
            continue
        for part, other in zip(ours, theirs):
            decoded = suite.run("get", "--index", str(part["index"]), str(path)).out
            # Python keeps a last line end that belongs to nothing, and turns unencoded text's line ends.
            suite.equal(f"{path.name} part {part['index']}", decoded.replace(b"\r\n", b"\n").rstrip(b"\n"),
                        (other.get_payload(decode=True) or b"").replace(b"\r\n", b"\n").rstrip(b"\n"))
            compared += 1
    suite.check("enough parts were compared", compared > 20 or not corpus_messages("messages"), compared)


def main():
    suite = Suite()
    check_rows(suite)
    check_encoded_message(suite)
    check_binary(suite)
    check_against_python(suite)
    suite.finish()


main()
