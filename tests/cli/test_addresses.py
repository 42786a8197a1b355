"""pneu addresses: columns, fields by name, groups, what is no address, several messages, hostile bytes."""

import json

from clitest import PLAIN, UNSAFE, Suite, corpus_messages, on_terminal, rest_of_pipe_is_left

MESSAGE = (b"Received: from a by b\r\nTo: =?utf-8?q?J=C3=B6rg?= <j@example.de>,\r\n bob@example.org (Bob)\r\n"
           b"From: \"Lee, Ann\" <ann@example.com>\r\nX-Forwarded: x@example.net\r\nCc: Team: c@example.com,\r\n"
           b" D <d@example.com>;, None:;\r\nReturn-Path: <>\r\nSubject: e@example.com\r\n\r\nTo: body@example.com\r\n")

# name, words, message, expected output
ROWS = [
    ("the usual fields", [], MESSAGE,
     "To\tJörg\tj@example.de\t\nTo\tBob\tbob@example.org\t\nFrom\tLee, Ann\tann@example.com\t\n"
     "Cc\t\tc@example.com\tTeam\nCc\tD\td@example.com\tTeam\n"),
    ("by name", ["cc", "FROM"], MESSAGE,
     "From\tLee, Ann\tann@example.com\t\nCc\t\tc@example.com\tTeam\nCc\tD\td@example.com\tTeam\n"),
    ("an unknown field", ["x-forwarded"], MESSAGE, "X-Forwarded\t\tx@example.net\t\n"),
    ("the null address", ["return-path"], MESSAGE, "Return-Path\t\t\t\n"),
    ("every field of a name", ["to"], b"To: a@b.c\r\nTO: d@e.f\r\n\r\n", "To\t\ta@b.c\t\nTO\t\td@e.f\t\n"),
    ("a quoted local part", [], b'From: "a b"@example.com\r\n\r\n', 'From\t\t"a b"@example.com\t\n'),
    ("a tab in a name", [], b'From: "a\tb" <a@example.com>\r\n\r\n', "From\ta b\ta@example.com\t\n"),
    ("an address in an encoded word is none", [], b"From: =?utf-8?q?a=40b=2Ec?= <d@e.f>\r\n\r\n", "From\ta@b.c\td@e.f\t\n"),
]


def check_rows(suite):
    for name, words, message, expected in ROWS:
        run = suite.run("addresses", *words, stdin=message)
        suite.check(name, run.code == 0 and run.err == b"" and run.out.decode() == expected, run)
        path = suite.file("m.eml", message)
        suite.equal(f"{name}, by --file", suite.run("addresses", *words, "--file", path).out.decode(), expected)


def check_codes(suite):
    path = suite.file("m.eml", PLAIN)
    run = suite.run("addresses", "cc", "-f", path)
    suite.check("no such field", run.code == 1 and run.out == b"" and run.err == b"", run)
    run = suite.run("addresses", path, stdin=PLAIN)
    suite.check("a file in a field's place", run.code == 1 and b"a file is given with --file" in run.err, run)
    run = suite.run("addresses", stdin=b"")
    suite.check("no header at all", run.code == 1 and run.out == b"", run)
    run = suite.run("addresses", stdin=b"To: nobody:;\r\n\r\n")
    suite.check("an empty group alone", run.code == 1 and run.out == b"" and run.err == b"", run)
    run = suite.run("addresses", stdin=b"To: a@b.c, <>\x1b@, d@e.f\r\n\r\n")
    suite.check("no address among others", run.code == 1 and run.out == b"To\t\ta@b.c\t\nTo\t\td@e.f\t\n" and
                b"To: no address: '" in run.err and not UNSAFE.search(run.err), run)
    run = suite.run("addresses", "-f", path, "-f", suite.file("n.eml", MESSAGE), "-f", path + ".none")
    suite.check("several messages", run.code == 3 and b"cannot open" in run.err and
                run.out.startswith(f"{path}: From\tAnn\tann@example.com\t\n".encode()) and
                run.out.count(b"\n") == 6 and run.out.count(b"n.eml: ") == 5, run)
    many = b"To: " + b"a@example.com,\r\n " * 10001 + b"z@example.com\r\n\r\n"
    run = suite.run("addresses", stdin=many)
    suite.check("too many are told", run.code == 1 and run.out.count(b"\n") == 10000 and b"more than 10000" in run.err,
                (run.code, run.err))


def check_json(suite):
    run = suite.run("addresses", "--json", "to", "cc", stdin=MESSAGE)
    seen = [json.loads(line) for line in run.out.splitlines()]
    suite.equal("JSON", seen[0], {
        "file": "-", "field": "To", "name": "Jörg", "address": "j@example.de", "local": "j", "domain": "example.de",
        "group": None, "flags": [], "offset": MESSAGE.index(b"=?utf-8"),
        "length": len(b"=?utf-8?q?J=C3=B6rg?= <j@example.de>")})
    suite.equal("JSON flags", [object["flags"] for object in seen], [[], ["comment_name"], [], []])
    suite.equal("JSON groups", [object["group"] for object in seen], [None, None, "Team", "Team"])
    for object in seen:
        part = MESSAGE[object["offset"]:object["offset"] + object["length"]]
        suite.check("JSON places", object["address"].encode() in part, object)
    run = suite.run("addresses", "--json", stdin=b"To: <>\x1b@, d@e.f\r\n\r\n")
    seen = [json.loads(line) for line in run.out.splitlines()]
    suite.check("what cannot be read is in JSON", run.code == 1 and len(seen) == 2 and
                "unreadable" in seen[0]["flags"] and seen[0]["address"] == "", seen)


def check_hostile(suite):
    hostile = (b"From: =?utf-8?q?=1B=5B31m_=E2=80=AE_=C2=9B=07?= <a\x1b@b.c>\r\nTo: \"\x1b]0;x\x07\" <x@y.z>, \x9b\x1b[2J\r\n"
               b"\x1bCc: a@b.c\r\nCc: \xff\xfe <\xe2\x80\xae@b.c>\r\n\r\n")
    shown = on_terminal(suite, ["addresses"], hostile)
    suite.check("on a terminal", b"x@y.z" in shown and not UNSAFE.search(shown), shown)
    run = suite.run("addresses", stdin=hostile)
    suite.check("in a pipe", b"x@y.z" in run.out and not UNSAFE.search(run.out), run)
    run = suite.run("addresses", "--json", stdin=hostile)
    suite.check("in JSON", not UNSAFE.search(run.out) and all(json.loads(line) for line in run.out.splitlines()), run)
    run = suite.run("addresses", stdin=MESSAGE, env={"LC_ALL": "C"})
    suite.check("a pipe has UTF-8 whatever the locale", "Jörg".encode() in run.out, run)


def check_corpus(suite):
    """The same addresses in the values of the tree: where the field is there once, in fact all."""
    for path in corpus_messages():
        run = suite.run("addresses", "--json", "-f", str(path))
        seen = [json.loads(line) for line in run.out.splitlines()]
        suite.check(f"{path.name}: exit code", run.code in (0, 1), run)
        values = json.loads(suite.run("tree", "--json", "--values", str(path)).out)["parts"][0]["values"]
        for field in ("from", "sender", "reply-to", "to", "cc", "bcc"):
            expected = values.get(field, [])
            mine = [{key: one[key] for key in ("name", "address", "local", "domain", "group")}
                    for one in seen if one["field"].lower() == field]
            suite.equal(f"{path.name}: {field}", mine[:len(expected)], expected)


def main():
    suite = Suite()
    check_rows(suite)
    check_codes(suite)
    check_json(suite)
    check_hostile(suite)
    rest_of_pipe_is_left(suite, ["addresses"], b"From: a@b.c\n\n", b"From\t\ta@b.c\t\n")
    check_corpus(suite)
    suite.finish()


main()
