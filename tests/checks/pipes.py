#!/usr/bin/env python3
"""Pipes long messages through the command and watches its memory: pipes.py PNEU BYTES

The messages are made while they are sent. What must come out is known for some verbs: the very bytes, or others of which the
same can be said. No verb may hold more than 24 MiB, which is the program with its libraries and buffers, whatever the
length of the message; temporary files, where a verb needs one, are on the disk. (What is measured begins with the size of
this very program when it forks, so that must stay small, too.)
"""
import hashlib
import os
import subprocess
import sys
import tempfile
import threading

from tap import Results

MOST_RESIDENT = 24 * 1024 * 1024
FAMILIES = {
    "one part": (b"Subject: x\r\n\r\n", b"A line of text of an ordinary length, and nothing else.\r\n"),
    "a line without end": (b"Subject: x\r\n\r\n", b"x"),
    "a million parts": (b"Content-Type: multipart/mixed; boundary=a\r\n\r\n", b"--a\r\n\r\n"),
    "one long field": (b"Subject: ", b"a"),
    "one base64 body": (b"Content-Transfer-Encoding: base64\r\n\r\n", b"QUJD" * 19 + b"\r\n"),
}
VERBS = (["cat"], ["events"], ["tree", "--json"], ["fold", "--quiet"], ["widen", "--to", "binary", "--quiet"])

# The filters: words, a family, what comes out of it. None: anything.
TEXT = FAMILIES["one part"]
LF_TEXT = tuple(piece.replace(b"\r\n", b"\n") for piece in TEXT)
MBOX = (b"From a@b.c Mon Jan  1 00:00:00 2024\n" + LF_TEXT[0], LF_TEXT[1])
MANY = (b"", b"From a@b.c Mon Jan  1 00:00:00 2024\nSubject: x\n\n>From here on there is text.\n\n")
EDITED = (b"A: b\r\n" + TEXT[0], TEXT[1])
FILTERS = (
    (["crlf"], LF_TEXT, TEXT),
    (["lf"], TEXT, LF_TEXT),
    (["lf", "--keep-binary"], TEXT, LF_TEXT),
    (["lf"], (b"", b"\r"), (b"", b"\r")),
    (["dot", "stuff"], TEXT, None),
    (["canon", "dkim"], TEXT, (b"subject:x\r\n\r\n", TEXT[1])),
    (["canon", "dkim", "--algorithm", "simple"], LF_TEXT, TEXT),
    (["canon", "dkim", "--body"], (b"A: b\r\n\r\n", b"\r\n"), (b"", b"")),
    (["canon", "dkim", "--body"], FAMILIES["a line without end"], None),
    (["canon", "dkim"], FAMILIES["one long field"], (b"", b"")),
    (["edit", "--prepend", "A: b"], TEXT, EDITED),
    (["edit", "--remove", "Subject"], FAMILIES["one long field"], (b"", b"")),
    (["strip", "--type", "image/*"], TEXT, TEXT),
    (["strip", "--type", "text/*", "--no-note"], FAMILIES["a million parts"], None),
    (["ascii"], TEXT, TEXT),
    (["mbox", "list"], MBOX, None),
    (["mbox", "list"], MANY, None),
    (["mbox", "list", "-v", "mboxcl2"], MBOX, None),
    (["mbox", "list"], (b"", b"From "), None),
    (["mbox", "join"], LF_TEXT, (b"From MAILER-DAEMON Thu Jan  1 00:00:00 1970\n" + LF_TEXT[0], LF_TEXT[1], b"\n")),
    (["mbox", "join", "--lf", "-v", "mboxcl2"], TEXT, None),
    (["mbox", "join"], (b"\n", b">"), None),
    (["mbox", "split", "-d", "DIRECTORY"], MBOX, (b"", b"")),
    (["mbox", "split", "--maildir", "-d", "DIRECTORY"], (MBOX[0], b"x"), (b"", b"")),
)


def send(pipe, pieces):
    """Writes the pieces; the reader may stop early only by failing, which its status shows."""
    try:
        with pipe:
            for piece in pieces:
                pipe.write(piece)
    except BrokenPipeError:
        pass


def units_of(family):
    """How many units a block has."""
    return 65536 // len(family[1])


def pieces_of(family, size, units):
    """A head, blocks of so many units, and perhaps a tail; about this size."""
    head, unit, *tail = family
    yield head
    for _ in range(size // 65536):
        yield unit * units
    yield from tail


def digest_of(pieces):
    digest = hashlib.blake2b()
    for piece in pieces:
        digest.update(piece)
    return digest.digest()


def run(command, family, size, is_kept):
    """Returns (status, resident bytes, digest of the output, if it is wanted)."""
    received = hashlib.blake2b()
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        sender = threading.Thread(target=send, args=(process.stdin, pieces_of(family, size, units_of(family))))
        sender.start()
        while piece := process.stdout.read(1 << 18):
            if is_kept:
                received.update(piece)
        sender.join()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    return process.returncode, usage.ru_maxrss * 1024, received.digest()


def check(results, pneu, words, family, expected, size, name):
    """`expected`: the family of the output, or None for any."""
    with tempfile.TemporaryDirectory(prefix="pneu-") as directory:
        command = [pneu, *(directory if word == "DIRECTORY" else word for word in words)]
        status, resident, received = run(command, family, size, expected is not None)
    title = f"pneu {' '.join(words)}, {name}, {size >> 20} MiB"
    results.check(f"{title}: status {status}", status in (0, 1))
    results.check(f"{title}: {resident >> 10} KiB resident", resident <= MOST_RESIDENT)
    if expected is None:
        return
    results.check(f"{title}: its output", received == digest_of(pieces_of(expected, size, units_of(family))))


def main():
    pneu, size = sys.argv[1], int(sys.argv[2])
    results = Results()
    for name, family in FAMILIES.items():
        for verb in VERBS:
            check(results, pneu, verb, family, family if verb == ["cat"] else None, size, name)
    for words, family, expected in FILTERS:
        check(results, pneu, words, family, expected, size, repr(family[1][:20]))
    return results.finish()


if __name__ == "__main__":
    sys.exit(main())
