/* A process that does the work of a verb for some of the inputs, and what it says of each. */
#ifndef PNEU_CLI_WORKER_H
#define PNEU_CLI_WORKER_H

#include <sys/types.h>

#include "cli/input.h"

#define TALLY_SIZE_MAX ((size_t)8192)

/* What is counted over all inputs; size 0: nothing is. */
struct tally {
    void *counts;
    size_t size; /* at most TALLY_SIZE_MAX */
    void (*add)(void *counts, const void *more);
};

/* What a worker does: every `step`-th of the names, from number `first` on. */
struct work {
    const char *const *names;
    size_t count;
    size_t first;
    size_t step;
    const struct input_user *user;
    const struct tally *tally;
};

/* What it says of an input once that is done. */
struct worker_report {
    uint64_t written; /* bytes of output */
    uint64_t read;    /* bytes of input, for the progress line */
    int exit_code;
};

/* What comes through a pipe, as far as it was read. */
struct worker_pipe {
    int fd; /* -1: its end was seen */
    size_t from;
    size_t len;
    char bytes[65536];
};

struct worker {
    pid_t process;
    struct worker_pipe out;  /* what goes to the output */
    struct worker_pipe told; /* what goes to stderr; behind each input a NUL and its report; at last the counts */
};

/* Starts a worker. In the new process this does not return. 0 with errno set if there is none. `others` are those that
 * were started before: their pipes are not for this one. */
int worker_start(struct worker *worker, struct cli *cli, const struct work *work, const struct worker *others,
                 size_t other_count);

/* Passes on what the worker has to say of its next input, to the output and to stderr. 0 if it ended before it was done
 * with the input. */
int worker_relay(struct worker *worker, struct cli *cli, struct worker_report *report);

/* Behind the last input: adds what the worker counted. 0 if it ended before. */
int worker_add_tally(struct worker *worker, const struct tally *tally);

/* Lets it go, and waits for its end. */
void worker_end(struct worker *worker);

#endif
