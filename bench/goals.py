"""What was asked for: a text, the figure, and the least it may be, or Most(...)."""
import collections

from figures import (cells_below, instructions, least, of, pace, resident, times, times_fastest, worst_growth)

Most = collections.namedtuple("Most", "limit")

CODECS = ("base64-decode", "base64-encode", "qp-decode-3%", "qp-decode-45%", "qp-encode")
KINDS = {"text": "text", "deep": "deep nesting", "attach": "attachments", "qp": "quoted-printable mail", "tiny": "200 bytes",
         "real": "real mail"}
BIG = "pneu events and decode, 64 KiB"
PLAIN = "pneu events, no statistics"


def codec(mode, level, measure, corpus="cache"):
    return of("memcpy", mode, corpus, "pneu", level) if measure == "memcpy" else times(mode, corpus, "pneu", measure, level)


GOALS = [
    ("structure of text mail, times GMime", times("structure", "text", "pneu tree", "GMime"), 36),
    ("... times the fastest peer", times_fastest("structure", "text", "pneu tree"), 5.5),
    ("... of a newline scan", of("scan", "structure", "text", "pneu tree"), 0.14),
    ("... instructions a byte, tree", instructions("pneu tree", "structure", "text"), Most(2.4)),
    ("... instructions a byte, events", instructions("pneu events", "structure", "text"), Most(2.4)),
    ("... portable C, times GMime", times("structure", "text", "pneu tree", "GMime", "portable"), 10),
    ("structure of attachments, of a newline scan", of("scan", "structure", "attach", "pneu tree"), 0.7),
    ("... times the fastest peer", times_fastest("structure", "attach", "pneu tree"), 3),
    ("... instructions a byte", instructions("pneu tree", "structure", "attach"), Most(0.75)),
    ("... instructions a byte, without statistics", instructions(PLAIN, "structure", "attach"), Most(0.3)),
    ("... portable C, times GMime", times("structure", "attach", "pneu tree", "GMime", "portable"), 2),
    ("structure of quoted-printable mail, of a newline scan", of("scan", "structure", "qp", "pneu tree"), 0.7),
    ("... times the fastest peer", times_fastest("structure", "qp", "pneu tree"), 3),
    ("... instructions a byte", instructions("pneu tree", "structure", "qp"), Most(0.75)),
    ("... instructions a byte, without statistics", instructions(PLAIN, "structure", "qp"), Most(0.3)),
    ("structure of deep nesting, times GMime", times("structure", "deep", "pneu tree", "GMime"), 50),
    ("... times Dovecot", times("structure", "deep", "pneu tree", "Dovecot"), 6),
    ("... portable C, times GMime", times("structure", "deep", "pneu tree", "GMime", "portable"), 10),
    ("structure of real mail, times GMime", times("structure", "real", "pneu tree", "GMime"), 25),
    ("... times the fastest peer", times_fastest("structure", "real", "pneu tree"), 6),
    ("bodies of real mail decoded, times GMime", times("decode", "real", "pneu bodies", "GMime"), 20),
    ("... times the fastest peer", times_fastest("decode", "real", "pneu bodies"), 6),
    ("bodies of text mail decoded, times GMime", times("decode", "text", "pneu bodies", "GMime"), 35),
    ("... times the fastest peer", times_fastest("decode", "text", "pneu bodies"), 8),
    ("bodies of attachments decoded, times GMime", times("decode", "attach", "pneu bodies", "GMime"), 15),
    ("... of memcpy, AVX-512", of("memcpy", "decode", "attach", "pneu bodies", "512"), 0.9),
    ("... of memcpy, AVX2", of("memcpy", "decode", "attach", "pneu bodies", "256"), 0.7),
    ("bodies of deep nesting decoded, times GMime", times("decode", "deep", "pneu bodies", "GMime"), 35),
    ("bodies of quoted-printable mail decoded, times GMime", times("decode", "qp", "pneu bodies", "GMime"), 5),
    ("From, Subject and Date of text mail, times GMime", times("fields", "text", "pneu fields", "GMime"), 28),
    ("... times Dovecot", times("fields", "text", "pneu fields", "Dovecot"), 5),
    ("exact rebuild of text mail, times GMime", times("rebuild", "text", "pneu tree and writer", "GMime"), 45),
    ("... times mimetic", times("rebuild", "text", "pneu tree and writer", "mimetic"), 10),
    ("exact rebuild of attachments, of memcpy", of("memcpy", "rebuild", "attach", "pneu tree and writer"), 0.7),
    ("8-bit mail written as 7-bit, times GMime", times("ascii", "eight", "pneu ascii, one pass", "GMime"), 20),
    ("base64 decoded, 48 KiB, of memcpy, AVX-512", codec("base64-decode", "512", "memcpy"), 0.45),
    ("... AVX2", codec("base64-decode", "256", "memcpy"), 0.3),
    ("... portable C", codec("base64-decode", "portable", "memcpy"), 0.06),
    ("... uneven lines", codec("base64-decode-uneven", None, "memcpy"), 0.25),
    ("... no line ends, AVX2", codec("base64-decode-unbroken", "256", "memcpy"), 0.45),
    ("... 64 MiB", codec("base64-decode", None, "memcpy", "memory"), 1.0),
    ("base64 encoded, 48 KiB, of memcpy, AVX-512", codec("base64-encode", "512", "memcpy"), 0.75),
    ("... AVX2", codec("base64-encode", "256", "memcpy"), 0.28),
    ("quoted-printable decoded, 3 % escapes, times GMime, AVX-512", codec("qp-decode-3%", "512", "GMime"), 3),
    ("... AVX2", codec("qp-decode-3%", "256", "GMime"), 1.7),
    ("quoted-printable decoded, 45 % escapes, times GMime, AVX-512", codec("qp-decode-45%", "512", "GMime"), 9),
    ("... AVX2", codec("qp-decode-45%", "256", "GMime"), 4.5),
    ("quoted-printable encoded, times GMime", codec("qp-encode", None, "GMime"), 5),
    ("base64 and quoted-printable in portable C, the least times GMime",
     least(*(codec(mode, "portable", "GMime") for mode in CODECS)), 1),
    ("one message of 1 GiB, read and decoded, of reading and scanning it", of("scan", "big", "big", BIG), 0.6),
    ("... MiB above the start", resident("big", "big", BIG), Most(2)),
    *((f"events in 64 KiB chunks, times the tree, {name}", pace(corpus), 0.7) for corpus, name in KINDS.items()),
    ("cells below the best peer, of all in \"The floor\"", cells_below, Most(0)),
    ("cost of n to 2n, hostile mail of \"Cost against size\", the worst", worst_growth, Most(2.15)),
]


def goal_lines(run):
    lines = ["| goal | asked | reached | |", "|---|---|---|---|"]
    for text, figure, asked in GOALS:
        value = figure(run)
        is_met = value is not None and (value <= asked.limit if isinstance(asked, Most) else value >= asked)
        limit = f"at most {asked.limit}" if isinstance(asked, Most) else f"at least {asked}"
        reached = "not measured | " if value is None else f"{value:.2f} | {'yes' if is_met else '**no**'}"
        lines.append(f"| {text} | {limit} | {reached} |")
    return lines
