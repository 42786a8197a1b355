/* What the benchmark runs, and with which settings. */
#ifndef BENCH_PLAN_H
#define BENCH_PLAN_H

#include <stdio.h>

#define BENCH_MAX_FOLDERS 8

typedef struct bench_settings {
    unsigned rounds;
    int is_quick;     /* an eighth of all sizes, and no messages above 64 KiB of a size asked for */
    unsigned big_mib; /* size of the one large message */
    unsigned real_mib;
    const char *only; /* run only heats that have this in their name, or NULL */
    const char *real[BENCH_MAX_FOLDERS];
    unsigned real_count;
} bench_settings;

/* Runs the whole plan: tables to stdout, results to `json` if it is not NULL, as elements of an array. 0, or 1 when
 * contestants found different leaves or bytes in generated mail, or one of ours failed. */
int bench_plan_run(const bench_settings *settings, FILE *json);

#endif
