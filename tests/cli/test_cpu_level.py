"""PNEU_CPU_LEVEL: the command gives the same with every level, and says when it knows none of that name."""

import base64
import quopri
import random

from clitest import Suite

LEVELS = ["portable", "128", "256", "512"]


def message(noise):
    """Parts of some length in base64, quoted-printable and 8-bit text, one of them with what is wrong in it."""
    octets = bytes(noise.randrange(256) for _ in range(9000))
    text = "".join(noise.choice("aä eé.\n=") for _ in range(6000)).encode()
    broken = base64.encodebytes(octets).replace(b"\n", b"\r\n").replace(b"A", b"!", 3)
    parts = [(b"base64", base64.encodebytes(octets)), (b"base64", broken),
             (b"quoted-printable", quopri.encodestring(text)), (b"8bit", text)]
    head = b"Subject: =?utf-8?q?=C3=A4?=\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
    return head + b"".join(b"--b\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: " + encoding +
                           b"\r\n\r\n" + body + b"\r\n" for encoding, body in parts) + b"--b--\r\n"


def main():
    suite = Suite()
    mail = message(random.Random(1))
    for words in (["tree", "--json", "--bodies", "--values"], ["get", "1"], ["get", "2"], ["get", "3"], ["text", "4"],
                  ["events"], ["ascii"], ["encode", "base64"], ["encode", "qp"], ["decode", "base64"], ["decode", "qp"],
                  ["crlf"], ["lf"], ["dot", "stuff"], ["widen"], ["fold"], ["strip", "--larger-than", "7000"], ["readings"],
                  ["check", "--json", "--policy", "scanner"], ["sanitize", "--level", "all", "--force"]):
        runs = [suite.run(*words, stdin=mail, env={"PNEU_CPU_LEVEL": level}) for level in LEVELS]
        usual = suite.run(*words, stdin=mail)
        for level, run in zip(LEVELS, runs):
            suite.check(f"{words} at {level}", (run.code, run.out, run.err) == (usual.code, usual.out, usual.err), run)
        suite.check(f"{words} gives something", usual.code < 2 and usual.out, usual)
    unknown = suite.run("tree", stdin=mail, env={"PNEU_CPU_LEVEL": "1024"})
    suite.check("a level that there is not", unknown.code == 2 and b"PNEU_CPU_LEVEL" in unknown.err and not unknown.out, unknown)
    suite.equal("an empty one is none", suite.run("tree", stdin=mail, env={"PNEU_CPU_LEVEL": ""}).code, 0)
    suite.finish()


main()
