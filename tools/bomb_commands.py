#!/usr/bin/env python3
"""Runs every verb of the command on every bomb of tools/bombs.py, large: bomb_commands.py PNEU [BYTES [NAME...]]

BYTES: 32000000. A verb must end by itself (a status of 0 to 3, never a signal), within a time and a memory that are
linear in the bytes: SECONDS for each megabyte, and HELD bytes for each byte of those that hold a message, STREAMED for
those that do not. NAME: those bombs alone. Told for each bomb: seconds of the processor, and the verbs that took the
most of them. The last line is "N passed, N failed".
"""
import os
import pathlib
import resource
import subprocess
import sys
import tempfile

import bombs

SECONDS = 1.0       # a megabyte of CPU time; ordinary is a tenth of it, and machines differ
LEAST_SECONDS = 5.0
HELD = 40           # bytes for each byte: of a message that is nothing but parts or fields, and its JSON
STREAMED = 64 << 20
DEAREST = 3         # verbs that are named for each bomb
DRAFT = ["--date", "Mon, 1 Jan 2024 12:00:00 +0000", "--message-id", "<5@example.org>", "--from", "me@example.org"]

STREAMING = [["cat"], ["events"], ["tree"], ["needs"], ["crlf"], ["lf"], ["dot", "stuff"], ["dot", "unstuff"],
             ["fold"], ["encode", "base64"], ["encode", "qp"], ["encode", "uu"], ["decode", "base64", "--quiet"],
             ["decode", "qp", "--quiet"], ["edit", "--prepend", "A: b", "--remove", "To"], ["mbox", "join"]]
HOLDING = [["tree", "--json", "--values", "--text", "--fields", "--bodies"], ["show"], ["get", "1"], ["text", "1"],
           ["extract", "--list", "--all"], ["fields", "--decode", "-f"], ["addresses", "--json", "--file"],
           ["date", "--file"], ["trace", "--json"], ["check"], ["check", "--json", "--policy", "scanner"], ["readings", "--json"],
           ["ascii"], ["widen"], ["sanitize", "--force"], ["sanitize", "--level", "all", "--force"],
           ["strip", "--larger-than", "1000"], ["canon", "dkim"], ["mbox", "list"],
           ["reply", *DRAFT, "--to", "a@example.org", "--8bit"],
           ["forward", *DRAFT, "--to", "a@example.org", "--inline"]]


def run(command, seconds):
    """(status, seconds of the processor, the most memory); SIGXCPU ends what takes longer."""
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                               preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1)))
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return process.returncode, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024


def try_verb(pneu, words, path, size, most_memory):
    """(what is wrong or None, seconds of the processor)"""
    seconds = int(max(LEAST_SECONDS, SECONDS * size / 1e6))
    status, used, memory = run([pneu, *words, path], seconds)
    fault = None
    if status not in (0, 1, 2, 3):
        fault = f"{' '.join(words)}: status {status} after {used:.0f} s"
    elif status == 2:
        fault = f"{' '.join(words)}: is no command"
    elif memory > most_memory:
        fault = f"{' '.join(words)}: {memory >> 20} MiB"
    return fault, used


def name_of(words):
    return " ".join(word for word in words if word not in DRAFT)


def try_bomb(pneu, path, size):
    """(verbs tried, what is wrong, what they took)"""
    plan = [(words, STREAMED) for words in STREAMING] + [(words, STREAMED + HELD * size) for words in HOLDING]
    tried = [(*try_verb(pneu, words, path, size, memory), name_of(words)) for words, memory in plan]
    dearest = sorted(((used, words) for _, used, words in tried), reverse=True)[:DEAREST]
    told = f"{sum(used for _, used, _ in tried):.0f} s; " + ", ".join(f"{words} {used:.1f}" for used, words in dearest)
    return len(plan), [fault for fault, _, _ in tried if fault], told


def main():
    pneu = os.path.abspath(sys.argv[1])
    size = int(sys.argv[2]) if len(sys.argv) > 2 else 32_000_000
    names = sys.argv[3:] or list(bombs.BOMBS)
    passed = failed = 0
    with tempfile.TemporaryDirectory(prefix="pneu-bombs-") as folder:
        path = os.path.join(folder, "bomb")
        for name in names:
            pathlib.Path(path).write_bytes(bombs.generate(name, size))
            tried, faults, told = try_bomb(pneu, path, size)
            passed, failed = passed + tried - len(faults), failed + len(faults)
            print(f"{name:20} {tried - len(faults)} of {tried} verbs, {told}", *faults, sep="\n    ", flush=True)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
