"""Where results go: full disks, closed pipes, hostile names, terminals. Output is whole, or an error is told."""

import json
import os
import pty
import re
import subprocess

from clitest import ENVIRONMENT, MULTIPART, PLAIN, UNSAFE, Suite, on_terminal, read_to_end

EVERY_VERB = [
    ["tree"], ["tree", "--json"], ["tree", "--json", "--bodies"], ["show"], ["get", "1"], ["text", "1"],
    ["extract", "--list", "--all"], ["fields"], ["fields", "--raw"], ["fields", "--json"], ["fields", "--decode"],
    ["addresses"], ["addresses", "--json"], ["date"], ["date", "--json"], ["trace"], ["trace", "--json"], ["cat"],
    ["events"], ["events", "--json"], ["encode", "base64"], ["encode", "qp"], ["encode", "uu"], ["decode", "qp"],
    ["dot", "stuff"], ["crlf"], ["lf", "-b"], ["ascii"], ["edit", "--add", "A: b"], ["strip", "--larger-than", "9"],
    ["needs"], ["needs", "--json"], ["check", "--json"], ["check", "--summary"], ["canon", "dkim"], ["mbox", "join"],
    ["mbox", "join", "-z", "-v", "mboxcl"], ["cat", "-z"], ["build", "-f", "a@example.org", "-t", "b@example.org", "--attach"],
    ["reply", "-f", "a@example.org"], ["forward", "-f", "a@example.org", "-t", "b@example.org"],
    ["help"], ["tree", "--help"], ["--version"],
]

# Verbs whose messages are given with --file.
BY_OPTION = ("fields", "addresses", "date")

HOSTILE = (b"From: a@example.com\r\nSubject: red \x1b[31m and \xe2\x80\xae back \x9b\x07\r\n"
           b"X-Nul: a\0b\x7f\r\nMIME-Version: 1.0\r\n"
           b"Content-Type: application/x; name*=utf-8''a%1b%5b31m%e2%80%aeb%c2%9b.txt; charset=\"\x1b[5m\"\r\n"
           b"Content-Disposition: attach\x1bment\r\nContent-Transfer-Encoding: x-\x1b[7m\r\n\r\nbody\r\n")


def check_full_disk(suite):
    path = suite.file("m.eml", MULTIPART)
    big = suite.file("big.eml", PLAIN + b"x" * 70 + b"\r\n" * 100000)
    for words in EVERY_VERB:
        takes_file = words[0] not in ("help", "--version") and "--help" not in words
        for name, file in (("small", path), ("large", big)):
            operands = (["--file", file] if words[0] in BY_OPTION else [file]) if takes_file else []
            run = suite.shell('"$0" "$@" >/dev/full', *words, *operands)
            suite.check(f"{' '.join(words)} to a full disk ({name})", run.code == 3 and
                        b"standard output: cannot write: No space left on device" in run.err, run)


def small_mail(suite):
    """A message and an mbox of five files each, of which some fit into 64 KiB."""
    body = b"x" * 70 + b"\r\n"
    parts = [b"--b\r\nContent-Type: a/b; name=%d\r\n\r\n" % i + body * 400 + b"\r\n" for i in range(5)]
    message = b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"".join(parts) + b"--b--\r\n"
    mbox = (b"From a@b Mon Jan  1 00:00:00 2024\n\n" + body * 400 + b"\n") * 5
    return suite.file("parts.eml", message), suite.file("small.mbox", mbox)


def fill(suite, place):
    """Files that fit are whole, one that does not is not there, and nothing else is."""
    message, mbox = small_mail(suite)
    for words in (["extract", "--all", "-d", str(place), message], ["mbox", "split", "-d", str(place), mbox],
                  ["mbox", "split", "--maildir", "-d", str(place), mbox]):
        run = suite.run(*words)
        sizes = [path.stat().st_size for path in place.rglob("*") if path.is_file()]
        is_whole = 0 < len(sizes) < 5 and len(set(sizes)) == 1
        suite.check(f"{' '.join(words[:2])} to a small file system",
                    run.code == 3 and b"No space left on device" in run.err and is_whole, (run, sizes))
        for path in sorted(place.rglob("*"), reverse=True):
            path.rmdir() if path.is_dir() else path.unlink()
    mail = '(printf "A: b\\n\\n"; head -c 200000 /dev/zero)'
    run = suite.shell(mail + ' | TMPDIR="$1" "$0" strip --larger-than 1 >/dev/null', str(place))
    suite.check("a temporary file in a small file system",
                run.code == 3 and b"No space left on device" in run.err and not list(place.iterdir()), run)


def check_small_file_system(suite):
    """Where mounting is allowed."""
    place = suite.directory / "small"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "none", str(place)]
    if subprocess.run(mount, capture_output=True, check=False).returncode == 0:
        try:
            fill(suite, place)
        finally:
            subprocess.run(["umount", str(place)], check=False)


def check_closed_pipe(suite):
    big = suite.file("big.eml", PLAIN + (b"x" * 70 + b"\r\n") * 100000)
    many = suite.directory / "many"
    many.mkdir()
    for i in range(2000):
        (many / f"{i:04}").write_bytes(MULTIPART)
    for words in (["cat", big], ["get", "1", big], ["events", str(many)], ["tree", "--json", str(many)],
                  ["encode", "base64", big], ["dot", "stuff", big], ["crlf", big], ["ascii", big], ["canon", "dkim", big],
                  ["edit", "--remove", "A", big], ["mbox", "join", str(many)], ["needs", "--json", str(many)],
                  ["check", "--json", str(many)],
                  ["strip", "--type", "image/*", big]):
        run = suite.shell('("$0" "$@"; echo "code $?" >&2) | head -c1 >/dev/null', *words)
        suite.check(f"{words[0]} into head ends quietly by SIGPIPE",
                    b"code 141" in run.err and b"pneu" not in run.err, run)
        run = suite.shell('trap "" PIPE; ("$0" "$@"; echo "code $?" >&2) | head -c1 >/dev/null', *words)
        suite.check(f"{words[0]} into head with SIGPIPE ignored", b"code 3" in run.err and b"pneu" not in run.err, run)


def check_hostile(suite):
    names = [b"esc\x1b[31m.eml", b"line\nend.eml", b"c1\xc2\x9b.eml", b"bidi\xe2\x80\xae.eml", b"bad\xff\x80.eml",
             b"del\x7f.eml", b"tag\xf3\xa0\x80\x81.eml"]
    for name in names:
        path = os.fsencode(suite.directory) + b"/" + name
        run = suite.run(b"tree", path)
        suite.check(f"{name} in a message",
                    run.code == 3 and not UNSAFE.search(run.err) and run.err.count(b"\n") == 1, run)
        with open(path, "wb") as file:
            file.write(HOSTILE)
        for words in ([b"tree"], [b"tree", b"--json"], [b"events"], [b"events", b"--json"],
                      [b"check", b"-f", b"never"], [b"check", b"-f", b"never", b"--json"],
                      [b"fields", b"--json", b"-f"]):
            run = suite.run(*words, path)
            suite.check(f"{words} of {name}", run.code == 0 and not UNSAFE.search(run.out), run)
        run = suite.run(b"tree", b"--json", path)
        suite.check(f"JSON of {name} is UTF-8 and one line",
                    json.loads(run.out.decode()) and run.out.count(b"\n") == 1)
    run = suite.run("tree", str(suite.directory / "caf\u00e9"))
    suite.check("UTF-8 is shown as it is", "caf\u00e9".encode() in run.err, run)
    run = suite.run("tree", str(suite.directory / "caf\u00e9"), env={"LC_ALL": "C"})
    suite.check("and escaped where the locale is not UTF-8", b"caf\\u{00e9}" in run.err, run)


def check_terminal(suite):
    shown = on_terminal(suite, ["fields"], HOSTILE)
    suite.check("fields on a terminal are harmless",
                b"Subject: red \\x1b[31m" in shown and not UNSAFE.search(shown), shown)
    suite.check("fields in a pipe are bytes", b"red \x1b[31m and" in suite.run("fields", stdin=HOSTILE).out)
    suite.check("tree on a terminal is coloured", b"\x1b[36m" in on_terminal(suite, ["tree"], MULTIPART))
    suite.check("NO_COLOR", b"\x1b" not in on_terminal(suite, ["tree"], MULTIPART, {"NO_COLOR": "1"}))
    suite.check("empty NO_COLOR", b"\x1b" in on_terminal(suite, ["tree"], MULTIPART, {"NO_COLOR": ""}))
    suite.check("dumb terminal", b"\x1b" not in on_terminal(suite, ["tree"], MULTIPART, {"TERM": "dumb"}))
    suite.check("--color never", b"\x1b" not in on_terminal(suite, ["tree", "--color", "never"], MULTIPART))
    suite.check("no colour in a pipe", b"\x1b" not in suite.run("tree", stdin=MULTIPART).out)
    suite.check("--color always", b"\x1b[36m" in suite.run("tree", "--color=always", stdin=MULTIPART).out)
    hostile = on_terminal(suite, ["tree", "--color", "never"], HOSTILE)
    suite.check("a hostile tree on a terminal", hostile and not UNSAFE.search(hostile), hostile)
    suite.check("boxes where the locale is UTF-8", "└─".encode() in suite.run("tree", stdin=MULTIPART).out)
    for words, env in ((["tree"], {"LC_ALL": "C"}), (["tree", "--ascii"], {})):
        run = suite.run(*words, stdin=MULTIPART, env=env)
        suite.check(f"ASCII only: {words} {env}", run.out.isascii() and b"`- " in run.out, run)


def check_progress(suite):
    script = 'i=0; while [ $i -lt 16 ]; do head -c 1000000 /dev/zero; sleep 0.1; i=$((i+1)); done'
    master, slave = pty.openpty()
    producer = subprocess.Popen(["sh", "-c", script], stdout=subprocess.PIPE)
    process = subprocess.Popen([suite.pneu, "cat"], stdin=producer.stdout, stdout=subprocess.DEVNULL, stderr=slave,
                               env=ENVIRONMENT)
    producer.stdout.close()
    os.close(slave)
    seen = read_to_end(master)
    producer.wait()
    process.wait()
    suite.check("progress on a terminal", re.search(rb"\d+ files, \d+\.\d MB, \d+\.\d [kMG]?B/s", seen), seen)
    suite.check("progress is erased at the end", seen.endswith(b"\r\x1b[K"), seen)
    quick = on_terminal(suite, ["cat"], MULTIPART, both=False)
    suite.equal("no progress for short work", quick, b"")


def main():
    suite = Suite()
    if os.path.exists("/dev/full"):
        check_full_disk(suite)
    check_small_file_system(suite)
    check_closed_pipe(suite)
    check_hostile(suite)
    check_terminal(suite)
    check_progress(suite)
    suite.finish()


main()
