#!/usr/bin/env python3
"""Runs the benchmark and writes docs/performance.md: report.py BUILD_DIR [BENCH OPTION...]

BUILD_DIR is where bench/bench and bench/bench_cost were built. Tables go to stdout as they come. The document is
written after a whole run only: --quick, --only, --lf, --rounds and --big-mib measure something else. Instructions a
byte need valgrind.
"""
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

ROOT = pathlib.Path(__file__).resolve().parent.parent
PARTIAL = {"--quick", "--only", "--lf", "--rounds", "--big-mib"}
MODES = {
    "structure": "Structure: the header's fields and the tree of parts",
    "decode": "Structure, and each leaf's body decoded",
    "rebuild": "Parsed, and written again",
    "fields": "Only From, Subject and Date, as values",
    "big": "One message of 1 GiB, streamed in pieces of 64 KiB, its base64 body decoded to nothing",
}
COSTS = [  # contestant, mode, corpus, MiB, laps
    ("pneu events", "structure", "text", 1, 1), ("pneu tree", "structure", "text", 1, 1),
    ("pneu events", "structure", "deep", 1, 1), ("pneu tree", "structure", "deep", 1, 1),
    ("pneu events", "structure", "attach", 1, 1), ("pneu tree", "structure", "attach", 1, 1),
    ("pneu events", "structure", "qp", 1, 1), ("pneu tree", "structure", "qp", 1, 1),
    ("pneu events", "structure", "tiny", 1, 1), ("pneu tree", "structure", "tiny", 1, 1),
    ("pneu events, no statistics", "structure", "attach", 1, 1),
    ("pneu events, no statistics", "structure", "qp", 1, 1), ("pneu fields", "fields", "text", 1, 1),
    ("pneu events, 64 KiB", "structure", "attach", 1, 1), ("pneu events, 4 KiB", "structure", "attach", 1, 1),
    ("pneu bodies", "decode", "text", 1, 1), ("pneu bodies", "decode", "attach", 1, 1),
    ("pneu bodies", "decode", "deep", 1, 1), ("pneu bodies", "decode", "qp", 1, 1),
    ("GMime", "structure", "text", 1, 1), ("GMime", "structure", "deep", 1, 1),
    ("GMime", "structure", "attach", 1, 1), ("GMime", "structure", "qp", 1, 1),
]
# What was asked for: text, how the figure is found, the least (or, with a minus, the most) it may be.
GOALS = [
    ("structure of text mail, times GMime", ("ratio", "structure", "text", "pneu tree", "GMime"), 36),
    ("structure of text mail, times the fastest peer", ("best", "structure", "text", "pneu tree"), 5.5),
    ("structure of text mail, of a newline scan", ("scan", "structure", "text", "pneu tree"), 0.14),
    ("structure of attachments, of a newline scan", ("scan", "structure", "attach", "pneu tree"), 0.7),
    ("structure of attachments, times the fastest peer", ("best", "structure", "attach", "pneu tree"), 3),
    ("structure of quoted-printable mail, of a newline scan", ("scan", "structure", "qp", "pneu tree"), 0.7),
    ("structure of quoted-printable mail, times the fastest peer", ("best", "structure", "qp", "pneu tree"), 3),
    ("structure of deep nesting, times GMime", ("ratio", "structure", "deep", "pneu tree", "GMime"), 50),
    ("bodies of text mail decoded, times GMime", ("ratio", "decode", "text", "pneu bodies", "GMime"), 35),
    ("bodies of attachments decoded, times GMime", ("ratio", "decode", "attach", "pneu body reader", "GMime"), 15),
    ("bodies of deep nesting decoded, times GMime", ("ratio", "decode", "deep", "pneu bodies", "GMime"), 35),
    ("bodies of quoted-printable mail decoded, times GMime", ("ratio", "decode", "qp", "pneu body reader", "GMime"), 5),
    ("From, Subject and Date of text mail, times GMime", ("ratio", "fields", "text", "pneu fields", "GMime"), 28),
    ("exact rebuild of text mail, times GMime", ("ratio", "rebuild", "text", "pneu events", "GMime"), 45),
    ("exact rebuild of text mail, times mimetic", ("ratio", "rebuild", "text", "pneu events", "mimetic"), 10),
    ("exact rebuild of attachments, of memcpy", ("memcpy", "rebuild", "attach", "pneu events"), 0.7),
    ("instructions a byte, events on text", ("cost", "pneu events", "structure", "text"), -2.4),
    ("instructions a byte, tree on text", ("cost", "pneu tree", "structure", "text"), -2.4),
    ("instructions a byte, tree on attachments", ("cost", "pneu tree", "structure", "attach"), -0.75),
    ("instructions a byte, tree on quoted-printable mail", ("cost", "pneu tree", "structure", "qp"), -0.75),
    ("... without statistics, attachments", ("cost", "pneu events, no statistics", "structure", "attach"), -0.3),
    ("... without statistics, quoted-printable mail", ("cost", "pneu events, no statistics", "structure", "qp"), -0.3),
    ("structure of real mail, times GMime", ("ratio", "structure", "real", "pneu tree", "GMime"), 25),
    ("bodies of real mail decoded, times GMime", ("ratio", "decode", "real", "pneu bodies", "GMime"), 20),
    ("one message of 1 GiB, decoded, of a newline scan", ("scan", "big", "big", "pneu events and decode"), 0.6),
    ("events in 64 KiB chunks, times the tree, text", ("pace", "structure", "text"), 0.7),
    ("events in 64 KiB chunks, times the tree, deep", ("pace", "structure", "deep"), 0.7),
    ("events in 64 KiB chunks, times the tree, attachments", ("pace", "structure", "attach"), 0.7),
    ("events in 64 KiB chunks, times the tree, quoted-printable", ("pace", "structure", "qp"), 0.7),
    ("bodies of attachments decoded, of memcpy", ("memcpy", "decode", "attach", "pneu bodies"), 0.9),
    ("base64 decoded, 48 KiB, of memcpy, AVX-512", ("codec", "base64-decode", "512", "memcpy"), 0.45),
    ("... AVX2", ("codec", "base64-decode", "256", "memcpy"), 0.3),
    ("... portable C", ("codec", "base64-decode", "portable", "memcpy"), 0.06),
    ("... uneven lines, AVX-512", ("codec", "base64-decode-uneven", "512", "memcpy"), 0.25),
    ("... no line ends, AVX2", ("codec", "base64-decode-unbroken", "256", "memcpy"), 0.45),
    ("base64 encoded, 48 KiB, of memcpy, AVX-512", ("codec", "base64-encode", "512", "memcpy"), 0.75),
    ("... AVX2", ("codec", "base64-encode", "256", "memcpy"), 0.28),
    ("quoted-printable decoded, 3 % escapes, times GMime, AVX-512", ("codec", "qp-decode-3%", "512", "GMime"), 3),
    ("... AVX2", ("codec", "qp-decode-3%", "256", "GMime"), 1.7),
    ("... portable", ("codec", "qp-decode-3%", "portable", "GMime"), 1),
    ("quoted-printable decoded, 45 % escapes, times GMime, AVX-512", ("codec", "qp-decode-45%", "512", "GMime"), 9),
    ("... AVX2", ("codec", "qp-decode-45%", "256", "GMime"), 4.5),
    ("... portable", ("codec", "qp-decode-45%", "portable", "GMime"), 1),
    ("quoted-printable encoded, times GMime, AVX2", ("codec", "qp-encode", "256", "GMime"), 5),
]
NOTES = ROOT / "bench" / "notes.md"  # what profiles say of the goals that are not reached
CODEC_NOTES = ROOT / "bench" / "notes_codecs.md"
# The levels of kernels, as PNEU_CPU_LEVEL names them, and what they are on this kind of machine.
LEVELS = {"portable": "plain C", "128": "SSE4", "256": "AVX2", "512": "AVX-512"}


def count_instructions(program, row, folder):
    """(instructions a byte, instructions a message, the dearest functions), or None."""
    contestant, mode, corpus, mib, laps = row
    trace = folder / "callgrind.out"
    run = subprocess.run(
        ["valgrind", "--tool=callgrind", "--instr-atstart=no", f"--callgrind-out-file={trace}", program, contestant,
         mode, corpus, str(mib), str(laps)], capture_output=True, text=True)
    done = re.search(r"bytes (\d+) messages (\d+)", run.stdout)
    collected = re.search(r"Collected : (\d+)", run.stderr)
    if run.returncode != 0 or not done or not collected:
        return None
    total = int(collected[1])
    return total / int(done[1]), total / int(done[2]), dearest_functions(trace, total)


def dearest_functions(trace, total):
    """[(share, name)] of the functions with the most instructions of their own."""
    run = subprocess.run(["callgrind_annotate", str(trace)], capture_output=True, text=True)
    found = []
    for line in run.stdout.splitlines():
        match = re.match(r"\s*([\d,]+) \(\s*[\d.]+%\)\s+(\S+:)?(\S.*?)( \[.*\])?$", line)
        if match and "PROGRAM TOTALS" not in line:
            found.append((int(match[1].replace(",", "")) / total, match[3].split("'")[0]))
    return sorted(found, reverse=True)[:8]


def first_line(path, pattern, default="unknown"):
    try:
        match = re.search(pattern, pathlib.Path(path).read_text(), re.M)
    except OSError:
        return default
    return match[1].strip() if match else default


def version_of(package):
    run = subprocess.run(["pkg-config", "--modversion", package], capture_output=True, text=True)
    return run.stdout.strip() if run.returncode == 0 else None


def machine(results):
    flags = first_line("/proc/cpuinfo", r"^flags\s*:(.*)$", "").split()
    vectors = [name for name in ("sse4_2", "avx2", "avx512bw", "avx512_vbmi2") if name in flags]
    peers = [(name, version_of(package)) for name, package in
             (("GMime", "gmime-3.0"), ("libetpan", "libetpan"), ("glib", "glib-2.0"), ("OpenSSL", "libcrypto"))]
    memory = int(first_line("/proc/meminfo", r"^MemTotal:\s*(\d+)", "0")) // 1048576
    return [
        f"- Processor: {first_line('/proc/cpuinfo', r'^model name[^:]*:(.*)$')}, {os.cpu_count()} of them; "
        f"cache {first_line('/proc/cpuinfo', r'^cache size[^:]*:(.*)$')}; "
        f"vectors: {', '.join(vectors) or 'none named'}",
        f"- Memory: {memory} GiB; {platform.system()} {platform.release().split('-')[0]}",
        f"- Compiler of this library and of the benchmark: {results['compiler']}; the peers as packaged",
        "- Peers: " + ", ".join(f"{name} {version}" for name, version in peers if version)
        + ", mimetic if listed below",
        f"- Newline scan of the limit: {results['scan']}; date: {datetime.date.today().isoformat()}",
    ]


def heat_of(results, mode, corpus, line_ending=None):
    line_ending = line_ending if line_ending is not None else "mixed" if corpus == "real" else "CRLF"
    for heat in results["heats"]:
        if (heat["mode"], heat["corpus"], heat["line_ending"]) == (mode, corpus, line_ending):
            return {result["name"]: result for result in heat["results"]}
    return {}


def codec_value(levels, mode, level, measure):
    """Our speed with the kernels of a level, 48 KiB, of memcpy or times a peer's."""
    found = heat_of(levels[level], mode, "cache", "").get("pneu") if level in levels else None
    if found is None:
        return None
    return found["of_memcpy"] if measure == "memcpy" else found["versus"].get(measure)


def goal_value(results, levels, costs, how):
    if how[0] == "codec":
        return codec_value(levels, *how[1:])
    if how[0] == "ratio":
        found = heat_of(results, how[1], how[2]).get(how[3])
        return found["versus"].get(how[4]) if found else None
    if how[0] == "cost":
        found = costs.get(how[1:])
        return found[0] if found else None
    heat = heat_of(results, how[1], how[2])
    if how[0] in ("scan", "memcpy"):
        return heat[how[3]]["of_" + how[0]] if how[3] in heat else None
    if how[0] == "best":
        ratios = [heat[how[3]]["versus"].get(name) for name in heat if heat[name]["peer"]] if how[3] in heat else []
        return min((ratio for ratio in ratios if ratio is not None), default=None)
    if "pneu events, 64 KiB" not in heat or "pneu tree" not in heat:
        return None
    return heat["pneu events, 64 KiB"]["mb_per_s"] / heat["pneu tree"]["mb_per_s"]


def goals(results, levels, costs):
    lines = ["| goal | asked | reached | |", "|---|---|---|---|"]
    for text, how, limit in GOALS:
        value = goal_value(results, levels, costs, how)
        asked = f"at least {limit}" if limit > 0 else f"at most {-limit}"
        if value is None:
            lines.append(f"| {text} | {asked} | not measured | |")
        else:
            is_met = value >= limit if limit > 0 else value <= -limit
            lines.append(f"| {text} | {asked} | {value:.2f} | {'yes' if is_met else '**no**'} |")
    return lines


def ratio(value):
    return "-" if value is None else f"{value:.2f}"


def heat_lines(heat):
    peers = [result["name"] for result in heat["results"] if result["peer"]]
    title = " ".join(word for word in (heat["corpus"], heat["line_ending"]) if word)
    lines = [
        f"**{title}**: {heat['messages']:,} messages, {heat['bytes'] / 1e6:.1f} MB; memcpy "
        f"{heat['memcpy_mb_per_s']:,.0f} MB/s, newline scan {heat['scan_mb_per_s']:,.0f} MB/s"
        + ("" if heat["agree"] else "; **the contestants found different things**"), "",
        "| | MB/s | messages/s | ns a message |" + "".join(f" × {peer} |" for peer in peers)
        + " of memcpy | of scan | resident KiB | heap KiB |",
        "|---|" + "---|" * (len(peers) + 7),
    ]
    for result in heat["results"]:
        heap = "-" if result["peer"] else f"{result['heap'] / 1024:.0f}"
        lines.append(
            f"| {result['name']} | {result['mb_per_s']:,.1f} | {result['messages_per_s']:,.0f} | "
            f"{result['ns_per_message']:,.0f} |" + "".join(f" {ratio(result['versus'].get(peer))} |" for peer in peers)
            + f" {result['of_memcpy']:.4f} | {result['of_scan']:.4f} | {result['rss_kib']} | {heap} |")
    return lines + [""]


def codec_lines(results):
    lines = ["| | input | pneu MB/s | of memcpy | peers: MB/s (pneu is so many times faster) |",
             "|---|---|---|---|---|"]
    for heat in results["heats"]:
        if heat["mode"] in MODES:
            continue
        ours = next((result for result in heat["results"] if not result["peer"]), None)
        if ours is None:
            continue
        peers = "; ".join(f"{result['name']} {result['mb_per_s']:,.0f} ({ratio(ours['versus'][result['name']])})"
                          for result in heat["results"] if result["peer"])
        lines.append(f"| {heat['mode']} | {'48 KiB' if heat['corpus'] == 'cache' else '16 MiB'} | "
                     f"{ours['mb_per_s']:,.0f} | {ours['of_memcpy']:.4f} | {peers or '-'} |")
    return lines


def level_lines(levels):
    """A row a codec: MB/s (of memcpy; times GMime) with the kernels of each level."""
    lines = ["| | " + " | ".join(LEVELS[level] for level in levels) + " |", "|---|" + "---|" * len(levels)]
    best = next(reversed(levels.values()))
    for mode in [heat["mode"] for heat in best["heats"]]:
        cells = []
        for results in levels.values():
            ours = heat_of(results, mode, "cache", "").get("pneu")
            times = ours["versus"].get("GMime")
            cells.append(f"{ours['mb_per_s']:,.0f} ({ours['of_memcpy']:.3f}; {ratio(times)})")
        lines.append(f"| {mode} | " + " | ".join(cells) + " |")
    return lines


def cost_lines(costs):
    lines = ["| | corpus | instructions a byte | a message | dearest functions |", "|---|---|---|---|---|"]
    for (contestant, mode, corpus), cost in costs.items():
        dear = ", ".join(f"`{name}` {share:.0%}" for share, name in cost[2][:5]) if contestant != "GMime" else ""
        lines.append(f"| {contestant}, {mode} | {corpus} | {cost[0]:.2f} | {cost[1]:,.0f} | {dear} |")
    return lines


def document(results, levels, costs):
    lines = ["# Performance", "",
             "Written by `./dev bench`; do not edit. Single thread, mail in memory, with the widest vectors of the CPU.",
             "In every round each contestant works through the same bytes in turn, with a memcpy and a newline scan of",
             "them: speeds are medians over the rounds, ratios are medians of the ratios within a round. Times are",
             "processor times. Leaves are compared before speeds, decoded bytes too where the contestants mean the",
             "same by them (libetpan and mimetic change line ends as they decode). Resident KiB: growth of the",
             "resident set in a process of its own, with the C library's slack; heap KiB: our objects' bytes, counted",
             "exactly. MB are millions of bytes.", "",
             "## Machine", ""] + machine(results) + ["", "## Goals", ""] + goals(results, levels, costs)
    lines += ["", NOTES.read_text(encoding="utf-8").strip()]
    for mode, title in MODES.items():
        lines += ["", f"## {title}", ""]
        for heat in results["heats"]:
            if heat["mode"] == mode:
                lines += heat_lines(heat)
    lines += ["", "## Codecs", "", "Speeds count bytes of the encoded text.", ""] + codec_lines(results)
    lines += ["", "With the kernels of each level, 48 KiB: MB/s (of memcpy; times GMime).", ""] + level_lines(levels)
    lines += ["", CODEC_NOTES.read_text(encoding="utf-8").strip()]
    if costs:
        lines += ["", "## Instructions", "",
                  "Counted by callgrind after a first lap, so without noise; it knows no AVX-512, so with AVX2.", ""]
        lines += cost_lines(costs)
    return "\n".join(lines).replace("\n\n\n", "\n\n") + "\n"


def all_costs(build, folder):
    if shutil.which("valgrind") is None:
        print("report: no valgrind, so no instructions a byte", file=sys.stderr)
        return {}
    costs = {}
    for row in COSTS:
        cost = count_instructions(build / "bench" / "bench_cost", row, folder)
        if cost is not None:
            costs[row[:3]] = cost
            print(f"{row[0]}, {row[1]}, {row[2]}: {cost[0]:.2f} instructions a byte, {cost[1]:.0f} a message")
    return costs


def codecs_by_level(program, folder):
    """The codecs once more, with the kernels of each level."""
    levels = {}
    for level in LEVELS:
        path = folder / f"{level}.json"
        subprocess.run([program, "--only", " cache", "--rounds", "9", "--json", path], check=True,
                       stdout=subprocess.DEVNULL, env={**os.environ, "PNEU_CPU_LEVEL": level})
        levels[level] = json.loads(path.read_text())
    return levels


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    build = pathlib.Path(sys.argv[1])
    options = sys.argv[2:]
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        status = subprocess.run([build / "bench" / "bench", *options, "--json", folder / "bench.json"]).returncode
        if status != 0 or "--help" in options:
            sys.exit(status)
        if PARTIAL & set(options):
            return
        results = json.loads((folder / "bench.json").read_text())
        levels = codecs_by_level(build / "bench" / "bench", folder)
        costs = all_costs(build, folder)
    (ROOT / "docs" / "performance.md").write_text(document(results, levels, costs))
    print("docs/performance.md written")


if __name__ == "__main__":
    main()
