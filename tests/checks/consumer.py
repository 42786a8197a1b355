#!/usr/bin/env python3
"""Installs into a folder of its own and builds programs against it with pkg-config, shared and static; among them the one
in the README: consumer.py BUILD_DIR C_COMPILER

The compiler may be several words, as "ccache gcc"."""
import os
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile

from tap import ROOT, Results

MESSAGE = ROOT / "corpus/demo/postcard.eml"


def install(build, place):
    environment = dict(os.environ, DESTDIR=str(place))
    return subprocess.run(["meson", "install", "--no-rebuild", "--quiet", "-C", build], env=environment,
                          capture_output=True, text=True)


class Consumer:
    """Builds and runs programs against what was installed below a folder."""

    def __init__(self, place, compiler):
        self.place = place
        self.compiler = shlex.split(compiler)
        found = next(place.rglob("pneu.pc"))
        self.environment = dict(os.environ, PKG_CONFIG_PATH=str(found.parent), PKG_CONFIG_SYSROOT_DIR=str(place),
                                LD_LIBRARY_PATH=str(found.parent.parent))

    def flags(self, *options):
        run = subprocess.run(["pkg-config", *options, "--cflags", "--libs", "pneu"], env=self.environment, check=True,
                             capture_output=True, text=True)
        return run.stdout.split()

    def build(self, source, program, static):
        flags = self.flags("--static") if static else self.flags()
        if static:
            flags = [str(next(self.place.rglob("libpneu.a"))) if flag == "-lpneu" else flag for flag in flags]
        return subprocess.run([*self.compiler, "-std=c99", "-Wall", "-Werror", source, "-o", program, *flags],
                              capture_output=True, text=True)

    def run(self, program):
        with open(MESSAGE, "rb") as message:
            return subprocess.run([program, MESSAGE], env=self.environment, stdin=message, capture_output=True, text=True)


def program_of_readme():
    match = re.search(r"```c\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), flags=re.S)
    return match[1]


def main():
    build, compiler = sys.argv[1:]
    results = Results()
    with tempfile.TemporaryDirectory() as folder:
        place = pathlib.Path(folder)
        run = install(build, place)
        if not results.check("meson install", run.returncode == 0, run.stderr + run.stdout):
            return results.finish()
        consumer = Consumer(place, compiler)
        readme = place / "readme.c"
        readme.write_text(program_of_readme(), encoding="utf-8")
        for name, source in (("consumer", ROOT / "tests/consumer/main.c"), ("README", readme)):
            for static in (False, True):
                kind = "static" if static else "shared"
                built = consumer.build(source, place / "program", static)
                results.check(f"the program of {name}, {kind}, builds", built.returncode == 0, built.stderr)
                ran = consumer.run(place / "program") if built.returncode == 0 else None
                results.check(f"the program of {name}, {kind}, runs",
                              ran is not None and ran.returncode == 0 and "multipart/mixed" in ran.stdout,
                              ran.stdout + ran.stderr if ran else "not built")
        results.check("the command is installed", any(place.rglob("bin/pneu")))
    return results.finish()


if __name__ == "__main__":
    sys.exit(main())
