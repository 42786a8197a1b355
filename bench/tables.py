"""The tables of docs/performance.md, each a list of lines."""
from figures import best_peer, cells_under_floor, floor_results, times_best

MODES = {
    "structure": "Structure: the header's fields and the tree of parts",
    "decode": "Structure, and each leaf's body decoded",
    "rebuild": "Parsed, and written again",
    "fields": "Only From, Subject and Date, as values",
    "ascii": "8-bit mail written as 7-bit",
    "big": "One large message, read from a file, its base64 body decoded to nothing",
}
# The levels of kernels, as PNEU_CPU_LEVEL names them, and what they are on x86-64.
LEVELS = {"512": "AVX-512", "256": "AVX2", "128": "SSE4", "portable": "plain C"}
LINE_ENDINGS = ("CRLF", "LF")


def number(value):
    return "-" if value is None else f"{value:.2f}"


def size_of(heat):
    """Of its messages, about, where they have one size."""
    size = heat["message_size"]
    if size == 0 and heat["corpus"] in ("cache", "memory", "big"):
        size = heat["bytes"] / heat["messages"]
    if size == 0:
        return "200 bytes" if heat["corpus"] == "tiny" else "as usual"
    for unit, name in ((1 << 30, "GiB"), (1 << 20, "MiB")):
        if size >= 0.99 * unit:
            return f"{size / unit:.0f} {name}"
    return f"{size / 1024:.0f} KiB"


# ---- Heats ------------------------------------------------------------------------------------------------------------

def heat_lines(heat):
    peers = [result["name"] for result in heat["results"] if result["peer"]]
    widest = heat["results"][0]["level"]
    limits = ("reading", "reading and scanning") if heat["corpus"] == "big" else ("memcpy", "newline scan")
    lines = [
        f"**{heat['corpus']} {heat['line_ending']}**: {heat['messages']:,} messages, {heat['bytes'] / 1e6:.1f} MB; "
        f"{limits[0]} {heat['memcpy_mb_per_s']:,.0f} MB/s, {limits[1]} {heat['scan_mb_per_s']:,.0f} MB/s"
        + ("" if heat["agree"] else "; the contestants found different things"), "",
        "| | MB/s | messages/s | ns a message |" + "".join(f" × {peer} |" for peer in peers)
        + f" of {limits[0]} | of {limits[1]} | resident KiB | heap KiB |",
        "|---|" + "---|" * (len(peers) + 7),
    ]
    for result in heat["results"]:
        if result["level"] not in ("", widest):
            continue
        resident = "-" if result["rss_kib"] < 0 else result["rss_kib"]
        heap = "-" if result["heap"] == 0 else f"{result['heap'] / 1024:.0f}"
        lines.append(
            f"| {result['name']} | {result['mb_per_s']:,.1f} | {result['messages_per_s']:,.0f} | "
            f"{result['ns_per_message']:,.0f} |"
            + "".join(f" {number(result['versus'].get(peer))} |" for peer in peers)
            + f" {result['of_memcpy']:.4f} | {result['of_scan']:.4f} | {resident} | {heap} |")
    return lines + [""]


def mode_lines(run):
    lines = []
    for mode, title in MODES.items():
        heats = [heat for heat in run.heats(mode) if heat["message_size"] == 0]
        lines += ["", f"## {title}", ""] if heats else []
        for heat in heats:
            lines += heat_lines(heat)
    return lines


# ---- Codecs -----------------------------------------------------------------------------------------------------------

def codec_heats(run):
    return [heat for heat in run.heats() if heat["mode"] not in MODES]


def codec_lines(run):
    """A row a codec: MB/s (of memcpy) with the kernels of each level, and the peers."""
    levels = [result["level"] for heat in codec_heats(run)[:1] for result in floor_results(heat)]
    lines = ["| | input | " + " | ".join(LEVELS[level] for level in levels) + " | peers: MB/s (× with the widest) |",
             "|---|---|" + "---|" * (len(levels) + 1)]
    for heat in codec_heats(run):
        ours = floor_results(heat)
        cells = " | ".join(f"{result['mb_per_s']:,.0f} ({result['of_memcpy']:.3f})" for result in ours)
        peers = "; ".join(f"{result['name']} {result['mb_per_s']:,.0f} ({ours[0]['versus'][result['name']]:.2f})"
                          for result in heat["results"] if result["peer"])
        lines.append(f"| {heat['mode']} | {size_of(heat)} | {cells} | {peers or '-'} |")
    return lines


# ---- The floor --------------------------------------------------------------------------------------------------------

def floor_cell(heat):
    """Times the best peer with each level's kernels."""
    ratios = [times_best(result) for result in floor_results(heat)]
    if None in ratios:
        return "no peer"
    cells = " / ".join(f"{ratio:.1f}" if ratio >= 1 else f"**{ratio:.2f}**" for ratio in ratios)
    return f"{cells} {best_peer(heat)}"


def floor_lines(run):
    levels = " / ".join(LEVELS[result["level"]] for heat in run.heats()[:1] for result in floor_results(heat))
    lines = [f"Times the best peer, which is named, with the kernels of each level: {levels}."]
    for mode in MODES:
        rows = {}
        for heat in sorted(run.heats(mode), key=lambda heat: (heat["corpus"], heat["message_size"])):
            if heat["corpus"] != "real":
                rows.setdefault((heat["corpus"], size_of(heat)), {})[heat["line_ending"]] = floor_cell(heat)
        if rows:
            lines += ["", f"| {mode} | size | CRLF | LF |", "|---|---|---|---|"]
            lines += [f"| {corpus} | {size} | " + " | ".join(cells.get(ending, "-") for ending in LINE_ENDINGS) + " |"
                      for (corpus, size), cells in rows.items()]
    return lines + codec_floor_lines(run)


def codec_floor_lines(run):
    codecs, sizes = {}, {}
    for heat in codec_heats(run):
        sizes[heat["corpus"]] = size_of(heat)
        codecs.setdefault(heat["mode"], {})[heat["corpus"]] = floor_cell(heat)
    if not codecs:
        return []
    lines = ["", "| codec | " + " | ".join(sizes.values()) + " |", "|---|" + "---|" * len(sizes)]
    return lines + [f"| {mode} | " + " | ".join(cells.get(corpus, "-") for corpus in sizes) + " |"
                    for mode, cells in codecs.items()]


def without_statistics(heat):
    """Times the best peer, of ours when it is not asked for statistics either; - where that is not measured."""
    found = [times_best(result) for result in heat["results"] if result["name"] == "pneu events, no statistics"]
    return f"{found[0]:.2f}" if found else "-"


def under_floor_lines(run):
    cells = [f"| {heat['mode']} | {heat['corpus'] if heat['mode'] in MODES else '-'} | {size_of(heat)} | "
             f"{heat['line_ending'] or '-'} | {LEVELS[result['level']]} | {ratio:.2f} | {best_peer(heat)} | "
             f"{without_statistics(heat)} |"
             for heat, result, ratio in cells_under_floor(run)]
    if not cells:
        return ["No cell is below the best peer."]
    return [f"Below the best peer, {len(cells)} cells:", "",
            "| mode | corpus | size | line end | kernels | times | best peer | ours without statistics |",
            "|---|---|---|---|---|---|---|---|"] + cells


# ---- Instructions -----------------------------------------------------------------------------------------------------

def cost_lines(run):
    lines = ["| | corpus | instructions a byte | a message | dearest functions |", "|---|---|---|---|---|"]
    for row in run.instructions:
        dearest = row["dearest"][:5] if row["name"] != "GMime" else []
        lines.append(f"| {row['name']}, {row['mode']} | {row['corpus']} | {row['a_byte']:.2f} | {row['a_message']:,.0f} | "
                     + ", ".join(f"`{name}` {share:.0%}" for share, name in dearest) + " |")
    return lines
