"""pneu trace: the table, delays, trust, warnings, JSON, hostile bytes."""

import json

from clitest import PLAIN, UNSAFE, Suite, corpus_messages, on_terminal, rest_of_pipe_is_left


def received(source, by, time, more=""):
    return f"Received: from {source} by {by}{more};\r\n\tMon, 1 Jan 2024 {time} +0000\r\n"


# Newest first: an own host took it from another own host, that one from a stranger.
TRAIL = (received("mx.example.com (mx.example.com [192.0.2.1])", "store.example.com", "12:01:30", " with LMTP")
         + "Subject: between\r\n"
         + received("liar (smtp.example.net [198.51.100.7])", "mx.example.com", "12:01:20",
                    "\r\n (using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits)) with ESMTPS id abc for <a@example.com>")
         + received("laptop", "smtp.example.net", "12:00:00", " with ESMTPSA")
         + "From: a@example.com\r\n\r\nbody\r\n").encode()

TABLE = """-  3 hops, 1m30s
 hop  from                             by                 with     TLS      delay
   1  laptop                           smtp.example.net   ESMTPSA  yes    
   2  smtp.example.net [198.51.100.7]  mx.example.com     ESMTPS   TLSv1.3  1m20s  ████████████████████
   3  mx.example.com [192.0.2.1]       store.example.com  LMTP                10s  ██
"""

BACKWARDS = (received("b", "c", "12:00:00") + received("a", "b", "13:00:05") + "\r\n").encode()
NO_TIME = b"Received: from b by c; nonsense\r\nReceived: from a by b; 1 Jan 2024 00:00:00 -0000\r\nReceived:\r\n\r\n"


def check_table(suite):
    run = suite.run("trace", stdin=TRAIL)
    lines = [line.rstrip() for line in run.out.decode().splitlines()]
    suite.equal("the table", (run.code, run.err, lines), (0, b"", [line.rstrip() for line in TABLE.splitlines()]))
    run = suite.run("trace", stdin=TRAIL, env={"LC_ALL": "C"})
    suite.check("in ASCII", run.out.isascii() and b"####################" in run.out, run)
    run = suite.run("trace", stdin=PLAIN)
    suite.check("no hops", run.code == 0 and run.out == b"-  0 hops\n", run)
    run = suite.run("trace", stdin=NO_TIME)
    suite.check("no times", run.code == 0 and run.out.startswith(b"-  3 hops\n"), run)
    path = suite.file("m.eml", TRAIL)
    run = suite.run("trace", path, path + ".none", path)
    suite.check("several messages", run.code == 3 and run.out.count(b"m.eml  3 hops") == 2 and b"cannot open" in run.err, run)
    run = suite.run("trace", stdin=received("h" * 500 + ".example", "b", "12:00:00").encode())
    suite.check("a long name is cut", "…".encode() in run.out and max(map(len, run.out.decode().splitlines())) < 100, run)
    for seconds, expected in ((0, "0s"), (59, "59s"), (60, "1m00s"), (3599, "59m59s"), (3600, "1h00m"), (86399, "23h59m")):
        time = f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
        run = suite.run("trace", stdin=(received("b", "c", time) + received("a", "b", "00:00:00") + "\r\n").encode())
        suite.check(f"{seconds} seconds", f" {expected}" in run.out.decode().splitlines()[-1], run)


def check_trust(suite):
    # own hosts, and how many hops are trusted
    for own, trusted in (([], 0), (["nobody.example"], 0), (["store.example.com"], 1), (["mx.example.com"], 0),
                         (["store.example.com", "mx.example.com", "192.0.2.1"], 2),
                         ([".example.com", "192.0.2.0/24"], 2)):
        words = [word for host in own for word in ("--own", host)]
        seen = json.loads(suite.run("trace", "--json", *words, stdin=TRAIL).out)
        suite.equal(f"own {own}", (seen["trusted"], [hop["trusted"] for hop in seen["hops"]]),
                    (trusted, [False] * (3 - trusted) + [True] * trusted))
        lines = suite.run("trace", *words, stdin=TRAIL).out.decode().splitlines()
        suite.equal(f"own {own}: marks", [line[0] for line in lines[2:5]],
                    ["?"] * (3 - trusted) + [" "] * trusted if own else [" "] * 3)
        suite.equal(f"own {own}: heading", f", {trusted} trustworthy" in lines[0], bool(own))


def check_warnings(suite):
    run = suite.run("trace", stdin=BACKWARDS)
    suite.check("time backwards", run.code == 1 and b"\nwarning: hop 2 is 1h00m earlier than hop 1\n" in run.out and
                b" -1h00m\n" in run.out, run)
    seen = suite.run("trace", "--json", stdin=BACKWARDS)
    suite.equal("time backwards in JSON", (seen.code, json.loads(seen.out)["warnings"]),
                (1, [{"code": "time_backwards", "hop": 2}]))
    many = "".join(received("a", f"h{i}", "12:00:00") for i in range(101)).encode() + b"\r\n"
    run = suite.run("trace", stdin=many)
    suite.check("many hops", run.code == 1 and b"warning: 101 hops: the message may be in a loop\n" in run.out, run.code)
    same = "".join(received("a", "h\u202e.example", "12:00:00") for i in range(15)).encode() + b"\r\n"
    run = suite.run("trace", stdin=same)
    suite.check("one host", run.code == 1 and b"warning: 15 hops by h" in run.out and not UNSAFE.search(run.out), run)
    seen = json.loads(suite.run("trace", "--json", stdin=same).out)
    suite.equal("one host in JSON", seen["warnings"], [{"code": "loop_same_host", "hop": 1}])
    path, fine = suite.file("b.eml", BACKWARDS), suite.file("f.eml", TRAIL)
    suite.equal("a warning among several", suite.run("trace", path, fine).code, 1)


def check_json(suite):
    run = suite.run("trace", "--json", stdin=TRAIL)
    seen = json.loads(run.out)
    suite.equal("JSON: of the whole", (seen["file"], seen["total"], seen["warnings"], [hop["hop"] for hop in seen["hops"]]),
                ("-", 90, [], [1, 2, 3]))
    start = TRAIL.index(b"Received: from liar")
    suite.equal("JSON: a hop", seen["hops"][1], {
        "hop": 2, "from": {"name": "liar", "rdns": "smtp.example.net", "ip": "198.51.100.7", "ident": None, "port": None},
        "by": {"name": "mx.example.com", "rdns": None, "ip": None, "ident": None, "port": None}, "via": None,
        "with": "ESMTPS", "protocol": ["smtp", "ehlo", "tls"],
        "tls": {"version": "TLSv1.3", "cipher": "TLS_AES_256_GCM_SHA384", "group": None, "bits": 256}, "id": "abc",
        "for": "a@example.com", "envelope_from": None, "login": None, "comment": None, "extra": None,
        "date": {"epoch": 1704110480, "offset_min": 0, "zone_known": True}, "delay": 80, "since": 1, "trusted": False,
        "connected": True, "offset": start, "length": TRAIL.index(b"Received: from laptop") - start})
    for path in corpus_messages():
        run = suite.run("trace", "--json", "--own", ".example.org", str(path))
        seen = json.loads(run.out)
        suite.equal(f"{path.name}: exit code", run.code, 1 if seen["warnings"] else 0)
        data = path.read_bytes()
        suite.check(f"{path.name}: places", all(
            data[hop["offset"]:hop["offset"] + 8].lower() == b"received" for hop in seen["hops"]), seen)
        suite.equal(f"{path.name}: as many lines", suite.run("trace", str(path)).code, run.code)


def check_hostile(suite):
    hostile = (b"Received: from \x1b[31m (\xe2\x80\xaex [192.0.2.1\x1b]) by \x9b\xff.example\x07 with \x1b]0;x\x07 (using TLS\x1b[5m with cipher x);\r\n"
               b" Mon, 1 Jan 2024 12:00:00 +0000\r\nReceived: (((((\r\nReceived: from \"a\\\x1b\" by \xc2\x9b;;;\r\n"
               b"Received: by " + b"\xe2\x80\xae" * 2000 + b"\r\n\r\n")
    for words in (["trace"], ["trace", "--json"], ["trace", "--own", ".example"]):
        shown = on_terminal(suite, words, hostile)
        suite.check(f"{words} on a terminal", b"hops" in shown and not UNSAFE.search(shown), shown)
    suite.equal("JSON of it", len(json.loads(suite.run("trace", "--json", stdin=hostile).out)["hops"]), 4)
    for cut in range(0, len(hostile), 7):
        run = suite.run("trace", stdin=hostile[:cut])
        if run.code not in (0, 1) or UNSAFE.search(run.out):
            suite.check(f"its first {cut} bytes", False, run)


def main():
    suite = Suite()
    check_table(suite)
    check_trust(suite)
    check_warnings(suite)
    check_json(suite)
    check_hostile(suite)
    rest_of_pipe_is_left(suite, ["trace"], b"From: a\n\n", b"-  0 hops\n")
    suite.finish()


main()
