#!/usr/bin/env python3
"""Checks that files and functions stay small: check_size.py [ROOT]

Lists C files over 400 lines and functions over 40; the status is 1 for a file over 450 or a function over 60. Only the
project's own C is looked at. Tables of data (*_table.c, *_tables.c) may be of any length.
"""
import pathlib
import re
import sys

FOLDERS = ("include", "src", "tests", "fuzz", "bench", "examples")
FILE_LISTED, FILE_MOST = 400, 450
TABLES = ("_table", "_tables")
FUNCTION_LISTED, FUNCTION_MOST = 40, 60
NAME = re.compile(r"(\w+)\s*\(")


def functions_of(lines):
    """Yields (name, first line, number of lines) of each function: what stands between a "{" and a "}" alone on a line."""
    start = None
    for number, line in enumerate(lines, 1):
        if line == "{":
            start = number
        elif line == "}" and start is not None:
            yield name_before(lines, start), start, number - start + 1
            start = None


def name_before(lines, start):
    """The name of the function whose brace stands in line `start`: the first one before a parenthesis of its head."""
    head = start - 2
    while head > 0 and (lines[head].startswith(" ") or lines[head].startswith("\t")):
        head -= 1
    match = NAME.search(lines[head])
    return match[1] if match else "?"


def main():
    root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ".")
    failed = False
    for path in sorted(path for folder in FOLDERS for path in (root / folder).rglob("*.[ch]")):
        lines = path.read_text(encoding="utf-8").splitlines()
        where = path.relative_to(root)
        if len(lines) > FILE_LISTED and not path.stem.endswith(TABLES):
            failed |= len(lines) > FILE_MOST
            print(f"{where}: {len(lines)} lines")
        for name, start, length in functions_of(lines):
            if length > FUNCTION_LISTED:
                failed |= length > FUNCTION_MOST
                print(f"{where}:{start}: {name}: {length} lines")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
