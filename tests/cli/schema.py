"""JSON Schema, as much of it as docs/schema uses: for machines without the jsonschema package."""

import re

TYPES = {
    "object": lambda v: isinstance(v, dict),
    "array": lambda v: isinstance(v, list),
    "string": lambda v: isinstance(v, str),
    "integer": lambda v: isinstance(v, int) and not isinstance(v, bool),
    "boolean": lambda v: isinstance(v, bool),
    "null": lambda v: v is None,
}


def problems(value, schema, root=None, path="$"):
    """What is wrong with the value, as a list of sentences; empty if nothing is."""
    root = root or schema
    if "$ref" in schema:
        return problems(value, root["$defs"][schema["$ref"].rsplit("/", 1)[1]], root, path)
    found = []
    if "anyOf" in schema:
        tries = [problems(value, inner, root, path) for inner in schema["anyOf"]]
        return [] if not all(tries) else min(tries, key=len)
    types = schema.get("type")
    types = [types] if isinstance(types, str) else types
    if types and not any(TYPES[name](value) for name in types):
        return [f"{path}: {value!r} is not of type {types}"]
    if "enum" in schema and value not in schema["enum"]:
        found.append(f"{path}: {value!r} is not one of {schema['enum']}")
    if "minimum" in schema and isinstance(value, int) and value < schema["minimum"]:
        found.append(f"{path}: {value} is too small")
    if "pattern" in schema and isinstance(value, str) and not re.search(schema["pattern"], value):
        found.append(f"{path}: {value!r} does not match {schema['pattern']}")
    if isinstance(value, list):
        if not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value)):
            found.append(f"{path}: {len(value)} items")
        for i, item in enumerate(value):
            found += problems(item, schema.get("items", {}), root, f"{path}[{i}]")
    if isinstance(value, dict):
        found += [f"{path}: no {key}" for key in schema.get("required", []) if key not in value]
        for key, item in value.items():
            inner = schema.get("properties", {}).get(key, schema.get("additionalProperties", {}))
            found += problems(item, inner, root, f"{path}.{key}")
    return found


def unknown_keys(value, schema, root, path="$"):
    """Keys of objects that the schema does not describe, as paths. (Of alternatives one must describe the value.)"""
    if "$ref" in schema:
        schema = root["$defs"][schema["$ref"].rsplit("/", 1)[1]]
    if "anyOf" in schema:
        return min((unknown_keys(value, inner, root, path) for inner in schema["anyOf"]
                    if not problems(value, inner, root)), key=len, default=[])
    found = []
    for i, item in enumerate(value if isinstance(value, list) else []):
        found += unknown_keys(item, schema.get("items", {}), root, f"{path}[{i}]")
    for key, item in value.items() if isinstance(value, dict) else []:
        inner = schema.get("properties", {}).get(key, schema.get("additionalProperties"))
        found += [f"{path}.{key}"] if inner is None else unknown_keys(item, inner, root, f"{path}.{key}")
    return found
