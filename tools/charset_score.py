#!/usr/bin/env python3
"""Scores the decoding of charsets on real mail: charset_score.py [--build BUILD] [--quiet]

Reads ../shared/mail/charset.jsonl, takes bodies and labels of its messages apart with "pneu tree --json --bodies", and
decodes each body with the shared library's pneu_text_decoder. A text agrees if it has one of the hashes given: of the UTF-8
with LF line ends (tsha256), or of that without white space at the end (trsha256). Prints each miss and a count; the status
is 1 below 99.9 %. Without ../shared there is nothing to do.
"""
import argparse
import base64
import ctypes
import hashlib
import json
import pathlib
import sys

import mail_score
from libpneu import Str, load, must

MAIL = mail_score.MAIL


class Summary(ctypes.Structure):
    _fields_ = [("charset", Str), ("reason", ctypes.c_int32), ("had_errors", ctypes.c_int32),
                ("nul_count", ctypes.c_uint64), ("defects", ctypes.c_uint64 * 2)]


class Decoder:
    """A pneu_text_decoder that keeps NULs, as the parsers do whose texts are expected."""

    KEEP_NUL = 1

    def __init__(self, build):
        self.pneu = load(build)
        self.charsets, self.decoder = ctypes.c_void_p(), ctypes.c_void_p()
        must(self.pneu.pneu_charsets_new(None, ctypes.byref(self.charsets)))
        must(self.pneu.pneu_text_decoder_new(self.charsets, Str.of(b""), self.KEEP_NUL, None,
                                                     ctypes.byref(self.decoder)))

    def read(self):
        buffer, written = ctypes.create_string_buffer(65536), ctypes.c_size_t()
        while self.pneu.pneu_text_decoder_read(self.decoder, buffer, len(buffer), ctypes.byref(written)) == 0:
            yield buffer.raw[:written.value]

    def decode(self, label, body):
        summary = Summary()
        self.pneu.pneu_text_decoder_reset(self.decoder, Str.of(label))
        must(self.pneu.pneu_text_decoder_push(self.decoder, body, ctypes.c_size_t(len(body))))
        text = b"".join(self.read())
        must(self.pneu.pneu_text_decoder_finish(self.decoder))
        text += b"".join(self.read())
        self.pneu.pneu_text_decoder_summary(self.decoder, ctypes.byref(summary))
        return text, summary.charset.bytes().decode()


def agrees(text, expected):
    lines = text.replace(b"\r\n", b"\n")
    return (hashlib.sha256(lines).hexdigest() == expected.get("tsha256") or
            hashlib.sha256(lines.rstrip()).hexdigest() == expected.get("trsha256"))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--build", type=pathlib.Path, default=mail_score.ROOT / "build")
    parser.add_argument("--quiet", action="store_true", help="print the count only")
    arguments = parser.parse_args()
    if not (MAIL / "charset.jsonl").exists():
        print("no ../shared/mail/charset.jsonl")
        return 0
    with open(MAIL / "charset.jsonl", encoding="utf-8") as lines:
        votes = [json.loads(line) for line in lines]
    decoder = Decoder(arguments.build)
    messages = mail_score.read_messages(arguments.build / "pneu", MAIL, [vote["file"] for vote in votes])
    texts = agreed = 0
    for vote in votes:
        parts = mail_score.with_paths(messages[vote["file"]])
        for expected in vote["parts"]:
            part = parts.get(expected["path"])
            texts += 1
            body = base64.b64decode(part["decoded"] or "") if part else b""
            text, charset = decoder.decode((part["charset"] or "").encode() if part else b"", body)
            if agrees(text, expected):
                agreed += 1
            elif not arguments.quiet:
                print(f"{vote['file']}: {expected['path']} {part and part['charset']!r} as {charset}: {text[:60]!r}, "
                      f"{len(text)} bytes; expected {expected['tlen']} of {expected['charset']}")
    print(f"charset: {agreed} of {texts} texts agree, {100 * agreed / max(1, texts):.2f} %")
    return 0 if agreed >= mail_score.GOAL * texts else 1


if __name__ == "__main__":
    sys.exit(main())
