#!/usr/bin/env python3
"""Signs messages with an independent signer and compares: dkim_check.py --pneu PNEU [--verbose] [FOLDER...]

Needs dkimpy (Debian: python3-dkim) and openssl, and says so and ends well where they are absent. Each message of
corpus/, or of the folders given, is signed with a fresh key in all four canonicalizations, with and without l=. Then
- the hash of `pneu canon dkim --signature 1 --body` is the signature's bh=;
- the signature is one of the bytes that `pneu canon dkim --signature 1 --header` writes;
- dkimpy still verifies what `pneu cat` writes.
Line ends are made CRLF before, as for sending. Messages that dkimpy cannot sign (without From, say) are counted and
passed over.
"""
import argparse
import base64
import hashlib
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[1]
FIELDS = [b"from", b"from", b"to", b"cc", b"subject", b"subject", b"date", b"content-type", b"message-id", b"x-none"]
FORMS = [(header, body, length) for header in (b"simple", b"relaxed") for body in (b"simple", b"relaxed")
         for length in (False, True)]

# What corpora seldom have.
OWN = {
    "empty body": b"From: a@example.com\r\n\r\n",
    "no empty line": b"From: a@example.com\r\n",
    "empty lines at the end": b"From: a@example.com\r\nTo:  b \t c\r\n\r\nx\r\n\r\n\r\n",
    "white space": b"FROM :a@example.com\r\nSubject: a\r\n  b\t\r\n \tc  \r\n\r\n x \t y\t\r\n \t\r\n\t\r\n",
    "no line end": b"From: a@example.com\r\n\r\nx  y",  # white space before it dkimpy keeps in relaxed form
    "only white space": b"From: a@example.com\r\n\r\n \t\r\n \r\n",
    "8-bit and NUL": b"From: a@example.com\r\nSubject: \xc3\xa9\xff\r\n\r\n\xff\x00 \xa0\r\n",
}


class Tools:
    """dkimpy, a key, and the command."""

    def __init__(self, dkim, pneu):
        self.dkim, self.pneu = dkim, pneu
        with tempfile.TemporaryDirectory() as folder:
            key = pathlib.Path(folder, "key.pem")
            run = ["openssl", "genrsa", "-traditional", "-out", str(key), "1024"]
            subprocess.run(run, check=True, capture_output=True)
            self.private = key.read_bytes()
            public = subprocess.run(["openssl", "pkey", "-in", str(key), "-pubout", "-outform", "DER"], check=True,
                                    capture_output=True).stdout
        self.record = b"v=DKIM1; k=rsa; p=" + base64.b64encode(public)
        self.public = dkim.parse_public_key(public)

    def sign(self, message, form):
        header, body, length = form
        try:
            signature = self.dkim.sign(message, b"s", b"example.com", self.private, canonicalize=(header, body),
                                       include_headers=FIELDS, length=length)
        except (self.dkim.DKIMException, ValueError, IndexError, TypeError):
            return None
        return signature + message

    def verifies(self, message):
        return self.dkim.verify(message, dnsfunc=lambda name, timeout=5: self.record)

    def bytes_of(self, message, *words):
        return subprocess.run([self.pneu, *words], input=message, capture_output=True, check=False).stdout


def tag(message, name):
    """A tag of the signature, which is the first field."""
    field = re.split(rb"\r\n(?![ \t])", message, maxsplit=1)[0]
    return re.sub(rb"\s", b"", re.search(rb"[;:\s]" + name + rb"=([^;]*)", field).group(1))


def faults(tools, signed):
    body = tools.bytes_of(signed, "canon", "dkim", "--signature", "1", "--body")
    if base64.b64encode(hashlib.sha256(body).digest()) != tag(signed, b"bh"):
        yield "the hash of the body differs"
    header = tools.bytes_of(signed, "canon", "dkim", "--signature", "1", "--header")
    given = base64.b64decode(tag(signed, b"b"))
    if not tools.dkim.crypto.RSASSA_PKCS1_v1_5_verify(hashlib.sha256(header), given, tools.public):
        yield "the header is not what was signed"
    if not tools.verifies(tools.bytes_of(signed, "cat")):
        yield "pneu cat breaks the signature"


def messages(folders):
    yield from OWN.items()
    for folder in folders:
        for path in sorted(pathlib.Path(folder).rglob("*.eml")):
            yield str(path), path.read_bytes()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--pneu", default=str(ROOT / "build/pneu"))
    parser.add_argument("--verbose", action="store_true")
    parser.add_argument("folders", nargs="*", default=[str(ROOT / "corpus/messages"), str(ROOT / "corpus/demo")])
    arguments = parser.parse_args()
    try:
        import dkim  # pylint: disable=import-outside-toplevel
        import dkim.crypto  # pylint: disable=import-outside-toplevel
    except ImportError:
        dkim = None
    if dkim is None or shutil.which("openssl") is None:
        print("dkim_check: skipped, dkimpy (python3-dkim) or openssl is absent")
        return 0
    tools = Tools(dkim, arguments.pneu)
    passed = failed = unsigned = 0
    for name, content in messages(arguments.folders):
        message = re.sub(rb"\r\n|\r|\n", b"\r\n", content)
        for form in FORMS:
            signed = tools.sign(message, form)
            if signed is None or not tools.verifies(signed):
                unsigned += 1
                if arguments.verbose:
                    print(f"not signed: {name}")
                continue
            found = list(faults(tools, signed))
            passed += not found
            failed += bool(found)
            for fault in found:
                print(f"FAILED {name}, c={form[0].decode()}/{form[1].decode()}, l={form[2]}: {fault}")
    print(f"dkim_check: {unsigned} that dkimpy does not sign or verify itself")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
