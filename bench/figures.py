"""What a run measured, as bench/bench --json tells it, and the figures that goals ask of it.

A figure is a function of a Run: functions here make them, goals.py lists them. It is None where nothing was measured.
"""


class Run:
    """All that was measured: what bench tells, and with it "instructions" and "scaling", where they were counted."""

    def __init__(self, results):
        self.results = results
        self.instructions = results.get("instructions", [])
        self.scaling = results.get("scaling", [])

    def heats(self, mode=None):
        return [heat for heat in self.results["heats"] if mode in (None, heat["mode"])]

    def heat(self, mode, corpus, line_ending=None):
        """The heat of mail in its usual sizes, or None."""
        if line_ending is None:
            line_ending = {"real": "mixed", "cache": "", "memory": ""}.get(corpus, "CRLF")
        for heat in self.heats(mode):
            if (heat["corpus"], heat["line_ending"], heat["message_size"]) == (corpus, line_ending, 0):
                return heat
        return None

    def result(self, mode, corpus, name, level=None):
        """One contestant's result: with the widest vectors, or those of a level."""
        heat = self.heat(mode, corpus)
        for result in heat["results"] if heat else []:
            if result["name"] == name and level in (None, result["level"]):
                return result
        return None


def best_peer(heat):
    """The name of the fastest peer, or None."""
    peers = [result for result in heat["results"] if result["peer"]]
    return max(peers, key=lambda result: result["mb_per_s"])["name"] if peers else None


def times_best(result):
    """How many times faster a result is than the fastest peer, or None."""
    return min(result["versus"].values(), default=None)


# ---- Figures ----------------------------------------------------------------------------------------------------------

def times(mode, corpus, name, peer, level=None):
    def figure(run):
        found = run.result(mode, corpus, name, level)
        return found["versus"].get(peer) if found else None
    return figure


def times_fastest(mode, corpus, name, level=None):
    def figure(run):
        found = run.result(mode, corpus, name, level)
        return times_best(found) if found else None
    return figure


def of(limit, mode, corpus, name, level=None):
    """Of the speed of "memcpy" or of a newline "scan"; of the one large message: of reading, of reading and scanning."""
    def figure(run):
        found = run.result(mode, corpus, name, level)
        return found["of_" + limit] if found else None
    return figure


def resident(mode, corpus, name):
    """MiB above the start."""
    def figure(run):
        found = run.result(mode, corpus, name)
        return found["rss_kib"] / 1024 if found and found["rss_kib"] >= 0 else None
    return figure


def instructions(name, mode, corpus):
    def figure(run):
        rows = [row for row in run.instructions if (row["name"], row["mode"], row["corpus"]) == (name, mode, corpus)]
        return rows[0]["a_byte"] if rows else None
    return figure


def pace(corpus):
    """Events in pieces of 64 KiB, in tree parses."""
    def figure(run):
        events = run.result("structure", corpus, "pneu events, 64 KiB")
        tree = run.result("structure", corpus, "pneu tree")
        return events["mb_per_s"] / tree["mb_per_s"] if events and tree else None
    return figure


def least(*figures):
    def figure(run):
        values = [value for value in (one(run) for one in figures) if value is not None]
        return min(values, default=None)
    return figure


def cells_below(run):
    """How many cells of the floor's tables are below the best peer."""
    return len(list(cells_under_floor(run)))


def worst_growth(run):
    """Of hostile mail; tools/cost_gate.py asks the same of every bomb."""
    return max((row["growth"] for row in run.scaling if row["kind"] == "hostile"), default=None)


# ---- The floor --------------------------------------------------------------------------------------------------------

def floor_results(heat):
    """The contestant of ours that runs with every level (it comes first), a result a level."""
    first = heat["results"][0]["name"]
    return [result for result in heat["results"] if result["name"] == first]


def cells_under_floor(run):
    """(heat, result, how many times faster than the best peer), where that is below 1."""
    for heat in run.heats():
        for result in floor_results(heat) if heat["corpus"] != "real" else []:
            ratio = times_best(result)
            if ratio is not None and ratio < 1:
                yield heat, result, ratio
