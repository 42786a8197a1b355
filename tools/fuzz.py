#!/usr/bin/env python3
"""Fuzzes the targets of a build, two at a time:
fuzz.py --engine ENGINE --build FOLDER [--cmplog FOLDER] [--total SECONDS] [--seed NUMBER] [TARGET] [SECONDS]

Each target runs for SECONDS (60); with --total all of them together take that long. Seeds: corpus/fuzz/TARGET if there
is one, else the messages of corpus/; what is found grows in BUILD/corpus/TARGET. An input that breaks a law stays in
BUILD/findings. A target fails if it finds one, or (AFL++) if the same input does not always go the same way. For each:
inputs tried, inputs a second, edges of the control flow that were reached (libFuzzer: of those of the whole library;
AFL++: of its map). The last line is "N passed, N failed".

With --seed (libFuzzer) a run can be repeated: it begins with the seeds alone and draws from that number, so that the
same code meets the same inputs, as many as there is time for. Without it every run looks elsewhere.
"""
import argparse
import base64
import concurrent.futures
import os
import pathlib
import re
import shutil
import subprocess
import sys
import zlib

ROOT = pathlib.Path(__file__).resolve().parents[1]
AT_ONCE = 2
# Targets that read whole messages get longer inputs than those that read a value or a body.
LONG_TARGETS = ("parse", "chunk", "tree", "roundtrip", "values")
LONG, SHORT = 65536, 4096
LARGEST_SEED = 16384
LARGEST_PRINTED = 8192
LEAST_STABILITY = 99  # percent of the map that is the same each time an input is tried: else there is hidden state
AFL_SETTINGS = {"AFL_SKIP_CPUFREQ": "1", "AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES": "1", "AFL_NO_AFFINITY": "1",
                "AFL_NO_UI": "1", "AFL_AUTORESUME": "1", "AFL_BENCH_UNTIL_CRASH": "1"}


def last_number(pattern, text):
    found = re.findall(pattern, text)
    return int(found[-1]) if found else 0


class Figures:
    """What a run tried and reached; each by a pattern for it."""

    def __init__(self, text, runs, rate, edges):
        self.runs, self.rate, self.edges = (last_number(pattern, text) for pattern in (runs, rate, edges))

    def __str__(self):
        return f"{self.runs:10} runs {self.rate:7} a second {self.edges:6} edges"


class Target:
    def __init__(self, build, name, options):
        self.name = name
        self.seed = options.seed
        self.cmplog = pathlib.Path(options.cmplog).resolve() / "fuzz" / name if options.cmplog else None
        self.program = build / "fuzz" / name
        self.corpus = build / "corpus" / name
        self.findings = build / "findings"
        self.afl_output = build / "afl" / name
        self.max_len = LONG if any(word in name for word in LONG_TARGETS) else SHORT

    def seeds(self):
        """A folder of seeds, filled anew: fuzzers neither walk folders nor like large files."""
        place = self.corpus.with_suffix(".seeds")
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(parents=True)
        own = ROOT / "corpus/fuzz" / self.name
        for path in sorted((own if own.is_dir() else ROOT / "corpus").rglob("*")):
            if path.is_file() and path.suffix != ".tsv" and 0 < path.stat().st_size <= LARGEST_SEED:
                shutil.copy(path, place / path.name)
        return place

    def fuzz_with_libfuzzer(self, seconds):
        if self.seed is not None:
            shutil.rmtree(self.corpus, ignore_errors=True)
        self.corpus.mkdir(parents=True, exist_ok=True)
        # Entropic scheduling (the default) weighs the whole corpus again and again: that is most of a run's time, and
        # without it five times as many inputs are tried.
        command = [self.program, "-entropic=0", f"-seed={self.seed or 0}", f"-max_total_time={seconds}",
                   f"-max_len={self.max_len}", f"-dict={ROOT / 'fuzz/mail.dict'}", "-rss_limit_mb=1024",
                   "-malloc_limit_mb=64", "-timeout=10", "-error_exitcode=77", "-print_final_stats=1",
                   f"-artifact_prefix={self.findings}/{self.name}-", self.corpus, self.seeds()]
        run = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        output = run.stdout.decode(errors="replace")
        return run.returncode, Figures(output, r"number_of_executed_units:\s*(\d+)", r"average_exec_per_sec:\s*(\d+)",
                                       r"cov: (\d+)"), output

    def fuzz_with_afl(self, seconds):
        self.afl_output.parent.mkdir(parents=True, exist_ok=True)
        command = ["afl-fuzz", "-i", self.seeds(), "-o", self.afl_output, "-x", ROOT / "fuzz/mail.dict", "-m", "none",
                   "-t", "2000+", "-V", str(seconds), "-G", str(self.max_len),
                   *(["-c", self.cmplog] if self.cmplog else []), "--", self.program]
        run = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                             env={**os.environ, **AFL_SETTINGS, "ASAN_OPTIONS": "abort_on_error=1:symbolize=0:detect_leaks=0"})
        found = [path for kind in ("crashes", "hangs") for path in self.afl_output.glob(f"default/{kind}/id*")]
        for path in found:
            shutil.copy(path, self.findings / f"{self.name}-{path.parent.name}-{path.name.split(',')[0].replace(':', '-')}")
        path = self.afl_output / "default/fuzzer_stats"
        stats = path.read_text() if path.exists() else ""
        figures = Figures(stats, r"execs_done\s*:\s*(\d+)", r"execs_per_sec\s*:\s*(\d+)", r"edges_found\s*:\s*(\d+)")
        output = run.stdout.decode(errors="replace")
        stability = last_number(r"stability\s*:\s*(\d+)", stats)
        if not found and stability < LEAST_STABILITY:
            return 1, figures, f"{output}\nnot the same each time: stability {stability} %"
        return 77 if found else run.returncode, figures, output

    def print_findings(self):
        """Small findings in full, so that the record of a run on another machine is enough to repeat them."""
        for path in sorted(self.findings.glob(f"{self.name}-*")):
            if path.stat().st_size <= LARGEST_PRINTED:
                print(f"{path.name}, for base64 -d | zlib-flate -uncompress:")
                print(base64.encodebytes(zlib.compress(path.read_bytes(), 9)).decode())

    def fuzz(self, engine, seconds):
        self.findings.mkdir(parents=True, exist_ok=True)
        return self.fuzz_with_afl(seconds) if engine == "afl" else self.fuzz_with_libfuzzer(seconds)


def choose_targets(build, wanted, options):
    names = sorted(path.stem for path in (ROOT / "fuzz").glob("fz_*.c"))
    if wanted:
        names = [name for name in names if name in (wanted, f"fz_{wanted}")]
    return [Target(build, name, options) for name in names]


def seconds_each(options, targets):
    if options.total is None:
        return options.seconds
    rounds = -(-len(targets) // AT_ONCE)
    return max(1, options.total // rounds)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--engine", choices=["libfuzzer", "afl"], required=True)
    parser.add_argument("--build", required=True)
    parser.add_argument("--cmplog", help="of AFL++: a build that follows comparisons")
    parser.add_argument("--total", type=int)
    parser.add_argument("--seed", type=int)
    parser.add_argument("words", nargs="*", metavar="TARGET SECONDS")
    options = parser.parse_args()
    options.seconds = next((int(word) for word in options.words if word.isdigit()), 60)
    wanted = next((word for word in options.words if not word.isdigit()), None)
    targets = choose_targets(pathlib.Path(options.build).resolve(), wanted, options)
    if not targets:
        print(f"fuzz: there is no target {wanted}" if wanted else "fuzz: there are no targets", file=sys.stderr)
        return 2
    seconds = seconds_each(options, targets)
    print(f"{len(targets)} targets, {seconds} s each, {AT_ONCE} at a time", flush=True)
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        futures = {pool.submit(target.fuzz, options.engine, seconds): target for target in targets}
        for future in concurrent.futures.as_completed(futures):
            status, figures, output = future.result()
            good = status == 0 and figures.runs > 0
            failed += not good
            print(f"{futures[future].name:18} {figures}  {'ok' if good else 'FAILED'}", flush=True)
            if not good:
                print(output[-6000:])
                futures[future].print_findings()
    print(f"{len(targets) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
