/*
 * One contestant over one corpus, for counting instructions with callgrind, which is free of noise:
 *
 *     valgrind --tool=callgrind --instr-atstart=no bench_cost "pneu tree" structure text 1
 *
 * Only the measured laps are counted: making the corpus and a first lap to warm up are not. Prints the bytes, so that
 * what callgrind says it collected, divided by them, is the cost a byte.
 */
#include "bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef BENCH_WITH_CALLGRIND
#include <valgrind/callgrind.h>
#else
#define CALLGRIND_START_INSTRUMENTATION (void)0
#define CALLGRIND_STOP_INSTRUMENTATION (void)0
#endif

static const char usage[] =
    "usage: bench_cost CONTESTANT MODE CORPUS [MIB [LAPS [lf]]]\n"
    "CONTESTANT and MODE as bench prints them; CORPUS: text, attach, deep, qp, eight, tiny, a directory of mail with "
    "\"/\" in its name, or \"-\" for a codec's own input\n";

static int find_mode(const char *name)
{
    for (int mode = 0; mode < BENCH_MODE_COUNT; mode++)
        if (strcmp(bench_mode_names[mode], name) == 0)
            return mode;
    return -1;
}

static bench_corpus *open_corpus(int mode, const char *name, size_t bytes, int is_lf)
{
    if (mode >= BENCH_BASE64_DECODE)
        return bench_corpus_codec(mode, bytes);
    return strchr(name, '/') != NULL ? bench_corpus_from_directories(&name, 1, bytes)
                                     : bench_corpus_generate(name, bytes, 0, is_lf);
}

int main(int argc, char **argv)
{
    int mode = argc >= 4 ? find_mode(argv[2]) : -1;
    const bench_contestant *who = mode >= 0 && mode != BENCH_BIG ? bench_contestant_find(mode, argv[1]) : NULL;
    if (who == NULL) {
        fputs(usage, stderr);
        return 2;
    }
    size_t bytes = (argc > 4 ? strtoul(argv[4], NULL, 10) : 1) * 1048576;
    unsigned long laps = argc > 5 ? strtoul(argv[5], NULL, 10) : 1;
    bench_corpus *corpus = open_corpus(mode, argv[3], bytes, argc > 6);
    void *state = who->open(NULL);
    bench_tally tally = {0};
    if (corpus == NULL || state == NULL || bench_run(who, state, corpus, &tally) != 0) {
        fputs("bench_cost: the first lap failed\n", stderr);
        return 1;
    }
    CALLGRIND_START_INSTRUMENTATION;
    for (unsigned long lap = 0; lap < laps; lap++)
        bench_run(who, state, corpus, &tally);
    CALLGRIND_STOP_INSTRUMENTATION;
    printf("bytes %llu messages %llu leaves %llu\n", (unsigned long long)(corpus->measured_len * laps),
           (unsigned long long)(corpus->count * laps), (unsigned long long)tally.leaves);
    who->close(state);
    bench_corpus_free(corpus);
    return 0;
}
