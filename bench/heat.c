/*
 * Runs a heat. In each round the same bytes are copied, scanned for line ends, and given to each contestant, one after
 * the other, so that a slow minute of the machine hits all of them; ratios are taken in a round and their median told.
 * Some of ours run once for each level of kernels. The one large message is read from its file by all.
 * Before that each contestant runs once in a process of its own for its memory, and once to warm up, where leaves and
 * bytes are compared: speeds of contestants that found different things are not worth comparing.
 */
#include "heat.h"

#include <stdlib.h>
#include <string.h>

static volatile uint64_t sink; /* keeps the scan from being left out */

/* One turn in a round. */
typedef struct turn {
    const bench_corpus *corpus;
    char *copy; /* of the corpus */
    const bench_contestant *who;
    void *state;
} turn;

static int copy_bytes(const turn *at)
{
    const bench_corpus *corpus = at->corpus;
    for (unsigned lap = 0; lap < corpus->laps; lap++) {
        memcpy(at->copy, corpus->bytes, corpus->measured_len);
        sink += (unsigned char)at->copy[corpus->measured_len - 1 - lap % corpus->measured_len];
    }
    return 0;
}

static int scan_bytes(const turn *at)
{
    for (unsigned lap = 0; lap < at->corpus->laps; lap++)
        sink += bench_count_lf(at->copy, at->corpus->measured_len);
    return 0;
}

static int run_contestant(const turn *at)
{
    bench_tally unused = {0};
    return bench_run(at->who, at->state, at->corpus, &unused);
}

/* Short turns are repeated for so long: what is measured is neither how cold caches and branches are, nor a moment in which
 * other machines on the same processor work. */
#define LEAST_SECONDS 0.05

/* Of one repetition; negative when it fails. */
static double seconds_of(int (*job)(const turn *at), const turn *at)
{
    double seconds, start = bench_now();
    unsigned runs = 0;
    do {
        if (job(at) != 0)
            return -1;
        runs++;
        seconds = bench_now() - start;
    } while (seconds < LEAST_SECONDS);
    return seconds / runs;
}

static int touch(void *opaque, const char *bytes, size_t len)
{
    (void)opaque;
    sink += (unsigned char)bytes[len - 1];
    return 0;
}

static int scan(void *opaque, const char *bytes, size_t len)
{
    (void)opaque;
    sink += bench_count_lf(bytes, len);
    return 0;
}

/* Seconds for the whole file, in pieces of 64 or 256 KiB, whatever is faster. */
static double read_with(const bench_big *big, int (*take)(void *opaque, const char *bytes, size_t len))
{
    static char buffer[262144];
    double best = 0;
    for (size_t size = sizeof buffer; size >= 65536; size /= 4) {
        double start = bench_now();
        if (bench_big_read(big, buffer, size, take, NULL) != 0)
            bench_die("bench: the large message cannot be read");
        double seconds = bench_now() - start;
        best = best > 0 && best < seconds ? best : seconds;
    }
    return best;
}

static int is_for_corpus(const bench_contestant *who, const bench_corpus *corpus)
{
    if ((who->flags & BENCH_NO_SIZES) != 0 && corpus->message_size != 0)
        return 0;
    return (who->flags & BENCH_SMALL_ONLY) == 0 || strcmp(corpus->name, "tiny") == 0;
}

static void add_result(bench_heat *heat, const bench_contestant *who, int32_t level)
{
    if (heat->count == BENCH_MAX_CONTESTANTS)
        bench_die("bench: too many contestants");
    heat->results[heat->count].who = who;
    heat->results[heat->count++].level = level;
}

/* The widest vectors come first of the levels: ours is compared with what it gives. */
static void find_contestants(bench_heat *heat)
{
    const bench_contestant *found[BENCH_MAX_CONTESTANTS];
    int32_t levels[BENCH_MAX_LEVELS];
    size_t count = bench_contestants(heat->mode, found, BENCH_MAX_CONTESTANTS);
    size_t level_count = bench_cpu_levels(levels);
    heat->count = 0;
    for (size_t i = 0; i < count; i++) {
        size_t wanted = (found[i]->flags & BENCH_EVERY_LEVEL) != 0 ? level_count : 1;
        if (!is_for_corpus(found[i], heat->corpus))
            continue;
        if ((found[i]->flags & BENCH_IS_PEER) != 0)
            add_result(heat, found[i], 0);
        else
            for (size_t k = 1; k <= wanted; k++)
                add_result(heat, found[i], levels[level_count - k]);
    }
}

static int is_other(uint64_t a, uint64_t b, int flags_a, int flags_b, int flag)
{
    return ((flags_a | flags_b) & flag) == 0 && a != b;
}

/* What was written is compared with what was to be written. */
static int is_input_kept(const bench_heat *heat, const bench_tally *written)
{
    bench_tally read = {0};
    const bench_corpus *corpus = heat->corpus;
    for (size_t i = 0, start = 0; i < corpus->count; start = corpus->ends[i++])
        bench_judge(&read, corpus->bytes + start, corpus->ends[i] - start);
    return read.leaves == written->leaves && read.bytes == written->bytes;
}

static void compare_tallies(bench_heat *heat)
{
    const bench_result *first = &heat->results[0];
    if (heat->mode == BENCH_ASCII && !is_input_kept(heat, &first->tally))
        heat->disagrees = 1;
    for (size_t i = 1; i < heat->count; i++) {
        const bench_result *other = &heat->results[i];
        if (is_other(first->tally.leaves, other->tally.leaves, first->who->flags, other->who->flags, BENCH_NO_LEAVES) ||
            is_other(first->tally.bytes, other->tally.bytes, first->who->flags, other->who->flags, BENCH_NO_BYTES))
            heat->disagrees = 1;
    }
}

static int warm_up(bench_heat *heat, void **states)
{
    for (size_t i = 0; i < heat->count; i++) {
        heat->results[i].tally.is_judged = 1;
        if (bench_run(heat->results[i].who, states[i], heat->corpus, &heat->results[i].tally) != 0)
            return -1;
    }
    compare_tallies(heat);
    return 0;
}

static int run_rounds(bench_heat *heat, void **states, char *copy)
{
    turn at = {heat->corpus, copy, NULL, NULL};
    for (unsigned round = 0; round < heat->rounds; round++) {
        if (heat->corpus->big == NULL) {
            heat->copy_seconds[round] = seconds_of(copy_bytes, &at);
            heat->scan_seconds[round] = seconds_of(scan_bytes, &at);
        } else {
            heat->copy_seconds[round] = read_with(heat->corpus->big, touch);
            heat->scan_seconds[round] = read_with(heat->corpus->big, scan);
        }
        for (size_t n = 0; n < heat->count; n++) {
            size_t i = (n + round) % heat->count; /* the first one finds the bytes in no cache */
            bench_result *result = &heat->results[i];
            at.who = result->who;
            at.state = states[i];
            result->seconds[round] = seconds_of(run_contestant, &at);
            if (result->seconds[round] < 0)
                return -1;
        }
    }
    return 0;
}

/* One of ours is measured with its first level; with the others it is the same. */
static void measure_memory(bench_heat *heat)
{
    const bench_contestant *last = NULL;
    for (size_t i = 0; i < heat->count; i++) {
        bench_result *result = &heat->results[i];
        result->memory = (bench_memory){-1, 0, 0, 1};
        if (result->who != last) {
            bench_use_cpu_level(result->level);
            result->memory = bench_measure_memory(result->who, heat->corpus);
        }
        last = result->who;
    }
}

/* Opens those that got through their first run, and leaves out the others; 1 if one of ours is among them. */
static int open_survivors(bench_heat *heat, void **states)
{
    size_t kept = 0;
    int is_ours_lost = 0;
    for (size_t i = 0; i < heat->count; i++) {
        bench_result *result = &heat->results[i];
        bench_use_cpu_level(result->level);
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
    measure_memory(heat);
    int is_ours_lost = open_survivors(heat, states);
    char *copy = bench_realloc(NULL, corpus->measured_len + 1);
    memset(copy, 1, corpus->measured_len + 1);
    int failed = is_ours_lost || warm_up(heat, states) != 0 || run_rounds(heat, states, copy) != 0;
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
