#!/usr/bin/env python3
"""Pipes long messages through the command and watches its memory: pipes.py PNEU BYTES

The messages are made while they are sent. "cat" must give back the very bytes; no verb may hold more than 24 MiB, which
is the program with its libraries and buffers, whatever the length of the message.
"""
import hashlib
import os
import subprocess
import sys
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


def send(pipe, head, unit, size, digest):
    """Writes the message; the reader may stop early only by failing, which its status shows."""
    block = unit * (65536 // len(unit))
    try:
        with pipe:
            digest.update(head)
            pipe.write(head)
            for _ in range(size // len(block)):
                digest.update(block)
                pipe.write(block)
    except BrokenPipeError:
        pass


def run(command, head, unit, size):
    """Returns (status, resident bytes, digest sent, digest received)."""
    sent, received = hashlib.blake2b(), hashlib.blake2b()
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        sender = threading.Thread(target=send, args=(process.stdin, head, unit, size, sent))
        sender.start()
        keep = command[1] == "cat"
        while piece := process.stdout.read(1 << 18):
            if keep:
                received.update(piece)
        sender.join()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    return process.returncode, usage.ru_maxrss * 1024, sent.digest(), received.digest()


def main():
    pneu, size = sys.argv[1], int(sys.argv[2])
    results = Results()
    for name, (head, unit) in FAMILIES.items():
        for verb in VERBS:
            status, resident, sent, received = run([pneu, *verb], head, unit, size)
            title = f"pneu {' '.join(verb)}, {name}, {size >> 20} MiB"
            results.check(f"{title}: status {status}", status in (0, 1))
            results.check(f"{title}: {resident >> 10} KiB resident", resident <= MOST_RESIDENT)
            if verb == ["cat"]:
                results.check(f"{title}: the same bytes", sent == received)
    return results.finish()


if __name__ == "__main__":
    sys.exit(main())
