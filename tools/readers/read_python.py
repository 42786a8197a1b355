#!/usr/bin/env python3
"""Reads messages with Python's email package: one line of JSON for each file named on standard input.

What a line holds is told in readers.py. Trees and bodies are read under the policy compat32, values of fields under the
default policy. Only message/rfc822 and message/global are taken apart, as everybody else does; the package would read
every other message/* as a message, too.
"""
import email
import email.header
import email.message
import email.policy
import hashlib
import json
import sys
import threading

ADDRESS_FIELDS = ("from", "sender", "reply-to", "to", "cc", "bcc")
STACK = 512 << 20


class Message(email.message.Message):
    """A message that calls itself a leaf to the parser where the package takes too much apart."""
    is_parsing = True

    def get_content_type(self):
        own = super().get_content_type()
        is_leaf = own.startswith("message/") and own not in ("message/rfc822", "message/global")
        return "application/octet-stream" if self.is_parsing and is_leaf else own


def well_formed(text):
    """Bytes that were no ASCII are surrogates in this package."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def value_of(name, raw):
    try:
        return email.policy.default.header_fetch_parse(name, raw)
    except Exception:  # the package has many ways to fail on a value
        return None


def text_of(name, raw):
    value = value_of(name, raw)
    return None if value is None else well_formed(str(value))


def filename_of(part):
    name = part.get_filename()
    if name is None:
        return None
    try:
        return well_formed(str(email.header.make_header(email.header.decode_header(name))))
    except Exception:
        return well_formed(name)


def children_of(part):
    payload = part.get_payload()
    return payload if isinstance(payload, list) else []


def leaf(body):
    return {"length": len(body), "exact": hashlib.sha256(body).hexdigest(),
            "sha256": hashlib.sha256(body.replace(b"\r\n", b"\n")).hexdigest()}


def parts_of(root):
    waiting = [("1", root)]
    while waiting:
        path, part = waiting.pop()
        children = children_of(part)
        fields = [[name, text_of(name, raw)] for name, raw in part.raw_items()]
        reading = {"path": path, "type": part.get_content_type(), "disposition": part.get_content_disposition(),
                   "filename": filename_of(part), "children": len(children), "fields": fields,
                   "defects": [type(defect).__name__ for defect in part.defects]}
        if not part.is_multipart():
            reading.update(leaf(part.get_payload(decode=True)))
        yield reading
        waiting += reversed([(f"{path}.{n}", child) for n, child in enumerate(children, 1)])


def addresses_of(value):
    return [[well_formed(box.display_name), well_formed(box.addr_spec)] for box in getattr(value, "addresses", ())]


def values_of(root):
    reading = {"subject": None, "date": None, "message_id": None, "addresses": {}}
    for name, raw in root.raw_items():
        key = name.lower()
        if key in ADDRESS_FIELDS and key not in reading["addresses"]:
            reading["addresses"][key] = addresses_of(value_of(name, raw))
        elif key == "subject" and reading["subject"] is None:
            reading["subject"] = text_of(name, raw)
        elif key == "message-id" and reading["message_id"] is None:
            reading["message_id"] = text_of(name, raw)
        elif key == "date" and reading["date"] is None:
            moment = getattr(value_of(name, raw), "datetime", None)
            reading["date"] = int(moment.timestamp()) if moment else None
    return reading


def read(name):
    try:
        with open(name, "rb") as file:
            Message.is_parsing = True
            root = email.message_from_bytes(file.read(), Message, policy=email.policy.compat32)
        Message.is_parsing = False
        return {"file": name, "parts": list(parts_of(root)), **values_of(root)}
    except Exception as fault:
        return {"file": name, "error": f"{type(fault).__name__}: {fault}"[:200]}


def read_all():
    for line in sys.stdin:
        print(json.dumps(read(line.rstrip("\n"))), flush=True)


def main():
    sys.setrecursionlimit(100000)
    threading.stack_size(STACK)
    thread = threading.Thread(target=read_all)
    thread.start()
    thread.join()


if __name__ == "__main__":
    main()
