"""pneu cat gives back its input; pneu events tiles it (DESIGN laws 1, 2 and 4, seen from outside)."""

import json
import random
import re

from clitest import CORPUS, ENCODED, MULTIPART, PLAIN, Suite

LINE = re.compile(rb"^[A-Z_]+ +part=(\d+) offset=(\d+) length=(\d+)")


# Events of which a run is one thing cut into pieces.
IN_PIECES = ("BODY", "PREAMBLE", "EPILOGUE", "FIELD_PIECE", "JUNK")


def inputs():
    chance = random.Random(1)
    noise = bytes(chance.choice(b"\r\n:- \t\0abc=\xff") for _ in range(300000))
    yield from [("empty", b""), ("one byte", b"x"), ("plain", PLAIN), ("multipart", MULTIPART), ("encoded", ENCODED),
                ("noise", noise), ("multipart and noise", MULTIPART + noise), ("long line", b"x" * 500000),
                ("long field", b"X: " + b"y" * 500000 + b"\r\n\r\n"), ("no end", MULTIPART[:-9]),
                ("many parts", MULTIPART.replace(b"preamble", b"--b1\r\n\r\n" * 3000))]
    for path in sorted(CORPUS.rglob("*")):
        if path.is_file():
            yield path.relative_to(CORPUS).as_posix(), path.read_bytes()


def merged(trace):
    """The events without the defects, neighbouring pieces of a kind as one, fields one by one; and the defects."""
    events, defects = [], []
    for line in trace.splitlines():
        event = json.loads(line)
        if event["event"] in ("MESSAGE", "DEFECT"):
            if event["event"] == "DEFECT":
                defects.append(json.dumps(event["defect"]))
            continue
        previous = events[-1] if events else None
        kind = event["event"]
        if kind == "FIELDS":
            events += [(kind, field["name"], field["offset"], field["length"]) for field in event["fields"]]
        elif kind in IN_PIECES and previous and previous[:2] == (kind, event["part"]):
            events[-1] = (kind, event["part"], previous[2], previous[3] + event["length"])
        elif kind in IN_PIECES:
            events.append((kind, event["part"], event["offset"], event["length"]))
        else:
            events.append((kind, json.dumps(event)))
    return events, sorted(defects)


def main():
    suite = Suite()
    for name, data in inputs():
        path = suite.file("input", data)
        run = suite.run("cat", path)
        suite.check(f"{name}: cat", run.code == 0 and run.out == data and run.err == b"", run.code)
        suite.equal(f"{name}: cat in a pipe", suite.run("cat", stdin=data).out == data, True)
        trace = suite.run("events", path)
        at, tiled = 0, True
        for line in trace.out.splitlines():
            _, offset, length = map(int, LINE.match(line).groups())
            if length > 0:
                tiled &= offset == at
                at = offset + length
        suite.check(f"{name}: events tile the input", trace.code == 0 and tiled and at == len(data), at)
        lines = suite.run("events", "--json", path)
        suite.equal(f"{name}: as many events in JSON", len(lines.out.splitlines()), len(trace.out.splitlines()) + 1)
        for block in ("1", "7", "1000") if len(data) < 20000 else ("4099",):
            cut = suite.run("events", "--json", "--block", block, path)
            suite.check(f"{name}: blocks of {block}", merged(cut.out) == merged(lines.out), cut)
    suite.finish()


main()
