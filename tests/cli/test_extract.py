"""pneu extract: attachments become new files of one directory, whole or not at all, whatever they are called."""

import json
import os
import re
import stat

from clitest import ENCODED, MULTIPART, PLAIN, Suite, corpus_messages, crlf

PICTURE = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff"

# What the sender calls a file (as in filename*=utf-8''...), and what it is called here.
NAMES = [
    ("../x", "x"),
    ("../../../../etc/passwd", "passwd"),
    ("/etc/passwd", "passwd"),
    ("..\\..\\boot.ini", "boot.ini"),
    ("..", "part-1.bin"),
    (".", "part-1.bin"),
    ("/", "part-1.bin"),
    (".bashrc", "bashrc"),
    ("CON", "_CON"),
    ("nul.txt", "_nul.txt"),
    ("a\x1b[31mb.txt", "a[31mb.txt"),
    ("line\r\nend.txt", "lineend.txt"),
    ("bidi\u202etxt.exe", "biditxt.exe"),
    ("zero\0.txt", "zero.txt"),
    ("-rf", "-rf"),
    ("caf\u00e9.txt", "caf\u00e9.txt"),
    ("a:b|c?.txt", "a_b_c_.txt"),
    ("  spaces. ", "spaces"),
    ("", "part-1.bin"),
    ("\u202e\u200b", "part-1.bin"),
]


def percent(name):
    return "".join(f"%{byte:02x}" for byte in name.encode())


def attachment(name, content="body", content_type="application/octet-stream"):
    parameter = f"; filename*=utf-8''{percent(name)}" if name is not None else ""
    return f"Content-Type: {content_type}\nContent-Disposition: attachment{parameter}\n\n{content}"


def multipart(*parts):
    body = "".join(f"--b\n{part}\n" for part in parts)
    return crlf(f"From: a@example.com\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n{body}--b--\n")


class Directory:
    """An empty one, with the means to see what is in it."""

    number = 0

    def __init__(self, suite):
        Directory.number += 1
        self.path = suite.directory / f"into-{Directory.number}"
        self.path.mkdir()

    def names(self):
        return sorted(os.listdir(self.path))

    def content(self, name):
        return (self.path / name).read_bytes()


def extract(suite, message, *words):
    into = Directory(suite)
    return suite.run("extract", "-d", str(into.path), *words, stdin=message), into


def check_what(suite):
    run, into = extract(suite, MULTIPART)
    suite.equal("what it tells", (run.code, run.out, run.err), (0, b"2\t21\tphoto.jpg\n", b""))
    suite.equal("what it writes", (into.names(), into.content("photo.jpg")), (["photo.jpg"], PICTURE))
    run, into = extract(suite, MULTIPART, "--all")
    suite.equal("every leaf", into.names(), ["part-1.txt", "part-3.1.txt", "photo.jpg"])
    suite.equal("a leaf in a message", into.content("part-3.1.txt"), b"inner body")
    run, into = extract(suite, PLAIN)
    suite.equal("nothing to extract", (run.code, run.out, run.err, into.names()), (0, b"", b"", []))
    run, into = extract(suite, ENCODED, "--all")
    suite.equal("leaves of an encoded message", into.names(),
                ["part-index-3.txt", "part-index-6.txt", "photo.jpg"])
    suite.equal("and their bytes", into.content("photo.jpg"), PICTURE)
    run, into = extract(suite, ENCODED)
    suite.equal("an attachment in a message", into.names(), ["photo.jpg"])


def check_messages(suite):
    inner = "From: x@example.com\nContent-Disposition: attachment; filename=inner.txt\n\ninner"
    run, into = extract(suite, multipart(attachment("letter", inner, "message/rfc822")))
    suite.equal("a message is one file", into.names(), ["letter.eml"])
    suite.equal("of its bytes", into.content("letter.eml"), crlf(inner))
    run, into = extract(suite, multipart(attachment("letter", inner, "message/rfc822")), "--all")
    suite.equal("or is taken apart", into.names(), ["inner.txt"])
    encoded = ENCODED.replace(b"base64\r\n", b"base64\r\nContent-Disposition: attachment\r\n", 1)
    run, into = extract(suite, encoded)
    suite.equal("an encoded message is one file", into.names(), ["part-1.eml"])
    suite.equal("decoded", into.content("part-1.eml"), MULTIPART)
    run, into = extract(suite, multipart(attachment("LETTER.EML", inner, "message/rfc822")))
    suite.equal("one .eml is enough", into.names(), ["LETTER.EML"])
    run, into = extract(suite, multipart(attachment("l" * 255, inner, "message/rfc822")))
    suite.equal("a long name of a message", into.names(), ["l" * 251 + ".eml"])


def check_names(suite):
    for given, expected in NAMES:
        message = crlf("From: a@example.com\nMIME-Version: 1.0\n" + attachment(given))
        run, into = extract(suite, message)
        suite.equal(f"name {given!r}", (run.code, into.names()), (0, [expected]))
        suite.equal(f"told of {given!r}", run.out, f"1\t4\t{expected}\n".encode())
        told = json.loads(suite.run("extract", "--list", "--json", stdin=message).out)
        suite.equal(f"JSON of {given!r}", told["name"], expected)
    run, into = extract(suite, multipart(attachment("a" * 300 + ".pdf"), attachment("\u00e9" * 150 + ".pdf")))
    suite.check("300 bytes", all(len(os.fsencode(n)) <= 255 and n.endswith(".pdf") for n in into.names())
                and len(into.names()) == 2, into.names())
    for kind, ending in (("image/png", ".png"), ("text/html", ".html"), ("text/x-odd", ".txt"), ("x/y", ".bin")):
        run, into = extract(suite, multipart(attachment(None), attachment(None, "x", kind)))
        suite.equal(f"no name, {kind}", into.names(), ["part-1.bin", "part-2" + ending])
    latin = suite.run("extract", "--list", stdin=crlf(attachment("caf\u00e9.txt")), env={"LC_ALL": "C"})
    suite.equal("names in a pipe are as they are", latin.out, "1\t4\tcaf\u00e9.txt\n".encode())


def check_collisions(suite):
    message = multipart(*[attachment("a.txt", str(i)) for i in range(1000)])
    run, into = extract(suite, message)
    expected = ["a.txt"] + [f"a ({i}).txt" for i in range(2, 1001)]
    suite.equal("1,000 of one name", (run.code, into.names()), (0, sorted(expected)))
    suite.equal("in order", into.content("a (1000).txt"), b"999")
    run = suite.run("extract", "-d", str(into.path), stdin=multipart(attachment("a.txt", "more")))
    suite.equal("another run goes on", (run.out, into.content("a (1001).txt")), (b"1\t4\ta (1001).txt\n", b"more"))
    suite.equal("and changes nothing", into.content("a.txt"), b"0")
    long = "\u00e9" * 125 + ".txt"
    run, into = extract(suite, multipart(*[attachment(long) for _ in range(12)]))
    suite.check("long names stay within 255 bytes", len(into.names()) == 12 and
                all(len(os.fsencode(n)) <= 255 and n.endswith(".txt") and n.isprintable() for n in into.names())
                and any("(12)" in n for n in into.names()), into.names())
    run, into = extract(suite, multipart(*[attachment("x." + "y" * 200) for _ in range(3)]))
    suite.equal("a long ending is none", len(into.names()), 3)
    run, into = extract(suite, multipart(attachment("README"), attachment("README"), attachment("a (2)"),
                                         attachment("a"), attachment("a")))
    suite.equal("names without an ending", into.names(), ["README", "README (2)", "a", "a (2)", "a (3)"])


def check_links(suite):
    into = Directory(suite)
    outside = suite.directory / "outside"
    outside.write_bytes(b"precious")
    os.symlink(outside, into.path / "photo.jpg")
    os.symlink(suite.directory / "not-there", into.path / "photo (2).jpg")
    (into.path / "photo (3).jpg").mkdir()
    os.mkfifo(into.path / "photo (4).jpg")
    run = suite.run("extract", "-d", str(into.path), stdin=MULTIPART)
    suite.equal("links, directories and pipes are names that are taken", run.out, b"2\t21\tphoto (5).jpg\n")
    suite.equal("what a link points to", outside.read_bytes(), b"precious")
    suite.check("what a link points nowhere to", not (suite.directory / "not-there").exists())
    real = Directory(suite)
    os.symlink(real.path, suite.directory / "link-to-directory")
    run = suite.run("extract", "-d", str(suite.directory / "link-to-directory"), stdin=MULTIPART)
    suite.equal("DIR itself may be a link", (run.code, real.names()), (0, ["photo.jpg"]))
    mode = (real.path / "photo.jpg").stat().st_mode
    suite.equal("only the owner reads it", stat.S_IMODE(mode), 0o600)


def check_trouble(suite):
    run = suite.run("extract", "-d", str(suite.directory / "gone"), stdin=MULTIPART)
    suite.check("no directory", run.code == 3 and run.out == b"" and
                b"gone: cannot open the directory: No such file or directory\n" in run.err, run)
    run = suite.run("extract", "-d", suite.file("file", b""), stdin=MULTIPART)
    suite.check("a file for a directory", run.code == 3 and b"Not a directory" in run.err, run)
    run = suite.run("extract", stdin=MULTIPART)
    suite.check("no -d", run.code == 2 and b"-d" in run.err and run.out == b"", run)
    into = Directory(suite)
    run = suite.run("extract", "-d", str(into.path), str(suite.directory / "gone"), suite.file("m.eml", MULTIPART))
    suite.check("a file that is not there is passed over", run.code == 3 and into.names() == ["photo.jpg"] and
                re.search(rb"m.eml: 2\t21\tphoto.jpg\n", run.out), run)
    place = "/proc" if os.geteuid() == 0 else Directory(suite).path
    if os.geteuid() != 0:
        os.chmod(place, 0o500)
    if os.path.isdir(place):
        run = suite.run("extract", "-d", str(place), stdin=MULTIPART)
        suite.check("a directory that cannot be written to", run.code == 3 and run.out == b"" and
                    b"photo.jpg: cannot create: " in run.err and run.err.count(b"\n") == 1, run)


def check_full(suite):
    """A limit of file sizes stands for a full disk: 'small' fits, 'large' does not."""
    message = multipart(attachment("large", "x" * 200000), attachment("small", "y"))
    path = suite.file("large.eml", message)
    into = Directory(suite)
    run = suite.shell('ulimit -f 20; exec "$0" extract -d "$1" "$2"', str(into.path), path)
    suite.equal("nothing is left of what does not fit", (run.code, into.names()), (3, ["small"]))
    suite.check("that is told", b"large: cannot write: File too large" in run.err and run.out == b"2\t1\tsmall\n", run)
    if os.path.exists("/dev/full"):
        into = Directory(suite)
        run = suite.shell('"$0" extract -d "$1" "$2" >/dev/full', str(into.path), path)
        suite.check("standard output is full", run.code == 3 and b"standard output: cannot write" in run.err, run)
        suite.equal("the files are whole", len(into.content("large")), 200000)


def check_telling(suite):
    path = suite.file("t.eml", MULTIPART)
    into = Directory(suite)
    run = suite.run("extract", "--json", "-d", str(into.path), path, path)
    lines = [json.loads(line) for line in run.out.splitlines()]
    suite.equal("JSON", lines[0], {"file": path, "index": 2, "section": "2", "type": "image/jpeg",
                                   "filename": "photo.jpg", "name": "photo.jpg", "size": 21})
    suite.equal("JSON of the second", lines[1]["name"], "photo (2).jpg")
    run = suite.run("extract", "--list", "-d", str(into.path), path)
    suite.equal("--list writes nothing", (run.out, into.names()),
                (b"2\t21\tphoto.jpg\n", ["photo (2).jpg", "photo.jpg"]))
    suite.equal("--list needs no directory", suite.run("extract", "--list", path).out, b"2\t21\tphoto.jpg\n")
    hostile = crlf(attachment("../a\x1b]0;x\x07\u202eb"))
    run = suite.run("extract", "--list", "--json", stdin=hostile)
    suite.check("hostile JSON", b"\x1b" not in run.out and json.loads(run.out)["filename"].startswith("../a"), run)


def check_corpus(suite):
    """What --list tells of all messages is what is written of them."""
    folder = "messages" if corpus_messages("messages") else None
    for path in corpus_messages(folder)[:60]:
        into = Directory(suite)
        listed = suite.run("extract", "--list", "--json", "--all", str(path))
        run = suite.run("extract", "--json", "--all", "-d", str(into.path), str(path))
        told = [json.loads(line) for line in run.out.splitlines()]
        suite.equal(f"{path.name}: parts and sizes", [(t["index"], t["size"]) for t in told],
                    [(t["index"], t["size"]) for t in map(json.loads, listed.out.splitlines())])
        suite.equal(f"{path.name}: files", sorted(t["name"] for t in told), into.names())
        suite.check(f"{path.name}: sizes on disk",
                    all(len(into.content(t["name"])) == t["size"] for t in told) and run.code == 0, run)


def main():
    suite = Suite()
    check_what(suite)
    check_messages(suite)
    check_names(suite)
    check_collisions(suite)
    check_links(suite)
    check_trouble(suite)
    check_full(suite)
    check_telling(suite)
    check_corpus(suite)
    suite.finish()


main()
