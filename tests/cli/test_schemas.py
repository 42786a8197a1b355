"""The JSON of the verbs, over the corpus: against their schemas in docs/schema, which know every key that comes; every
key comes, and docs/json.md names it. That of tree: test_json.py."""

import copy
import json
import re

from clitest import MULTIPART, ROOT, Suite, corpus_messages, crlf
from schema import problems, unknown_keys

try:
    import jsonschema
except ImportError:
    jsonschema = None

# Verb -> the words that give all of its keys, before the names of messages.
VERBS = {
    "fields": ["--json", "--decode", "--all-parts"],
    "addresses": ["--json"],
    "date": ["--json"],
    "trace": ["--json", "--own", "mx.example.org"],
    "needs": ["--json", "--offer", "8BITMIME SIZE 1000"],
    "strip": ["--list", "--json", "--type", "*", "--larger-than", "1"],
    "sanitize": ["--list", "--json", "--level", "all"],
    "extract": ["--json", "--list", "--all"],
    "events": ["--json"],
    "check": ["--json"],
    "readings": ["--json"],
    "mbox": ["list", "--json"],
}

MOST_VALIDATED = 500  # lines of a verb: jsonschema is slow

# What the corpus may lack.
TRAVELLED = crlf("""Received: from a.example.org (a.example.org [192.0.2.1]) (using TLSv1.3 with cipher
 TLS_AES_256_GCM_SHA384 (256/256 bits)) by mx.example.org (Postfix) with ESMTPS id 1
 for <b@example.org>; Mon, 1 Jan 2024 11:59:00 +0000
Received: from [198.51.100.7] by a.example.org with ESMTPA id 2; Mon, 1 Jan 2024 12:00:00 +0000
Date: Mon, 1 Jan 2024 12:00:00 +0000
Date: never
From: g: =?utf-8?Q?J=C3=B6rg?= <j@example.org>, a@, b;

x
""")


def words_of(suite, verb, messages):
    if verb == "mbox":
        return [suite.file("all.mbox", suite.run("mbox", "join", *messages).out)]
    takes_files = verb in ("fields", "addresses", "date")
    return [word for path in messages for word in (["--file", path] if takes_files else [path])]


def described(schema):
    """All keys that a schema names."""
    found = set()
    if isinstance(schema, dict):
        found |= set(schema["properties"]) if isinstance(schema.get("properties"), dict) else set()
        for inner in schema.values():
            found |= described(inner)
    elif isinstance(schema, list):
        for inner in schema:
            found |= described(inner)
    return found


def section_of(text, verb):
    """The section of docs/json.md on a verb."""
    words = " list" if verb == "mbox" else ""
    after = text.partition(f"## `pneu {verb}{words} --json`\n")[2]
    return after.partition("\n## ")[0]


def check_docs(suite, verb, schema):
    section = section_of((ROOT / "docs/json.md").read_text(), verb)
    suite.check(f"{verb}: docs/json.md names its schema", f"(schema/{verb}.schema.json)" in section, section[:200])
    named = set(re.findall(r"\w+", " ".join(re.findall("`[^`]*`", section))))
    suite.equal(f"{verb}: keys that docs/json.md does not name", sorted(described(schema) - named), [])


def check_lines(suite, verb, lines, schema):
    validator = jsonschema.Draft202012Validator(schema) if jsonschema else None
    suite.check(f"{verb}: there are lines", lines)
    seen, wrong, unknown, refused = set(), [], [], []
    for i, value in enumerate(map(json.loads, lines)):
        wrong += problems(value, schema)
        unknown += unknown_keys(value, schema, schema)
        seen |= keys_of(value)
        if validator and i < MOST_VALIDATED:
            refused += [e.message for e in validator.iter_errors(value)]
    suite.equal(f"{verb}: schema", wrong[:5], [])
    suite.equal(f"{verb}: keys without a schema", unknown[:5], [])
    suite.equal(f"{verb}: jsonschema", refused[:5], [])
    suite.equal(f"{verb}: keys that never came", sorted(described(schema) - seen), [])
    return json.loads(lines[0]) if lines else {}


def keys_of(value):
    if isinstance(value, dict):
        return set(value).union(*map(keys_of, value.values()))
    return set().union(*map(keys_of, value)) if isinstance(value, list) else set()


def check_the_checks(suite, verb, right, schema):
    """Without a key that is required, and with one that is not known."""
    for key in schema["required"]:
        wrong = copy.deepcopy(right)
        del wrong[key]
        suite.check(f"{verb}: the schema sees that {key} is missing", problems(wrong, schema))
        wrong = {**right, key: 1.5}
        suite.check(f"{verb}: the schema sees that {key} is a fraction", problems(wrong, schema))
    suite.equal(f"{verb}: an unknown key is seen", unknown_keys({**right, "x": 1}, schema, schema), ["$.x"])


def schema_of(verb):
    return json.loads((ROOT / f"docs/schema/{verb}.schema.json").read_text())


def main():
    suite = Suite()
    check_docs(suite, "tree", schema_of("tree"))
    messages = [suite.file("m.eml", MULTIPART), suite.file("t.eml", TRAVELLED), *map(str, corpus_messages())]
    for verb, options in VERBS.items():
        schema = schema_of(verb)
        run = suite.run(verb, *options, *words_of(suite, verb, messages))
        suite.check(f"{verb}: exit code", run.code in (0, 1), run)
        right = check_lines(suite, verb, run.out.decode().splitlines(), schema)
        check_the_checks(suite, verb, right, schema)
        check_docs(suite, verb, schema)
    suite.finish()


main()
