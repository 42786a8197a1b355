#!/usr/bin/env python3
"""Checks what the library shows and holds: symbols.py SHARED_LIBRARY STATIC_LIBRARY

The shared library exports exactly what tests/golden/symbols.txt lists, all of it declared in a public header, and nothing
internal. No object of the static library has writable data.
"""
import re
import subprocess
import sys

from tap import ROOT, Results

DECLARED = re.compile(r"\b(pneu_\w+)\s*\(")
WRITABLE = re.compile(r"^\s*\d+\s+(\.(?:data|bss|tdata|tbss|ldata|lbss)(?!\.rel\.ro)[\w.]*)\s+([0-9a-f]+)")


def exported(library):
    output = subprocess.run(["nm", "-D", "--defined-only", library], check=True, capture_output=True, text=True).stdout
    rows = [line.split() for line in output.splitlines()]
    return {row[2].split("@")[0] for row in rows if len(row) == 3 and row[1] != "A"}


def declared():
    """Names followed by "(" in what is marked PNEU_API."""
    names = set()
    for path in sorted((ROOT / "include/pneu").glob("*.h")):
        text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.S)
        for declaration in re.findall(r"^PNEU_API\b[^;]*;", text, flags=re.M):
            names.add(DECLARED.search(declaration)[1])
    return names


def writable_sections(library):
    """Sections of any size that can be written to; pointers that only the loader writes (.data.rel.ro) are none."""
    output = subprocess.run(["objdump", "-h", library], check=True, capture_output=True, text=True).stdout
    member = ""
    for line in output.splitlines():
        if "file format" in line:
            member = line.split(":")[0]
        match = WRITABLE.match(line)
        if match and int(match[2], 16) > 0:
            yield f"{member} {match[1]} {int(match[2], 16)} bytes"


def main():
    shared, static = sys.argv[1:]
    results = Results()
    golden = set((ROOT / "tests/golden/symbols.txt").read_text(encoding="utf-8").split())
    symbols = exported(shared)
    results.check("nothing internal is exported", not [s for s in symbols if not s.startswith("pneu_") or
                                                       s.startswith("pneu_i_")])
    results.check("every symbol of the golden list is exported", golden <= symbols, sorted(golden - symbols))
    results.check("nothing else is", symbols <= golden, sorted(symbols - golden))
    results.check("what is exported is what the headers declare", symbols == declared(), sorted(symbols ^ declared()))
    writable = list(writable_sections(static))
    results.check("the library has no writable data", not writable, "\n".join(writable))
    return results.finish()


if __name__ == "__main__":
    sys.exit(main())
