#!/usr/bin/env python3
"""The first promise of pneu/check.h on random sentences: check_grammar.py BUILD [--count N] [--first SEED]

A message made from the grammars (grammar.py) has no find marked nonconforming; one that breaks a rule (mutations.py,
each rule on several messages) has one. What the mutation starts from is checked, too: so it is the rule that is found.
"""
import argparse
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "checks"), str(HERE.parents[1] / "tools")]

import checker
import grammar
import mutations
from tap import Results

LEAST_RULES = 60
TRIES = 4


def nonconforming(check, data):
    codes, records = check.check(data)
    names = {name for name, (_, _, marks) in codes.items() if marks & checker.NONCONFORMING}
    details = {check.detail(record) for record in records if check.names[record.code] in names}
    return names | details - {""}


def check_sentences(results, check, seeds):
    faults = [(seed, found) for seed in seeds if (found := nonconforming(check, grammar.message(seed).bytes()))]
    results.check(f"{len(seeds)} sentences are conforming", not faults,
                  "\n".join(f"seed {seed}: {', '.join(sorted(found))}" for seed, found in faults[:10]))


def check_mutations(results, check, first):
    results.check(f"at least {LEAST_RULES} rules", len(mutations.MUTATIONS) >= LEAST_RULES, len(mutations.MUTATIONS))
    for rule, make in mutations.MUTATIONS.items():
        silent = [seed for seed in range(first, first + TRIES) if not nonconforming(check, make(grammar.Grammar(seed)))]
        results.check(f"found: {rule}", not silent, f"not with the seeds {silent}")
    bases = [seed for seed in range(first, first + 100)
             if nonconforming(check, mutations.base(grammar.Grammar(seed)).bytes())]
    results.check("what mutations start from is conforming", not bases, f"not with the seeds {bases}")


def main():
    arguments = argparse.ArgumentParser(usage=__doc__.splitlines()[0].partition(": ")[2])
    arguments.add_argument("build")
    arguments.add_argument("--count", type=int, default=1000)
    arguments.add_argument("--first", type=int, default=0)
    given = arguments.parse_args()
    results, check = Results(), checker.Checker(given.build)
    check_sentences(results, check, range(given.first, given.first + given.count))
    check_mutations(results, check, given.first)
    return results.finish()


if __name__ == "__main__":
    sys.exit(main())
