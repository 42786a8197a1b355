"""pneu date: operands, lines, Date fields; what is no date; JSON; hostile bytes."""

import json
import subprocess

from clitest import ENVIRONMENT, PLAIN, UNSAFE, Suite, corpus_messages, on_terminal, rest_of_pipe_is_left

# what is read, and the line for it
ROWS = [
    ("Sat, 21 Nov 2026 09:05:00 +0100", "Sat, 21 Nov 2026 09:05:00 +0100\t1795248300\t+0100"),
    ("21 Nov 2026 09:05 -0330", "Sat, 21 Nov 2026 09:05:00 -0330\t1795264500\t-0330"),
    ("1 Jan 1970 00:00 GMT", "Thu, 1 Jan 1970 00:00:00 +0000\t0\t+0000"),
    ("31 Dec 1969 23:59:59 +0000", "Wed, 31 Dec 1969 23:59:59 +0000\t-1\t+0000"),
    ("1 Jan 2000 00:00 -0000", "Sat, 1 Jan 2000 00:00:00 -0000\t946684800\tunknown"),
    ("1 Jan 2000 00:00 (a comment) EST", "Sat, 1 Jan 2000 00:00:00 -0500\t946702800\t-0500"),
    ("2024-01-01T00:00:00Z", "Mon, 1 Jan 2024 00:00:00 +0000\t1704067200\t+0000"),
    ("1 Jan 1850 00:00 +0000", "\t-3786825600\t+0000"),
]

NONE = ["", "nonsense", "31 Feb 2024 00:00 +0000", "1 Jan"]


def check_rows(suite):
    for text, expected in ROWS:
        run = suite.run("date", text)
        suite.equal(f"{text!r}", (run.code, run.out.decode(), run.err), (0, expected + "\n", b""))
    texts = [text for text, _ in ROWS]
    expected = "".join(line + "\n" for _, line in ROWS)
    lines = "\n".join(texts).encode()
    suite.equal("operands", suite.run("date", *texts).out.decode(), expected)
    suite.equal("lines", suite.run("date", stdin=lines).out.decode(), expected)
    suite.equal("lines with CRLF", suite.run("date", "-", stdin=lines.replace(b"\n", b"\r\n") + b"\r\n").out.decode(), expected)
    suite.equal("an operand, then lines", suite.run("date", texts[0], "-", stdin=lines).out.decode(),
                ROWS[0][1] + "\n" + expected)
    suite.check("no lines", suite.run("date", stdin=b"").code == 0)


def check_none(suite):
    for text in NONE:
        run = suite.run("date", text)
        suite.check(f"{text!r} is none", run.code == 1 and run.out == b"" and
                    run.err.decode() == f"pneu date: no date: '{text}'\n", run)
    run = suite.run("date", *NONE, ROWS[0][0])
    suite.check("the others are read", run.code == 1 and run.out.decode() == ROWS[0][1] + "\n", run)
    run = suite.run("date", "--strict", "2024-01-01T00:00:00Z")
    suite.check("strict", run.code == 1 and run.out == b"", run)
    suite.equal("strict, obsolete", suite.run("date", "--strict", "1 Jan 2000 00:00 EST").code, 0)
    run = suite.shell('"$0" date </')
    suite.check("standard input that cannot be read", run.code == 3 and b"cannot read" in run.err, run)


def check_messages(suite):
    path = suite.file("m.eml", PLAIN)
    line = "Mon, 1 Jan 2024 12:00:00 +0000\t1704110400\t+0000\n"
    suite.equal("a message", suite.run("date", "--file", path).out.decode(), line)
    suite.equal("a message on standard input", suite.run("date", "-f", "-", stdin=PLAIN).out.decode(), line)
    twice = suite.file("n.eml", b"Date: 1 Jan 2000\r\n\t00:00 EST\r\ndate: 2 Jan 2000 00:00 +0000\r\n\r\n")
    run = suite.run("date", "-f", path, "-f", twice)
    suite.equal("several messages", run.out.decode().splitlines(),
                [f"{path}: {line[:-1]}", f"{twice}: {ROWS[5][1]}",
                 f"{twice}: Sun, 2 Jan 2000 00:00:00 +0000\t946771200\t+0000"])
    run = suite.run("date", "-f", suite.file("none.eml", b"From: a\r\n\r\nDate: 1 Jan 2000 00:00 +0000\r\n"))
    suite.check("no Date field", run.code == 1 and run.out == b"" and b"has no Date field" in run.err, run)
    rest_of_pipe_is_left(suite, ["date", "--file", "-"], b"Date: 1 Jan 1970 00:00 GMT\n\n", ROWS[2][1].encode() + b"\n")


def check_json(suite):
    run = suite.run("date", "--json", "  1 Jan 2000 00:00 -0500 ", "nonsense", "1 Jan 1850 00:00 +0000")
    seen = [json.loads(line) for line in run.out.splitlines()]
    suite.equal("JSON", seen[:2], [
        {"file": None, "value": "1 Jan 2000 00:00 -0500", "text": "Sat, 1 Jan 2000 00:00:00 -0500",
         "date": {"epoch": 946702800, "offset_min": -300, "zone_known": True}, "defects": []},
        {"file": None, "value": "nonsense", "text": None, "date": None, "defects": ["date_syntax"]}])
    suite.check("JSON without a form", seen[2]["text"] is None and seen[2]["date"]["epoch"] == -3786825600, seen[2])
    for path in corpus_messages():
        run = suite.run("date", "--json", "-f", str(path))
        values = json.loads(suite.run("tree", "--json", "--values", str(path)).out)["parts"][0]["values"]
        seen = [json.loads(line) for line in run.out.splitlines()]
        suite.check(f"{path.name}: exit code", run.code == (0 if seen and all(one["date"] for one in seen) else 1), run)
        suite.equal(f"{path.name}: the date of the tree", seen[0]["date"] if seen else None, values.get("date"))


def check_hostile(suite):
    for value in (b"1 Jan 2000 00:00 +0000 \x1b[31m\xe2\x80\xae", b"\x1b[2J\x9b\x07", b"\xff" * 300):
        for words in (["date"], ["date", "--json"]):
            shown = on_terminal(suite, words, value + b"\n")
            suite.check(f"{words} of {value[:40]} on a terminal", shown and not UNSAFE.search(shown), shown)
    run = suite.run("date", "--json", stdin=b"a\0b\n" + b"(" * 300000 + b"\n")
    suite.equal("NUL, and a long line", [json.loads(line)["value"][:3] for line in run.out.splitlines()],
                ["a\0b", "((("])


def check_answers_at_once(suite):
    process = subprocess.Popen([suite.pneu, "date"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=ENVIRONMENT)
    for text, line in ROWS[:3]:
        process.stdin.write(text.encode() + b"\n")
        process.stdin.flush()
        suite.equal("each line is answered as it comes", process.stdout.readline().decode(), line + "\n")
    process.communicate()
    suite.equal("exit code of the dialogue", process.returncode, 0)


def main():
    suite = Suite()
    check_rows(suite)
    check_none(suite)
    check_messages(suite)
    check_json(suite)
    check_hostile(suite)
    check_answers_at_once(suite)
    suite.finish()


main()
