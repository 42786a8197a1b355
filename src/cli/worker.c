/*
 * Worker processes. In: names of inputs. Out: through a pipe the output, through another one what goes to stderr, and
 * reports: which byte of the output is the last of an input.
 * Invariants: of each worker no more is held than two pipes and a buffer hold, then it waits; a report is written after
 * the output that it speaks of and before any other, so that whoever has read a byte of the next input finds it there.
 * Text on stderr has no NUL (display.h).
 * Not handled: which worker gets what (jobs.c).
 */
#include "cli/worker.h"

#include <errno.h>
#include <poll.h>
#include <stddef.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/descriptor.h"

/* ---- The worker -------------------------------------------------------------------------------------------------- */

static void say(struct output *told, const struct worker_report *report)
{
    output_char(told, '\0');
    output_bytes(told, report, sizeof *report);
    output_flush(told);
}

static void do_work(struct cli *cli, const struct work *work)
{
    char room[256];
    struct output told;

    output_init(&told, STDERR_FILENO, room, sizeof room);
    for (size_t i = work->first; i < work->count && !output_failed(&cli->out); i += work->step) {
        uint64_t written = cli->out.written, read = cli->progress.bytes;
        struct worker_report report;

        memset(&report, 0, sizeof report);
        cli->exit_code = CLI_FINE;
        input_use_named(cli, work->names[i], work->user);
        output_flush(&cli->out);
        report.written = cli->out.written - written;
        report.read = cli->progress.bytes - read;
        report.exit_code = cli->exit_code;
        say(&told, &report);
    }
    if (work->tally->size > 0) {
        output_bytes(&told, work->tally->counts, work->tally->size);
        output_flush(&told);
    }
}

static void become_worker(struct cli *cli, const struct work *work, int out, int told)
{
    int is_fine = dup2(told, STDERR_FILENO) >= 0;

    cli->out.fd = out;
    cli->progress.is_on = 0;
    if (work->tally->size > 0)
        memset(work->tally->counts, 0, work->tally->size);
    if (is_fine)
        do_work(cli, work);
    _exit(is_fine && !output_failed(&cli->out) ? 0 : CLI_TROUBLE);
}

static void close_pipes(const struct worker *worker)
{
    if (worker->out.fd >= 0)
        close(worker->out.fd);
    if (worker->told.fd >= 0)
        close(worker->told.fd);
}

static void close_both(const int *ends)
{
    int error = errno;

    close(ends[0]);
    close(ends[1]);
    errno = error;
}

int worker_start(struct worker *worker, struct cli *cli, const struct work *work, const struct worker *others,
                 size_t other_count)
{
    int out[2], told[2];

    if (pipe(out) != 0)
        return 0;
    if (pipe(told) != 0) {
        close_both(out);
        return 0;
    }
    worker->process = fork();
    if (worker->process < 0) {
        close_both(out);
        close_both(told);
        return 0;
    }
    if (worker->process == 0) {
        for (size_t i = 0; i < other_count; i++)
            close_pipes(&others[i]);
        close(out[0]);
        close(told[0]);
        become_worker(cli, work, out[1], told[1]);
    }
    close(out[1]);
    close(told[1]);
    worker->out.fd = out[0];
    worker->told.fd = told[0];
    worker->out.from = worker->out.len = worker->told.from = worker->told.len = 0;
    return 1;
}

/* ---- Who reads it ------------------------------------------------------------------------------------------------ */

/* Reads once, if there is nothing left of the last time. */
static void fill(struct worker_pipe *pipe)
{
    ssize_t got = 0;

    if (pipe->len > 0 || pipe->fd < 0)
        return;
    do
        got = read(pipe->fd, pipe->bytes, sizeof pipe->bytes);
    while (got < 0 && descriptor_may_try_again(pipe->fd, POLLIN));
    if (got <= 0) {
        close(pipe->fd);
        pipe->fd = -1;
        return;
    }
    pipe->from = 0;
    pipe->len = (size_t)got;
}

static void drop(struct worker_pipe *pipe, size_t len)
{
    pipe->from += len;
    pipe->len -= len;
}

/* 0 if the pipe ended before. */
static int take(struct worker_pipe *pipe, void *into, size_t len)
{
    char *to = into;

    while (len > 0 && (pipe->len > 0 || pipe->fd >= 0)) {
        size_t now;

        fill(pipe);
        now = len < pipe->len ? len : pipe->len;
        memcpy(to, pipe->bytes + pipe->from, now);
        drop(pipe, now);
        to += now;
        len -= now;
    }
    return len == 0;
}

static void write_to_stderr(struct cli *cli, const char *text, size_t len)
{
    struct output err;

    if (len == 0)
        return;
    progress_erase(&cli->progress);
    output_init(&err, STDERR_FILENO, NULL, 0);
    output_write(&err, text, len);
}

/* Passes on what was told. 1 if the report came. */
static int hear(struct worker *worker, struct cli *cli, struct worker_report *report)
{
    struct worker_pipe *told = &worker->told;
    const char *text, *end;

    fill(told);
    text = told->bytes + told->from;
    end = told->len > 0 ? memchr(text, '\0', told->len) : NULL;
    if (!end) {
        write_to_stderr(cli, text, told->len);
        drop(told, told->len);
        return 0;
    }
    write_to_stderr(cli, text, (size_t)(end - text));
    drop(told, (size_t)(end - text) + 1);
    return take(told, report, sizeof *report);
}

static int is_ready(const struct worker_pipe *pipe)
{
    struct pollfd ready = {.fd = pipe->fd, .events = POLLIN};

    return pipe->len > 0 || (pipe->fd >= 0 && poll(&ready, 1, 0) > 0);
}

static void wait_for_either(const struct worker *worker)
{
    struct pollfd ready[] = {{.fd = worker->out.fd, .events = POLLIN}, {.fd = worker->told.fd, .events = POLLIN}};

    if (worker->out.len == 0 && worker->told.len == 0)
        (void)poll(ready, 2, -1);
}

static uint64_t pass_on(struct worker_pipe *pipe, struct cli *cli, uint64_t most)
{
    size_t len = pipe->len < most ? pipe->len : (size_t)most;

    output_bytes(&cli->out, pipe->bytes + pipe->from, len);
    drop(pipe, len);
    return len;
}

int worker_relay(struct worker *worker, struct cli *cli, struct worker_report *report)
{
    uint64_t passed = 0;
    int is_reported = 0;

    while (!is_reported && worker->told.fd >= 0) {
        wait_for_either(worker);
        if (is_ready(&worker->out))
            fill(&worker->out);
        while (!is_reported && is_ready(&worker->told))
            is_reported = hear(worker, cli, report);
        passed += pass_on(&worker->out, cli, is_reported ? report->written - passed : UINT64_MAX);
    }
    while (is_reported && passed < report->written && (worker->out.len > 0 || worker->out.fd >= 0)) {
        fill(&worker->out);
        passed += pass_on(&worker->out, cli, report->written - passed);
    }
    return is_reported && passed == report->written;
}

int worker_add_tally(struct worker *worker, const struct tally *tally)
{
    _Alignas(max_align_t) char counts[TALLY_SIZE_MAX];

    if (tally->size > sizeof counts || !take(&worker->told, counts, tally->size))
        return 0;
    tally->add(tally->counts, counts);
    return 1;
}

void worker_end(struct worker *worker)
{
    close_pipes(worker);
    while (waitpid(worker->process, NULL, 0) < 0 && errno == EINTR)
        ;
}
