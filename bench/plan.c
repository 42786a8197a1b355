/*
 * The plan of a whole run: each kind of mail with CRLF and with LF, as it is usual and in messages of one size; real mail
 * if there are directories; each codec from cache and from memory; and one large message.
 * In: settings. Out: tables on stdout, elements of a JSON array. A corpus lives while its modes are run.
 */
#include "plan.h"

#include "heat.h"

#include <stdlib.h>
#include <string.h>

#define KIB ((size_t)1024)
#define MIB (1024 * KIB)
#define SIZED_BYTES (4 * MIB) /* at least, of messages of one size */

typedef struct run_state {
    const bench_settings *set;
    FILE *json;
    unsigned heats;
    int is_bad;
} run_state;

/* A kind of mail. */
typedef struct plan_row {
    const char *corpus;
    size_t bytes;   /* more than caches hold where goals look at memcpy and newline scans */
    unsigned modes; /* a bit each */
    size_t largest; /* of its messages of one size: deep nesting ends where limits on parts begin */
} plan_row;

#define TREE_MODES (1u << BENCH_STRUCTURE | 1u << BENCH_DECODE | 1u << BENCH_REBUILD | 1u << BENCH_FIELDS)

static const plan_row plan[] = {
    {"text", 64 * MIB, TREE_MODES, 16 * MIB}, {"attach", 64 * MIB, TREE_MODES, 64 * MIB},
    {"deep", 16 * MIB, TREE_MODES, MIB},      {"qp", 64 * MIB, TREE_MODES, 16 * MIB},
    {"tiny", 4 * MIB, TREE_MODES, 0},         {"eight", 16 * MIB, 1u << BENCH_ASCII, 16 * MIB},
};

static const size_t sizes[] = {4 * KIB, 64 * KIB, MIB, 16 * MIB, 64 * MIB};

/* What is in a name can be asked for by --only. */
static int is_wanted(const run_state *run, const char *corpus, const char *line_ending, size_t message_size, int mode)
{
    char name[BENCH_NAME_SIZE];
    bench_heat_name(name, mode, corpus, message_size, line_ending);
    return run->set->only == NULL || strstr(name, run->set->only) != NULL;
}

static void run_heat(run_state *run, const bench_corpus *corpus, int mode, unsigned rounds)
{
    static bench_heat heat;
    if (!is_wanted(run, corpus->name, corpus->line_ending, corpus->message_size, mode))
        return;
    if (bench_heat_run(&heat, corpus, mode, rounds) != 0) {
        fprintf(stderr, "bench: %s %s: a contestant failed\n", bench_mode_names[mode], corpus->name);
        run->is_bad = 1;
        return;
    }
    if (heat.count == 0)
        return;
    bench_heat_print(&heat, stdout);
    fflush(stdout);
    if (heat.disagrees && !corpus->is_real)
        run->is_bad = 1;
    if (run->json == NULL)
        return;
    fputs(run->heats++ > 0 ? ",\n" : "\n", run->json);
    bench_heat_print_json(&heat, run->json);
}

static void run_modes(run_state *run, bench_corpus *corpus, unsigned modes)
{
    for (int mode = 0; mode < BENCH_MODE_COUNT; mode++)
        if ((modes >> mode & 1) != 0)
            run_heat(run, corpus, mode, run->set->rounds);
    bench_corpus_free(corpus);
}

/* Mail of one kind, line end and size (0: as usual): not made if nothing of it is wanted. */
static void run_kind(run_state *run, const plan_row *row, size_t message_size, int is_lf)
{
    unsigned modes = 0;
    for (int mode = 0; mode < BENCH_MODE_COUNT; mode++)
        if ((row->modes >> mode & 1) != 0 && is_wanted(run, row->corpus, is_lf ? "LF" : "CRLF", message_size, mode))
            modes |= 1u << mode;
    if (modes == 0)
        return;
    size_t bytes = message_size > SIZED_BYTES ? message_size : message_size > 0 ? SIZED_BYTES : row->bytes;
    run_modes(run, bench_corpus_generate(row->corpus, run->set->is_quick ? bytes / 8 : bytes, message_size, is_lf),
              modes);
}

static void run_kinds(run_state *run)
{
    for (size_t i = 0; i < sizeof plan / sizeof *plan; i++)
        for (int is_lf = 0; is_lf <= 1; is_lf++)
            run_kind(run, &plan[i], 0, is_lf);
    for (size_t i = 0; i < sizeof plan / sizeof *plan; i++)
        for (size_t k = 0; k < sizeof sizes / sizeof *sizes && sizes[k] <= plan[i].largest; k++)
            for (int is_lf = 0; is_lf <= 1 && (!run->set->is_quick || sizes[k] <= 64 * KIB); is_lf++)
                run_kind(run, &plan[i], sizes[k], is_lf);
}

static void run_real_mail(run_state *run)
{
    if (run->set->real_count == 0)
        return;
    bench_corpus *corpus =
        bench_corpus_from_directories(run->set->real, run->set->real_count, run->set->real_mib * MIB);
    if (corpus != NULL)
        run_modes(run, corpus, TREE_MODES);
    else
        fprintf(stderr, "bench: %s: no files\n", run->set->real[0]);
}

static void run_codecs(run_state *run)
{
    for (int mode = BENCH_BASE64_DECODE; mode < BENCH_MODE_COUNT; mode++) {
        if (is_wanted(run, "cache", "", 0, mode))
            run_modes(run, bench_corpus_codec(mode, 48 * KIB), 1u << mode);
        if (is_wanted(run, "memory", "", 0, mode))
            run_modes(run, bench_corpus_codec(mode, run->set->is_quick ? 8 * MIB : 64 * MIB), 1u << mode);
    }
}

static void run_big(run_state *run)
{
    for (int is_lf = 0; is_lf <= 1; is_lf++) {
        if (!is_wanted(run, "big", is_lf ? "LF" : "CRLF", 0, BENCH_BIG))
            continue;
        bench_corpus *corpus = bench_corpus_big(run->set->big_mib * (uint64_t)MIB, is_lf);
        run_heat(run, corpus, BENCH_BIG, run->set->rounds < 3 ? run->set->rounds : 3);
        bench_corpus_free(corpus);
    }
}

int bench_plan_run(const bench_settings *settings, FILE *json)
{
    run_state run = {settings, json, 0, 0};
    run_kinds(&run);
    run_real_mail(&run);
    run_codecs(&run);
    run_big(&run);
    return run.is_bad;
}
