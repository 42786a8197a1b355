/*
 * The benchmark: our library and its peers over generated mail (and real mail, if a directory is given), every corpus
 * and every mode, in one run. In: options (see --help). Out: a table a heat on stdout, JSON in a file if asked for.
 * Status 1 when contestants found different leaves or bytes in generated mail, or one of them failed.
 */
#include "heat.h"

#include <stdlib.h>
#include <string.h>

#define MIB ((size_t)1048576)

typedef struct settings {
    unsigned rounds;
    unsigned divisor; /* of all sizes: 1, or more in a quick run */
    unsigned big_mib;
    unsigned real_mib;
    int is_lf;        /* every corpus with LF, not only those that the plan has twice */
    const char *only; /* run only heats that have this in their name, or NULL */
    const char *real;
    const char *json_path;
} settings;

typedef struct run_state {
    settings set;
    FILE *json;
    unsigned heats;
    int is_bad;
} run_state;

/* What is run: corpora with their size in MiB, and a bit a mode. */
typedef struct plan_row {
    const char *corpus;
    unsigned mib;
    int is_lf;
    unsigned modes;
} plan_row;

#define ALL_MODES (1u << BENCH_STRUCTURE | 1u << BENCH_DECODE | 1u << BENCH_REBUILD | 1u << BENCH_FIELDS)

static const plan_row plan[] = {
    {"text", 32, 0, ALL_MODES},
    {"text", 32, 1, 1u << BENCH_STRUCTURE | 1u << BENCH_DECODE},
    {"attach", 64, 0, ALL_MODES},
    {"attach", 64, 1, 1u << BENCH_STRUCTURE | 1u << BENCH_DECODE},
    {"deep", 16, 0, ALL_MODES},
    {"deep", 16, 1, 1u << BENCH_STRUCTURE | 1u << BENCH_DECODE},
    {"qp", 32, 0, ALL_MODES},
    {"qp", 32, 1, 1u << BENCH_STRUCTURE | 1u << BENCH_DECODE},
    {"tiny", 4, 0, 1u << BENCH_STRUCTURE | 1u << BENCH_DECODE},
};

static void run_heat(run_state *run, const bench_corpus *corpus, int mode)
{
    static bench_heat heat;
    char name[96];
    snprintf(name, sizeof name, "%s %s %s", bench_mode_names[mode], corpus->name, corpus->line_ending);
    if (run->set.only != NULL && strstr(name, run->set.only) == NULL)
        return;
    if (bench_heat_run(&heat, corpus, mode, run->set.rounds) != 0) {
        fprintf(stderr, "bench: %s: a contestant failed\n", name);
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

/* Whether --only leaves a heat of this corpus and these modes to be run: else it need not be made. */
static int is_wanted(const settings *set, const char *corpus, const char *line_ending, unsigned modes)
{
    char name[96];
    for (int mode = 0; mode < BENCH_MODE_COUNT; mode++) {
        snprintf(name, sizeof name, "%s %s %s", bench_mode_names[mode], corpus, line_ending);
        if ((modes >> mode & 1) != 0 && (set->only == NULL || strstr(name, set->only) != NULL))
            return 1;
    }
    return 0;
}

static void run_modes(run_state *run, bench_corpus *corpus, unsigned modes)
{
    for (int mode = 0; mode < BENCH_MODE_COUNT; mode++)
        if ((modes >> mode & 1) != 0)
            run_heat(run, corpus, mode);
    bench_corpus_free(corpus);
}

static void run_plan(run_state *run)
{
    for (size_t i = 0; i < sizeof plan / sizeof *plan; i++) {
        int is_lf = plan[i].is_lf || run->set.is_lf;
        if (plan[i].is_lf != is_lf && plan[i].modes != ALL_MODES)
            continue;
        if (!is_wanted(&run->set, plan[i].corpus, is_lf ? "LF" : "CRLF", plan[i].modes))
            continue;
        bench_corpus *corpus = bench_corpus_generate(plan[i].corpus, plan[i].mib * MIB / run->set.divisor, is_lf);
        run_modes(run, corpus, plan[i].modes);
    }
}

static void run_real_mail(run_state *run)
{
    if (run->set.real == NULL || !is_wanted(&run->set, "real", "mixed", ALL_MODES))
        return;
    bench_corpus *corpus = bench_corpus_from_directory(run->set.real, run->set.real_mib * MIB);
    if (corpus != NULL)
        run_modes(run, corpus, ALL_MODES);
    else
        fprintf(stderr, "bench: %s: no files\n", run->set.real);
}

static void run_codecs(run_state *run)
{
    for (int mode = BENCH_BASE64_DECODE; mode < BENCH_MODE_COUNT; mode++) {
        if (is_wanted(&run->set, "cache", "", 1u << mode))
            run_modes(run, bench_corpus_codec(mode, (size_t)48 * 1024), 1u << mode);
        if (is_wanted(&run->set, "memory", "", 1u << mode))
            run_modes(run, bench_corpus_codec(mode, run->set.divisor > 1 ? 4 * MIB : 16 * MIB), 1u << mode);
    }
}

static void run_big(run_state *run)
{
    unsigned rounds = run->set.rounds;
    run->set.rounds = rounds < 3 ? rounds : 3;
    if (is_wanted(&run->set, "big", "CRLF", 1u << BENCH_BIG))
        run_modes(run, bench_corpus_big((uint64_t)run->set.big_mib * MIB), 1u << BENCH_BIG);
    run->set.rounds = rounds;
}

static const char usage[] =
    "usage: bench [OPTION...]\n"
    "  --quick          a run of less than half a minute: sizes / 8, fewer rounds\n"
    "  --rounds N       interleaved rounds a heat (default 5)\n"
    "  --only TEXT      only heats whose name, as in \"structure text CRLF\", has TEXT in it\n"
    "  --lf             every corpus with LF line ends\n"
    "  --real DIR       also the mail in DIR, a message a file, at most --real-mib N (default 64)\n"
    "  --big-mib N      size of the one large message (default 1024)\n"
    "  --json FILE      write the results to FILE as well\n";

static unsigned number_from(const char *text, unsigned lo, unsigned hi)
{
    char *end;
    unsigned long value = text != NULL ? strtoul(text, &end, 10) : 0;
    if (text == NULL || *end != '\0' || value < lo || value > hi) {
        fputs(usage, stderr);
        exit(2);
    }
    return (unsigned)value;
}

/* Takes the option at argv[i]; gives how many arguments it used, 0 if there is no such option. */
static int take_option(settings *set, char **argv)
{
    const char *value = argv[1];
    if (strcmp(argv[0], "--quick") == 0) {
        set->divisor = 8;
        set->rounds = 3;
        set->big_mib = 64;
        return 1;
    }
    if (strcmp(argv[0], "--lf") == 0) {
        set->is_lf = 1;
        return 1;
    }
    if (value == NULL)
        return 0;
    if (strcmp(argv[0], "--rounds") == 0)
        set->rounds = number_from(value, 1, BENCH_MAX_ROUNDS);
    else if (strcmp(argv[0], "--only") == 0)
        set->only = value;
    else if (strcmp(argv[0], "--real") == 0)
        set->real = value;
    else if (strcmp(argv[0], "--real-mib") == 0)
        set->real_mib = number_from(value, 1, 1024);
    else if (strcmp(argv[0], "--big-mib") == 0)
        set->big_mib = number_from(value, 1, 1u << 20);
    else if (strcmp(argv[0], "--json") == 0)
        set->json_path = value;
    else
        return 0;
    return 2;
}

int main(int argc, char **argv)
{
    run_state run = {{5, 1, 1024, 64, 0, NULL, NULL, NULL}, NULL, 0, 0};
    for (int i = 1, used; i < argc; i += used) {
        used = take_option(&run.set, argv + i);
        if (used == 0) {
            fputs(usage, strcmp(argv[i], "--help") == 0 ? stdout : stderr);
            return strcmp(argv[i], "--help") == 0 ? 0 : 2;
        }
    }
    if (run.set.json_path != NULL && (run.json = fopen(run.set.json_path, "w")) == NULL)
        bench_die("bench: the JSON file cannot be written");
    if (run.json != NULL)
        fprintf(run.json, "{\"scan\":\"%s\",\"compiler\":\"%s\",\"heats\":[", bench_scan_level(), __VERSION__);
    run_plan(&run);
    run_real_mail(&run);
    run_codecs(&run);
    run_big(&run);
    if (run.json != NULL) {
        fputs("]}\n", run.json);
        if (ferror(run.json) || fclose(run.json) != 0)
            bench_die("bench: the JSON file cannot be written");
    }
    return run.is_bad;
}
