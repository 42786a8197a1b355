#!/usr/bin/env python3
"""Gates on the instructions a byte costs, counted by callgrind (exact, whatever else the machine does):

cost_gate.py bombs COST_DRIVER     each generator of tools/bombs.py in growing sizes through each API that reads messages,
                                   those of values through the one they are for: twice the bytes may cost 2.15 times as
                                   much at most, and a byte no more than the API's ceiling, or what tests/gates/hostile.tsv
                                   records for that bomb, with 3 % of tolerance for compilers
cost_gate.py values COST_TRACE     the same for hostile values of fields, reports and texts, which that program makes itself
cost_gate.py ordinary BENCH_COST   ordinary mail against tests/gates/costs.tsv, with 3 % of tolerance for compilers; a goal
                                   that was reached is kept to the digit, one that was not is told
cost_gate.py record BENCH_COST     the same, and lowers the figures recorded there; it never raises one

Prints TAP.
"""
import csv
import os
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tools"), str(ROOT / "tests/checks")]

import bombs
from tap import Results

SIZES = (32768, 65536, 131072, 262144)
VALUE_SIZES = (16384, 32768, 65536)  # a field has 100 KiB at most
MADE_SIZES = (16384, 32768)
MOST_GROWTH = 2.15
# Instructions a byte that a bomb may cost. Small pushes are legal and linear but slow: only the growth of these is bounded.
CEILINGS = {"events": 60, "edit": 60, "needs": 100, "check": 300} | \
    dict.fromkeys(["tree", "load", "values", "strip", "refold", "widen", "sanitise", "readings", *bombs.VALUES], 200)
VALUE_CEILING = 200  # of every API that reads one value; "-written" ones read, write and read again
CEILINGS |= dict.fromkeys((api for api in bombs.VALUES if api.startswith("ascii-")), 400)  # a field is read and written
MAX_FIELD = 102400
PIECE = 65536  # of input: a field that is longer comes in pieces, and is put together
# Sizes of a field beyond which it is cut, and so is another value, or goes another way: growth is not measured across them.
STEPS = dict.fromkeys(["events", "tree", "load", "edit", "needs", "check", "values", "strip", "widen", "readings"],
                      (MAX_FIELD,)) | dict.fromkeys(["refold", "sanitise"], (PIECE, MAX_FIELD))
COSTS = ROOT / "tests/gates/costs.tsv"
EXCEPTIONS = ROOT / "tests/gates/hostile.tsv"  # bombs above the ceiling: what they may cost instead; only ever lowered
TOLERANCE = 1.03
CALLGRIND = ["valgrind", "--tool=callgrind", "--quiet"]


# ---- bombs ----------------------------------------------------------------------------------------------------------

def write_bombs(folder):
    """Writes every bomb in every size; returns the driver's arguments."""
    arguments = []
    for name in bombs.names():
        api, _, value = name.rpartition(":")
        (folder / api).mkdir(exist_ok=True)
        for size in VALUE_SIZES if api else SIZES:
            path = folder / api / f"{value}-{size}"
            path.write_bytes(bombs.generate(name, size))
            arguments.append(f"{api}={path}" if api else path)
    return arguments


def count_bombs(driver, folder):
    """Runs the driver over every bomb in every size; returns {(api, bomb): {size: (instructions, bytes)}}."""
    costs = {}
    for label, instructions in count(driver, write_bombs(folder), folder):
        api, _, file = label.partition(" ")
        name, _, size = file.rpartition("-")
        bomb = folder / (api if api in bombs.VALUES else "") / file
        costs.setdefault((api, name), {})[int(size)] = (instructions, bomb.stat().st_size)
    return costs


def count_values(driver, folder):
    """The same for the values that the driver makes."""
    costs = {}
    for label, instructions in count(driver, [str(size) for size in MADE_SIZES], folder):
        api, name, size = label.split(" ")
        costs.setdefault((api, name), {})[int(size)] = (instructions, int(size))
    return costs


def count(driver, arguments, folder):
    """Runs a driver; gives the label and the instructions of each of its dumps."""
    subprocess.run([*CALLGRIND, f"--callgrind-out-file={folder}/counts", driver, *arguments], check=True)
    return [counts for path in folder.glob("counts*") if (counts := read_counts(path))[0]]


def read_counts(path):
    """The label and the total of one dump."""
    text = path.read_text(encoding="utf-8")
    label = re.search(r"^desc: Trigger: Client Request: (.*)$", text, flags=re.M)
    total = re.search(r"^(?:totals|summary): (\d+)", text, flags=re.M)
    return (label[1], int(total[1])) if label and total else (None, 0)


def faults_of_growth(api, by_size):
    """Each doubling that costs too much. Bombs are not of the exact size asked for: the bytes themselves are compared."""
    sizes = sorted(by_size)
    for smaller, larger in zip(sizes, sizes[1:]):
        if any(smaller < step <= larger for step in STEPS.get(api, ())):
            continue
        (cost, length), (next_cost, next_length) = by_size[smaller], by_size[larger]
        growth = next_cost / cost * (2 * length / next_length)
        if growth > MOST_GROWTH:
            yield f"{smaller} to {larger}: {growth:.3f} times"


def read_rows(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def gate_bombs(driver):
    results = Results()
    with tempfile.TemporaryDirectory() as folder:
        costs = count_bombs(driver, pathlib.Path(folder))
    counted = {f"{api}:{name}" if api in bombs.VALUES else name for api, name in costs}
    results.check("every API was counted on every bomb", counted == set(bombs.names()))
    return judge(results, costs, CEILINGS)


def gate_values(driver):
    results = Results()
    with tempfile.TemporaryDirectory() as folder:
        costs = count_values(driver, pathlib.Path(folder))
    results.check("every value was counted in every size", all(len(sizes) == len(MADE_SIZES) for sizes in costs.values()))
    return judge(results, costs, {api: VALUE_CEILING * (3 if api.endswith("-written") else 1) for api, _ in costs})


def judge(results, costs, ceilings):
    """Holds what was counted against the ceilings and the exceptions from them."""
    exceptions = {(row["api"], row["bomb"]): float(row["recorded"])
                  for row in read_rows(EXCEPTIONS) if row["api"] in ceilings}
    results.check("every exception is one", all(most > ceilings[api] for (api, _), most in exceptions.items()))
    results.check("every exception was counted", exceptions.keys() <= costs.keys())
    dearest = {}
    for (api, name), by_size in sorted(costs.items()):
        faults = list(faults_of_growth(api, by_size))
        per_byte = max(cost / length for cost, length in by_size.values())
        dearest[api] = max(dearest.get(api, (0, "")), (per_byte, name))
        most = exceptions.get((api, name), ceilings.get(api, float("inf")))
        if per_byte > most * TOLERANCE:
            faults.append(f"{per_byte:.1f} instructions a byte, at most {most}")
        results.check(f"{api} on {name}", not faults, "\n".join(faults))
    for api, (per_byte, name) in sorted(dearest.items()):
        print(f"# dearest for {api}: {name}, {per_byte:.1f} instructions a byte")
    return results.finish()


# ---- ordinary mail --------------------------------------------------------------------------------------------------

def count_ordinary(program, row, trace):
    """(instructions, bytes, messages) of a contestant, a mode and a corpus, a MiB of it; None if it cannot be counted."""
    run = subprocess.run(["valgrind", "--tool=callgrind", "--instr-atstart=no", f"--callgrind-out-file={trace}", program,
                          *row, "1"], capture_output=True, text=True)
    done = re.search(r"bytes (\d+) messages (\d+)", run.stdout)
    collected = re.search(r"Collected : (\d+)", run.stderr)
    if run.returncode != 0 or not done or not collected:
        return None
    return int(collected[1]), int(done[1]), int(done[2])


def gate_ordinary(program, record):
    results = Results()
    rows = read_rows(COSTS)
    for row in rows:
        counted = count_ordinary(program, (row["contestant"], row["mode"], row["corpus"]), os.devnull)
        if counted is None:
            results.check(f"{row['contestant']}, {row['mode']} of {row['corpus']}", False, "it cannot be counted")
            continue
        cost = counted[0] / counted[1]
        recorded, goal = float(row["recorded"]), float(row["goal"] or "inf")
        most = recorded * TOLERANCE if recorded > goal else min(recorded * TOLERANCE, goal)
        title = f"{row['contestant']}, {row['mode']} of {row['corpus']}: {cost:.3f} instructions a byte"
        results.check(title, cost <= most, f"at most {most:.3f}: recorded {row['recorded']}, goal {row['goal'] or '-'}")
        if cost > goal:
            print(f"# the goal of {row['goal']} is not reached")
        row["recorded"] = f"{min(recorded, cost):.3f}"
    if record:
        with open(COSTS, "w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows[0].keys(), delimiter="\t", lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    return results.finish()


def main():
    gates = {"bombs": gate_bombs, "values": gate_values}
    if len(sys.argv) != 3 or sys.argv[1] not in (*gates, "ordinary", "record"):
        print(__doc__.strip(), file=sys.stderr)
        return 2
    os.environ.pop("MALLOC_PERTURB_", None)  # Meson sets it; filling freed memory would be counted
    if sys.argv[1] in gates:
        return gates[sys.argv[1]](sys.argv[2])
    return gate_ordinary(sys.argv[2], sys.argv[1] == "record")


if __name__ == "__main__":
    sys.exit(main())
