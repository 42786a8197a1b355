#!/usr/bin/env python3
"""Writes src/view/html_entity_table.c: every named character reference of the HTML standard (section 13.5), which Python
knows as html.entities.html5. Run it from the root of the project; its output is committed.
"""
import html.entities
import pathlib

HEAD = """/*
 * The named character references of HTML, sorted by name in bytes. Written by tools/make_entity_table.py.
 * The number after the characters is 1 where HTML also knows the name without ";".
 */
#include "view/html_entity.h"

"""


def main():
    known = html.entities.html5
    rows = []
    for name in sorted(name[:-1] for name in known if name.endswith(";")):
        points = [ord(c) for c in known[name + ";"]] + [0]
        rows.append(f'    {{"{name}", 0x{points[0]:X}, 0x{points[1]:X}, {int(name in known)}}},\n')
    text = (HEAD + f"const pneu_i_entity pneu_i_entities[PNEU_I_ENTITY_COUNT] = {{\n" + "".join(rows) + "};\n")
    pathlib.Path("src/view/html_entity_table.c").write_text(text, encoding="utf-8")
    print(len(rows), "names, the longest", max(len(row.split('"')[1]) for row in rows))


if __name__ == "__main__":
    main()
