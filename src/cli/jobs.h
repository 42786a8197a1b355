/* Inputs that several processes share, for verbs that do the same to each. */
#ifndef PNEU_CLI_JOBS_H
#define PNEU_CLI_JOBS_H

#include "cli/arguments.h"
#include "cli/worker.h"

#define JOBS_MOST ((size_t)256)

/* For the verbs' tables of options. */
#define JOBS_HELP "so many files at a time, or 'auto': a process for each processor; the output\nstays in order"

struct job {
    struct input_user user;
    struct tally tally;
    size_t workers; /* 0 or 1: none but this process */
};

/* Reads the option, if it was given. 0 if its value is none, which has been told. */
int jobs_read(struct cli *cli, const struct arguments *arguments, int id, size_t *workers);

/* As inputs_each: the output, stderr and the exit code are the same, but that directories which cannot be opened may be
 * told of earlier. */
void jobs_each(struct cli *cli, const char *const *operands, size_t count, const struct job *job);

#endif
