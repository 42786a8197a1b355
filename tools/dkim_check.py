#!/usr/bin/env python3
"""Signs messages with an independent signer and compares:
dkim_check.py --pneu PNEU [--build BUILD] [--sample] [--verbose] [FOLDER...]

Needs dkimpy (Debian: python3-dkim) and openssl, and says so and ends well where they are absent. Each message of
corpus/, or of the folders given, is signed with a fresh key in all four canonicalizations, with and without l=. Then
- the hash of `pneu canon dkim --signature 1 --body` is the signature's bh=;
- the signature is one of the bytes that `pneu canon dkim --signature 1 --header` writes;
- dkimpy still verifies what `pneu cat` writes;
- and what the message is after a trace field and another one were prepended: by `pneu edit` (a stream), by pneu/edit.h
  (a tree) and by pneu/field_edit.h pushed in small pieces, the last two through the shared library in BUILD;
- a signature that covers a field once more than it is there (h= names it twice) fails when that field is prepended.
Everything is done with the line ends of sending (CRLF) and with those of files (LF), which are made CRLF again to
verify.
With --sample each message is signed in one way only, in turn. Messages that dkimpy cannot sign (without From, say) are
counted and passed over.
"""
import argparse
import base64
import ctypes
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

PREPENDED = [(b"Authentication-Results", b"mx.example.net; spf=pass smtp.mailfrom=example.com; dkim=pass"),
             (b"Received", b"from a.example.com by mx.example.net with ESMTPS; Sun, 22 Nov 2026 08:00:00 +0000")]

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


class Str(ctypes.Structure):
    """pneu_str"""
    _fields_ = [("ptr", ctypes.c_char_p), ("len", ctypes.c_size_t)]


class Library:
    """What is edited through the shared library."""

    PREPEND, MORE, DONE = 2, 1, 2

    def __init__(self, path):
        self.lib = ctypes.CDLL(str(path))

    def call(self, name, *arguments):
        status = getattr(self.lib, "pneu_" + name)(*arguments)
        if status < 0:
            raise RuntimeError(f"pneu_{name} gives {status}")
        return status

    def read_all(self, name, handle):
        room, written, pieces = ctypes.create_string_buffer(4096), ctypes.c_size_t(), []
        while self.call(name, handle, room, ctypes.c_size_t(4096), ctypes.byref(written)) == 0:
            pieces.append(room.raw[:written.value])
        return b"".join(pieces)

    def tree_edit(self, content):
        message, writer = ctypes.c_void_p(), ctypes.c_void_p()
        self.call("message_parse", content, ctypes.c_size_t(len(content)), None, None, ctypes.byref(message))
        for name, value in PREPENDED:
            self.call("part_put_field", message, 0, self.PREPEND, Str(name, len(name)), Str(value, len(value)))
        self.call("writer_new", message, 0, None, ctypes.byref(writer))
        written = self.read_all("writer_read", writer)
        self.lib.pneu_writer_free(writer)
        self.lib.pneu_message_free(message)
        return written

    def stream_edit(self, content, size):
        editor, written = ctypes.c_void_p(), []
        self.call("field_editor_new", None, ctypes.byref(editor))
        for name, value in PREPENDED:
            self.call("field_editor_put", editor, self.PREPEND, Str(name, len(name)), Str(value, len(value)))
        for at in range(0, len(content), size):
            piece = ctypes.create_string_buffer(content[at:at + size], len(content[at:at + size]))
            self.call("field_editor_push", editor, piece, ctypes.c_size_t(len(piece)))
            written.append(self.read_all("field_editor_read", editor))
        self.call("field_editor_finish", editor)
        written.append(self.read_all("field_editor_read", editor))
        self.lib.pneu_field_editor_free(editor)
        return b"".join(written)


class Tools:
    """dkimpy, a key, the command, and the library or None."""

    def __init__(self, dkim, pneu, library):
        self.dkim, self.pneu, self.library = dkim, pneu, library
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


def canonical_faults(tools, signed):
    body = tools.bytes_of(signed, "canon", "dkim", "--signature", "1", "--body")
    if base64.b64encode(hashlib.sha256(body).digest()) != tag(signed, b"bh"):
        yield "the hash of the body differs"
    header = tools.bytes_of(signed, "canon", "dkim", "--signature", "1", "--header")
    given = base64.b64decode(tag(signed, b"b"))
    if not tools.dkim.crypto.RSASSA_PKCS1_v1_5_verify(hashlib.sha256(header), given, tools.public):
        yield "the header is not what was signed"


def outputs(tools, message):
    """What the message is after each way to pass it on: (name, bytes, fields prepended)."""
    yield "pneu cat", tools.bytes_of(message, "cat"), 0
    options = [word for name, value in PREPENDED for word in ("--prepend", (name + b": " + value).decode())]
    yield "pneu edit", tools.bytes_of(message, "edit", *options), len(PREPENDED)
    if tools.library is not None:
        yield "an edit of the tree", tools.library.tree_edit(message), len(PREPENDED)
        yield "a stream edit", tools.library.stream_edit(message, 97), len(PREPENDED)


def edit_faults(tools, signed):
    for ends, message in (("CRLF", signed), ("LF", signed.replace(b"\r\n", b"\n"))):
        for name, written, prepended in outputs(tools, message):
            if not written.endswith(message):
                yield f"{name} changes other bytes ({ends})"
            sent = written.replace(b"\n", b"\r\n") if ends == "LF" else written
            found = [line.split(b":")[0] for line in re.split(rb"\r\n(?![ \t])", sent, maxsplit=prepended)[:prepended]]
            if found != [field for field, _ in reversed(PREPENDED[:prepended])]:
                yield f"{name} does not prepend ({ends})"
            if not tools.verifies(sent):
                yield f"{name} breaks the signature ({ends})"


def over_signing_faults(tools, signed):
    """h= names From once more than it is there: another one on top is seen."""
    if len(re.findall(rb"(?im)^from[ \t]*:", signed.split(b"\r\n\r\n")[0])) == 1:
        if tools.verifies(tools.bytes_of(signed, "edit", "--prepend", "From: eve@example.net")):
            yield "a second From is not seen"


def faults(tools, signed):
    yield from canonical_faults(tools, signed)
    yield from edit_faults(tools, signed)
    yield from over_signing_faults(tools, signed)


def messages(folders):
    yield from OWN.items()
    for folder in folders:
        for path in sorted(pathlib.Path(folder).rglob("*.eml")):
            yield str(path), path.read_bytes()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pneu", default=str(ROOT / "build/pneu"))
    parser.add_argument("--build", help="where libpneu.so is")
    parser.add_argument("--sample", action="store_true")
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
    library = pathlib.Path(arguments.build, "libpneu.so") if arguments.build else None
    if library is None or not library.exists():
        print("dkim_check: edits through the library are skipped, --build does not name a folder with libpneu.so")
        library = None
    tools = Tools(dkim, arguments.pneu, library and Library(library))
    passed = failed = unsigned = 0
    for number, (name, content) in enumerate(messages(arguments.folders)):
        message = re.sub(rb"\r\n|\r|\n", b"\r\n", content)
        for form in FORMS[number % len(FORMS):][:1] if arguments.sample else FORMS:
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
