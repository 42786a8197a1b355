/*
 * Inputs that are shared out among worker processes. In: operands. Out: what one process would give, in that order.
 * The names are gathered up to a number of them; then the workers of that batch are started, each knows all names and
 * takes its own, and what they give is passed on one input after the other.
 * Invariants: memory is that of a batch of names, and of two buffers a worker; a worker that is ahead waits.
 */
#include "cli/jobs.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/output.h"

enum {
    BATCH_NAMES = 4096
};

struct batch {
    struct cli *cli;
    const struct job *job;
    char *names[BATCH_NAMES];
    size_t count;
};

/* ---- One batch --------------------------------------------------------------------------------------------------- */

static size_t start_workers(struct cli *cli, const struct batch *batch, struct worker *workers, size_t wanted)
{
    struct work work = {
        (const char *const *)batch->names, batch->count, 0, wanted, &batch->job->user, &batch->job->tally};
    size_t started = 0;

    output_flush(&cli->out);
    while (started < wanted && worker_start(&workers[started], cli, &work, workers, started))
        work.first = ++started;
    return started;
}

static void take_result(struct cli *cli, struct worker *worker, const char *name)
{
    struct worker_report report;

    if (worker_relay(worker, cli, &report)) {
        progress_add(&cli->progress, report.read, 1);
        cli_raise(cli, report.exit_code);
    } else {
        cli_complain(cli, CLI_TROUBLE, name, "the process that was to read it has ended");
    }
    if (isatty(cli->out.fd))
        output_flush(&cli->out);
}

static void take_tallies(struct cli *cli, const struct tally *tally, struct worker *workers, size_t count)
{
    for (size_t i = 0; i < count && tally->size > 0 && !output_failed(&cli->out); i++)
        if (!worker_add_tally(&workers[i], tally))
            cli_complain(cli, CLI_TROUBLE, NULL, "a process has ended before it told what it counted");
}

/* Where fewer processes are to be had than wanted, this one does what the others would have done. */
static void run_batch(const struct batch *batch)
{
    struct cli *cli = batch->cli;
    size_t wanted = batch->job->workers < batch->count ? batch->job->workers : batch->count, started = 0;
    struct worker *workers = wanted > 1 ? malloc(wanted * sizeof *workers) : NULL;

    if (workers)
        started = start_workers(cli, batch, workers, wanted);
    for (size_t i = 0; i < batch->count && !output_failed(&cli->out); i++) {
        if (i % wanted < started)
            take_result(cli, &workers[i % wanted], batch->names[i]);
        else
            input_use_named(cli, batch->names[i], &batch->job->user);
    }
    take_tallies(cli, &batch->job->tally, workers, started);
    for (size_t i = 0; i < started; i++)
        worker_end(&workers[i]);
    free(workers);
}

/* ---- All of them ------------------------------------------------------------------------------------------------- */

static void end_batch(struct batch *batch)
{
    if (batch->count > 0 && !output_failed(&batch->cli->out))
        run_batch(batch);
    while (batch->count > 0)
        free(batch->names[--batch->count]);
}

static void gather(struct cli *cli, const char *name, void *state)
{
    struct batch *batch = state;
    size_t size = strlen(name) + 1;
    char *copy = malloc(size);

    if (!copy) {
        cli_complain_status(cli, name, PNEU_ERR_MEMORY);
        return;
    }
    memcpy(copy, name, size);
    batch->names[batch->count++] = copy;
    if (batch->count == BATCH_NAMES)
        end_batch(batch);
}

void jobs_each(struct cli *cli, const char *const *operands, size_t count, const struct job *job)
{
    struct batch *batch = job->workers > 1 ? malloc(sizeof *batch) : NULL;

    if (!batch) {
        inputs_each(cli, operands, count, job->user.use, job->user.state);
        return;
    }
    batch->cli = cli;
    batch->job = job;
    batch->count = 0;
    inputs_name(cli, operands, count, gather, batch);
    end_batch(batch);
    free(batch);
}

int jobs_read(struct cli *cli, const struct arguments *arguments, int id, size_t *workers)
{
    const char *text = arguments_value(arguments, id);
    uint64_t number = 1;

    if (text && strcmp(text, "auto") == 0) {
        long processors = sysconf(_SC_NPROCESSORS_ONLN);
        number = processors > 1 ? (uint64_t)processors : 1;
        if (number > JOBS_MOST)
            number = JOBS_MOST;
    } else if (text && (!arguments_number(text, JOBS_MOST, &number) || number == 0)) {
        cli_complain(cli, CLI_USAGE, NULL, "--jobs takes auto or a number from 1 to %u, not '%s'", (unsigned)JOBS_MOST,
                     text);
        return 0;
    }
    *workers = (size_t)number;
    return 1;
}
