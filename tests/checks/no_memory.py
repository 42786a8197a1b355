#!/usr/bin/env python3
"""Lets each allocation of the command fail in turn, alone and with all that follow: no_memory.py PNEU FAILING_MALLOC

For every number of the allocation: the command says "out of memory" and its status is 3 (or the C library did without
that memory, and all is as if nothing had failed); each line that it wrote is one of those it writes otherwise; a file that
it wrote is whole; and no more blocks are held at the end than otherwise.
"""
import os
import pathlib
import subprocess
import sys
import tempfile

from tap import Results

MESSAGE = b"""Received: from a.example.org (a.example.org [192.0.2.1]) by mx.example.org with ESMTPS id 1
 for <b@example.org>; Mon, 1 Jan 2024 12:00:00 +0000
From: =?utf-8?Q?J=C3=B6rg?= <j@example.org>
To: group: a@example.org, "B" <b@example.org>;
Subject: =?iso-8859-1?Q?caf=E9?= and a field that is
 folded
Date: Mon, 1 Jan 2024 12:00:00 +0000
Message-ID: <1@example.org>
References: <2@example.org> <3@example.org>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: multipart/alternative; boundary=c

--c
Content-Type: text/plain; charset=koi8-r; format=flowed
Content-Transfer-Encoding: quoted-printable

> =C1 =
=C2
text
--c
Content-Type: text/html

<meta charset=koi8-r><p>One <a href=http://example.org/>link</a><ul><li>a<li>b</ul>
--c--
--b
Content-Type: application/octet-stream; name*=utf-8''%C3%A9.bin
Content-Transfer-Encoding: base64
Content-ID: <4@example.org>

AAECAwQF
--b
Content-Type: message/rfc822

Subject: inner

text
--b--
"""

# Words, and what stands for a directory to write to and for the message.
COMMANDS = [
    ["show", "MESSAGE"],
    ["show", "--html", "MESSAGE"],
    ["text", "1.1", "MESSAGE"],
    ["text", "1.2", "MESSAGE"],
    ["extract", "--all", "--json", "--directory", "DIRECTORY", "MESSAGE"],
    ["extract", "--list", "MESSAGE"],
    ["addresses", "--file", "MESSAGE"],
    ["addresses", "--json", "--file", "MESSAGE"],
    ["date", "--json", "Mon, 1 Jan 2024 12:00:00 +0000"],
    ["date", "--file", "MESSAGE"],
    ["trace", "MESSAGE"],
    ["trace", "--json", "--own", "mx.example.org", "MESSAGE"],
    ["fields", "--decode", "--file", "MESSAGE"],
    ["fields", "--decode", "--json", "--all-parts", "--file", "MESSAGE"],
    ["tree", "MESSAGE"],
    ["fold", "--over", "20", "MESSAGE"],
    ["widen", "--to", "binary", "MESSAGE"],
    ["strip", "--list", "--type", "*", "--name", "*", "--larger-than", "1", "MESSAGE"],
    ["tree", "--json", "--values", "--text", "--fields", "--bodies", "MESSAGE"],
]


class Run:
    """One run of a command whose allocation number `at` fails ("0": none)."""

    def __init__(self, tools, command, at):
        self.at = at
        with tempfile.TemporaryDirectory(prefix="pneu-") as directory:
            places = {"MESSAGE": tools.message, "DIRECTORY": directory}
            environment = {"LC_ALL": "C.UTF-8", "LD_PRELOAD": tools.preload, "PNEU_FAIL_AT": at,
                           "PNEU_FAIL_REPORT": tools.report}
            done = subprocess.run([tools.pneu, *(places.get(word, word) for word in command)], capture_output=True,
                                  stdin=subprocess.DEVNULL, env=environment, timeout=30)
            self.files = {path.name: path.read_bytes() for path in pathlib.Path(directory).iterdir()}
        self.code, self.out, self.err = done.returncode, done.stdout, done.stderr
        self.asked, self.held = map(int, pathlib.Path(tools.report).read_text().split())

    def is_same(self, usual):
        return (self.code, self.out, self.err, self.files) == (usual.code, usual.out, usual.err, usual.files)

    def is_told(self, usual):
        is_of_lines = set(self.out.splitlines(True)) <= set(usual.out.splitlines(True))
        is_whole = all(usual.files.get(name) == content for name, content in self.files.items())
        return self.code == 3 and b"memory" in self.err and is_of_lines and is_whole

    def fault(self, usual):
        """What is wrong, or None."""
        if not self.is_same(usual) and not self.is_told(usual):
            return f"allocation {self.at}: status {self.code}, {self.err[:200]!r}, {self.out[-200:]!r}, {list(self.files)}"
        if self.held > usual.held:
            return f"allocation {self.at}: {self.held} blocks are held, {usual.held} if nothing fails"
        return None


class Tools:
    def __init__(self, folder, pneu, preload):
        self.pneu, self.preload = pneu, preload
        self.message, self.report = os.path.join(folder, "message.eml"), os.path.join(folder, "report")
        pathlib.Path(self.message).write_bytes(MESSAGE.replace(b"\n", b"\r\n"))


def check_command(results, tools, command):
    usual = Run(tools, command, "0")
    runs = [Run(tools, command, f"{at}{on}") for at in range(1, usual.asked + 1) for on in ("", "+")]
    faults = [fault for fault in (run.fault(usual) for run in runs) if fault]
    told = sum(run.is_told(usual) for run in runs)
    name = f"{' '.join(command)}: {usual.asked} allocations"
    results.check(name, usual.code == 0 and told > 0 and not faults, "\n".join([f"{usual.err!r}, {told} told", *faults[:9]]))


def main():
    results = Results()
    with tempfile.TemporaryDirectory(prefix="pneu-") as folder:
        tools = Tools(folder, os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2]))
        for command in COMMANDS:
            check_command(results, tools, command)
    return results.finish()


if __name__ == "__main__":
    sys.exit(main())
