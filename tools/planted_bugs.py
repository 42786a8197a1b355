#!/usr/bin/env python3
"""Plants mistakes in a copy of the sources, and looks who notices: planted_bugs.py [NAME...]

tools/planted_bugs.toml says which. Each is applied alone to a copy in build-planted/, built, shown to the tests that
its row names (or, where none notices, to a fuzzer with ASan) for at most a minute, and taken back. A test fails that
notices. A mistake that nobody notices means that a test is missing; one whose text is no longer found means that the
table is old; both are failures here. NAME: those alone whose name or file has it in it. The last line is "N passed, N
failed".
"""
import argparse
import os
import pathlib
import re
import shutil
import subprocess
import sys
import time
import tomllib

ROOT = pathlib.Path(__file__).resolve().parents[1]
PLACE = ROOT / "build-planted"
TREE = PLACE / "tree"
SECONDS = 60
TOLD = re.compile(r"^(not ok|FAILED|\[  FAILED)", re.M)
CALM = {**os.environ, "PYTHONUNBUFFERED": "1", "PYTHONDONTWRITEBYTECODE": "1",
        "ASAN_OPTIONS": "quarantine_size_mb=16:allocator_may_return_null=1"}


class BadRow(Exception):
    """A row of the table that is old or wrong."""


def run(command, cwd=TREE, seconds=900):
    """(status, output); a status of None: it took too long."""
    try:
        done = subprocess.run(command, cwd=cwd, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, timeout=seconds, env=CALM)
    except subprocess.TimeoutExpired as late:
        return None, (late.stdout or b"").decode(errors="replace")
    return done.returncode, done.stdout.decode(errors="replace")


def must(command, what, **more):
    status, output = run(command, **more)
    if status != 0:
        sys.exit(f"planted_bugs: {what} failed:\n{output[-4000:]}")


def copy_tree():
    """Files that git knows or would take. Those that did not change keep their time, so that little is built again."""
    listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard", "-z"], cwd=ROOT, stdout=subprocess.PIPE,
                            check=True).stdout.decode().split("\0")
    wanted = {name for name in listed if name and (ROOT / name).is_file()}
    for path in [path for path in TREE.rglob("*") if path.is_file()] if TREE.exists() else []:
        name = str(path.relative_to(TREE))
        if name not in wanted and not name.startswith("build"):
            path.unlink()
    for name in wanted:
        source, target = ROOT / name, TREE / name
        if not target.exists() or source.read_bytes() != target.read_bytes():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, target)


class Build:
    """A configured build of the copy."""

    def __init__(self, name, options, compiler=None):
        self.name, self.options, self.compiler = name, options, compiler
        self.is_configured = False

    def configure(self):
        if not self.is_configured:
            command = ["meson", "setup", self.name, *self.options]
            if (TREE / self.name / "build.ninja").exists():
                command.insert(2, "--reconfigure")
            must(["env", f"CC={self.compiler}", *command] if self.compiler else command, "meson setup")
        self.is_configured = True

    def make(self, *targets):
        """Ends the program where something cannot be built."""
        self.configure()
        must(["ninja", "-C", self.name, *targets], f"the build of {' '.join(targets) or 'everything'}")

    def ninja(self, *targets):
        return run(["ninja", "-C", self.name, *targets])


TESTS = Build("build", ["-Dtests=enabled", "-Dfuzz=disabled", "-Dbench=disabled"])
FUZZERS = Build("build-fuzz", ["-Dtests=disabled", "-Dbench=disabled", "-Dfuzz=enabled", "-Dfuzz_engine=libfuzzer",
                               "-Db_sanitize=address,undefined", "-Db_lundef=false",
                               "-Dc_args=-fno-sanitize-recover=all"], "clang")


def command_of(name):
    """What runs a test of the table, and what must be built for it."""
    if name.startswith("cli "):
        return [sys.executable, f"tests/cli/{name[4:]}.py", "build/pneu"], ["pneu"]
    if name == "io_failure":
        return [sys.executable, "tests/checks/io_failure.py", "build/pneu", "build/tests/failing_io.so"], \
               ["pneu", "tests/failing_io.so"]
    return [TREE / "build/tests" / name], [f"tests/{name}"]


def notices_test(bug):
    """Which of the row's tests fails, or None. One that has not failed in time has not noticed."""
    for name in bug.get("tests", []):
        command, targets = command_of(name)
        status, output = TESTS.ninja(*targets)
        if status is None or "unknown target" in output:
            raise BadRow(f"there is no {name}, or it cannot be built in time")
        if status != 0:
            return "the compiler"
        status, output = run(command, seconds=SECONDS)
        if status not in (0, None) or (status is None and TOLD.search(output)):
            return name
    return None


def notices_fuzzer(bug):
    if "fuzz" not in bug:
        return None
    name = bug["fuzz"]
    FUZZERS.make(f"fuzz/{name}")
    seeds = TREE / "corpus/fuzz" / name
    if not seeds.is_dir():
        seeds = TREE / "corpus/messages"
    found = TREE / "build-fuzz/found"
    shutil.rmtree(found, ignore_errors=True)
    found.mkdir()
    status, output = run([TREE / "build-fuzz/fuzz" / name, "-entropic=0", "-seed=1", f"-max_total_time={SECONDS}",
                          f"-dict={TREE / 'fuzz/mail.dict'}", "-max_len=4096", f"-artifact_prefix={found}/",
                          found, seeds], seconds=2 * SECONDS)
    return name if status else None


def show(bug):
    """Plants one mistake; gives who noticed it, or None."""
    path = TREE / bug["file"]
    good = path.read_text(encoding="utf-8")
    if good.count(bug["old"]) != 1:
        raise BadRow(f"its text stands {good.count(bug['old'])} times in {bug['file']}")
    if not bug.get("tests") and "fuzz" not in bug:
        raise BadRow("it names no test")
    path.write_text(good.replace(bug["old"], bug["new"]), encoding="utf-8")
    try:
        return notices_test(bug) or notices_fuzzer(bug)
    finally:
        path.write_text(good, encoding="utf-8")


def verdict_on(bug):
    """(1 if someone noticed, what is said of it)"""
    try:
        who = show(bug)
    except BadRow as fault:
        return 0, f"FAILED: {fault}"
    return (1, f"noticed by {who}") if who else (0, "FAILED: nobody notices")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME")
    options = parser.parse_args()
    with open(ROOT / "tools/planted_bugs.toml", "rb") as file:
        bugs = tomllib.load(file)["bug"]
    if options.names:
        bugs = [bug for bug in bugs if any(word in bug["name"] + bug["file"] for word in options.names)]
    copy_tree()
    TESTS.make()
    failed = 0
    for bug in bugs:
        started = time.monotonic()
        is_noticed, verdict = verdict_on(bug)
        failed += not is_noticed
        print(f"{bug['file']:28} {bug['name']}: {verdict}, {time.monotonic() - started:.0f} s", flush=True)
    print(f"{len(bugs) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
