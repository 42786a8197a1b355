#!/usr/bin/env python3
"""Lets each call of the command to the system fail in turn: io_failure.py PNEU FAILING_IO

For every number of the call (read, write, pread, pwrite, ftruncate, open, mkstemp, link, rename, mkdir, opendir,
readdir, close), for messages from files and from a pipe: where it is interrupted, or reads or writes one byte only,
all is as if nothing had happened. Where it fails (a full disk, an error of the device, no descriptors), alone or with
all that follow, the command says so on stderr and its status is 3, or it found another way and all is as usual; each
line that it wrote is one of those it writes otherwise; a file that it wrote is whole, and nothing else is left in its
directory.
"""
import pathlib
import sys
import tempfile

from command_sweep import COMMANDS, Run, Tools
from tap import Results

# Read from standard input: some want it twice, and keep it in a file without a name.
FROM_STDIN = [
    ["cat"], ["ascii"], ["widen"], ["strip", "--larger-than", "1"], ["tree", "--json"],
    ["check"], ["readings"], ["sanitize"], ["sanitize", "--level", "all", "--force"], ["fold"], ["needs"],
    ["encode", "base64"], ["decode", "qp"], ["dot", "stuff"], ["get", "1.1"], ["events"],
]


class IoRun(Run):
    """A run whose call number `at` is made to go wrong in a way ("0": none)."""

    def __init__(self, tools, command, way, at):
        super().__init__(tools, command, {"PNEU_IO_WAY": way, "PNEU_IO_AT": at, "PNEU_IO_REPORT": tools.report,
                                          "TMPDIR": str(pathlib.Path(tools.report).parent)})
        self.name = f"call {at} {way}"
        self.calls = int(pathlib.Path(tools.report).read_text())


def faults_of(tools, command, usual):
    """What is wrong, run after run; and how many failures were told."""
    told, faults = 0, []
    plan = [("short", "1+"), ("interrupt", "1+")]
    for at in range(1, usual.calls + 1):
        plan += [("short", str(at)), ("interrupt", str(at)), ("error", str(at)), ("error", f"{at}+")]
    for way, at in plan:
        run = IoRun(tools, command, way, at)
        is_told = way == "error" and run.is_told(usual)
        told += is_told
        if not is_told and not run.is_same(usual):
            faults.append(f"{run.name}: {run}")
    return told, faults


def check_command(results, tools, command):
    before = set(pathlib.Path(tools.report).parent.iterdir())
    usual = IoRun(tools, command, "error", "0")
    told, faults = faults_of(tools, command, usual)
    left = {path for path in set(pathlib.Path(tools.report).parent.iterdir()) - before if path.name != "report"}
    faults += [f"left behind: {path}" for path in left]
    name = f"{' '.join(command)}: {usual.calls} calls"
    why = "\n".join([f"{usual.err!r}, {told} told", *faults[:9]])
    results.check(name, usual.code in (0, 1) and told > 0 and not faults, why)


def main():
    results = Results()
    with tempfile.TemporaryDirectory(prefix="pneu-") as folder:
        tools = Tools(folder, sys.argv[1], sys.argv[2])
        for command in COMMANDS + FROM_STDIN:
            check_command(results, tools, command)
    return results.finish()


if __name__ == "__main__":
    sys.exit(main())
