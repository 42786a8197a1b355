#!/usr/bin/env python3
"""Static analysis of include/ and src/: lint.py

clang-tidy with the list in .clang-tidy, cppcheck, and gcc -fanalyzer, each file a check, for the CPU that build/ builds it
for, or arm64; findings that were looked into and are false stand in FALSE_ALARMS. What clang-format would change is told
but does not fail. The last line is "N passed, N failed".
"""
import concurrent.futures
import json
import os
import pathlib
import re
import shlex
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[1]
FLAGS = ["-std=c11", "-D_POSIX_C_SOURCE=200809L", "-D_FILE_OFFSET_BITS=64", f"-I{ROOT}/include", f"-I{ROOT}/src"]
CPU_FLAG = re.compile(r"-m[a-z0-9.]+")  # those with "=" are gcc's alone
ARM64 = ["--target=aarch64-linux-gnu", "-isystem", "/usr/aarch64-linux-gnu/include"]
CPPCHECK = ["cppcheck", "--quiet", "--std=c11", "--error-exitcode=1", "--inline-suppr", "--library=posix",
            "--enable=warning,performance,portability", "--suppress=missingIncludeSystem",
            "--suppress=normalCheckLevelMaxBranches", "--suppress=readdirCalled",
            "--template={file}:{line}:{column}: {severity}: {message} [{id}]"]


FINDING = re.compile(r"(\S+?):\d+(?::\d+)?: (?:error|warning|portability|performance): .*\[([^\[\]]+)\]$", re.M)
# (file, what is told) -> why it is not so.
FALSE_ALARMS = {
    ("src/base/defect_table.c", "bugprone-suspicious-missing-comma"): "long texts in several literals",
    ("src/edit/build_fields.c", "clang-analyzer-core.CallAndMessage"): "the value is looked at only where it was made",
    ("src/filter/splice.c", "analyzer-null-dereference"): "an edge is passed, and bytes are in a cut, where there is one",
    ("src/filter/ascii_mend.c", "pointerOutOfBoundsCond"): "each caller gives the length of its own bytes",
    ("src/charset/decoder.c", "uninitvar"): "the call in the last argument fills the buffer",
    ("src/cli/cmd_build.c", "analyzer-malloc-leak"): "the id is kept in the leaf",
    ("src/cli/unpacking.c", "analyzer-malloc-leak"): "the block is kept in the input",
    ("src/filter/strip_plan.c", "clang-analyzer-core.NullDereference"): "a slice with a length has a pointer",
    ("src/filter/widen.c", "analyzer-null-dereference"): "a body that is decoded has a change",
    ("src/parse/parser.c", "analyzer-null-dereference"): "a defect is given only where one is due",
    ("src/parse/scan_fields.h", "readability-non-const-parameter"): "they are written through the walk",
    ("src/reply/answer_text.c", "clang-analyzer-core.NullDereference"): "there is room for each line that was counted",
    ("src/reply/answer_text.c", "analyzer-null-dereference"): "there is room for each line that was counted",
    ("src/store/gzip_absent.c", "readability-non-const-parameter"): "the functions are declared as with zlib",
    ("src/syntax/a_label.c", "readability-non-const-parameter"): "it is written through the writer",
    ("src/syntax/usual_text.c", "readability-non-const-parameter"): "it is written through the reader",
    ("src/cli/inputs.c", "memleak"): "use_input borrows the descriptor, and it is closed below",
    ("src/cli/walk.c", "memleak"): "memcpy returns the copy, which is kept",
    ("src/cli/walk.c", "analyzer-malloc-leak"): "the copy is kept in the level",
    ("src/cli/walk.c", "analyzer-null-argument"): "a path is made before anything is walked",
    ("src/codec/qp_encode_blocks.h", "ctuuninitvar"): "the forms are written there, not read",
    ("src/codec/yenc.c", "clang-analyzer-core.NonNullParamChecker"): "a name with a length has a pointer",
    ("src/parse/level.c", "clang-analyzer-core.NonNullParamChecker"): "the array was grown before",
    ("src/base/str.h", "clang-analyzer-core.NonNullParamChecker"): "a slice with a length has a pointer",
    ("src/syntax/decode_text.c", "ctuuninitvar"): "the struct is filled before it is read",
    ("src/syntax/report_value.c", "clang-analyzer-core.NullDereference"): "a slice with a length has a pointer",
    ("src/syntax/scan.h", "clang-analyzer-core.NullDereference"): "a slice with a length has a pointer",
    ("src/tree/field_list.c", "analyzer-null-dereference"): "a part with fields has an array of them",
    ("src/tree/values.c", "bugprone-sizeof-expression"): "the table holds pointers",
    ("src/view/flowed_encode.c", "clang-analyzer-core.NullDereference"): "a slice with a length has a pointer",
}


def real_findings(output):
    """The findings in a tool's output that are no known false alarms."""
    for path, told in FINDING.findall(output):
        name = os.path.relpath((ROOT / path).resolve(), ROOT)
        kind = re.sub(r"^-W(?:error=)?", "", told.split(",")[0].split(" ")[-1])
        if (name, kind) not in FALSE_ALARMS:
            yield f"{name}: {told}"


def run(command):
    process = subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                             stderr=subprocess.STDOUT, text=True, errors="replace")
    return process.returncode, process.stdout


def read_cpu_flags():
    """The flags of each source of build/ that choose the CPU's instructions."""
    commands = json.loads((ROOT / "build/compile_commands.json").read_text(encoding="utf-8"))
    return {(pathlib.Path(one["directory"]) / one["file"]).resolve():
            [word for word in shlex.split(one["command"]) if CPU_FLAG.fullmatch(word)] for one in commands}


CPU_FLAGS = read_cpu_flags()


def is_for_arm64(path):
    return path not in CPU_FLAGS and path.stem.endswith("_neon")


def tidy(path):
    machine = ARM64 if is_for_arm64(path) else CPU_FLAGS.get(path, [])
    return run(["clang-tidy", "--quiet", path, "--", *FLAGS, *machine])


def cppcheck(path):
    return run([*CPPCHECK, *FLAGS[1:], path])


def analyse(path):
    compiler = ["aarch64-linux-gnu-gcc"] if is_for_arm64(path) else ["gcc", *CPU_FLAGS.get(path, [])]
    return run([*compiler, *FLAGS, "-O1", "-fanalyzer", "-Werror", "-c", path, "-o", os.devnull])


def main():
    sources = sorted((ROOT / "src").rglob("*.c"))
    jobs = [(name, path, check) for path in sources
            for name, check in (("clang-tidy", tidy), ("cppcheck", cppcheck), ("gcc -fanalyzer", analyse))]
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for (name, path, _), (status, output) in zip(jobs, pool.map(lambda job: job[2](job[1]), jobs)):
            if status != 0 and (list(real_findings(output)) or not FINDING.search(output)):
                failed += 1
                print(f"{name}: {path.relative_to(ROOT)}\n{output}")
    status, output = run(["clang-format", "--dry-run", *sources])
    print(f"clang-format would change {len({line.split(':')[0] for line in output.splitlines() if 'warning' in line})} files")
    print(f"{len(jobs) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
