"""What the tests of the command share: running it (also on a terminal), counting checks, finding messages.

Every test_*.py takes the path of the built `pneu` as its argument, prints each failure, and last "N passed, N failed".
"""

import atexit
import base64
import errno
import os
import pathlib
import pty
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
CORPUS = ROOT / "corpus"

# An environment that says nothing about colours or the person who runs the tests.
ENVIRONMENT = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8", "TERM": "xterm"}
for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS", "LD_LIBRARY_PATH"):
    if name in os.environ:
        ENVIRONMENT[name] = os.environ[name]


# Bytes that a terminal could act on, or that mislead a reader.
UNSAFE = re.compile(rb"[\x00-\x08\x0b-\x1f\x7f]|\xc2[\x80-\x9f]|\xe2\x80[\x8e\x8f\xa8-\xae]|\xe2\x81[\xa6-\xa9]")


class Run:
    """The end of a run of the command."""

    def __init__(self, code, out, err):
        self.code, self.out, self.err = code, out, err

    def __repr__(self):
        return f"code {self.code}, stdout {self.out[:300]!r}, stderr {self.err[:300]!r}"


class Suite:
    """Counts checks, and owns a directory that is removed at the end."""

    def __init__(self):
        if len(sys.argv) < 2:
            sys.exit(f"usage: {sys.argv[0]} PNEU")
        self.pneu = os.path.abspath(sys.argv[1])
        self.passed = 0
        self.failed = 0
        self.directory = pathlib.Path(tempfile.mkdtemp(prefix="pneu-cli-"))
        atexit.register(shutil.rmtree, self.directory, ignore_errors=True)

    def run(self, *words, stdin=b"", env=None, cwd=None, timeout=120):
        done = subprocess.run(
            [self.pneu, *words], input=stdin, capture_output=True, timeout=timeout,
            env={**ENVIRONMENT, **(env or {})}, cwd=cwd, check=False)
        return Run(done.returncode, done.stdout, done.stderr)

    def shell(self, script, *arguments, timeout=120):
        """Runs a POSIX shell script; "$0" is the command, the arguments are "$1" and so on."""
        done = subprocess.run(
            ["sh", "-c", script, self.pneu, *arguments], capture_output=True, timeout=timeout,
            env=ENVIRONMENT, check=False)
        return Run(done.returncode, done.stdout, done.stderr)

    def check(self, name, is_right, seen=""):
        if is_right:
            self.passed += 1
        else:
            self.failed += 1
            print(f"FAILED {name}: {seen}")
        return is_right

    def equal(self, name, seen, expected):
        def short(value):
            text = repr(value)
            return text if len(text) < 600 else text[:600] + "..."
        return self.check(name, seen == expected, f"{short(seen)} in place of {short(expected)}")

    def file(self, name, content):
        path = self.directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return str(path)

    def finish(self):
        print(f"{self.passed} passed, {self.failed} failed")
        sys.exit(1 if self.failed else 0)


def read_to_end(master):
    """What appears on a terminal until nobody has it open any more."""
    seen = b""
    while True:
        try:
            piece = os.read(master, 65536)
        except OSError as error:
            if error.errno != errno.EIO:
                raise
            piece = b""
        if not piece:
            os.close(master)
            return seen
        seen += piece


def on_terminal(suite, words, stdin=b"", env=None, both=True):
    """Runs the command with stdout and stderr (or stderr alone) on a terminal; what appeared there."""
    master, slave = pty.openpty()
    source = suite.file("terminal-input", stdin)
    with open(source, "rb") as file:
        process = subprocess.Popen([suite.pneu, *words], stdin=file, stdout=slave if both else subprocess.DEVNULL,
                                   stderr=slave, env={**ENVIRONMENT, **(env or {})})
    os.close(slave)
    seen = read_to_end(master)
    process.wait()
    return seen.replace(b"\r\n", b"\n")


def rest_of_pipe_is_left(suite, words, header, expected):
    """The other end of the pipe stays open: waiting for the message's end would be for ever."""
    process = subprocess.Popen([suite.pneu, *words], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=ENVIRONMENT)
    try:
        process.stdin.write(header + bytes(131072))
        process.stdin.flush()
    except BrokenPipeError:
        pass  # it had seen enough before all of this was written
    try:
        code = process.wait(timeout=20)
    except subprocess.TimeoutExpired:
        code = None
        process.kill()
    suite.equal("the rest of a pipe is not waited for", (code, process.stdout.read()), (0, expected))
    try:
        process.communicate()
    except BrokenPipeError:
        pass


def corpus_messages(folder=None):
    """All messages of the corpus, sorted."""
    base = CORPUS / folder if folder else CORPUS
    return sorted(path for path in base.rglob("*.eml") if path.is_file())


def crlf(text):
    return text.replace("\n", "\r\n").encode()


MULTIPART = crlf("""From: Ann <ann@example.com>
To: bob@example.org
Subject: a picture
\tand a text
Date: Mon, 1 Jan 2024 12:00:00 +0000
Message-ID: <1@example.com>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="b1"

preamble
--b1
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: quoted-printable

Caf=C3=A9
--b1
Content-Type: image/jpeg; name="=?utf-8?Q?photo_=C3=A9.jpg?="
Content-Transfer-Encoding: base64
Content-Disposition: attachment; filename="photo.jpg"
Content-ID: <pic@example.com>

/9j/4AAQSkZJRgABAQAAAQABAAD/
--b1
Content-Type: message/rfc822

From: carl@example.net
Subject: inner

inner body
--b1--
""")

PLAIN = crlf("""From: Ann <ann@example.com>
Subject: plain
Date: Mon, 1 Jan 2024 12:00:00 +0000

hello
""")

# A message in base64 inside a message.
ENCODED = crlf("""From: a@example.com
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=o

--o
Content-Type: message/rfc822
Content-Transfer-Encoding: base64

""") + base64.b64encode(MULTIPART) + crlf("\n--o--\n")
