/* A heat: several contestants doing one job over one corpus, in turn, in every round. */
#ifndef BENCH_HEAT_H
#define BENCH_HEAT_H

#include "bench.h"

#include <stdio.h>

#define BENCH_MAX_CONTESTANTS 24

/* Memory used by one run in a process of its own. */
typedef struct bench_memory {
    long resident_kib; /* growth of the resident set at its highest, or -1 if the system does not say */
    uint64_t heap;     /* ours: bytes allocated at the highest; peers: 0 */
    uint64_t calls;    /* ours: allocator calls; peers: 0 */
    int is_finished;   /* 0: the run failed or crashed */
} bench_memory;

typedef struct bench_result {
    const bench_contestant *who;
    int32_t level;     /* of our kernels; peers: 0 */
    bench_tally tally; /* of the first run */
    bench_memory memory;
    double seconds[BENCH_MAX_ROUNDS];
} bench_result;

typedef struct bench_heat {
    const bench_corpus *corpus;
    int mode;
    unsigned rounds;
    int disagrees;                         /* contestants found different numbers of leaves or bytes */
    double copy_seconds[BENCH_MAX_ROUNDS]; /* of the one large message: reading it */
    double scan_seconds[BENCH_MAX_ROUNDS]; /* reading and scanning it */
    size_t count;
    bench_result results[BENCH_MAX_CONTESTANTS];
} bench_heat;

/* Runs it: memory first, then the rounds. 0, or -1 when a contestant failed. */
int bench_heat_run(bench_heat *heat, const bench_corpus *corpus, int mode, unsigned rounds);

/* Bytes worked through in one round, for speeds. */
double bench_heat_bytes(const bench_heat *heat);
double bench_heat_messages(const bench_heat *heat);

/* Median, over the rounds, of how many times faster `a` is than `b` (seconds in the same round). */
double bench_heat_ratio(const bench_heat *heat, const double *a, const double *b);

bench_memory bench_measure_memory(const bench_contestant *contestant, const bench_corpus *corpus);

/* "structure text 64 KiB CRLF". */
#define BENCH_NAME_SIZE 96
void bench_heat_name(char *out, int mode, const char *corpus, size_t message_size, const char *line_ending);

/* The heat as a table for people (of messages of one size only a line), and as an element of the JSON report's array. */
void bench_heat_print(const bench_heat *heat, FILE *out);
void bench_heat_print_json(const bench_heat *heat, FILE *out);

#endif
