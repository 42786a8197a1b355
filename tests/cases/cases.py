"""The cases: corpus/cases, and those of ../shared/cases, where it is present, that corpus/ has not."""
import csv
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "checks"))

from tap import ROOT, SHARED

# What is true of a message and not in its row. Nothing else may be too much. The reasons are in docs/decisions:
# a-second-fault-is-told.md, boundary-prefix-in-bodies.md.
ALSO_TRUE = {
    "041-hdr-vt-separator.eml": {"cte_b64_junk"},  # the VT that begins the body stands in base64
    "106-sec-filename-path.eml": {"param_name_conflict"},  # name and filename are different paths
    "186-cte-qp-bad-escape.eml": {"cte_qp_lowercase"},  # "=4c", a second fault of the code that the row names
    "211-limit-boundary-candidates.eml": {"mime_boundary_prefix"},  # each near miss begins a part for some
}


def rows():
    """(path of the message, its row of the index)"""
    seen = set()
    for folder in (ROOT / "corpus/cases", SHARED / "cases"):
        if not (folder / "index.tsv").exists():
            continue
        with open(folder / "index.tsv", encoding="utf-8", newline="") as index:
            for row in csv.DictReader(index, delimiter="\t", quoting=csv.QUOTE_NONE):
                if row["file"] not in seen:
                    yield folder / row["file"], row
                seen.add(row["file"])


def told(column):
    """The names in a column of the index; "-" tells nothing."""
    return {name for name in column.split(",") if name != "-"}


def difference(expected, found):
    return f"missing {sorted(expected - found)}, too much {sorted(found - expected)}"
