"""The streaming verbs work on 200 MB in a pipe with 24 MB of address space, the program and its libraries included.

Sizes, not times, are tested. A sanitizer needs more address space than that: then nothing is run.
"""

import os
import resource
import subprocess

from clitest import ENVIRONMENT, Suite

# name, words, shell script that writes SIZE bytes or so
HEAD = 'printf "Subject: x\\nContent-Type: %s\\n\\n" '
CASES = [
    ("tree of one part", ["tree"], HEAD + 'text/plain; yes "a line of text that is not short" | head -c SIZE'),
    ("tree --json of one line", ["tree", "--json"], HEAD + "application/octet-stream; head -c SIZE /dev/zero"),
    ("tree of base64", ["tree", "--json"],
     'printf "Content-Type: image/x\\nContent-Transfer-Encoding: base64\\n\\n"; '
     'yes QUJDREVGR0hJSktMTU5PUFFSU1RVVldY | head -c SIZE'),
    ("tree of many parts", ["tree", "--json"], HEAD + '"multipart/mixed; boundary=b"; yes "--b\n\nx" | head -c SIZE'),
    ("tree of many defects", ["tree", "--json"], HEAD + 'text/plain; yes "$(printf "a\\r\\nb")" | head -c SIZE'),
    ("cat of one line", ["cat"], "head -c SIZE /dev/zero"),
    ("cat of a long field", ["cat"], 'printf "X: "; head -c SIZE /dev/zero'),
    ("events", ["events"], HEAD + '"multipart/mixed; boundary=b"; yes "--b\n\nx" | head -c SIZE'),
    ("encode", ["encode", "qp"], "head -c SIZE /dev/zero"),
    ("decode", ["decode", "base64", "--quiet"], "head -c SIZE /dev/zero"),
    ("crlf", ["crlf"], "yes | head -c SIZE"),
    ("lf but for binary bodies", ["lf", "--keep-binary"], HEAD + "text/plain; yes | head -c SIZE"),
    ("strip", ["strip", "--type", "*", "--list"],
     HEAD + '"multipart/mixed; boundary=b"; printf -- "--b\nContent-Type: a/b\n\n"; head -c SIZE /dev/zero'),
    ("unstuff", ["dot", "unstuff"], "yes . | head -c SIZE"),
]

SIZE = 200_000_000
ADDRESS_SPACE = 24_000_000


def limit_address_space():
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))


def run_limited(pneu, words, script):
    producer = subprocess.Popen(["sh", "-c", script.replace("SIZE", str(SIZE))], stdout=subprocess.PIPE,
                                stderr=subprocess.DEVNULL)
    process = subprocess.Popen([pneu, *words], stdin=producer.stdout, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                               env=ENVIRONMENT, preexec_fn=limit_address_space)
    producer.stdout.close()
    _, complaint = process.communicate()
    producer.wait()
    return process.returncode, complaint


def is_sanitized(path):
    with open(path, "rb") as file:
        return b"__asan_init" in file.read()


def check_mapped(suite):
    """More than 256 MiB stand in a temporary file, whatever a process may have of its own."""
    script = ('ulimit -d 300000; (printf "Subject: x\\r\\n\\r\\n"; head -c 290000000 /dev/zero | tr "\\0" x; '
              'printf "\\r\\nFrom: y\\ra\\r\\n") | "$0" check --show ambiguous')
    run = suite.shell(script)
    suite.check("a message of 290 MB", run.code == 1 and b"\n    4 | From: y\\ra\n" in run.out and
                b"-:4:8: ambiguous: line_bare_cr: " in run.out, run)
    run = suite.shell(script.replace("ulimit", "export TMPDIR=/nowhere; ulimit"))
    suite.check("no room for it",
                run.code == 3 and run.out == b"" and b"cannot create a temporary file" in run.err, run)


def main():
    suite = Suite()
    if is_sanitized(os.path.realpath(suite.pneu)):
        print("a sanitizer is built in: not run")
        suite.finish()
    for name, words, script in CASES:
        code, complaint = run_limited(suite.pneu, words, script)
        # What the input lacks (an end of data) is no matter here; trouble, which is code 3, is.
        suite.check(name, code in (0, 1) and b"memory" not in complaint, (code, complaint))
    # The limit does bite: what needs the whole message says so.
    code, complaint = run_limited(suite.pneu, ["tree", "--json", "--bodies"], CASES[0][2])
    suite.check("more than there is", code == 3 and complaint == b"pneu tree: -: out of memory\n", (code, complaint))
    check_mapped(suite)
    suite.finish()


main()
