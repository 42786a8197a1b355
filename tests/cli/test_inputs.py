"""Where messages come from: file, pipe, standard input, directory give the same; what cannot be read is told."""

import json
import os

from clitest import MULTIPART, PLAIN, Suite, corpus_messages


def without_file(line):
    message = json.loads(line)
    del message["file"]
    return message


def check_same_from_everywhere(suite):
    for path in corpus_messages("messages")[:12]:
        data = path.read_bytes()
        for words in (["cat"], ["events"], ["tree"], ["tree", "--json", "--bodies", "--fields"]):
            name = f"{path.name} {' '.join(words)}"
            by_file = suite.run(*words, str(path))
            by_pipe = suite.run(*words, stdin=data)
            by_slow_pipe = suite.shell('(head -c 7 "$1"; sleep 0.01; tail -c +8 "$1") | "$0" ' + " ".join(words),
                                       str(path))
            by_stdin = suite.shell('"$0" ' + " ".join(words) + ' - <"$1"', str(path))
            for kind, run in (("pipe", by_pipe), ("slow pipe", by_slow_pipe), ("stdin", by_stdin)):
                if words[0] == "tree" and len(words) > 1:
                    suite.equal(f"{name} by {kind}", without_file(run.out), without_file(by_file.out))
                elif words[0] == "tree":
                    suite.equal(f"{name} by {kind}", run.out.split(b"\n")[1:], by_file.out.split(b"\n")[1:])
                else:
                    suite.equal(f"{name} by {kind}", run.out, by_file.out)


def check_directories(suite):
    names = ["b/2.eml", "b/1.eml", "a.eml", "c/d/e/f.eml", "b.eml"]
    for i, name in enumerate(names):
        suite.file("tree/" + name, PLAIN + b"x" * i)
    top = suite.directory / "tree"
    os.symlink(top, top / "loop")
    os.symlink(top / "a.eml", top / "link.eml")
    os.symlink("nowhere", top / "dangling")
    os.mkfifo(top / "fifo")
    run = suite.run("tree", "--json", str(top))
    suite.equal("directory exit code", run.code, 0)
    found = [json.loads(line)["file"] for line in run.out.splitlines()]
    suite.equal("a directory's files, sorted, links and pipes passed over", found,
                [f"{top}/{name}" for name in ("a.eml", "b/1.eml", "b/2.eml", "b.eml", "c/d/e/f.eml")])
    run = suite.run("tree", "--json", str(top) + "/")
    suite.equal("a slash at the end is not doubled", json.loads(run.out.splitlines()[0])["file"], f"{top}/a.eml")
    run = suite.run("tree", "--json", str(top / "link.eml"))
    suite.equal("a link that is named is followed", run.code, 0)
    (suite.directory / "empty").mkdir()
    run = suite.run("tree", str(suite.directory / "empty"))
    suite.check("an empty directory gives nothing", run.code == 0 and run.out == b"" and run.err == b"", run)
    deep = suite.directory / "deep"
    for _ in range(60):
        deep = deep / "d"
    deep.mkdir(parents=True)
    (deep / "m.eml").write_bytes(PLAIN)
    run = suite.run("tree", "--json", str(suite.directory / "deep"))
    suite.check("a deep directory", run.code == 0 and json.loads(run.out)["file"] == str(deep / "m.eml"), run)
    many = suite.directory / "many"
    many.mkdir()
    for i in range(300):
        (many / f"{i:03}").write_bytes(PLAIN)
    run = suite.shell('ulimit -n 16; "$0" tree --json "$1"', str(many))
    suite.check("no descriptor stays open", run.code == 0 and len(run.out.splitlines()) == 300, run)


def check_several(suite):
    good = suite.file("good.eml", PLAIN)
    other = suite.file("other.eml", MULTIPART)
    gone = str(suite.directory / "gone.eml")
    run = suite.run("tree", "--json", good, gone, other)
    suite.equal("one of several fails: exit code", run.code, 3)
    suite.equal("one of several fails: the rest is done",
                [json.loads(line)["file"] for line in run.out.splitlines()], [good, other])
    suite.equal("message with verb, file and reason", run.err,
                f"pneu tree: {gone}: cannot open: No such file or directory\n".encode())
    suite.equal("several messages by cat", suite.run("cat", good, other).out, PLAIN + MULTIPART)
    run = suite.run("cat", good, "-", stdin=MULTIPART)
    suite.equal("a dash among files", run.out, PLAIN + MULTIPART)
    run = suite.run("fields", "subject", "--file", gone, "--file", good)
    suite.check("fields goes on too", run.code == 3 and b"Subject: plain" in run.out, run)
    run = suite.run("get", "9", good)
    suite.check("the worst code counts: 1", run.code == 1 and b"good.eml: there is no section '9'" in run.err, run)
    if os.geteuid() != 0:
        os.chmod(other, 0)
        run = suite.run("tree", other)
        suite.check("no permission", run.code == 3 and b"Permission denied" in run.err, run)
    run = suite.shell('"$0" tree <"$1"', str(suite.directory))
    suite.check("a directory as standard input",
                run.code == 3 and b"pneu tree: -: cannot read: Is a directory" in run.err, run)


def check_closed_descriptors(suite):
    good = suite.file("good.eml", PLAIN)
    run = suite.shell('"$0" tree <&-')
    suite.check("closed standard input", run.code == 3 and b"-: cannot read: Bad file descriptor" in run.err, run)
    run = suite.shell('"$0" cat "$1" >&-', good)
    suite.check("closed standard output", run.code == 3 and b"cannot write: Bad file descriptor" in run.err, run)
    run = suite.shell('"$0" tree "$1" >&-', str(suite.directory / "empty"))
    suite.check("nothing to write to a closed output", run.code == 0 and run.err == b"", run)
    run = suite.shell('"$0" cat "$1" <&- 2>&-', good)
    suite.check("closed input and error", run.code == 0 and run.out == PLAIN, run)
    run = suite.shell('"$0" cat "$1" 2>&-', str(suite.directory / "gone"))
    suite.equal("closed standard error does no harm", run.code, 3)
    suite.equal("the file was not written to", open(good, "rb").read(), PLAIN)
    run = suite.run("tree", "--json", stdin=b"")
    suite.check("empty input is a message", run.code == 0 and json.loads(run.out)["size"] == 0, run)


def main():
    suite = Suite()
    check_same_from_everywhere(suite)
    check_directories(suite)
    check_several(suite)
    check_closed_descriptors(suite)
    suite.finish()


main()
