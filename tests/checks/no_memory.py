#!/usr/bin/env python3
"""Lets each allocation of the command fail in turn, alone and with all that follow: no_memory.py PNEU FAILING_MALLOC

For every number of the allocation: the command says "out of memory" and its status is 3 (or the C library did without
that memory, and all is as if nothing had failed); each line that it wrote is one of those it writes otherwise; a file that
it wrote is whole; and no more blocks are held at the end than otherwise.
"""
import gzip
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import zlib

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

MBOX = b"".join(b"From a@example.org Mon Jan  1 00:00:00 2024\n" + field + b"\n" + MESSAGE + b"\n"
                for field in (b"Status: R", b"X-Status: A", b"X: y"))
SIGNED = b"""DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/simple; d=example.com; s=s; h=from:to; bh=YQ==; b=eA==
ARC-Seal: i=1; a=rsa-sha256; cv=none; d=x; s=s; b=aa
ARC-Message-Signature: i=1; a=rsa-sha256; d=x; s=s; h=from; bh=bb; b=cc
ARC-Authentication-Results: i=1; x; spf=pass
From: a@example.org
Content-Type: multipart/signed; protocol="application/pgp-signature"; micalg=pgp-sha256; boundary=b

--b

text
--b
Content-Type: application/pgp-signature

x
--b--
"""
DRAFT = ["--date", "Mon, 1 Jan 2024 12:00:00 +0000", "--message-id", "<5@example.org>", "--from", "me@example.org"]

# Words, and what stands for a directory to write to, the message, the same compressed, an mbox.
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
    ["cat", "PACKED"],
    ["cat", "-z", "MESSAGE"],
    ["ascii", "MESSAGE"],
    ["ascii", "-s", "convert", "PACKED"],
    ["crlf", "MESSAGE"],
    ["lf", "--keep-binary", "MESSAGE"],
    ["dot", "stuff", "MESSAGE"],
    ["check", "MESSAGE"],
    ["check", "--json", "--policy", "scanner", "PACKED"],
    ["needs", "MESSAGE"],
    ["needs", "--json", "MESSAGE"],
    ["edit", "--set", "Subject: x", "--prepend", "A: b", "--remove", "To", "--rename", "Date:Old-Date", "MESSAGE"],
    ["strip", "--larger-than", "1", "MESSAGE"],
    ["strip", "--type", "text/*", "PACKED"],
    ["build", *DRAFT, "--subject", "x", "--text", "MESSAGE"],
    ["build", *DRAFT, "--subject", "x", "--text", "MESSAGE", "--attach", "MESSAGE"],
    ["reply", *DRAFT, "--all", "MESSAGE"],
    ["forward", *DRAFT, "--to", "a@example.org", "MESSAGE"],
    ["forward", *DRAFT, "--to", "a@example.org", "--inline", "MESSAGE"],
    ["canon", "dkim", "MESSAGE"],
    ["canon", "dkim", "--signature", "1", "SIGNED"],
    ["canon", "dkim", "--arc-seal", "1", "SIGNED"],
    ["canon", "smime", "SIGNED"],
    ["mbox", "list", "MBOX"],
    ["mbox", "list", "--json", "-v", "mboxcl", "MBOX"],
    ["mbox", "split", "-d", "DIRECTORY", "MBOX"],
    ["mbox", "split", "-z", "-d", "DIRECTORY", "MBOX"],
    ["mbox", "split", "--maildir", "-d", "DIRECTORY", "MBOX"],
    ["mbox", "join", "--lf", "MESSAGE"],
    ["mbox", "join", "-z", "-v", "mboxcl", "MESSAGE"],
    ["mbox", "join", "PACKED"],
]

# What differs from run to run: the names of new files in Maildirs, boundaries.
VARYING = re.compile(rb"\d+\.M\d+P\d+|=_[0-9A-Za-z+/_.=-]{16,}")


def without_varying(text):
    return VARYING.sub(b"VARYING", text)


def lines_of(out):
    """The last one may be cut. Of what is compressed, those that can be read."""
    if out.startswith(b"\x1f\x8b"):
        out = zlib.decompressobj(wbits=31).decompress(out)
    return out.splitlines(True) or [b""]


def files_below(directory):
    """Contents by name."""
    paths = (path for path in pathlib.Path(directory).rglob("*") if path.is_file())
    return {(without_varying(os.fsencode(path.relative_to(directory))), path.read_bytes()) for path in paths}


class Run:
    """One run of a command whose allocation number `at` fails ("0": none)."""

    def __init__(self, tools, command, at):
        self.at = at
        with tempfile.TemporaryDirectory(prefix="pneu-") as directory:
            places = {"MESSAGE": tools.message, "PACKED": tools.packed, "MBOX": tools.mbox, "SIGNED": tools.signed,
                      "DIRECTORY": directory}
            environment = {"LC_ALL": "C.UTF-8", "LD_PRELOAD": tools.preload, "PNEU_FAIL_AT": at,
                           "PNEU_FAIL_REPORT": tools.report}
            done = subprocess.run([tools.pneu, *(places.get(word, word) for word in command)], capture_output=True,
                                  stdin=subprocess.DEVNULL, env=environment, timeout=30)
            self.files = files_below(directory)
        self.code, self.out, self.err = done.returncode, without_varying(done.stdout), done.stderr
        self.asked, self.held = map(int, pathlib.Path(tools.report).read_text().split())

    def is_same(self, usual):
        return (self.code, self.out, self.err, self.files) == (usual.code, usual.out, usual.err, usual.files)

    def is_told(self, usual):
        lines, usual_lines = (lines_of(out) for out in (self.out, usual.out))
        is_of_lines = set(lines[:-1]) <= set(usual_lines) and any(line.startswith(lines[-1]) for line in usual_lines)
        is_whole = self.files <= usual.files
        return self.code == 3 and b"memory" in self.err and is_of_lines and is_whole

    def fault(self, usual):
        """What is wrong, or None."""
        if not self.is_same(usual) and not self.is_told(usual):
            return (f"allocation {self.at}: status {self.code}, {self.err[:200]!r}, {self.out[-200:]!r}, "
                    f"{[name for name, _ in self.files]}")
        if self.held > usual.held:
            return f"allocation {self.at}: {self.held} blocks are held, {usual.held} if nothing fails"
        return None


class Tools:
    def __init__(self, folder, pneu, preload):
        self.pneu, self.preload = pneu, preload
        self.message, self.report = os.path.join(folder, "message.eml"), os.path.join(folder, "report")
        self.packed, self.mbox = os.path.join(folder, "message.gz"), os.path.join(folder, "mbox")
        pathlib.Path(self.message).write_bytes(MESSAGE.replace(b"\n", b"\r\n"))
        pathlib.Path(self.packed).write_bytes(gzip.compress(MESSAGE, mtime=0))
        self.signed = os.path.join(folder, "signed.eml")
        pathlib.Path(self.mbox).write_bytes(MBOX)
        pathlib.Path(self.signed).write_bytes(SIGNED)


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
