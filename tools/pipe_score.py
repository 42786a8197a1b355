#!/usr/bin/env python3
"""Pipes long messages through `pneu ascii`, and watches its memory, and its time beside GMime's:

    pipe_score.py [--build BUILD] [--bytes N] [--rounds N] [--alone] [KIND]...

The messages are made while they are sent, the same in every run; nowhere is one held. Each goes through the command and
through bench/gmime_ascii, the same conversion made with GMime, which must be built; in turn, --rounds times. What counts
as time is the least that a run took of the processor, in the program and in the system on its behalf: making the message
is not in it, and other load changes it less than the time on the clock, which is told, too.

Prints TAP. A check fails, and the status is 1, if the command ends with another code than 0, holds 4 MiB or more (what
it spools to a file aside), or is not at least five times as fast as GMime; and if Python does not read the same from
what the two make of a short message of the kind as from the message itself.
--alone runs the command only, for its memory. A KIND is a name in KINDS; without one it is all of them.
"""
import argparse
import base64
import email
import os
import pathlib
import quopri
import random
import subprocess
import sys
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests/checks"))

from tap import Results  # noqa: E402

MOST_RESIDENT = 4 << 20
LEAST_RATIO = 5.0
BLOCK = 1 << 20
SHORT = 3 << 20
PAUSE = 0.005  # seconds between looks at the memory

HEAD = (b"From: a@example.org\r\nTo: b@example.org\r\nDate: Mon, 2 Nov 1868 12:00:00 +0100\r\n"
        b"Subject: =?utf-8?q?Stra=C3=9Fe?=\r\nMIME-Version: 1.0\r\n")
MULTIPART = HEAD + b'Content-Type: multipart/mixed; boundary="=-next"\r\n\r\n'
NEXT = b"--=-next\r\n"
END = b"\r\n--=-next--\r\n"
PLAIN = "a letter crosses the town in less time, by pneumatic tube, than it took to write: 3/4 of an hour".split()
LATIN = "für Straße déjà Zürich Größe".split()
GREEK = "επιστολή σωλήνας αέρας πόλη ταχυδρομείο και σε μία ώρα".split()


# ---- Messages -----------------------------------------------------------------------------------------------------

def lines(dice, words, size=BLOCK):
    text = bytearray()
    while len(text) < size:
        text += " ".join(dice.choices(words, k=dice.randrange(3, 14))).encode() + b"\r\n"
    return bytes(text)


def plain(encoding):
    return HEAD + b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: " + encoding + b"\r\n\r\n"


def latin(dice):
    return plain(b"8bit"), lines(dice, PLAIN * 4 + LATIN), b""


def greek(dice):
    return plain(b"8bit"), lines(dice, GREEK), b""


def binary(dice):
    text = NEXT + b"Content-Type: text/plain\r\n\r\n" + lines(dice, PLAIN, 3000)
    head = b"\r\n" + NEXT + b"Content-Type: application/octet-stream\r\nContent-Transfer-Encoding: binary\r\n\r\n"
    return MULTIPART + text + head, dice.randbytes(BLOCK), END


def parts(dice):
    text = NEXT + b"Content-Type: text/plain\r\n\r\n" + lines(dice, PLAIN, 20000)
    page = NEXT + b"Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    page += quopri.encodestring(lines(dice, PLAIN + LATIN, 100000).replace(b"\r", b"")).replace(b"\n", b"\r\n")
    file = NEXT + b"Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    file += base64.encodebytes(dice.randbytes(BLOCK * 3 // 4)).replace(b"\n", b"\r\n")
    return MULTIPART, text + b"\r\n" + page + b"\r\n" + file, END


def late(dice):
    return plain(b"7bit"), lines(dice, PLAIN), "Straße\r\n".encode()


# Name -> what makes head, block and tail of a message; the block is sent again and again.
KINDS = {
    "latin": latin,    # 8-bit text, some words of it beyond ASCII: quoted-printable
    "greek": greek,    # 8-bit text beyond ASCII: base64
    "binary": binary,  # a text, and one attachment of any bytes: base64
    "parts": parts,    # parts that are 7-bit already: copied
    "late": late,      # text that is 7-bit until its last line: spooled, and then quoted-printable
}


def send(pipe, message, size):
    """Writes the message. A reader that stops early has failed, which its status shows."""
    head, block, tail = message
    try:
        with pipe:
            pipe.write(head)
            for _ in range(max(1, size // len(block))):
                pipe.write(block)
            pipe.write(tail)
    except BrokenPipeError:
        pass


# ---- Running ------------------------------------------------------------------------------------------------------

def peak_of(pid):
    """The most that was resident so far; 0 where that is not known, as of a process that ended."""
    try:
        with open(f"/proc/{pid}/status", encoding="ascii") as status:
            return max((int(line.split()[1]) << 10 for line in status if line.startswith("VmHWM:")), default=0)
    except OSError:
        return 0


class Run:
    """One program, and what it took: status, peak (bytes), seconds of the processor, clock, and its output if wanted.

    The peak is looked at while it runs: what the system tells at the end counts what was resident before exec, too.
    """

    def __init__(self, command, message, size, output=subprocess.DEVNULL):
        start = time.monotonic()
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=output) as process:
            sender = threading.Thread(target=send, args=(process.stdin, message, size))
            sender.start()
            self.output = process.stdout.read() if process.stdout else b""
            self.peak = 0
            while not os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT | os.WNOHANG):
                self.peak = max(self.peak, peak_of(process.pid))
                time.sleep(PAUSE)
            sender.join()
            _, status, usage = os.wait4(process.pid, 0)
            self.status = process.returncode = os.waitstatus_to_exitcode(status)
        self.clock = time.monotonic() - start
        self.seconds = usage.ru_utime + usage.ru_stime

    def __lt__(self, other):
        return self.seconds < other.seconds

    def __str__(self):
        return f"{self.seconds:.2f} s ({self.clock:.2f} s on the clock, {self.peak >> 10} KiB resident)"


def leaves(message):
    """What Python reads of it."""
    return [(part.get_content_type(), part.get_payload(decode=True).replace(b"\r\n", b"\n").rstrip(b"\n"))
            for part in email.message_from_bytes(message).walk() if not part.is_multipart()]


def check_sameness(results, kind, message, programs):
    original = leaves(message[0] + message[1] * (SHORT // len(message[1])) + message[2])
    for name, command in programs.items():
        output = Run(command, message, SHORT, subprocess.PIPE).output
        is_ascii = output.isascii() and b"\0" not in output and output.count(b"\n") == output.count(b"\r\n")
        results.check(f"{kind}, short: Python reads the same from what {name} makes", is_ascii and leaves(output) == original)


def check_kind(results, kind, programs, size, rounds):
    message = KINDS[kind](random.Random(kind))
    check_sameness(results, kind, message, programs)
    title = f"{kind}, {size / 1e6:.0f} MB"
    runs = {name: [] for name in programs}
    for _ in range(rounds):
        for name, command in programs.items():
            runs[name].append(Run(command, message, size))
    for name, ran in runs.items():
        results.check(f"{title}: {name} took {min(ran)}", all(run.status == 0 for run in ran))
    peak = max(run.peak for run in runs["pneu"])
    results.check(f"{title}: {peak >> 10} KiB resident", 0 < peak < MOST_RESIDENT)
    if "GMime" in runs:
        ratio = min(runs["GMime"]).seconds / min(runs["pneu"]).seconds
        results.check(f"{title}: {ratio:.1f} times as fast as GMime", ratio >= LEAST_RATIO)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=pathlib.Path, default=ROOT / "build")
    parser.add_argument("--bytes", type=int, default=256 * 1000 * 1000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--alone", action="store_true")
    parser.add_argument("kinds", nargs="*", metavar="KIND")
    options = parser.parse_args()
    programs = {"pneu": [options.build / "pneu", "ascii"]}
    if not options.alone:
        programs["GMime"] = [options.build / "bench/gmime_ascii"]
    results = Results()
    for kind in options.kinds or KINDS:
        check_kind(results, kind, programs, options.bytes, options.rounds)
    return results.finish()


if __name__ == "__main__":
    sys.exit(main())
