#!/usr/bin/env python3
"""Runs examples/mta_filter.c over messages of the corpus, and many of its sessions:
mta_filter.py PROGRAM MANY PNEU SESSIONS"""
import os
import pathlib
import subprocess
import sys
import threading
import time

from tap import Results

ROOT = pathlib.Path(__file__).resolve().parents[2]
RECEIVED = b"Received: from client.example (["


def run(command, data):
    return subprocess.run(command, input=data, capture_output=True, check=False)


def is_seven_bit(data):
    lines = data.split(b"\r\n")
    return all(0 < byte < 128 for byte in data) and all(
        len(line) <= 998 and not set(line) & set(b"\r\n") for line in lines)


def check_message(results, program, pneu, path):
    data = run([pneu, "dot", "stuff", path], b"").stdout
    filtered = run([program], data)
    if filtered.returncode != 0:
        return
    mail = run([pneu, "dot", "unstuff"], filtered.stdout).stdout
    results.check(f"{path.name}: begins with the new field", mail.startswith(RECEIVED))
    results.check(f"{path.name}: is 7-bit ASCII", is_seven_bit(filtered.stdout))
    again = run([program], filtered.stdout)
    results.check(f"{path.name}: can be filtered again", again.returncode == 0 and again.stdout.count(RECEIVED) >= 2)


def run_slowly(program, data):
    """Both descriptors are non-blocking, and now and then nothing comes and nothing is taken."""
    its_in, our_out = os.pipe()
    our_in, its_out = os.pipe()
    os.set_blocking(its_in, False)
    os.set_blocking(its_out, False)
    process = subprocess.Popen([program], stdin=its_in, stdout=its_out)
    os.close(its_in)
    os.close(its_out)

    def send():
        with open(our_out, "wb", buffering=0) as pipe:
            for at in range(0, len(data), 50000):
                pipe.write(data[at:at + 50000])
                time.sleep(0.02)

    sender = threading.Thread(target=send)
    sender.start()
    pieces = []
    with open(our_in, "rb", buffering=0) as pipe:
        while piece := pipe.read(100000):
            pieces.append(piece)
            time.sleep(0.02)
    sender.join()
    return process.wait(), b"".join(pieces)


def check_refusals(results, program, postcard):
    cut = run([program], postcard[:-5])
    results.check("data without an end", cut.returncode == 1 and not cut.stdout.endswith(b"\r\n.\r\n"), repr(cut))
    for name, data in (("an attack", b"From: a@example.org\r\nSubject: a\rBcc: x@example.org\r\n\r\nx\r\n.\r\n"),
                       ("a bare LF before a dot", b"From: a@example.org\r\n\r\nx\n.\r\nMAIL FROM:<>\r\n.\r\n"),
                       ("a header over the limits", b"A: " + b"x" * 2000000 + b"\r\n\r\n.\r\n")):
        refused = run([program], data)
        results.check(f"{name} is refused", refused.returncode == 1 and not refused.stdout.endswith(b"\r\n.\r\n"),
                      repr(refused)[:500])


def main():
    program, many, pneu, sessions = sys.argv[1:]
    results = Results()
    for path in sorted((ROOT / "corpus/messages").rglob("*.eml")):
        check_message(results, program, pneu, path)
    results.check("most messages pass", results.count >= 30)
    postcard = run([pneu, "dot", "stuff", ROOT / "corpus/demo/postcard.eml"], b"").stdout
    all_at_once = run([many, sessions], postcard)
    results.check(f"{sessions} sessions at once", all_at_once.returncode == 0, all_at_once.stdout.decode())
    long_one = b"Subject: x\r\n\r\n" + b"A line of text.\r\n" * 20000 + b".\r\n"
    code, filtered = run_slowly(program, long_one)
    results.check("slow on both sides", code == 0 and filtered.endswith(long_one[14:]), f"{code}, {filtered[:500]!r}")
    pipelined = run([program], postcard + b"MAIL FROM:<a@example.org>\r\n")
    results.check("commands behind the message are none of it", pipelined.stdout.endswith(postcard[-40:]),
                  repr(pipelined))
    check_refusals(results, program, postcard)
    return results.finish()


if __name__ == "__main__":
    sys.exit(main())
