#!/usr/bin/env python3
"""Lets each allocation of the command fail in turn, alone and with all that follow: no_memory.py PNEU FAILING_MALLOC

For every number of the allocation: the command says "out of memory" and its status is 3 (or the C library did without
that memory, and all is as if nothing had failed); each line that it wrote is one of those it writes otherwise; a file that
it wrote is whole; and no more blocks are held at the end than otherwise.
"""
import pathlib
import sys
import tempfile

from command_sweep import COMMANDS, Run, Tools
from tap import Results


class MemoryRun(Run):
    """A run of a command whose allocation number `at` fails ("0": none)."""

    def __init__(self, tools, command, at):
        super().__init__(tools, command, {"PNEU_FAIL_AT": at, "PNEU_FAIL_REPORT": tools.report})
        self.at = at
        self.asked, self.held = map(int, pathlib.Path(tools.report).read_text().split())

    def is_refused(self, usual):
        return self.is_told(usual, b"memory")

    def fault(self, usual):
        """What is wrong, or None."""
        if not self.is_same(usual) and not self.is_refused(usual):
            return f"allocation {self.at}: {self}"
        if self.held > usual.held:
            return f"allocation {self.at}: {self.held} blocks are held, {usual.held} if nothing fails"
        return None


def check_command(results, tools, command):
    usual = MemoryRun(tools, command, "0")
    runs = [MemoryRun(tools, command, f"{at}{on}") for at in range(1, usual.asked + 1) for on in ("", "+")]
    faults = [fault for fault in (run.fault(usual) for run in runs) if fault]
    told = sum(run.is_refused(usual) for run in runs)
    name = f"{' '.join(command)}: {usual.asked} allocations"
    why = "\n".join([f"{usual.err!r}, {told} told", *faults[:9]])
    results.check(name, usual.code in (0, 1) and told > 0 and not faults, why)


def main():
    results = Results()
    with tempfile.TemporaryDirectory(prefix="pneu-") as folder:
        tools = Tools(folder, sys.argv[1], sys.argv[2])
        for command in COMMANDS:
            check_command(results, tools, command)
    return results.finish()


if __name__ == "__main__":
    sys.exit(main())
