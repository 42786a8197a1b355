"""pneu readings: which there are, what they make of hidden parts, one part of one of them, JSON."""

import json

from clitest import PLAIN, ROOT, Suite, crlf

CASES = ROOT / "corpus/cases"
PAYLOAD = b"HIDDEN-PAYLOAD-MARKER"

# Case -> what the headings of the other readings say.
HEADINGS = {
    "001-line-lf-endings": [],
    "084-sec-dup-boundary-good-first": ["boundary=1, since sec_dup_boundary at byte 196"],
    "131-mime-boundary-empty": ["boundary=2, since mime_boundary_empty at byte 153"],
    "136-mime-boundary-not-found": ["boundary=2, since mime_boundary_not_found at byte 200"],
    "142-mime-parts-after-close": ["closed_multipart=1, since mime_parts_after_close at byte 263"],
    "170-cte-list": ["encoding_token=1, since cte_token_junk at byte 219",
                     "encoding_token=2, since cte_token_junk at byte 219",
                     "encoding_token=3, since cte_token_junk at byte 219",
                     "encoding_token=3, together"],
}

# Case -> (reading, section) in which the payload is found, though the primary reading has it not.
HIDDEN = {"131-mime-boundary-empty": (1, "2"), "136-mime-boundary-not-found": (1, "2"),
          "142-mime-parts-after-close": (1, "2")}

# The second part deviates; the first one must not.
SECOND = crlf("""From: a@example.com
Date: Sat, 21 Nov 2026 10:00:00 +0000
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: text/plain

one
--b
Content-Type: text/plain
Content-Type: text/html

two
--b--
""")

# The message in the message is in base64, and has the same field twice.
DECODED = crlf("""From: a@example.com
Date: Sat, 21 Nov 2026 10:00:00 +0000
MIME-Version: 1.0
Content-Type: message/rfc822
Content-Transfer-Encoding: base64

RnJvbTogYUBleGFtcGxlLmNvbQ0KRGF0ZTogU2F0LCAyMSBOb3YgMjAyNiAxMDowMDowMCArMDAwMA0K
Q29udGVudC1UeXBlOiB0ZXh0L3BsYWluDQpDb250ZW50LVR5cGU6IHRleHQvaHRtbA0KDQp4DQo=
""")


def check_headings(suite):
    for case, expected in HEADINGS.items():
        run = suite.run("readings", CASES / f"{case}.eml")
        headings = [line.partition(": ")[2] for line in run.out.decode().splitlines() if line.startswith("reading ")]
        suite.equal(case, headings, ["what most programs read", *expected])
        suite.equal(f"{case}: exit code", run.code, 1 if expected else 0)


def check_hidden(suite):
    for case, (number, section) in HIDDEN.items():
        path = CASES / f"{case}.eml"
        run = suite.run("readings", "get", str(number), section, path)
        suite.check(f"{case}: found", run.code == 0 and run.out == PAYLOAD, run)
        run = suite.run("readings", "get", "0", section, path)
        suite.check(f"{case}: hidden", run.code == 1 and run.out == b"", run)


def types(reading):
    return [part["type"] for part in reading["parts"]]


def check_json(suite):
    run = suite.run("readings", "--json", stdin=SECOND)
    readings = json.loads(run.out)["readings"]
    suite.equal("from the part on", [types(reading) for reading in readings],
                [["multipart/mixed", "text/plain", "text/plain"], ["multipart/mixed", "text/plain", "text/html"]])
    suite.equal("what it answers", readings[1]["answers"]["code"], "sec_dup_content_type")
    suite.equal("where it begins", readings[1]["begins"], {"space": 0, "offset": SECOND.index(b"Content-Type: text/plain\r\nC")})
    run = suite.run("readings", "--json", stdin=DECODED)
    readings = json.loads(run.out)["readings"]
    suite.equal("in a decoded message", [types(reading) for reading in readings],
                [["message/rfc822", "text/plain"], ["message/rfc822", "text/plain"], ["message/rfc822", "text/html"]])
    suite.equal("its space", readings[2]["begins"], {"space": 1, "offset": 0})


def check_codes(suite):
    path = suite.file("m.eml", PLAIN)
    for words, said in ((["get"], b"wants the number"), (["get", "9", "1", path], b"wants the number"),
                        (["get", "x", "1", path], b"wants the number"), (["--json", "get", "0", "1", path], b"--json"),
                        (["--index", "1", path], b"goes with 'get'"), (["--color=x", path], b"--color takes")):
        run = suite.run("readings", *words)
        suite.check(" ".join(words), run.code == 2 and said in run.err and run.out == b"", run)
    run = suite.run("readings", "get", "1", "1", path)
    suite.check("no such reading", run.code == 1 and b"0 other readings" in run.err, run)
    run = suite.run("readings", path, path + ".none")
    suite.check("no such file", run.code == 3 and run.out.startswith(b"reading 0"), run)


def main():
    suite = Suite()
    check_headings(suite)
    check_hidden(suite)
    check_json(suite)
    check_codes(suite)
    suite.finish()


main()
