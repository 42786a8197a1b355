/*
 * The benchmark: our library and its peers over generated mail (and real mail, if a directory is given), every corpus
 * and every mode, in one run. In: options (see --help). Out: a table a heat on stdout, JSON in a file if asked for.
 * Status 1 when contestants found different leaves or bytes in generated mail, or one of ours failed.
 */
#include "heat.h"
#include "plan.h"

#include <stdlib.h>
#include <string.h>

#if defined(__GNUC__) && !defined(__clang__)
#define COMPILER "GCC " __VERSION__
#else
#define COMPILER __VERSION__
#endif

static const char usage[] =
    "usage: bench [OPTION...]\n"
    "  --quick          a run of a minute: sizes / 8, fewer rounds, no large messages of one size\n"
    "  --rounds N       interleaved rounds a heat (default 5; quick 3)\n"
    "  --only TEXT      only heats whose name, as in \"structure text CRLF\" or \"decode qp 64 KiB LF\", has TEXT in "
    "it\n"
    "  --real DIR       also the mail below DIR, a message a file, at most --real-mib N (default 64); may be repeated\n"
    "  --big-mib N      size of the one large message (default 1024; quick 64)\n"
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
static int take_option(bench_settings *set, const char **json_path, char **argv)
{
    const char *value = argv[1];
    if (strcmp(argv[0], "--quick") == 0) {
        set->is_quick = 1;
        return 1;
    }
    if (value == NULL)
        return 0;
    if (strcmp(argv[0], "--rounds") == 0)
        set->rounds = number_from(value, 1, BENCH_MAX_ROUNDS);
    else if (strcmp(argv[0], "--only") == 0)
        set->only = value;
    else if (strcmp(argv[0], "--real") == 0 && set->real_count < BENCH_MAX_FOLDERS)
        set->real[set->real_count++] = value;
    else if (strcmp(argv[0], "--real-mib") == 0)
        set->real_mib = number_from(value, 1, 1024);
    else if (strcmp(argv[0], "--big-mib") == 0)
        set->big_mib = number_from(value, 1, 1u << 20);
    else if (strcmp(argv[0], "--json") == 0)
        *json_path = value;
    else
        return 0;
    return 2;
}

/* What no option said. */
static void choose_unsaid(bench_settings *set)
{
    if (set->rounds == 0)
        set->rounds = set->is_quick ? 3 : 5;
    if (set->big_mib == 0)
        set->big_mib = set->is_quick ? 64 : 1024;
}

static FILE *open_json(const char *path)
{
    FILE *json = path != NULL ? fopen(path, "w") : NULL;
    if (path != NULL && json == NULL)
        bench_die("bench: the JSON file cannot be written");
    if (json != NULL)
        fprintf(json, "{\"scan\":\"%s\",\"compiler\":\"%s\",\"heats\":[", bench_scan_level(), COMPILER);
    return json;
}

static void close_json(FILE *json)
{
    if (json == NULL)
        return;
    fputs("]}\n", json);
    if (ferror(json) || fclose(json) != 0)
        bench_die("bench: the JSON file cannot be written");
}

int main(int argc, char **argv)
{
    bench_settings set = {.real_mib = 64};
    const char *json_path = NULL;
    for (int i = 1, used; i < argc; i += used) {
        used = take_option(&set, &json_path, argv + i);
        if (used == 0) {
            fputs(usage, strcmp(argv[i], "--help") == 0 ? stdout : stderr);
            return strcmp(argv[i], "--help") == 0 ? 0 : 2;
        }
    }
    choose_unsaid(&set);
    FILE *json = open_json(json_path);
    int is_bad = bench_plan_run(&set, json);
    close_json(json);
    return is_bad;
}
