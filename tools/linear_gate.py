#!/usr/bin/env python3
"""A gate on mboxes and canonical forms: linear_gate.py LINEAR_DRIVER [--print]

Each family of hostile input in growing sizes, counted by callgrind: twice the bytes may cost 2.15 times as much at most,
and a byte no more than the ceiling. --print shows the instructions a byte. Prints TAP.
"""
import os
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tools"), str(ROOT / "tests/checks")]

from cost_gate import CALLGRIND, MOST_GROWTH, SIZES, read_counts
from tap import Results

# Lines of one or two bytes are what most families are made of. Pushes of one byte are legal and slow; a name of h= is two
# bytes here, and looked up among 1,000 fields.
CEILING = 160
CEILINGS = {"split-by-1": 600, "select": 350, "split-text": 4, "write-text": 6, "simple-text": 6, "relaxed-text": 11}


def ceiling_of(family):
    return next((most for prefix, most in CEILINGS.items() if family.startswith(prefix)), CEILING)


def count(driver, folder):
    """{family: {size: instructions}}."""
    sizes = [str(size) for size in SIZES]
    subprocess.run([*CALLGRIND, f"--callgrind-out-file={folder}/counts", driver, *sizes], check=True)
    costs = {}
    for path in folder.glob("counts.*"):
        label, instructions = read_counts(path)
        if label:
            family, _, size = label.partition(" ")
            costs.setdefault(family, {})[int(size)] = instructions
    return costs


def faults(family, by_size):
    for smaller, larger in zip(SIZES, SIZES[1:]):
        growth = by_size[larger] / by_size[smaller]
        if growth > MOST_GROWTH:
            yield f"{smaller} to {larger}: {growth:.3f} times"
    cost = by_size[SIZES[-1]] / SIZES[-1]
    if cost > ceiling_of(family):
        yield f"{cost:.1f} instructions a byte, more than {ceiling_of(family)}"


def main():
    driver = sys.argv[1]
    os.environ.pop("MALLOC_PERTURB_", None)  # Meson sets it; filling freed memory would be counted
    with tempfile.TemporaryDirectory() as folder:
        costs = count(driver, pathlib.Path(folder))
    if "--print" in sys.argv:
        for family, by_size in sorted(costs.items()):
            print(f"# {family}: {by_size[SIZES[-1]] / SIZES[-1]:.1f}")
    results = Results()
    for family, by_size in sorted(costs.items()):
        found = list(faults(family, by_size))
        results.check(family, not found, "; ".join(found))
    return results.finish()


if __name__ == "__main__":
    sys.exit(main())
