"""What the check scripts share: results as TAP lines, so that each counts, and the files that laws are tried on."""
import os
import pathlib
import sys

ROOT = pathlib.Path(os.environ.get("PNEU_SOURCE_ROOT", pathlib.Path(__file__).resolve().parents[2]))
SHARED = ROOT.parent / "shared"
NO_MESSAGES = (".tsv", ".jsonl", ".json", ".md", ".dict", "SOURCE.txt")


class Results:
    """Prints "ok" or "not ok" for each check; finish() prints the plan and gives the exit status."""

    def __init__(self):
        self.count = 0
        self.failed = 0

    def check(self, name, good, why=""):
        self.count += 1
        self.failed += not good
        print(f"{'ok' if good else 'not ok'} {self.count} - {name.replace('#', '')}")
        if not good and why:
            for line in str(why).splitlines()[:12]:
                print("#", line)
        sys.stdout.flush()
        return good

    def finish(self):
        print(f"1..{self.count}")
        return 1 if self.failed else 0


def skip_all(why):
    """Ends the script: nothing can be checked here."""
    print(f"1..0 # skip {why}")
    sys.exit(0)


def messages_below(*folders):
    """The message files below the folders that are there, in the order of names."""
    for folder in folders:
        for path in sorted(pathlib.Path(folder).rglob("*")):
            if path.is_file() and not path.name.endswith(NO_MESSAGES) and not path.name.startswith("."):
                yield path


def corpus_messages():
    return messages_below(ROOT / "corpus")


def known_messages():
    return messages_below(ROOT / "corpus", SHARED / "cases", SHARED / "mail", SHARED / "vectors/messages")
