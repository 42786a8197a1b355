#!/usr/bin/env python3
"""Runs the command on every bomb with 64 KiB of stack, which no recursion on input survives: stack.py PNEU BYTES

Each verb must end by itself, with no other status than 0 or 1.
"""
import resource
import subprocess
import sys
import tempfile

sys.path.insert(0, str(__import__("pathlib").Path(__file__).resolve().parents[2] / "tools"))

import bombs
from tap import Results

STACK = 64 * 1024
VERBS = (["events"], ["tree"], ["tree", "--json", "--bodies"], ["fields"], ["cat"])


def limit_stack():
    resource.setrlimit(resource.RLIMIT_STACK, (STACK, STACK))


def run(command, message):
    """How the command ended, or None if all is well."""
    process = subprocess.run(command, stdin=message, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                             preexec_fn=limit_stack, env={}, timeout=120)
    if process.returncode in (0, 1):
        return None
    return f"{' '.join(command[1:])}: status {process.returncode} {process.stderr[:300].decode(errors='replace')}"


def main():
    pneu, size = sys.argv[1], int(sys.argv[2])
    results = Results()
    for name in bombs.BOMBS:
        with tempfile.TemporaryFile() as message:
            message.write(bombs.generate(name, size))
            faults = []
            for verb in VERBS:
                message.seek(0)
                faults.append(run([pneu, *verb], message))
        faults = [fault for fault in faults if fault]
        results.check(f"{name} of {size} bytes", not faults, "\n".join(faults))
    return results.finish()


if __name__ == "__main__":
    sys.exit(main())
