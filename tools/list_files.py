#!/usr/bin/env python3
"""Prints the names of the files in a folder that match a pattern, sorted, one a line: list_files.py FOLDER PATTERN.

The build uses it so that a new test, fuzz target or benchmark is found by its name alone.
"""
import pathlib
import sys

for path in sorted(pathlib.Path(sys.argv[1]).glob(sys.argv[2])):
    print(path.name)
