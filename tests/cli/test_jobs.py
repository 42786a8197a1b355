"""--jobs: several processes give what one gives, in the same order; and what becomes of the work of one that dies."""

import os
import pathlib
import signal
import subprocess
import time

from clitest import CORPUS, ENVIRONMENT, PLAIN, Suite

VERBS = (["tree"], ["tree", "--json", "--fields", "--values"], ["check"], ["check", "--json"], ["check", "--summary"],
         ["check", "--fail-on", "never"], ["fields"], ["addresses", "--json"], ["trace"], ["needs", "--json"],
         ["readings"])


def check_same(suite):
    missing = str(suite.directory / "missing")
    inputs = [str(CORPUS / "cases"), missing, str(CORPUS / "messages"), "-"]
    for words in VERBS:
        if words[0] in ("fields", "addresses"):
            words = words + [word for name in inputs for word in ("--file", name)]
        else:
            words = words + inputs
        alone = suite.run(*words, stdin=PLAIN)
        for jobs in ("1", "2", "7", "auto"):
            run = suite.run(*words, "--jobs", jobs, stdin=PLAIN)
            suite.equal(f"{words[:3]} by {jobs}: output", run.out, alone.out)
            suite.equal(f"{words[:3]} by {jobs}: stderr", run.err, alone.err)
            suite.equal(f"{words[:3]} by {jobs}: exit code", run.code, alone.code)


def check_sizes(suite):
    """More than pipes and buffers hold, and inputs that differ much; more workers than inputs, and none."""
    large = suite.file("large.eml", b"".join(b"X-%d: %s\n" % (i, b"y" * 300) for i in range(999)) + b"\nbody\n")
    small = suite.file("small.eml", PLAIN)
    for files in ([large, small, large, large, small, small], [small], [small, large]):
        words = ["fields"] + [word for name in files for word in ("-f", name)]
        suite.equal(f"{len(files)} files by 5", suite.run(*words, "-J", "5").out, suite.run(*words).out)
    suite.equal("standard input by 5", suite.run("tree", "-J5", stdin=PLAIN).out, suite.run("tree", stdin=PLAIN).out)
    names = [suite.file(f"many/{i:05}.eml", b"Subject: %d\n\n" % i) for i in range(4100)]
    suite.equal("more than a batch", suite.run("fields", "-vJ3", "-f", os.path.dirname(names[0])).out,
                b"".join(b"%s: %d\n" % (name.encode(), i) for i, name in enumerate(names)))


def check_words(suite):
    for word in ("0", "257", "-1", "", "many"):
        run = suite.run("tree", "--jobs", word)
        suite.check(f"--jobs '{word}'", run.code == 2 and b"--jobs takes auto or a number from 1 to 256" in run.err, run)


def check_reader_gone(suite):
    run = suite.shell(f'"$0" tree -J 2 {CORPUS} | head -1')
    suite.check("a reader that goes away", run.code == 0 and run.err == b"" and run.out.count(b"\n") == 1, run)
    run = suite.shell(f'"$0" tree -J 2 {CORPUS} >/dev/full')
    suite.check("a full disk", run.code == 3 and b"cannot write: No space left" in run.err, run)


def fields_of(stat):
    """What /proc says of a process, from its state on (proc(5)); nothing once it has ended."""
    try:
        return stat.read_text().rpartition(")")[2].split()
    except OSError:
        return []


def children_of(process):
    """In the order in which they were started."""
    stats = [(fields_of(stat), int(stat.parent.name)) for stat in pathlib.Path("/proc").glob("[0-9]*/stat")]
    return [number for _, number in sorted((int(fields[19]), number) for fields, number in stats
                                           if fields and int(fields[1]) == process.pid)]


def check_death(suite):
    """The workers wait for a pipe to be opened; one of them is killed."""
    names = [str(suite.directory / name) for name in ("one", "two")]
    for name in names:
        os.mkfifo(name)
    process = subprocess.Popen([suite.pneu, "tree", "-J", "2", *names], env=ENVIRONMENT, stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE)
    for _ in range(1000):
        if len(children_of(process)) == 2:
            break
        time.sleep(0.01)
    workers = children_of(process)
    suite.equal("two workers", len(workers), 2)
    if len(workers) == 2:
        os.kill(workers[0], signal.SIGKILL)
        with open(names[1], "wb") as pipe:
            pipe.write(PLAIN)
    else:
        process.kill()
    out, err = process.communicate()
    suite.equal("what the other one read", out.split(b"\n")[0].split(b" ")[0], names[1].encode())
    suite.check("the death is told", b"one: the process that was to read it has ended" in err, err)
    suite.equal("exit code after a death", process.returncode, 3)


def check_few_descriptors(suite):
    """Where not all workers can be started this process does their share."""
    files = [suite.file(f"few{i}.eml", b"Subject: %d\n\nx\n" % i) for i in range(7)]
    alone = suite.run("check", "--summary", *files)
    for most in (5, 7, 8, 10, 12, 20):
        run = suite.shell(f'ulimit -n {most}; "$0" check --summary -J 4 "$@"', *files)
        suite.equal(f"{most} descriptors", (run.out, run.err, run.code), (alone.out, alone.err, alone.code))


def main():
    suite = Suite()
    check_same(suite)
    check_sizes(suite)
    check_words(suite)
    check_reader_gone(suite)
    check_death(suite)
    check_few_descriptors(suite)
    suite.finish()


main()
