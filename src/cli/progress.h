/* A line on stderr that tells how far long work has come. */
#ifndef PNEU_CLI_PROGRESS_H
#define PNEU_CLI_PROGRESS_H

#include <stdint.h>

struct progress {
    int is_on;    /* stderr is a terminal, and stdout, whose lines would mix with ours, is none */
    int is_shown; /* the line is on the screen */
    uint64_t bytes;
    uint64_t files;
    uint64_t started; /* milliseconds */
    uint64_t drawn;   /* when last */
};

void progress_init(struct progress *progress);

/* More was read; the line is drawn at most five times a second, and not in the first second. */
void progress_add(struct progress *progress, uint64_t bytes, uint64_t files);

/* Takes the line off the screen: at the end, and before anything else is written to stderr. */
void progress_erase(struct progress *progress);

#endif
