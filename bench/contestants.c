/*
 * The table of all contestants that this build has, and the loop that puts one through a corpus.
 */
#include "bench.h"

#include <string.h>

const char *const bench_mode_names[BENCH_MODE_COUNT] = {
    "structure",
    "decode",
    "rebuild",
    "ascii",
    "fields",
    "big",
    "base64-decode",
    "base64-decode-uneven",
    "base64-decode-unbroken",
    "base64-encode",
    "qp-decode-3%",
    "qp-decode-45%",
    "qp-encode",
    "uu-decode",
    "uu-encode",
    "yenc-decode",
    "to-crlf",
    "to-lf",
    "dot-stuff",
    "dot-unstuff",
};

static const bench_contestant *const lists[] = {
    bench_pneu_parse, bench_pneu_fields,  bench_pneu_ascii,  bench_pneu_big,  bench_pneu_codecs,
#ifdef BENCH_WITH_GMIME
    bench_gmime,      bench_gmime_codecs, bench_gmime_ascii, bench_gmime_big,
#endif
#ifdef BENCH_WITH_LIBETPAN
    bench_libetpan,
#endif
#ifdef BENCH_WITH_MIMETIC
    bench_mimetic,
#endif
#ifdef BENCH_WITH_DOVECOT
    bench_dovecot,
#endif
#ifdef BENCH_WITH_OPENSSL
    bench_openssl,
#endif
};

void *bench_open_nothing(bench_heap *heap)
{
    static int nothing;
    (void)heap;
    return &nothing;
}

void bench_close_nothing(void *state)
{
    (void)state;
}

size_t bench_contestants(int mode, const bench_contestant **out, size_t capacity)
{
    size_t count = 0;
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        for (const bench_contestant *at = lists[i]; at->name != NULL && count < capacity; at++)
            if (at->mode == mode)
                out[count++] = at;
    return count;
}

const bench_contestant *bench_contestant_find(int mode, const char *name)
{
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        for (const bench_contestant *at = lists[i]; at->name != NULL; at++)
            if (at->mode == mode && strcmp(at->name, name) == 0)
                return at;
    return NULL;
}

int bench_run(const bench_contestant *contestant, void *state, const bench_corpus *corpus, bench_tally *tally)
{
    *tally = (bench_tally){0, 0, tally->is_judged};
    if (corpus->big != NULL)
        return contestant->run_big(state, corpus->big, tally);
    for (unsigned lap = 0; lap < corpus->laps; lap++) {
        size_t start = 0;
        for (size_t i = 0; i < corpus->count; i++) {
            if (contestant->run(state, corpus->bytes + start, corpus->ends[i] - start, tally) != 0)
                return -1;
            start = corpus->ends[i];
        }
    }
    return 0;
}
