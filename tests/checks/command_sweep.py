"""The commands that something fails under, call after call, and what their output is held against: see no_memory.py and
io_failure.py.
"""
import gzip
import os
import pathlib
import re
import subprocess
import tempfile
import zlib

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
# What parsers read differently: two boundaries, a second Subject, a parameter twice, a body that is not base64, no end.
AMBIGUOUS = b"""From: a@example.org
Subject: one
Subject: two
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=b
Content-Type: multipart/mixed; boundary=c

--b
Content-Type: text/html; name=a.txt; name=b.exe
Content-Transfer-Encoding: base64

!!!=YWJj
--c

other
--b

caf\xc3\xa9
"""
DRAFT = ["--date", "Mon, 1 Jan 2024 12:00:00 +0000", "--message-id", "<5@example.org>", "--from", "me@example.org"]

# Words, and what stands for a directory to write to, the message, the same compressed, an mbox. The message is on
# stdin, too.
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
    ["check", "AMBIGUOUS"],
    ["check", "--json", "AMBIGUOUS"],
    ["check", "--explain", "all"],
    ["readings", "MESSAGE"],
    ["readings", "AMBIGUOUS"],
    ["readings", "--json", "AMBIGUOUS"],
    ["readings", "get", "1", "1", "AMBIGUOUS"],
    ["sanitize", "MESSAGE"],
    ["sanitize", "--level", "all", "--crlf", "MESSAGE"],
    ["sanitize", "--force", "AMBIGUOUS"],
    ["sanitize", "--readings", "union", "--force", "AMBIGUOUS"],
    ["sanitize", "--list", "AMBIGUOUS"],
    ["sanitize", "--list", "--json", "AMBIGUOUS"],
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


class Tools:
    """The command, a library to be loaded before it, and the files it is given."""

    def __init__(self, folder, pneu, preload):
        self.pneu, self.preload = os.path.abspath(pneu), os.path.abspath(preload)
        self.report = os.path.join(folder, "report")
        contents = {"MESSAGE": MESSAGE.replace(b"\n", b"\r\n"), "PACKED": gzip.compress(MESSAGE, mtime=0), "MBOX": MBOX,
                    "SIGNED": SIGNED, "AMBIGUOUS": AMBIGUOUS}
        self.places = {name: os.path.join(folder, name.lower()) for name in contents}
        for name, content in contents.items():
            pathlib.Path(self.places[name]).write_bytes(content)


class Run:
    """One run of a command under an environment that says what is to fail."""

    def __init__(self, tools, command, environment):
        with tempfile.TemporaryDirectory(prefix="pneu-") as directory, open(tools.places["MESSAGE"], "rb") as message:
            words = [{**tools.places, "DIRECTORY": directory}.get(word, word) for word in command]
            done = subprocess.run([tools.pneu, *words], capture_output=True, stdin=message, timeout=30,
                                  env={"LC_ALL": "C.UTF-8", "LD_PRELOAD": tools.preload, **environment})
            self.files = files_below(directory)
        self.code, self.out, self.err = done.returncode, without_varying(done.stdout), done.stderr

    def is_same(self, usual):
        return (self.code, self.out, self.err, self.files) == (usual.code, usual.out, usual.err, usual.files)

    def is_told(self, usual, words=b""):
        """The command says what went wrong (with these words) and gives nothing that it does not give otherwise."""
        lines, usual_lines = (lines_of(out) for out in (self.out, usual.out))
        is_of_lines = set(lines[:-1]) <= set(usual_lines) and any(line.startswith(lines[-1]) for line in usual_lines)
        is_whole = self.files <= usual.files
        return self.code == 3 and self.err not in (b"", usual.err) and words in self.err and is_of_lines and is_whole

    def __str__(self):
        return f"status {self.code}, {self.err[:200]!r}, {self.out[-200:]!r}, {sorted(name for name, _ in self.files)}"
