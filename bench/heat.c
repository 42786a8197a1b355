/*
 * Runs a heat. In each round the same bytes are copied, scanned for line ends, and given to each contestant, one after
 * the other, so that a slow minute of the machine hits all of them; ratios are taken in a round and their median told.
 * Before that each contestant runs once in a process of its own for its memory, and once to warm up, where leaves and
 * bytes are compared: speeds of contestants that found different things are not worth comparing.
 */
#include "heat.h"

#include <stdlib.h>
#include <string.h>

static volatile uint64_t sink; /* keeps the scan from being left out */

static void copy_and_scan(bench_heat *heat, unsigned round, char *copy)
{
    const bench_corpus *corpus = heat->corpus;
    double start = bench_now();
    for (unsigned lap = 0; lap < corpus->laps; lap++) {
        memcpy(copy, corpus->bytes, corpus->measured_len);
        sink += (unsigned char)copy[corpus->measured_len - 1 - lap % corpus->measured_len];
    }
    double middle = bench_now();
    for (unsigned lap = 0; lap < corpus->laps; lap++)
        sink += bench_count_lf(copy, corpus->measured_len);
    heat->scan_seconds[round] = bench_now() - middle;
    heat->copy_seconds[round] = middle - start;
}

/* The large message has no bytes to copy: making it, 64 KiB at a time, is the copy; and the scan reads what is made. */
static void make_and_scan(bench_heat *heat, unsigned round)
{
    static char chunk[65536];
    const bench_big *big = heat->corpus->big;
    size_t n;
    double start = bench_now();
    for (uint64_t at = 0; (n = bench_big_read(big, at, chunk, sizeof chunk)) > 0; at += n)
        sink += (unsigned char)chunk[0];
    double middle = bench_now();
    for (uint64_t at = 0; (n = bench_big_read(big, at, chunk, sizeof chunk)) > 0; at += n)
        sink += bench_count_lf(chunk, n);
    heat->scan_seconds[round] = bench_now() - middle;
    heat->copy_seconds[round] = middle - start;
}

static void find_contestants(bench_heat *heat)
{
    const bench_contestant *found[BENCH_MAX_CONTESTANTS];
    size_t count = bench_contestants(heat->mode, found, BENCH_MAX_CONTESTANTS);
    heat->count = 0;
    for (size_t i = 0; i < count; i++)
        if ((found[i]->flags & BENCH_SMALL_ONLY) == 0 || strcmp(heat->corpus->name, "tiny") == 0)
            heat->results[heat->count++].who = found[i];
}

static int is_other(uint64_t a, uint64_t b, int flags_a, int flags_b, int flag)
{
    return ((flags_a | flags_b) & flag) == 0 && a != b;
}

static void compare_tallies(bench_heat *heat)
{
    const bench_result *first = &heat->results[0];
    for (size_t i = 1; i < heat->count; i++) {
        const bench_result *other = &heat->results[i];
        if (is_other(first->tally.leaves, other->tally.leaves, first->who->flags, other->who->flags, BENCH_NO_LEAVES) ||
            is_other(first->tally.bytes, other->tally.bytes, first->who->flags, other->who->flags, BENCH_NO_BYTES))
            heat->disagrees = 1;
    }
}

static int run_rounds(bench_heat *heat, void **states, char *copy)
{
    for (size_t i = 0; i < heat->count; i++)
        if (bench_run(heat->results[i].who, states[i], heat->corpus, &heat->results[i].tally) != 0)
            return -1;
    compare_tallies(heat);
    for (unsigned round = 0; round < heat->rounds; round++) {
        if (heat->corpus->big != NULL)
            make_and_scan(heat, round);
        else
            copy_and_scan(heat, round, copy);
        for (size_t i = 0; i < heat->count; i++) {
            bench_result *result = &heat->results[i];
            double start = bench_now();
            if (bench_run(result->who, states[i], heat->corpus, &result->tally) != 0)
                return -1;
            result->seconds[round] = bench_now() - start;
        }
    }
    return 0;
}

/* Opens those that got through their first run, and leaves out the others; 1 if one of ours is among them. */
static int open_survivors(bench_heat *heat, void **states)
{
    size_t kept = 0;
    int is_ours_lost = 0;
    for (size_t i = 0; i < heat->count; i++) {
        bench_result *result = &heat->results[i];
        states[kept] = result->memory.is_finished ? result->who->open(NULL) : NULL;
        if (states[kept] != NULL) {
            if (kept != i)
                heat->results[kept] = *result;
            kept++;
            continue;
        }
        fprintf(stderr, "bench: %s %s: %s does not get through it\n", bench_mode_names[heat->mode], heat->corpus->name,
                result->who->name);
        is_ours_lost |= (result->who->flags & BENCH_IS_PEER) == 0;
    }
    heat->count = kept;
    return is_ours_lost;
}

int bench_heat_run(bench_heat *heat, const bench_corpus *corpus, int mode, unsigned rounds)
{
    void *states[BENCH_MAX_CONTESTANTS];
    memset(heat, 0, sizeof *heat);
    heat->corpus = corpus;
    heat->mode = mode;
    heat->rounds = rounds;
    find_contestants(heat);
    if (heat->count == 0)
        return 0;
    for (size_t i = 0; i < heat->count; i++)
        heat->results[i].memory = bench_measure_memory(heat->results[i].who, corpus);
    int is_ours_lost = open_survivors(heat, states);
    char *copy = bench_realloc(NULL, corpus->measured_len + 1);
    memset(copy, 1, corpus->measured_len + 1);
    int failed = is_ours_lost || run_rounds(heat, states, copy) != 0;
    free(copy);
    for (size_t i = 0; i < heat->count; i++)
        heat->results[i].who->close(states[i]);
    return failed ? -1 : 0;
}

double bench_heat_bytes(const bench_heat *heat)
{
    const bench_corpus *corpus = heat->corpus;
    return corpus->big != NULL ? (double)corpus->big->total : (double)corpus->measured_len * corpus->laps;
}

double bench_heat_messages(const bench_heat *heat)
{
    return (double)heat->corpus->count * heat->corpus->laps;
}

double bench_heat_ratio(const bench_heat *heat, const double *a, const double *b)
{
    double ratios[BENCH_MAX_ROUNDS];
    for (unsigned round = 0; round < heat->rounds; round++)
        ratios[round] = b[round] / a[round];
    return bench_median(ratios, heat->rounds);
}
