#!/usr/bin/env python3
"""Checks who includes whom: check_layers.py [ROOT]

A file of src/ includes its own folder and folders of lower numbers only; folders of the same number do not know each
other. src/cli/ sees its own folder and the public headers only. Public headers see public headers only, written <pneu/...>.
Every include of the project is written with its folder. Prints each violation; the status is 1 if there is one.
"""
import pathlib
import re
import sys

LAYERS = {"base": 0, "charset": 1, "codec": 1, "syntax": 2, "parse": 3, "tree": 4, "write": 5, "edit": 6, "filter": 7,
          "store": 7, "view": 8, "check": 9, "reply": 9, "sanitise": 10}
# The layer each public header belongs to. pneu.h is for users only.
PUBLIC = {"base.h": 0, "defect.h": 0, "policy.h": 0, "charset.h": 1, "codec.h": 1, "address.h": 2, "auth.h": 2,
          "crypto.h": 2, "date.h": 2, "field.h": 2, "format.h": 2, "list.h": 2, "msgid.h": 2, "report.h": 2, "syntax.h":
          2, "trace.h": 2, "parse.h": 3, "tree.h": 4, "write.h": 5, "build.h": 6, "edit.h": 6, "chain.h": 7,
          "field_edit.h": 7, "filter.h": 7, "gzip.h": 7, "maildir.h": 7, "mbox.h": 7, "needs.h": 7, "note.h": 7,
          "refold.h": 7, "strip.h": 7, "widen.h": 7, "canon.h": 8, "view.h": 8, "check.h": 9, "readings.h": 9,
          "reply.h": 9, "sanitise.h": 10}
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.M)


def fault_in_cli(name):
    if name.startswith(("cli/", "pneu/")):
        return None
    return "the command sees its own folder and the public headers only"


def fault_in_library(folder, name):
    own = LAYERS[folder]
    where, _, rest = name.partition("/")
    if where == "pneu":
        if rest not in PUBLIC:
            return f"no layer is known for {name}"
        return None if PUBLIC[rest] <= own else "a public header of a higher layer"
    if where not in LAYERS or not rest:
        return "not written with a folder of src/"
    if where != folder and LAYERS[where] >= own:
        return f"layer {own} may not see layer {LAYERS[where]}"
    return None


def faults_of_source(path, folder):
    for kind, name in INCLUDE.findall(path.read_text(encoding="utf-8")):
        if kind == "<":
            continue
        fault = fault_in_cli(name) if folder == "cli" else fault_in_library(folder, name)
        if fault:
            yield name, fault


def faults_of_header(path):
    own = PUBLIC.get(path.name, 99)
    if path.name not in PUBLIC and path.name != "pneu.h":
        yield path.name, "no layer is known for this header (add it to tools/check_layers.py)"
    for kind, name in INCLUDE.findall(path.read_text(encoding="utf-8")):
        if kind == '"':
            yield name, "public headers include <pneu/...>"
        elif name.startswith("pneu/") and PUBLIC.get(name[5:], 99) > own:
            yield name, "a public header of a higher layer"


def main():
    root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ".")
    faults = []
    for path in sorted(root.glob("src/**/*.[ch]")):
        folder = path.relative_to(root / "src").parts[0]
        if folder not in LAYERS and folder != "cli":
            faults.append((path, "", "stands in no known folder of src/"))
            continue
        faults += [(path, name, fault) for name, fault in faults_of_source(path, folder)]
    for path in sorted(root.glob("include/pneu/*.h")):
        faults += [(path, name, fault) for name, fault in faults_of_header(path)]
    for path, name, fault in faults:
        print(f"{path.relative_to(root)}: {name}: {fault}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
