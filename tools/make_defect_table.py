#!/usr/bin/env python3
"""Writes src/base/defect_table.c from docs/defects.md: what is said of each code and detail. Its output is committed,
and a test holds it against the page.
"""
import pathlib
import re
import textwrap

ROOT = pathlib.Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs/defects.md"
ENTRY = re.compile(r"""^\#\#\#\ (?P<code>\S+)\n\n
    \*\*(?P<title>[^*]+):\*\*\n\*(?P<head>[^*]+)\*\n\n
    (?P<text>.+?)\n
    (?P<details>(?:\n(?:-\ [^\n]+\n)+)?)
    (?:\n```\n(?P<example>[^`]+)\n```\n)?(?=\n|\Z)""", re.M | re.S | re.X)
TEXT = re.compile(r"(?P<trigger>.+) \*\*(?P<ours>We\*\* .+) \*\*Others:\*\* (?P<others>.+)")
DETAIL = re.compile(r"- `(\w+)`: (.+)")
TOPICS = ("title", "standard", "trigger", "ours", "others", "example")

HEAD = """/*
 * What docs/defects.md says of each code and detail of pneu/defect.h, in their order. Written by
 * tools/make_defect_table.py: change the page, not this file.
 */
#include "base/defect_table.h"

/* clang-format off */

"""


def entries():
    """What the page says: for each code a dict of the topics, its head and its details {name: title}."""
    for match in ENTRY.finditer(PAGE.read_text(encoding="utf-8")):
        text = TEXT.fullmatch(" ".join(match["text"].split()).replace("`", "'"))
        standard = re.search(r"; (RFC .+?);\s", match["head"])
        yield match["code"], {
            "title": match["title"], "head": match["head"], "standard": standard[1] if standard else "",
            "trigger": text["trigger"] if text else "", "ours": text["ours"].replace("**", "") if text else "",
            "others": text["others"] if text else "", "example": match["example"] or "",
            "details": dict(DETAIL.findall(match["details"]))}


def literal(text):
    """As C: a line of the table for each line or 100 characters."""
    if not text:
        return '""'
    pieces = [piece for line in text.splitlines(True) for piece in
              textwrap.wrap(line, 100, drop_whitespace=False, break_on_hyphens=False, replace_whitespace=False)]
    escaped = (piece.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("??", "?\\?")
               for piece in pieces)
    return "\n     ".join(f'"{piece}"' for piece in escaped)


def detail_order():
    header = (ROOT / "include/pneu/defect.h").read_text(encoding="utf-8")
    return [name.lower() for name in re.findall(r"PNEU_DETAIL_(\w+) = [1-9]", header)]


def main():
    page = dict(entries())
    details = {name: (code, title) for code, about in page.items() for name, title in about["details"].items()}
    rows = ["    {{\"\", \"\", \"\", \"\", \"\", \"\"}},\n"]
    for about in page.values():
        rows.append("    {{" + ",\n     ".join(literal(about[topic]) for topic in TOPICS) + "}},\n")
    out = [HEAD, "const pneu_i_defect_about pneu_i_defect_abouts[PNEU_DEFECT_COUNT] = {\n", *rows, "};\n\n",
           "const pneu_i_detail_about pneu_i_detail_abouts[PNEU_DETAIL_COUNT] = {\n    {PNEU_DEFECT_NONE, \"\"},\n"]
    for name in detail_order():
        code, title = details[name]
        out.append(f"    {{PNEU_DEFECT_{code.upper()}, {literal(title)}}},\n")
    out.append("};\n")
    (ROOT / "src/base/defect_table.c").write_text("".join(out), encoding="utf-8")
    print(len(page), "codes,", len(details), "details")


if __name__ == "__main__":
    main()
