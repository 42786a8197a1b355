"""The scores of tools/ can fail, and bear readers that crash: scores.py BUILD"""
import subprocess
import sys

from tap import ROOT, Results

sys.path.insert(0, str(ROOT / "tools"))

from readers import readers

SOME = "corpus/messages/m0"
PYTHON = [sys.executable, "-c"]
START = "import sys; data = open(sys.argv[1], 'rb').read(); write = sys.stdout.buffer.write; "

# What it does: command, options, whether the score is good.
CONVERTERS = {
    "copies": ([*PYTHON, START + "write(data)"], [], True),
    "leaves out the last 20 bytes": ([*PYTHON, START + "write(data[:-20])"], [], False),
    "changes the subject": ([*PYTHON, START + "write(data.replace(b'Subject: ', b'Subject: X'))"], [], False),
    "makes other types": ([*PYTHON, START + "write(data.replace(b'multipart/', b'multipart/x-'))"], [], False),
    "refuses everything": ([*PYTHON, "import sys; sys.exit(1)"], [], False),
    "may refuse": ([*PYTHON, "import sys; sys.exit(1)"], ["--refusals", "1000"], True),
    "fails": ([*PYTHON, "import sys; sys.exit(3)"], ["--refusals", "1000"], False),
    "leaves bytes above 127": ([*PYTHON, START + "write(data)"], ["--ascii"], False),
}

# Reads the first and the last message of four, dies of the second, and never ends with the third.
READER = """
import json, os, sys, time
for line in sys.stdin:
    name = line.rstrip()
    if name == "crash":
        os._exit(7)
    if name == "silence":
        time.sleep(60)
    values = {"subject": name, "date": None, "message_id": None, "addresses": {}}
    print(json.dumps({"file": name, "parts": [], **values}), flush=True)
"""


def check_converters(results, build):
    for name, (command, options, is_good) in CONVERTERS.items():
        tool = [sys.executable, str(ROOT / "tools/convert_score.py"), "--build", build, "--only", SOME]
        run = subprocess.run([*tool, *options, *command], capture_output=True, text=True)
        last = (run.stdout.splitlines() or [""])[-1]
        is_told = run.returncode == (0 if is_good else 1) and last.endswith(" 0 failed") == is_good
        results.check(f"the score of a converter that {name} is {'good' if is_good else 'bad'}", is_told,
                      run.stdout + run.stderr)


def check_reader(results):
    readers.SECONDS = 2
    readings = readers.run([*PYTHON, READER], ["one", "crash", "silence", "two"])
    results.check("a message before a crash is read", readings["one"].get("subject") == "one", readings)
    results.check("a crash is told", "crash" in readings["crash"].get("error", ""), readings)
    results.check("silence is told", "no answer" in readings["silence"].get("error", ""), readings)
    results.check("a message after a crash is read", readings["two"].get("subject") == "two", readings)


def main():
    results = Results()
    check_converters(results, sys.argv[1])
    check_reader(results)
    return results.finish()


if __name__ == "__main__":
    sys.exit(main())
