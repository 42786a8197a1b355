"""What a byte costs as messages grow, ordinary and hostile: runs bench_scaling over axes in doubling sizes.

Instructions under callgrind where there is valgrind, else nanoseconds. tools/cost_gate.py holds every bomb against limits;
here are the axes that a server meets, and for each the bombs that go the same way.
"""
import pathlib
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "tools"), str(ROOT / "tests/checks")]

import bombs  # noqa: E402
import cost_gate  # noqa: E402

# What grows, the axis of bench_scaling or the bomb, and its first size (of bombs in bytes).
ORDINARY = [
    ("size: text, KiB", "text", 64), ("size: base64, KiB", "base64", 64), ("size: quoted-printable, KiB", "qp", 64),
    ("parts", "parts", 500), ("depth: levels", "levels", 4), ("fields", "fields", 60), ("addresses", "addresses", 100),
]
HOSTILE = [
    ("size: a line without end", "line_no_eol"), ("size: base64 that is none", "b64_junk"),
    ("size: trailing blanks", "qp_spaces"), ("parts", "mime_parts"), ("parts: lines like delimiters", "mime_stack_x_lines"),
    ("depth: multiparts", "mime_nest_open"), ("depth: messages", "mime_rfc822"), ("fields", "hdr_many"),
    ("fields: folds", "hdr_folds"), ("fields: no colon", "hdr_nocolon"), ("addresses", "adr_many"),
    ("addresses: open comments", "adr_comment_open"), ("addresses: groups", "adr_group_nest"),
]
FIRST_BOMB = 16384
DOUBLINGS = 4


def sizes(first):
    return [first << n for n in range(DOUBLINGS + 1)]


def items(folder):
    """(kind, what grows, [argument of bench_scaling]), bombs written to files."""
    for text, axis, first in ORDINARY:
        yield "ordinary", text, [f"{axis}={n}" for n in sizes(first)]
    for text, name in HOSTILE:
        paths = []
        for size in sizes(FIRST_BOMB):
            paths.append(folder / f"{name}={size}")
            paths[-1].write_bytes(bombs.generate(name, size))
        yield "hostile", text, [str(path) for path in paths]


def cost_of(program, arguments, folder):
    """{name of the argument: (bytes, instructions or nanoseconds)}"""
    if shutil.which("valgrind"):
        counted = cost_gate.count(program, arguments, folder)
        return {label.split()[0]: (int(label.split()[1]), cost) for label, cost in counted}
    run = subprocess.run([program, *arguments], check=True, capture_output=True, text=True)
    rows = [line.split() for line in run.stdout.splitlines()]
    return {name: (int(length), float(cost)) for name, length, cost in rows}


def growth(smaller, larger):
    """Of the cost from n to 2n, the mean of two doublings: buffers that grow by more than that cost now more, now less.
    Messages are not of the exact size asked for, so the bytes are compared."""
    return 2 * (larger[1] / larger[0] / (smaller[1] / smaller[0])) ** 0.5


def measure(program):
    """[{kind, text, first size, unit of the costs, costs a byte, growth}]"""
    unit = "instructions" if shutil.which("valgrind") else "nanoseconds"
    rows = []
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        wanted = list(items(folder))
        costs = cost_of(program, [argument for _, _, arguments in wanted for argument in arguments], folder)
        for kind, text, arguments in wanted:
            found = [costs[argument.rpartition("/")[2]] for argument in arguments]
            rows.append({"kind": kind, "text": text, "first": int(arguments[0].rpartition("=")[2]), "unit": unit,
                         "costs": [cost / length for length, cost in found],
                         "growth": max(growth(*pair) for pair in zip(found, found[2:]))})
    return rows


def table(rows):
    lines = [f"Tree, every body decoded, and the values that a list shows: {rows[0]['unit']} a byte. Last column: how many",
             "times the cost grows when the message doubles, the mean of two doublings. Limits on header, fields, nesting",
             "and parts make large hostile messages cheap.", "",
             "| mail | what grows | n | " + " | ".join(f"{1 << k}n" for k in range(DOUBLINGS + 1)) + " | a doubling, at worst |",
             "|---|---|---|" + "---|" * (DOUBLINGS + 2)]
    for row in rows:
        cells = " | ".join(f"{cost:.2f}" for cost in row["costs"])
        lines.append(f"| {row['kind']} | {row['text']} | {row['first']:,} | {cells} | {row['growth']:.2f} |")
    return lines
