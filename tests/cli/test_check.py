"""pneu check: golden outputs, places and marks over the corpus, exit codes, policies, summaries, pages, JSON.

The golden outputs are in tests/golden/check; "test_check.py PNEU record" writes them anew.
"""

import gzip
import json
import re
import sys
import time

from clitest import ENCODED, ROOT, UNSAFE, Suite, corpus_messages, crlf, on_terminal

CORPUS = ROOT / "corpus"
GOLDEN = ROOT / "tests/golden/check"

# Words, by the name of the file that has what they give. Messages are named from corpus/.
GOLDENS = {
    "boundary-encoded-word": ["defects/boundary-encoded-word.eml"],
    "boundary-nowhere": ["defects/boundary-nowhere.eml"],
    "b64-long-line": ["defects/b64-long-line.eml"],
    "charset-in-embedded-message": ["defects/charset-in-embedded-message.eml"],
    "encrypted-three-parts": ["defects/encrypted-three-parts.eml"],
    "ew-line-too-long": ["defects/ew-line-too-long.eml"],
    "filename-nul": ["defects/filename-nul.eml"],
    "nul-in-header-after-many": ["defects/nul-in-header-after-many.eml"],
    "param-last-unreadable": ["defects/param-last-unreadable.eml"],
    "return-path-bare": ["defects/return-path-bare.eml"],
    "two-senders-json": ["--json", "defects/addr-two-senders.eml"],
    "lf-endings": ["cases/001-line-lf-endings.eml"],
    "hidden-header": ["cases/004-sec-hidden-header-cr.eml"],
    "dup-boundary": ["cases/085-sec-dup-boundary-bad-first.eml"],
    "decoded-message": ["cases/154-cte-rfc822-base64.eml"],
    "8bit": ["--ascii", "cases/031-hdr-utf8.eml", "cases/195-charset-invalid-utf8.eml"],
    "only-warnings": ["--show", "warn", "defects/return-path-bare.eml", "defects/boundary-nowhere.eml"],
    "summary": ["--summary", "defects/boundary-nowhere.eml", "defects/nul-in-header-after-many.eml",
                "defects/param-last-unreadable.eml", "cases/001-line-lf-endings.eml"],
    "colors": ["--color", "always", "cases/085-sec-dup-boundary-bad-first.eml", "cases/001-line-lf-endings.eml"],
    "explain": ["--explain", "date_inconsistent"],
    "list": ["--explain", "list"],
}

HEADLINE = re.compile(r"^(?P<file>.+?)(?P<decoded> \(part [0-9.#]+, decoded\))?:(?P<line>\d+):(?P<column>\d+): "
                      r"(?P<severity>info|warn|ambiguous|attack): (?P<code>\w+): (?P<title>[^\[\n]+?)"
                      r"(?: \[(?P<detail>\w+)\])?$", re.M)

CLEAN = crlf("From: a@example.com\nDate: Mon, 1 Jan 2024 12:00:00 +0000\n\nx\n")
INFO = crlf("From: a@example.com\nDate: Mon, 1 Jan 2024 12:00:00 EST\n\nx\n")
WARN = crlf("From: a@example.com\nDate: Mon, 32 Jan 2024 12:00:00 +0000\n\nx\n")
AMBIGUOUS = crlf("Subject: one\nSubject: two\nFrom: a@example.com\nDate: Mon, 1 Jan 2024 12:00:00 +0000\n\nx\n")
ATTACK = crlf("From: a@example.com\nFrom: b@example.com\nDate: Mon, 1 Jan 2024 12:00:00 +0000\n\nx\n")


def check_goldens(suite):
    for name, words in GOLDENS.items():
        path = GOLDEN / f"{name}.txt"
        run = suite.run("check", *words, cwd=CORPUS)
        if sys.argv[2:] == ["record"]:
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(run.out)
        suite.equal(name, run.out.decode(), path.read_text(encoding="utf-8"))
        suite.equal(f"{name}: stderr", run.err, b"")
    suite.equal("every golden output is asked for", {path.stem for path in GOLDEN.glob("*")}, set(GOLDENS))


def place_of(data, offset):
    before = data[:offset]
    return before.count(b"\n") + 1, offset - (before.rfind(b"\n") + 1) + 1


def check_excerpt(suite, name, lines, find, data):
    """Of a line that is shown as it is, the mark stands below the place."""
    rows = data.split(b"\n")
    source = rows[find["line"] - 1]
    if find["line"] < len(rows):  # else a CR at its end is data
        source = source.removesuffix(b"\r")
    if not re.fullmatch(rb"[ -~]{1,80}", source) or find["column"] > len(source):
        return
    meant = source[find["column"] - 1:][:find["length"]]
    blanks = len(meant) - len(meant.lstrip()) if meant.strip() else 0
    mark = " " * (find["column"] - 1 + blanks) + "^"
    suite.equal(f"{name}: the line", lines[1], f"{find['line']:5} | {source.decode()}")
    suite.check(f"{name}: the mark", lines[2].startswith(f"      | {mark}"), lines[:3])
    suite.equal(f"{name}: its width", lines[2].count("~") + 1, max(len(meant) - blanks, 1))


def check_corpus(suite):
    """Text and JSON tell the same, and both the right places."""
    for path in corpus_messages():
        name, data = path.name, path.read_bytes()
        text, answer = suite.run("check", path), suite.run("check", "--json", path)
        value = json.loads(answer.out)
        suite.check(f"{name}: nothing unsafe", not UNSAFE.search(text.out), text)
        suite.equal(f"{name}: exit codes", (text.code, answer.code), (int(value["refused"]),) * 2)
        suite.equal(f"{name}: refused", value["refused"], value["severity"] in ("ambiguous", "attack"))
        out = text.out.decode()
        headlines = list(HEADLINE.finditer(out))
        suite.equal(f"{name}: the same finds", [
            (int(m["line"]), int(m["column"]), m["severity"], m["code"], m["detail"] or m["code"], m["title"],
             bool(m["decoded"])) for m in headlines], [
            (d["line"], d["column"], d["severity"], d["code"], d["detail"], d["title"], d["space"] > 0)
            for d in value["defects"]])
        for find, headline in zip(value["defects"], headlines):
            if find["space"] == 0:
                suite.equal(f"{name}: {find['code']}: place", (find["line"], find["column"]),
                            place_of(data, find["offset"]))
                check_excerpt(suite, f"{name}: {find['code']}", out[headline.start():].split("\n"), find, data)
        told = sum(value["defect_counts"].values())
        more = sum(map(int, re.findall(r": (\d+) more of \w+, \w+ at worst$", out, re.M)))
        suite.equal(f"{name}: shown and counted", len(value["defects"]) + more, told)


def check_tree(suite):
    """The severities that pneu tree shows are those of the finds, not the usual ones of their codes."""
    for name, told in (("cases/006-line-nul-body", b"ambiguous line_nul\n"),
                       ("cases/007-line-nul-header", b"attack line_nul"),
                       ("defects/nul-in-header-after-many", b"attack line_nul"),
                       ("defects/mime-version-twice", b"warn hdr_duplicate_singleton")):
        last = suite.run("tree", CORPUS / f"{name}.eml").out.splitlines(True)[-1]
        suite.check(f"tree of {name}", told in last, last)


def check_codes(suite):
    messages = {"clean": CLEAN, "info": INFO, "warn": WARN, "ambiguous": AMBIGUOUS, "attack": ATTACK}
    order = list(messages)
    for severity, message in messages.items():
        for level in (*order[1:], "never"):
            expected = int(level != "never" and order.index(severity) >= order.index(level))
            run = suite.run("check", "--fail-on", level, stdin=message)
            suite.equal(f"{severity} with --fail-on {level}", run.code, expected)
        found = {policy: suite.run("check", "-q", "--policy", policy, stdin=message).code
                 for policy in ("default", "mta", "mua", "scanner", "strict")}
        rank = order.index(severity)
        suite.equal(f"{severity} by policies", found, {"default": int(rank > 2), "mta": int(rank > 3), "mua": 0,
                                                       "scanner": int(rank > 2), "strict": int(rank > 2)})
    suite.equal("--fail-on over --policy", suite.run("check", "-p", "mua", "-f", "info", stdin=INFO).code, 1)
    run = suite.run("check", stdin=CLEAN)
    suite.check("a clean message is passed over in silence", run.out == b"" and run.err == b"" and run.code == 0, run)
    run = suite.run("check", "--quiet", stdin=ATTACK)
    suite.check("--quiet", run.out == b"" and run.err == b"" and run.code == 1, run)


def check_policies(suite):
    nested = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (i, i) for i in range(100))
    run = suite.run("check", "--json", stdin=nested)
    suite.check("nesting by default", json.loads(run.out)["defect_counts"].get("limit_nesting"), run)
    run = suite.run("check", "--json", "--policy", "scanner", stdin=nested)
    value = json.loads(run.out)
    suite.equal("nesting for a scanner", value["defect_counts"].get("limit_nesting"), None)
    suite.check("sections that deep", max(d["section"].count(".") for d in value["defects"]) > 80, run)
    many = b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\r\n\r\nx\r\n" * 1001 + b"--b--\r\n"
    for policy, expected in (("default", 0), ("mta", 0), ("scanner", 0), ("strict", 1)):
        suite.equal(f"1001 parts: {policy}", suite.run("check", "-q", "-p", policy, stdin=many).code, expected)


def check_show(suite):
    out = suite.run("check", "--show", "attack", stdin=AMBIGUOUS).out
    suite.equal("nothing of that severity", out, b"")
    mixed = ATTACK.replace(b"+0000", b"EST")
    found = [m["severity"] for m in HEADLINE.finditer(suite.run("check", "--show", "warn", stdin=mixed).out.decode())]
    suite.equal("info is not shown", found, ["attack"])
    suite.check("but counted", b"2 finds of 2 codes, attack at worst" in suite.run("check", stdin=mixed).out)


def check_summary(suite):
    messages = list(map(str, corpus_messages()))
    values = [json.loads(line) for line in suite.run("check", "--json", *messages).out.splitlines()]
    lines = suite.run("check", "--summary", *messages).out.decode().splitlines()
    rows = {code: (int(files), int(finds)) for files, finds, _, code in map(str.split, lines[1:-1])}
    codes = {code for value in values for code in value["defect_counts"]}
    counts = {code: [value["defect_counts"][code] for value in values if code in value["defect_counts"]]
              for code in codes}
    suite.equal("a table of all codes", rows, {code: (len(found), sum(found)) for code, found in counts.items()})
    refused, conforming = (sum(value[key] for value in values) for key in ("refused", "conforming"))
    suite.equal("and a line on all files", lines[-1],
                f"{len(values)} files: {refused} refused, {conforming} strictly conforming")
    ranks = [["attack", "ambiguous", "warn", "info"].index(line.split()[2]) for line in lines[1:-1]]
    suite.equal("the gravest first", ranks, sorted(ranks))
    run = suite.run("check", "--summary", messages[0], str(suite.directory / "gone"))
    suite.check("a file that is not there does not count", run.code == 3 and b"\n1 file: " in run.out, run)


def check_explain(suite):
    lines = suite.run("check", "--explain", "list").out.decode().splitlines()
    suite.equal("all codes have a line", len(lines), 92)
    for line in lines:
        severity, code, title = line.split(None, 2)
        run = suite.run("check", "--explain", code)
        page = run.out.decode()
        suite.check(f"page on {code}", run.code == 0 and page.startswith(f"{code}: {title}\n  {severity}") and
                    "\n  We " in page and "\n  Others: " in page, page)
        suite.check(f"width of the page on {code}", max(map(len, page.splitlines())) <= 100, page)
    every = suite.run("check", "-e", "all").out
    suite.equal("all pages", len(re.findall(rb"^\w+: ", every, re.M)), 92)
    pages = [suite.run("check", "-e", name).out for name in ("line_cr_run", "line_bare_cr")]
    suite.equal("by a detail", *pages)
    for name, other in (("sec_dup_form", b"like it are: sec_dup_from\n"), ("bare_lf", b"like it are: line_bare_lf\n"),
                        ("date_weekday", b" date_weekday_mismatch\n"), ("xyz", b"--explain list"),
                        ("x" * 500, b"--explain list")):
        run = suite.run("check", "--explain", name)
        suite.check(f"no page on {name[:20]}", run.code == 2 and run.out == b"" and other in run.err, run)


def check_long_lines(suite):
    """Places far out in one line, and more of a code than is recorded."""
    text = (b"x" * 999 + b"\r") * 3000
    run = suite.run("check", stdin=CLEAN + text + b"\r\n")
    out = run.out.decode()
    suite.check("columns in a long line", f"\n-:5:{1000}: " in out and f"-:5:{2000}: " in out, out[:2000])
    rest = re.search(r"^-: 2\d\d\d more of line_bare_cr, ambiguous at worst$", out, re.M)
    suite.check("what is not recorded is told", rest, out[-400:])
    suite.check("lines are cut", max(map(len, out.splitlines())) <= 120, run)
    suite.check("the place is shown", re.search(r"\| \.\.\.x{30}\\rx+\.\.\.\n +\| {34}\^~\n", out), out[:2000])
    started = time.monotonic()
    run = suite.run("check", stdin=CLEAN + b"a\rb\n" * 2_000_000)
    suite.check("many lines in time", time.monotonic() - started < 20, run)


def check_inputs(suite):
    path = suite.file("m.eml", ATTACK)
    packed = suite.file("m.eml.gz", gzip.compress(ATTACK))
    by_name = suite.run("check", path).out
    suite.equal("compressed", suite.run("check", packed).out, by_name.replace(path.encode(), packed.encode()))
    suite.equal("standard input", suite.run("check", stdin=ATTACK).out, by_name.replace(path.encode(), b"-"))
    run = suite.run("check", suite.file("half.gz", gzip.compress(ATTACK)[:-12]))
    suite.check("nothing of half a message", run.code == 3 and run.out == b"" and b"half.gz" in run.err, run)
    run = suite.run("check", "--quiet", path, str(suite.directory / "gone"))
    suite.check("trouble is graver than a find", run.code == 3 and b"cannot open" in run.err, run)
    run = suite.shell('"$0" check <"$1"', str(suite.directory))
    suite.check("a directory as standard input", run.code == 3 and b"-: cannot read: Is a directory" in run.err, run)
    suite.file("d/a.eml", ATTACK)
    suite.file("d/b.eml", CLEAN)
    run = suite.run("check", "--json", suite.directory / "d")
    suite.equal("a directory", [json.loads(line)["refused"] for line in run.out.splitlines()], [True, False])
    run = suite.run("check", "--json", stdin=ENCODED)
    places = {(d["space"], d["line"], d["column"]) for d in json.loads(run.out)["defects"]}
    suite.check("lines of a decoded message", any(space == 1 and line > 1 for space, line, _ in places), places)


def check_colors(suite):
    seen = on_terminal(suite, ["check"], ATTACK)
    suite.check("colours on a terminal", b"\33[1;31mattack\33[0m: " in seen, seen)
    seen = on_terminal(suite, ["check"], ATTACK, env={"NO_COLOR": "1"})
    suite.check("NO_COLOR", b"\33[" not in seen, seen)
    plain = suite.run("check", stdin=ATTACK).out
    colored = suite.run("check", "--color", "always", stdin=ATTACK).out
    suite.equal("colours change nothing else", re.sub(rb"\x1b\[[0-9;]*m", b"", colored), plain)


def check_complaints(suite):
    for words, told in ((["--fail-on", "bad"], b"--fail-on takes"), (["--show", "never"], b"--show takes"),
                        (["--policy", "lax"], b"--policy takes"), (["--color", "red"], b"--color takes"),
                        (["--json", "--summary"], b"only one of"), (["--quiet", "--json"], b"only one of"),
                        (["--explain", "line_nul", "x.eml"], b"no file")):
        run = suite.run("check", *words, stdin=ATTACK)
        suite.check(f"complaint on {words}", run.code == 2 and run.out == b"" and told in run.err, run)


def main():
    suite = Suite()
    for check in (check_goldens, check_corpus, check_tree, check_codes, check_policies, check_show, check_summary,
                  check_explain, check_long_lines, check_inputs, check_colors, check_complaints):
        check(suite)
    suite.finish()


main()
