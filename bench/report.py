#!/usr/bin/env python3
"""Runs the benchmark and writes docs/performance.md: report.py BUILD_DIR [OPTION...]

BUILD_DIR/bench is where bench, bench_cost and bench_scaling were built. Options are those of bench, and:
  --document FILE  write the document there; else docs/performance.md, after a whole run only (--quick, --only, --rounds
                   and --big-mib measure something else)
  --json FILE      keep all that was measured
  --from FILE      measure nothing: write the document anew from such a FILE, docs/performance.md if it is of a whole run
Without --real, mail of ../shared is the real mail, where that is. Instructions a byte need valgrind.
"""
import collections
import datetime
import json
import os
import pathlib
import platform
import re
import shutil
import subprocess
import sys
import tempfile

import scaling
from scaling import cost_gate  # which is in tools/
from figures import Run
from goals import goal_lines
from tables import codec_heats, codec_lines, cost_lines, floor_lines, mode_lines, under_floor_lines

BENCH = pathlib.Path(__file__).resolve().parent
ROOT = BENCH.parent
DOCUMENT = ROOT / "docs" / "performance.md"
QUICK = " (an eighth of the mail, which stays in cache: newline scans are as fast as they can be, ratios to them low)"
PARTIAL = {"--quick", "--only", "--rounds", "--big-mib"}
NOT_WHOLE = "**This was no whole run**: what was asked for and what was measured differ. The options stand above."
REAL_MAIL = [ROOT / "../shared/mail" / name for name in ("cwl-phish", "spamassassin")]  # as people got it
COSTS = [  # contestant, mode, corpus: a MiB of each
    *((name, "structure", corpus) for corpus in ("text", "deep", "attach", "qp", "tiny")
      for name in ("pneu events", "pneu tree")),
    ("pneu events, no statistics", "structure", "attach"), ("pneu events, no statistics", "structure", "qp"),
    ("pneu events, 64 KiB", "structure", "attach"), ("pneu events, 4 KiB", "structure", "attach"),
    ("pneu fields", "fields", "text"),
    *(("pneu bodies", "decode", corpus) for corpus in ("text", "attach", "deep", "qp")),
    ("pneu tree and writer", "rebuild", "text"), ("pneu ascii, one pass", "ascii", "eight"),
    *(("GMime", "structure", corpus) for corpus in ("text", "deep", "attach", "qp")), ("GMime", "ascii", "eight"),
]


# ---- Instructions -----------------------------------------------------------------------------------------------------

def count_instructions(program, row, folder):
    """What a contestant costs on a MiB, or None if it cannot be counted."""
    trace = folder / "callgrind.out"
    counted = cost_gate.count_ordinary(program, row, trace)
    if counted is None:
        print(f"report: {', '.join(row)}: it cannot be counted", file=sys.stderr)
        return None
    total, length, messages = counted
    print(f"{', '.join(row)}: {total / length:.2f} instructions a byte, {total / messages:.0f} a message")
    return {"name": row[0], "mode": row[1], "corpus": row[2], "a_byte": total / length, "a_message": total / messages,
            "dearest": dearest_functions(trace, total)}


def dearest_functions(trace, total):
    """[(share, name)] of the functions with the most instructions of their own."""
    run = subprocess.run(["callgrind_annotate", "--auto=no", trace], capture_output=True, text=True)
    found = collections.Counter()  # a function has a line for each file that something of it was inlined from
    for line in run.stdout.splitlines():
        match = re.match(r"\s*([\d,]+) \(\s*[\d.]+%\)\s+(\S+:)?(\S.*?)( \[.*\])?$", line)
        if match and "PROGRAM TOTALS" not in line:
            found[match[3].split("'")[0]] += int(match[1].replace(",", ""))
    return [(count / total, name) for name, count in found.most_common(8)]


def count_all(program):
    if shutil.which("valgrind") is None:
        print("report: no valgrind, so no instructions a byte", file=sys.stderr)
        return []
    with tempfile.TemporaryDirectory() as folder:
        rows = [count_instructions(program, row, pathlib.Path(folder)) for row in COSTS]
    return [row for row in rows if row is not None]


# ---- The machine ------------------------------------------------------------------------------------------------------

def first_line(path, pattern, default="unknown"):
    try:
        match = re.search(pattern, pathlib.Path(path).read_text(), re.M)
    except OSError:
        return default
    return match[1].strip() if match else default


def version_of(package):
    run = subprocess.run(["pkg-config", "--modversion", package], capture_output=True, text=True)
    return run.stdout.strip() if run.returncode == 0 else None


def peers(run):
    """Those that took part, with their versions where they tell them."""
    versions = {"GMime": version_of("gmime-3.0"), "libetpan": version_of("libetpan"), "glib": version_of("glib-2.0"),
                "OpenSSL": version_of("libcrypto"),
                "Dovecot": first_line("/usr/include/dovecot/config.h", r'^#define DOVECOT_VERSION "(.*)"', "")}
    names = dict.fromkeys(result["name"] for heat in run.heats() for result in heat["results"] if result["peer"])
    return ", ".join(f"{name} {versions.get(name) or ''}".strip() for name in names)


def machine(run, load, options):
    flags = first_line("/proc/cpuinfo", r"^flags\s*:(.*)$", "").split()
    vectors = [name for name in ("sse4_2", "avx2", "avx512bw", "avx512_vbmi2") if name in flags]
    memory = int(first_line("/proc/meminfo", r"^MemTotal:\s*(\d+)", "0")) // 1048576
    return [
        f"- Processor: {first_line('/proc/cpuinfo', r'^model name[^:]*:(.*)$')}, {os.cpu_count()} of them; "
        f"cache {first_line('/proc/cpuinfo', r'^cache size[^:]*:(.*)$')}; "
        f"vectors: {', '.join(vectors) or 'none named'}",
        f"- Memory: {memory} GiB; {platform.system()} {platform.release().split('-')[0]}",
        f"- Compiler of this library and of the benchmark: {run.results['compiler']}; the peers as packaged",
        f"- Peers: {peers(run)}",
        f"- Other work when it began: {load:.1f} processes on average",
        f"- Newline scan of the limit: {run.results['scan']}; date: {datetime.date.today().isoformat()}",
        f"- Options of this run: {' '.join(options) or 'none'}" + (QUICK if "--quick" in options else ""),
    ]


# ---- The document -----------------------------------------------------------------------------------------------------

def notes(name):
    return (BENCH / name).read_text(encoding="utf-8").strip().splitlines()


def document(run):
    sections = [
        notes("preface.md"),
        ["## Machine", ""] + run.results["machine"],
        ["## Goals", ""] + ([NOT_WHOLE, ""] if run.results["is_partial"] else []) + goal_lines(run),
        notes("notes.md"),
        mode_lines(run),
    ]
    if codec_heats(run):
        sections += [["## Codecs", "", "MB/s of the encoded text with the kernels of each level (of memcpy).", ""]
                     + codec_lines(run), notes("notes_codecs.md")]
    sections.append(["## The floor", ""] + floor_lines(run) + [""] + under_floor_lines(run))
    if run.scaling:
        sections.append(["## Cost against size", ""] + scaling.table(run.scaling))
    if run.instructions:
        sections.append(["## Instructions", "", "Counted by callgrind after a first lap, so without noise; it knows no "
                         "AVX-512, so with AVX2.", ""] + cost_lines(run))
    text = "\n".join("\n".join(lines).strip() + "\n" for lines in sections)
    return re.sub(r"\n{3,}", "\n\n", text)


def run_bench(program, options):
    """What it tells; it ends the program if contestants disagree or fail."""
    if "--real" not in options:
        options = [argument for folder in REAL_MAIL if folder.is_dir() for argument in ("--real", folder)] + options
    with tempfile.NamedTemporaryFile(suffix=".json") as file:
        status = subprocess.run([program, *options, "--json", file.name]).returncode
        if status != 0:
            sys.exit(status)
        return json.load(file)


def take_option(options, name):
    """Its value, or None; the option is taken out."""
    if name not in options[:-1]:
        return None
    at = options.index(name)
    value = options[at + 1]
    del options[at:at + 2]
    return value


def print_help(programs):
    print(__doc__.strip(), flush=True)
    if (programs / "bench").exists():
        print()
        subprocess.run([programs / "bench", "--help"])


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    programs, options = pathlib.Path(sys.argv[1]) / "bench", sys.argv[2:]
    if "--help" in sys.argv[1:]:
        print_help(programs)
        return
    target, kept, source = (take_option(options, name) for name in ("--document", "--json", "--from"))
    if source is not None:
        results = json.loads(pathlib.Path(source).read_text())
    else:
        load = os.getloadavg()[0]
        results = run_bench(programs / "bench", options)
        results["machine"] = machine(Run(results), load, options)
        results["is_partial"] = bool(PARTIAL & set(options))
    if target is None and not results["is_partial"]:
        target = DOCUMENT
    if source is None and target is not None:
        results["instructions"] = count_all(programs / "bench_cost")
        results["scaling"] = scaling.measure(programs / "bench_scaling")
    if kept is not None:
        pathlib.Path(kept).write_text(json.dumps(results, indent=1) + "\n")
    if target is not None:
        pathlib.Path(target).write_text(document(Run(results)), encoding="utf-8")
        print(f"{target} written")


if __name__ == "__main__":
    main()
