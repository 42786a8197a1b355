"""Attachments removed, and line ends changed: files and pipes, lists, sizes, notes, what other parsers read in the result."""

import email
import email.policy
import gzip
import json
import os

from clitest import ENCODED, MULTIPART, PLAIN, Suite, corpus_messages, crlf

SIGNED = crlf("""From: a@example.com
DKIM-Signature: v=1; b=x
Content-Type: multipart/signed; boundary=s; protocol="application/pgp-signature"

--s
Content-Type: image/gif; name=a.gif

GIF
--s
Content-Type: application/pgp-signature

sig
--s--
""")


def leaves(data):
    """What Python's parser sees: type, name and decoded body of each leaf."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    return [(part.get_content_type(), part.get_filename(), part.get_payload(decode=True))
            for part in message.walk() if not part.is_multipart()]


def check_rules(suite):
    path = suite.file("m.eml", MULTIPART)
    rows = [
        ("type", ["--type", "image/*"], "replaced\t2\timage/jpeg\t21\tphoto.jpg\n"),
        ("no such type", ["--type", "video/*"], ""),
        ("name", ["--name", "PHOTO.*"], "replaced\t2\timage/jpeg\t21\tphoto.jpg\n"),
        ("the other name", ["--name", "photo \u00e9.jpg"], "replaced\t2\timage/jpeg\t21\tphoto.jpg\n"),
        ("type and name", ["--type", "text/*", "--name", "*.jpg"], ""),
        ("one type or the other", ["-t", "image/png", "-t", "message/rfc822", "--no-note"],
         "removed\t3\tmessage/rfc822\t52\t\n"),
        ("size", ["--larger-than", "20"], "replaced\t2\timage/jpeg\t21\tphoto.jpg\nreplaced\t3\tmessage/rfc822\t52\t\n"),
        ("size that is not reached", ["--larger-than", "1K"], ""),
        ("encoded size", ["--larger-than", "27", "--encoded", "--type", "image/*"],
         "replaced\t2\timage/jpeg\t21\tphoto.jpg\n"),
    ]
    for name, options, expected in rows:
        run = suite.run("strip", "--list", *options, path)
        suite.check(f"list: {name}", run.code == 0 and run.out == expected.encode() and run.err == b"", run)
        file, pipe = suite.run("strip", *options, path), suite.run("strip", *options, stdin=MULTIPART)
        suite.check(f"{name}: file and pipe", file.code == 0 and file.out == pipe.out, file)
        suite.check(f"{name}: changed if something goes", (file.out == MULTIPART) == (expected == ""), file)
    two = suite.run("strip", "--list", "--type", "image/*", path, path)
    suite.equal("list of two", two.out.count(f"{path}: replaced\t".encode()), 2)


def check_list(suite):
    """The rule that is told is the first that fits, of types and names."""
    path = suite.file("m.eml", MULTIPART)
    run = suite.run("strip", "-lj", "-t", "text/html", "-t", "image/*", "-n", "*.gif", "-n", "*.JPG", "-s", "1", path)
    item = json.loads(run.out)
    suite.equal("json: rule", item.pop("rule"), {"type": "image/*", "name": "*.JPG", "larger_than": 1, "encoded": False})
    suite.equal("json: bytes", MULTIPART[item["offset"]:item["offset"] + item["length"]].partition(b"\r\n\r\n")[0][:13],
                b"Content-Type:")
    suite.equal("json", {key: item[key] for key in ("file", "fate", "voids", "index", "section", "type", "name", "size")},
                {"file": path, "fate": "replaced", "voids": False, "index": 2, "section": "2", "type": "image/jpeg",
                 "name": "photo.jpg", "size": 21})
    run = suite.run("strip", "--list", "--json", "--no-note", "--encoded", "-s", "20", path, path)
    items = [json.loads(line) for line in run.out.splitlines()]
    suite.equal("json: every part a line, with its file", [item["file"] for item in items], [path] * len(items))
    suite.check("json: no type, no name, encoded", items and all(
        item["rule"] == {"type": None, "name": None, "larger_than": 20, "encoded": True} for item in items), run)
    run = suite.run("strip", "--json", "-t", "a/b", path)
    suite.check("json without a list", run.code == 2 and b"--json goes with --list" in run.err, run)
    run = suite.run("strip", *[word for i in range(257) for word in ("-t", f"a/{i}")], path)
    suite.check("too many rules", run.code == 2 and b"list of rules" in run.err, run)


def check_results(suite):
    before = leaves(MULTIPART)
    gone = leaves(suite.run("strip", "--no-note", "--type", "image/*", stdin=MULTIPART).out)
    suite.equal("without a note, read by Python", gone, [leaf for leaf in before if leaf[0] != "image/jpeg"])
    noted = leaves(suite.run("strip", "--note", "Caf\u00e9", "--type", "image/*", stdin=MULTIPART).out)
    suite.equal("with a note, read by Python", noted[1],
                ("text/plain", None, "Caf\u00e9\r\n\r\nName: photo.jpg\r\nType: image/jpeg\r\nSize: 21 bytes".encode()))
    suite.equal("the rest, read by Python", noted[:1] + noted[2:], before[:1] + before[2:])
    whole = suite.run("strip", "--type", "text/plain", stdin=PLAIN)
    suite.check("a message of one body", whole.code == 0 and b"Subject: plain\r\n" in whole.out and
                leaves(whole.out)[0][2].startswith(b"An attachment was removed"), whole)
    suite.equal("an encoded message is not looked into", suite.run("strip", "-t", "image/*", stdin=ENCODED).out, ENCODED)
    empty = suite.run("strip", "-t", "*", stdin=b"")
    suite.check("nothing", empty.code == 0 and empty.out == b"", empty)


def check_signed(suite):
    left = suite.run("strip", "--type", "image/*", stdin=SIGNED)
    suite.check("signed parts are left", left.code == 1 and left.out == SIGNED and b"1 parts were left" in left.err, left)
    run = suite.run("strip", "--type", "image/*", "--signed", stdin=SIGNED)
    suite.check("signed parts go if asked", run.code == 0 and b"GIF" not in run.out and b"signed or encrypted parts are void"
                in run.err and b"1 DKIM or ARC signatures" in run.err, run)
    seal = SIGNED.replace(b"DKIM-Signature", b"ARC-Seal")
    told = suite.run("strip", "--type", "image/*", "--signed", stdin=seal)
    suite.check("a seal is of fields alone", b"DKIM or ARC" not in told.err, told)
    limited = SIGNED.replace(b"b=x", b"l=9; b=x")
    told = suite.run("strip", "--type", "image/*", "--signed", stdin=limited)
    suite.check("l=", b"1 DKIM or ARC signatures with l= are probably void" in told.err, told)
    inner = SIGNED.replace(b"DKIM-Signature: v=1; b=x\r\n", b"").replace(b"--s\r\n", b"--s\r\nDKIM-Signature: b=x\r\n")
    told = suite.run("strip", "--type", "image/*", "--signed", stdin=inner)
    suite.check("a part has no signature of its own", b"DKIM or ARC" not in told.err, told)
    quiet = suite.run("strip", "--type", "image/*", "--signed", "--quiet", stdin=SIGNED)
    suite.check("quietly", quiet.code == 0 and quiet.err == b"" and quiet.out == run.out, quiet)


def check_files(suite):
    directory = suite.directory / "tmp"
    directory.mkdir()
    run = suite.run("strip", "-t", "image/*", stdin=MULTIPART, env={"TMPDIR": str(directory)})
    suite.check("a temporary file leaves nothing", run.code == 0 and os.listdir(directory) == [], run)
    run = suite.run("strip", "-t", "image/*", stdin=MULTIPART, env={"TMPDIR": str(directory / "none")})
    suite.check("no place for temporary files", run.code == 3 and run.out == b"" and
                b"cannot create a temporary file" in run.err, run)
    path = suite.file("two.eml", b"skipped\n" + MULTIPART)
    run = suite.shell('(read line; exec "$0" strip --no-note -t "image/*") <"$1"', path)
    suite.equal("a file from where it stands", run.out,
                suite.run("strip", "--no-note", "-t", "image/*", stdin=MULTIPART).out)
    plain, packed = suite.run("strip", "-t", "image/*", stdin=MULTIPART).out, gzip.compress(MULTIPART)
    suite.check("there is something to strip", plain != MULTIPART, plain)
    suite.equal("a compressed file", suite.run("strip", "-t", "image/*", suite.file("m.eml.gz", packed)).out, plain)
    suite.equal("a compressed pipe", suite.run("strip", "-t", "image/*", stdin=packed).out, plain)
    run = suite.run("strip", "-t", "image/*", stdin=packed[:-9])
    suite.check("a damaged one", run.code == 3 and run.out == b"" and run.err, run)
    missing = suite.run("strip", "-t", "image/*", str(directory / "missing"))
    suite.check("no such file", missing.code == 3 and missing.out == b"", missing)


def check_corpus(suite):
    for path in corpus_messages("cases"):
        data = path.read_bytes()
        run = suite.run("strip", "--quiet", "--no-note", "--larger-than", "5", str(path))
        again = suite.run("strip", "--quiet", "--no-note", "--larger-than", "5", stdin=run.out)
        suite.check(f"{path.name}: exit code", run.code in (0, 1) and again.code in (0, 1), run)
        kept = [line for line in run.out.splitlines(True) if line in data]
        suite.check(f"{path.name}: not longer but for notes", sum(map(len, kept)) <= len(data), run)


def check_line_ends(suite):
    rows = [
        ("crlf", ["crlf"], b"a\nb\r\nc\rd\0\n", b"a\r\nb\r\nc\rd\0\r\n"),
        ("crlf and CR", ["crlf", "--fix-cr"], b"a\rb\r\n\r", b"a\r\nb\r\n\r\n"),
        ("lf", ["lf"], b"a\r\nb\n\rc\r\r\n", b"a\nb\n\rc\r\n"),
        ("lf and CR", ["lf", "--fix-cr"], b"a\rb\r\n", b"a\nb\n"),
        ("nothing", ["crlf"], b"", b""),
        ("a last CR", ["lf"], b"a\r", b"a\r"),
        ("a last CR of a message", ["lf", "-b"], b"a: b\r\n\r\nx\r", b"a: b\n\nx\r"),
    ]
    for name, words, data, expected in rows:
        suite.equal(name, suite.run(*words, stdin=data).out, expected)
    binary = (b"Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Transfer-Encoding: binary\n\n\n\r\n\r\n--b\n\n\n"
              b"text\n--b--\n")
    expected = (b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Transfer-Encoding: binary\r\n\r\n\n\r\n\r\n"
                b"--b\r\n\r\n\r\ntext\r\n--b--\r\n")
    suite.equal("binary bodies are kept", suite.run("crlf", "--keep-binary", stdin=binary).out, expected)
    suite.equal("binary bodies are not kept", suite.run("crlf", stdin=binary).out, expected.replace(b"\r\n\r\n\n", b"\r\n" * 3))
    for path in corpus_messages("cases")[:60]:
        data = path.read_bytes()
        whole, message = suite.run("crlf", str(path)).out, suite.run("crlf", "-b", str(path)).out
        if b"binary" not in data.lower():
            suite.equal(f"{path.name}: by message or not", message, whole)
        suite.equal(f"{path.name}: lf of crlf", suite.run("lf", stdin=whole).out, suite.run("lf", str(path)).out)


def main():
    suite = Suite()
    check_rules(suite)
    check_list(suite)
    check_results(suite)
    check_signed(suite)
    check_files(suite)
    check_corpus(suite)
    check_line_ends(suite)
    suite.finish()


main()
