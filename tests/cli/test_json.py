"""pneu tree --json: against its schema, against the bytes it speaks of, and the same from a pipe as from a file."""

import base64
import copy
import json

from clitest import ENCODED, MULTIPART, PLAIN, ROOT, Suite, corpus_messages
from schema import problems

try:
    import jsonschema
except ImportError:
    jsonschema = None

SCHEMA = json.loads((ROOT / "docs/schema/tree.schema.json").read_text())


def object_of(run):
    return json.loads(run.out.decode())


def check_schema(suite):
    validator = jsonschema.Draft202012Validator(SCHEMA) if jsonschema else None
    messages = corpus_messages()
    suite.check("there is a corpus", len(messages) > 20, len(messages))
    run = suite.run("tree", "--json", "--bodies", "--text", "--fields", "--values", *map(str, messages))
    suite.equal("the corpus: exit code", run.code, 0)
    lines = run.out.decode().splitlines()
    suite.equal("one line a message", len(lines), len(messages))
    for path, line in zip(messages, lines):
        message = json.loads(line)
        suite.equal(f"{path.name}: schema", problems(message, SCHEMA), [])
        if validator:
            suite.equal(f"{path.name}: jsonschema", [e.message for e in validator.iter_errors(message)], [])
        check_offsets(suite, path.name, message, path.read_bytes())


def check_offsets(suite, name, message, data):
    """Spans lie in the file and in their parents, and what they hold is what the other keys say."""
    suite.equal(f"{name}: size", message["size"], len(data))
    right = True
    for i, part in enumerate(message["parts"]):
        header, body = part["header"], part["body"]
        right &= part["index"] == i and (part["parent"] is None) == (i == 0)
        right &= header["offset"] + header["length"] == body["offset"]
        if "within" in part:
            continue
        right &= body["offset"] + body["length"] <= len(data)
        raw = data[body["offset"]:body["offset"] + body["length"]]
        if part["kind"] == "leaf" and part["encoding"] in ("7bit", "8bit", "binary"):
            right &= part["decoded_length"] == body["length"] and base64.b64decode(part["decoded"]) == raw
        if part["decoded"] is not None:
            right &= len(base64.b64decode(part["decoded"])) == part["decoded_length"]
        if i > 0 and "within" not in message["parts"][part["parent"]]:
            above = message["parts"][part["parent"]]["body"]
            right &= above["offset"] <= header["offset"]
            right &= body["offset"] + body["length"] <= above["offset"] + above["length"]
        for field, _ in part["fields"]:
            right &= field.encode("utf-8", "replace") in data or "\ufffd" in field
    suite.check(f"{name}: offsets", right, message["parts"])
    places = [(defect["space"], defect["offset"]) for defect in message["defects"]]
    suite.check(f"{name}: defects are sorted", places == sorted(places), places)
    for defect in message["defects"]:
        suite.check(f"{name}: {defect['code']} is counted and its part is there",
                    message["defect_counts"].get(defect["code"], 0) > 0 and defect["part"] < len(message["parts"]))


def check_pipe(suite):
    for path in corpus_messages():
        data = path.read_bytes()
        whole = object_of(suite.run("tree", "--json", str(path)))
        streamed = object_of(suite.run("tree", "--json", stdin=data))
        suite.equal(f"{path.name}: the pipe's name", streamed["file"], "-")
        whole["file"] = "-"
        suite.equal(f"{path.name}: pipe and file", streamed, whole)


def check_texts(suite):
    latin = b"Content-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\ncaf=E9\r\n"
    texts = [part["text"] for part in object_of(suite.run("tree", "--json", "--text", stdin=latin))["parts"]]
    suite.equal("text in UTF-8", texts, ["caf\u00e9\r\n"])
    texts = [part["text"] for part in object_of(suite.run("tree", "--json", "--text", stdin=MULTIPART))["parts"]]
    suite.equal("texts of text parts only", [text is None for text in texts], [True, False, True, True, False])


def check_field_values(suite):
    values = [part.get("values") for part in object_of(
        suite.run("tree", "--json", "--values", suite.file("v.eml", MULTIPART)))["parts"]]
    suite.equal("values of messages only", [value is None for value in values], [False, True, True, True, False])
    suite.equal("subject", values[0]["subject"], "a picture\tand a text")
    suite.equal("from", values[0]["from"], [{"name": "Ann", "address": "ann@example.com", "local": "ann",
                                             "domain": "example.com", "group": None}])
    suite.equal("date", values[0]["date"], {"epoch": 1704110400, "offset_min": 0, "zone_known": True})
    suite.equal("message-id", values[0]["message-id"], ["1@example.com"])
    suite.equal("no other fields", {"content-type", "mime-version", "received"} & set(values[0]), set())
    odd = b"Date: never\r\nTo: g:;\r\nSubject:\r\nDate: Mon, 1 Jan 1900 00:00:00 +0000\r\n\r\n"
    values = object_of(suite.run("tree", "--json", "--values", stdin=odd))["parts"][0]["values"]
    suite.equal("nothing to be read", values, {"date": None, "to": [], "subject": ""})


def check_values(suite):
    message = object_of(suite.run("tree", "--json", "--bodies", "--fields", suite.file("m.eml", MULTIPART)))
    parts = message["parts"]
    suite.equal("line_ending", message["line_ending"], "crlf")
    suite.equal("types", [part["type"] for part in parts],
                ["multipart/mixed", "text/plain", "image/jpeg", "message/rfc822", "text/plain"])
    suite.equal("sections", [part["section"] for part in parts], ["", "1", "2", "3", "3.1"])
    suite.equal("parents", [part["parent"] for part in parts], [None, 0, 0, 0, 3])
    suite.equal("kinds", [part["kind"] for part in parts], ["multipart", "leaf", "leaf", "message", "leaf"])
    suite.equal("params", parts[2]["params"], {"name": "photo \u00e9.jpg"})
    suite.equal("boundary", parts[0]["params"], {"boundary": "b1"})
    suite.equal("picture", [parts[2][key] for key in ("encoding", "disposition", "filename", "content_id", "charset")],
                ["base64", "attachment", "photo.jpg", "pic@example.com", None])
    suite.equal("decoded text", base64.b64decode(parts[1]["decoded"]).decode(), "Caf\u00e9")
    suite.equal("decoded lengths", [part["decoded_length"] for part in parts], [None, 5, 21, None, 10])
    suite.equal("no decoded body of a multipart", parts[0]["decoded"], None)
    suite.equal("raw fields", parts[0]["fields"][2], ["Subject", " a picture\r\n\tand a text"])
    suite.equal("keys that were not asked for", {"decoded", "fields"} &
                set(object_of(suite.run("tree", "--json", stdin=PLAIN))["parts"][0]), set())
    check_field_values(suite)
    check_texts(suite)
    suite.equal("declared_type as written", object_of(suite.run("tree", "--json", suite.file(
        "t.eml", b"Content-Type: Text/HTML; charset=x\r\n\r\n")))["parts"][0]["declared_type"], "Text/HTML")
    suite.equal("an empty encoding is not 7bit", object_of(suite.run(
        "tree", "--json", stdin=b"Content-Transfer-Encoding:\r\n\r\n"))["parts"][0]["encoding"], "")
    suite.equal("nothing declared", object_of(suite.run("tree", "--json", suite.file("p.eml", PLAIN)))
                ["parts"][0]["declared_type"], None)


def check_encoded_message(suite):
    parts = object_of(suite.run("tree", "--json", suite.file("e.eml", ENCODED)))["parts"]
    suite.equal("decoded message: types", [part["type"] for part in parts],
                ["multipart/mixed", "message/rfc822", "multipart/mixed", "text/plain", "image/jpeg", "message/rfc822",
                 "text/plain"])
    suite.equal("decoded message: within", [part.get("within") for part in parts], [None, None, 1, 1, 1, 1, 1])
    suite.equal("decoded message: length", parts[1]["decoded_length"], len(MULTIPART))
    suite.equal("decoded message: no sections inside", {part["section"] for part in parts[2:]}, {None})


def check_odd_bytes(suite):
    odd = b"X-Odd: \xff\xe2\x80\xae \"\\ \x01\xc3\xa9\r\n\r\n"
    run = suite.run("tree", "--json", "--fields", suite.file("odd.eml", odd))
    suite.equal("odd bytes in a string", object_of(run)["parts"][0]["fields"][0][1], " \ufffd\u202e \"\\ \x01\u00e9")
    suite.check("and their escapes", b"\\u202e" in run.out and b"\\u0001" in run.out and b"\xc3\xa9" in run.out, run)
    # Unicode 15, table 3-8: one U+FFFD a maximal subpart.
    bad = b"X: \x61\xf1\x80\x80\xe1\x80\xc2\x62\x80\x63\x80\xbf\x64\xed\xa0\x80\xf4\x90\r\n\r\n"
    run = suite.run("tree", "--json", "--fields", suite.file("bad.eml", bad))
    suite.equal("maximal subparts", object_of(run)["parts"][0]["fields"][0][1],
                " a\ufffd\ufffd\ufffdb\ufffdc\ufffd\ufffdd" + "\ufffd" * 5)
    for length in range(5):
        body = bytes(range(250, 250 + length))
        run = suite.run("tree", "--json", "--bodies", suite.file("b64.eml", b"\r\n" + body))
        suite.equal(f"base64 of {length} bytes", base64.b64decode(object_of(run)["parts"][0]["decoded"]), body)


def check_the_checks(suite):
    """A validator that finds nothing wrong is no test."""
    right = object_of(suite.run("tree", "--json", suite.file("m.eml", MULTIPART)))
    suite.equal("a right object", problems(right, SCHEMA), [])
    for name, change in [("no size", lambda m: m.pop("size")),
                         ("a word of no list", lambda m: m.update(line_ending="cr")),
                         ("a text for a number", lambda m: m["parts"][0]["body"].update(lines="1")),
                         ("no parts", lambda m: m.update(parts=[])),
                         ("a key of a part", lambda m: m["parts"][1].pop("charset"))]:
        wrong = copy.deepcopy(right)
        change(wrong)
        suite.check(f"the schema sees: {name}", problems(wrong, SCHEMA))


def main():
    suite = Suite()
    check_schema(suite)
    check_pipe(suite)
    check_values(suite)
    check_encoded_message(suite)
    check_odd_bytes(suite)
    check_the_checks(suite)
    suite.finish()


main()
