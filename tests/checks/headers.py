#!/usr/bin/env python3
"""Checks that each public header stands alone, as C99 and as C++11, without a warning: headers.py C_COMPILER [CXX_COMPILER]

A compiler may be several words, as "ccache gcc"."""
import shlex
import subprocess
import sys

from tap import ROOT, Results

STRICT = ["-fsyntax-only", "-Wall", "-Wextra", "-Wpedantic", "-Wshadow", "-Wconversion", "-Werror", "-I", ROOT / "include"]


def compiles(compiler, language, standard, header):
    """Twice, so that a missing include guard shows."""
    source = f"#include <pneu/{header}>\n#include <pneu/{header}>\nint unit;\n"
    return subprocess.run([*shlex.split(compiler), f"-std={standard}", *STRICT, "-x", language, "-"], input=source, text=True,
                          capture_output=True)


def main():
    results = Results()
    tried = [(sys.argv[1], "c", "c99"), (sys.argv[1], "c", "c11")]
    if len(sys.argv) > 2:
        tried.append((sys.argv[2], "c++", "c++11"))
    for path in sorted((ROOT / "include/pneu").glob("*.h")):
        for compiler, language, standard in tried:
            run = compiles(compiler, language, standard, path.name)
            results.check(f"{path.name} as {standard}", run.returncode == 0, run.stderr)
    return results.finish()


if __name__ == "__main__":
    sys.exit(main())
