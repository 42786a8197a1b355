"""Help, version, and how words are read: every verb explains itself, and says what it does not understand."""

import json
import re

from clitest import ROOT, Suite

VERBS = ["tree", "show", "get", "text", "extract", "fields", "addresses", "date", "trace", "check",
         "readings", "needs", "build", "reply", "forward", "edit", "strip", "ascii", "widen", "fold", "crlf", "lf",
         "canon", "mbox", "cat", "events", "encode", "decode", "dot", "help"]

# Options that a verb's help must name.
OPTIONS = {
    "tree": ["--json", "--bodies", "--text", "--fields", "--values", "--color", "--ascii", "--jobs"],
    "show": ["--html", "--raw-lines"],
    "get": ["--raw", "--header", "--mime", "--index"],
    "text": ["--raw-lines", "--html", "--index"],
    "extract": ["--directory", "--all", "--list", "--json"],
    "fields": ["--file", "--value", "--raw", "--json", "--decode", "--section", "--mime", "--index", "--all-parts",
               "--jobs"],
    "addresses": ["--file", "--json", "--jobs"],
    "date": ["--file", "--json", "--strict"],
    "trace": ["--own", "--json", "--jobs"],
    "needs": ["--json", "--offer", "--jobs"],
    "build": ["--8bit", "--attach", "--bcc", "--cc", "--date", "--flowed", "--from", "--header", "--host", "--html",
              "--id", "--inline", "--lf", "--message-id", "--name", "--reply-to", "--spec", "--subject", "--text",
              "--to", "--type", "--utf8"],
    "reply": ["--8bit", "--all", "--attribution", "--automatic", "--bcc", "--cc", "--date", "--from", "--header", "--host",
              "--lf", "--list", "--message-id", "--no-quote", "--own", "--reply-to", "--subject", "--text", "--to",
              "--utf8"],
    "forward": ["--7bit", "--8bit", "--bcc", "--cc", "--date", "--from", "--header", "--host", "--inline", "--lf",
                "--message-id", "--reply-to", "--subject", "--text", "--to", "--utf8"],
    "edit": ["--set", "--add", "--prepend", "--remove", "--rename", "--utf8"],
    "check": ["--fail-on", "--policy", "--show", "--json", "--summary", "--quiet", "--explain", "--color", "--ascii",
              "--jobs"],
    "readings": ["--json", "--index", "--color", "--ascii", "--jobs"],
    "widen": ["--to", "--quiet"],
    "fold": ["--over", "--width", "--signed", "--quiet"],
    "ascii": ["--to", "--on-unrepresentable", "--on-signed"],
    "canon": ["--header", "--body", "--algorithm", "--fields", "--length", "--signature", "--arc-signature", "--arc-seal",
              "--section", "--micalg"],
    "mbox": ["--variant", "--directory", "--maildir", "--json", "--lf", "--gzip"],
    "cat": ["--gzip"],
    "events": ["--json", "--block"],
    "encode": ["--text", "--binary", "--lf", "--protect-from", "--protect-dot", "--name", "--mode"],
    "decode": ["--strict", "--stop-at-pad", "--quiet"],
    "dot": ["--strict", "--keep-lf", "--fix-cr"],
    "crlf": ["--fix-cr", "--keep-binary"],
    "lf": ["--fix-cr", "--keep-binary"],
    "strip": ["--type", "--name", "--larger-than", "--encoded", "--note", "--no-note", "--signed", "--list", "--json",
              "--quiet"],
    "help": [],
}

# name, words, exit code, what stderr must hold
COMPLAINTS = [
    ("no verb", [], 2, b"Usage: pneu"),
    ("unknown verb", ["nonsense"], 2, b"pneu: there is no verb 'nonsense'"),
    ("unknown option of the command", ["--nonsense"], 2, b"there is no option '--nonsense'"),
    ("unknown long option", ["tree", "--nonsense"], 2, b"pneu tree: unknown option '--nonsense'"),
    ("unknown letter", ["tree", "-jZ"], 2, b"unknown option '-Z'"),
    ("no abbreviations", ["tree", "--jso"], 2, b"unknown option '--jso'"),
    ("missing value", ["get", "1", "--index"], 2, b"option '--index' needs a value"),
    ("missing value of a letter", ["get", "-i"], 2, b"option '--index' needs a value"),
    ("value where none is taken", ["tree", "--json=yes"], 2, b"option '--json' takes no value"),
    ("bad number", ["get", "--index", "two"], 2, b"--index takes a number, not 'two'"),
    ("negative number", ["get", "--index", "-1"], 2, b"--index takes a number"),
    ("number out of range", ["get", "--index", "99999999999999999999"], 2, b"--index takes a number"),
    ("bad word", ["tree", "--color", "sometimes"], 2, b"--color takes"),
    ("option without its partner", ["tree", "--bodies"], 2, b"go with --json"),
    ("get without a section", ["get"], 2, b"a section"),
    ("get with two files", ["get", "1", "a", "b"], 2, b"at most one file"),
    ("text without a section", ["text"], 2, b"a section"),
    ("extract without a directory", ["extract"], 2, b"-d"),
    ("get with two wishes", ["get", "--raw", "--mime", "1"], 2, b"only one of"),
    ("fields of two parts", ["fields", "--section", "1", "--all-parts"], 2, b"only one of"),
    ("addresses of a date", ["addresses", "date"], 2, b"the field 'date' holds no addresses"),
    ("dates and messages", ["date", "--file", "m.eml", "today"], 2, b"either dates or"),
    ("a network that is none", ["trace", "--own", "10.0.0.0/99"], 2, b"--own takes a host"),
    ("an empty host", ["trace", "--own", ""], 2, b"--own takes a host"),
    ("an edit without a colon", ["edit", "--set", "Subject"], 2, b"'Subject' has no colon"),
    ("an edit with a line end", ["edit", "--add", "A: x\nB: y"], 2, b"makes no field"),
    ("a bad name to remove", ["edit", "--remove", "A B"], 2, b"makes no field"),
    ("encode without a codec", ["encode"], 2, b"base64, qp, uu"),
    ("encode with another codec", ["encode", "rot13"], 2, b"'rot13' is none of"),
    ("encode as text and binary", ["encode", "qp", "--text", "--binary"], 2, b"exclude each other"),
    ("a name where none goes", ["encode", "base64", "--name", "x"], 2, b"go with uu"),
    ("option of another codec", ["decode", "qp", "--stop-at-pad"], 2, b"does not go with this encoding"),
    ("strip without a rule", ["strip"], 2, b"one of --type, --name and --larger-than"),
    ("strip with a bad size", ["strip", "--larger-than", "1Q"], 2, b"'1Q' is no size"),
    ("strip with a bad pattern", ["strip", "--name", "a\\"], 2, b"the name is not allowed: see byte 1"),
    ("strip with a bad note", ["strip", "--type", "a/b", "--note", "a\rb"], 2, b"the note must be UTF-8"),
    ("dot without a direction", ["dot"], 2, b"stuff, unstuff"),
    ("events with an empty block", ["events", "--block", "0"], 2, b"--block takes a number"),
    ("help of an unknown verb", ["help", "nonsense"], 2, b"there is no verb 'nonsense'"),
]


def check_help(suite):
    overview = suite.run("--help")
    suite.equal("--help exit code", overview.code, 0)
    manual = (ROOT / "docs/man/pneu.1").read_text()
    for verb in VERBS:
        shown = suite.run(verb, "--help")
        suite.equal(f"{verb} --help exit code", shown.code, 0)
        suite.check(f"{verb} in --help", f"  {verb} ".encode() in overview.out)
        suite.check(f"{verb} in the manual", re.search(rf"^\.Ss {verb}$", manual, re.M))
        for word in (b"Usage: pneu " + verb.encode(), b"Exit code:", b"Example:", b"--help"):
            suite.check(f"{verb} --help has {word.decode()}", word in shown.out, shown)
        listed = re.findall(rb"^  (?:-\w, |    )(--[a-z0-9-]+)", shown.out, re.M)
        suite.equal(f"{verb} lists its options", sorted(o.decode() for o in listed),
                    sorted(OPTIONS[verb] + ["--help"]))
        for option in OPTIONS[verb]:
            suite.check(f"{verb} {option} in the manual", f"Fl {option[1:]}" in manual or f", {option[1:]}" in manual)
        suite.equal(f"help {verb} is {verb} --help", suite.run("help", verb).out, shown.out)
        suite.equal(f"{verb} -h", suite.run(verb, "-h").out, shown.out)
        suite.check(f"{verb} --help is at most 110 columns wide",
                    all(len(line) <= 110 for line in shown.out.decode().splitlines()))


def main():
    suite = Suite()
    check_help(suite)
    version = suite.run("--version")
    suite.check("--version", version.code == 0 and re.fullmatch(rb"pneu \d+\.\d+\.\d+ \(libpneu \d+\.\d+\.\d+\)\n",
                                                               version.out), version)
    for name, words, code, text in COMPLAINTS:
        run = suite.run(*words)
        suite.check(name, run.code == code and text in run.err and run.out == b"", run)
    message = suite.file("-odd.eml", b"Subject: x\r\n\r\n")
    run = suite.run("tree", "--json", "--", "-odd.eml", cwd=suite.directory)
    suite.check("-- ends the options", run.code == 0 and json.loads(run.out)["file"] == "-odd.eml", run)
    run = suite.run("tree", message, "--json")
    suite.check("options after operands", run.code == 0 and json.loads(run.out)["size"] == 14, run)
    suite.equal("bundled letters", suite.run("tree", "-jbf", message).out,
                suite.run("tree", "--json", "--bodies", "--fields", message).out)
    suite.equal("value in the same word", suite.run("get", "-i0", message).code, 0)
    suite.equal("value after an equals sign", suite.run("get", "--index=0", message).code, 0)
    suite.finish()


main()
