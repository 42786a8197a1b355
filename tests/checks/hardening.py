#!/usr/bin/env python3
"""Reads what hardening the command and the library were built with: hardening.py PNEU SHARED_LIBRARY FLAG...

Each is position-independent, has no stack that can be executed and, after the loader has bound every symbol, no table
of addresses that can be written. FLAG: what the compiler of the command can and was told to do, stack-protector or
fortify; it calls the C library's checks then.
"""
import re
import subprocess
import sys

from tap import Results, skip_all

CALLS = {"stack-protector": r"__stack_chk_fail", "fortify": r"__\w+(?<!stack)_chk"}


def read_elf(path):
    return subprocess.run(["readelf", "--wide", "--file-header", "--segments", "--dynamic", "--dyn-syms", path],
                          check=True, capture_output=True, text=True).stdout


def check_elf(results, name, elf):
    stack = re.search(r"GNU_STACK .*", elf)
    results.check(f"{name} may stand anywhere", re.search(r"Type: +DYN ", elf) and "TEXTREL" not in elf)
    results.check(f"{name} has no executable stack", stack and "E" not in stack[0].split()[6], stack)
    is_bound = re.search(r"Flags: .*\bNOW\b", elf)
    results.check(f"{name} has no writable table of addresses", "GNU_RELRO" in elf and is_bound)


def main():
    results = Results()
    pneu, library, *flags = sys.argv[1:]
    try:
        elves = [("the command", read_elf(pneu)), ("the library", read_elf(library))]
    except (FileNotFoundError, subprocess.CalledProcessError) as error:
        skip_all(f"no ELF can be read here: {error}")
    results.check("the command is an executable, and position-independent", "Flags: NOW PIE" in elves[0][1])
    for flag in flags:
        results.check(f"the command calls what {flag} checks with", re.search(rf"UND {CALLS[flag]}@", elves[0][1]))
    for name, elf in elves:
        check_elf(results, name, elf)
    return results.finish()


if __name__ == "__main__":
    sys.exit(main())
