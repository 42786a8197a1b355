"""Independent readers of messages, for the scores: Python's email, GMime, Perl's MIME-tools and Email::MIME, and of npm
mailsplit, as far as they are there.

Each reader is a program that takes names of files on standard input and writes one JSON object a line and file:
    {"file", "parts": [PART...], "subject", "date", "message_id", "addresses": {FIELD: [[NAME, ADDRESS]...]}}
    {"file", "error": WHY}                 what the reader says of a message that it cannot read
PART: {"path", "type", "disposition", "filename", "children", "fields": [[NAME, TEXT]...]}, and of a leaf "length" and
"exact" (SHA-256) of the decoded body, and "sha256" of it with LF line ends. Paths begin with "1", the root; "1.1" is its
first child, the message in a message/rfc822 is its only child. Texts are decoded; the date is in seconds since 1970, and
not there where a reader reads none; addresses are those of From, Sender, Reply-To, To, Cc and Bcc, of each the first
field. Python also gives "defects", those that it sees in the part's structure. That of npm tells the parts alone, no "fields" and no value of one.

A reader that crashes on a message, or takes too long, is started again with the message after it, and that one has an
"error". Values are made alike in `normal`, here and nowhere else. pneu itself is read in the same form.
"""
import base64
import hashlib
import json
import os
import pathlib
import select
import signal
import subprocess
import sys
import tempfile

import mail_score

HERE = pathlib.Path(__file__).resolve().parent
SECONDS = 20  # for one message
FILES_A_RUN = 50
PERL, NODE = "perl", "node"
ADDRESS_FIELDS = ("from", "sender", "reply-to", "to", "cc", "bcc")


# ---- Which there are ----------------------------------------------------------------------------------------------

def commands(build):
    """name -> command line of each reader that can be run here; GMime's is a program in the build folder."""
    found = {"python": [sys.executable, str(HERE / "read_python.py")]}
    gmime = pathlib.Path(build) / "tools/readers/read_gmime"
    if gmime.exists():
        found["gmime"] = [str(gmime)]
    if has_module("MIME::Parser"):
        found["mimetools"] = [PERL, str(HERE / "read_mimetools.pl")]
    if has_module("Email::MIME"):
        found["emailmime"] = [PERL, str(HERE / "read_emailmime.pl")]
    return found


def part_commands(build):
    """... and of those that tell parts alone, too."""
    npm = [NODE, str(HERE / "read_npm.mjs"), str(pathlib.Path(build) / "npm")]
    return commands(build) | ({"npm": npm} if succeeds(npm) else {})


def has_module(name):
    return succeeds([PERL, f"-M{name}", "-e", "1"])


def succeeds(command):
    """... with nothing to read."""
    try:
        return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True).returncode == 0
    except FileNotFoundError:
        return False


# ---- Running them -------------------------------------------------------------------------------------------------

def lines_of(process, seconds):
    """The lines that a reader writes. Ends with its output, or when it is silent for too long, which kills it."""
    pending = b""
    while select.select([process.stdout], [], [], seconds)[0]:
        piece = os.read(process.stdout.fileno(), 1 << 16)
        if not piece:
            return
        *lines, pending = (pending + piece).split(b"\n")
        yield from lines
    process.kill()


def read_some(command, names, seconds):
    """(the readings of the first files, why there are no more of them)"""
    with tempfile.TemporaryFile() as list_of_names:
        list_of_names.write("".join(f"{name}\n" for name in names).encode())
        list_of_names.seek(0)
        with subprocess.Popen(command, stdin=list_of_names, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
            readings = [json.loads(line) for line in lines_of(process, seconds)]
    if process.returncode == -signal.SIGKILL:
        return readings, f"no answer in {seconds} s"
    return readings, f"crash ({process.returncode})"


def run(command, names, seconds=SECONDS):
    """name -> reading, of every file."""
    readings, waiting = {}, [str(name) for name in names]
    while waiting:
        done, why = read_some(command, waiting, seconds)
        readings.update(zip(waiting, map(normal, done)))
        if len(done) < len(waiting):
            readings[waiting[len(done)]] = {"error": why}
        waiting = waiting[len(done) + 1:]
    return readings


def read_all(build, names):
    """reader -> name -> reading"""
    return run_all(commands(build), names)


def read_parts(build, names):
    """... with those that tell parts alone; says so if there are none."""
    found = part_commands(build)
    if "npm" not in found:
        print("npm: mailsplit is not there, so it is not asked (./dev scores installs it)")
    return run_all(found, names)


def run_all(found, names):
    return {reader: run(command, names) for reader, command in found.items()}


# ---- pneu ---------------------------------------------------------------------------------------------------------

def own_part(path, part):
    reading = {"path": path, **{key: part[key] for key in ("type", "disposition", "filename", "children", "encoding")},
               "declared": part["declared_type"], "header": part["header"]["length"]}
    if part["kind"] == "leaf":
        body = base64.b64decode(part["decoded"] or "")
        reading |= {"length": len(body), "exact": hashlib.sha256(body).hexdigest(),
                    "sha256": hashlib.sha256(body.replace(b"\r\n", b"\n")).hexdigest()}
    return reading


def own_reading(message):
    parts = mail_score.with_paths(message)
    values = message["parts"][0].get("values") or {}
    boxes = {key: [[box["name"], box["address"]] for box in values.get(key) or []] for key in ADDRESS_FIELDS}
    return {"parts": [own_part(path, part) for path, part in parts.items()], "addresses": boxes,
            "subject": values.get("subject"), "message_id": (values.get("message-id") or [None])[0],
            "date": (values.get("date") or {}).get("epoch")}


def own(pneu, names):
    """name -> pneu's reading."""
    readings, names = {}, [str(name) for name in names]
    for start in range(0, len(names), FILES_A_RUN):
        some = names[start:start + FILES_A_RUN]
        output = subprocess.run([pneu, "tree", "--json", "--bodies", "--values", *some], capture_output=True).stdout
        for message in map(json.loads, output.splitlines()):
            readings[message["file"]] = normal(own_reading(message))
    return {name: readings.get(name, {"error": "no reading"}) for name in names}


# ---- What is alike ------------------------------------------------------------------------------------------------

def plain(text):
    """Without white space around, and one space for each run of it; nothing is ""."""
    return " ".join((text or "").split())


def normal(reading):
    """The reading with what says the same written the same: types and dispositions in lower case; white space as `plain`
    says; "" for what is absent; domains in lower case; addresses without "@", and fields without addresses, left out;
    identifiers without angle brackets. "parts" becomes path -> part."""
    if "error" in reading:
        return reading
    parts = {part["path"]: {**part, "type": part["type"].lower(), "disposition": plain(part["disposition"]).lower(),
                            "filename": plain(part["filename"])} for part in reading["parts"]}
    boxes = {key: [[plain(name), same_domain(address)] for name, address in value if "@" in (address or "")]
             for key, value in reading["addresses"].items()}
    date = {"date": reading["date"]} if "date" in reading else {}
    return {"parts": parts, "subject": plain(reading["subject"]), **date,
            "message_id": plain(reading["message_id"]).removeprefix("<").removesuffix(">"),
            "addresses": {key: value for key, value in boxes.items() if value}}


def same_domain(address):
    local, at, domain = address.rpartition("@")
    return local + at + domain.lower()


VALUES = ("subject", "date", "message_id", "addresses")
PART_VALUES = ("disposition", "filename")


def value_of(reading, key):
    """One of VALUES, or of PART_VALUES for all parts."""
    if key in VALUES:
        return reading.get(key)
    return {path: part[key] for path, part in reading["parts"].items()}


def differences(one, other):
    """How trees and bodies (with LF line ends) of two readings differ: lines for a human; [] if they do not."""
    if "error" in one or "error" in other:
        return [f"{one.get('error', 'read')}, then {other.get('error', 'read')}"]
    trees = [{path: (part["type"], part["children"]) for path, part in reading["parts"].items()} for reading in (one, other)]
    faults = [f"{path} is {trees[0].get(path)}, then {trees[1].get(path)}"
              for path in sorted(set(trees[0]) | set(trees[1])) if trees[0].get(path) != trees[1].get(path)]
    if faults:
        return faults
    return [f"body of {path}: {part.get('length')} bytes, then {other['parts'][path].get('length')}"
            for path, part in one["parts"].items() if part.get("sha256") != other["parts"][path].get("sha256")]
