/*
 * The results of a heat, as a table and as JSON. Speeds are medians over the rounds; MB are millions of bytes.
 */
#include "heat.h"

#include <pneu/base.h>

#include <string.h>

enum {
    NAME_WIDTH = 42
};

static const bench_result *result_of(const bench_heat *heat, const char *name)
{
    for (size_t i = 0; i < heat->count; i++)
        if (strcmp(heat->results[i].who->name, name) == 0)
            return &heat->results[i];
    return NULL;
}

/* The peer that is fastest over all rounds, or NULL. */
static const bench_result *fastest_peer(const bench_heat *heat)
{
    const bench_result *best = NULL;
    for (size_t i = 0; i < heat->count; i++) {
        const bench_result *at = &heat->results[i];
        if ((at->who->flags & BENCH_IS_PEER) == 0)
            continue;
        if (best == NULL || bench_median(at->seconds, heat->rounds) < bench_median(best->seconds, heat->rounds))
            best = at;
    }
    return best;
}

static double megabytes_per_second(const bench_heat *heat, const double *seconds)
{
    return bench_heat_bytes(heat) / 1e6 / bench_median(seconds, heat->rounds);
}

static void print_ratio(const bench_heat *heat, const bench_result *a, const bench_result *b, FILE *out)
{
    if (b == NULL)
        fprintf(out, "%9s", "-");
    else
        fprintf(out, "%9.2f", bench_heat_ratio(heat, a->seconds, b->seconds));
}

void bench_heat_name(char *out, int mode, const char *corpus, size_t message_size, const char *line_ending)
{
    char size[32] = "";
    if (message_size >= 1048576)
        snprintf(size, sizeof size, " %zu MiB", message_size / 1048576);
    else if (message_size > 0)
        snprintf(size, sizeof size, " %zu KiB", message_size / 1024);
    snprintf(out, BENCH_NAME_SIZE, "%s %s%s%s%s", bench_mode_names[mode], corpus, size, *line_ending != '\0' ? " " : "",
             line_ending);
}

/* The level is told where it is not the widest. */
static void print_result_name(const bench_heat *heat, const bench_result *result, FILE *out)
{
    int32_t widest = heat->results[0].level;
    char name[64];
    snprintf(name, sizeof name, result->level == 0 || result->level == widest ? "%s" : "%s, %s", result->who->name,
             pneu_cpu_level_name(result->level));
    fprintf(out, "  %-*s", NAME_WIDTH, name);
}

/* What was not measured is no number: the resident set of other levels than the first, and what peers allocate. */
static void print_memory(const bench_memory *memory, FILE *out)
{
    char resident[24] = "-", heap[24] = "-", calls[24] = "-";
    if (memory->resident_kib >= 0)
        snprintf(resident, sizeof resident, "%ld", memory->resident_kib);
    if (memory->calls > 0) {
        snprintf(heap, sizeof heap, "%.1f", (double)memory->heap / 1024);
        snprintf(calls, sizeof calls, "%llu", (unsigned long long)memory->calls);
    }
    fprintf(out, "%9s%9s%8s\n", resident, heap, calls);
}

static void print_row(const bench_heat *heat, const bench_result *result, FILE *out)
{
    double seconds = bench_median(result->seconds, heat->rounds);
    double messages = bench_heat_messages(heat);
    print_result_name(heat, result, out);
    fprintf(out, "%10.1f%11.0f%11.0f", megabytes_per_second(heat, result->seconds), messages / seconds,
            seconds * 1e9 / messages);
    print_ratio(heat, result, result_of(heat, "GMime"), out);
    print_ratio(heat, result, fastest_peer(heat), out);
    fprintf(out, "%11.4f%9.4f", bench_heat_ratio(heat, result->seconds, heat->copy_seconds),
            bench_heat_ratio(heat, result->seconds, heat->scan_seconds));
    print_memory(&result->memory, out);
}

static void print_line(const bench_heat *heat, FILE *out)
{
    const bench_result *peer = fastest_peer(heat);
    for (size_t i = 0; i < heat->count; i++)
        if (heat->results[i].who == heat->results[0].who) {
            fprintf(out, "%s %s ", i > 0 ? "," : ":", pneu_cpu_level_name(heat->results[i].level));
            print_ratio(heat, &heat->results[i], peer, out);
        }
    fprintf(out, " times the fastest peer, %s\n", peer != NULL ? peer->who->name : "none");
}

static void print_head(const bench_heat *heat, const char *name, FILE *out)
{
    int is_read = heat->corpus->big != NULL; /* by everybody, so that reading is the limit */
    fprintf(out, "\n%s: %.0f messages, %.1f MB; %s %.0f MB/s, %s (%s) %.0f MB/s\n", name, bench_heat_messages(heat),
            bench_heat_bytes(heat) / 1e6, is_read ? "reading" : "memcpy",
            megabytes_per_second(heat, heat->copy_seconds), is_read ? "reading and newline scan" : "newline scan",
            bench_scan_level(), megabytes_per_second(heat, heat->scan_seconds));
    fprintf(out, "  %-*s%10s%11s%11s%9s%9s%11s%9s%9s%9s%8s\n", NAME_WIDTH, "", "MB/s", "messages/s", "ns/message",
            "x GMime", "x best", is_read ? "of reading" : "of memcpy", "of scan", "RSS KiB", "heap KiB", "allocs");
}

void bench_heat_print(const bench_heat *heat, FILE *out)
{
    char name[BENCH_NAME_SIZE];
    bench_heat_name(name, heat->mode, heat->corpus->name, heat->corpus->message_size, heat->corpus->line_ending);
    if (heat->corpus->message_size > 0 && !heat->disagrees) {
        fputs(name, out);
        print_line(heat, out);
        return;
    }
    print_head(heat, name, out);
    for (size_t i = 0; i < heat->count; i++)
        print_row(heat, &heat->results[i], out);
    if (!heat->disagrees)
        return;
    fprintf(out, "  The contestants found different things:\n");
    for (size_t i = 0; i < heat->count; i++) {
        print_result_name(heat, &heat->results[i], out);
        fprintf(out, "%12llu leaves%16llu bytes\n", (unsigned long long)heat->results[i].tally.leaves,
                (unsigned long long)heat->results[i].tally.bytes);
    }
}

static void print_result_json(const bench_heat *heat, const bench_result *result, FILE *out)
{
    double seconds = bench_median(result->seconds, heat->rounds);
    const char *level = result->level != 0 ? pneu_cpu_level_name(result->level) : "";
    fprintf(out,
            "{\"name\":\"%s\",\"level\":\"%s\",\"peer\":%s,\"mb_per_s\":%.2f,\"messages_per_s\":%.1f,\"ns_per_"
            "message\":%.1f,",
            result->who->name, level, (result->who->flags & BENCH_IS_PEER) != 0 ? "true" : "false",
            bench_heat_bytes(heat) / 1e6 / seconds, bench_heat_messages(heat) / seconds,
            seconds * 1e9 / bench_heat_messages(heat));
    fprintf(out, "\"of_memcpy\":%.5f,\"of_scan\":%.5f,", bench_heat_ratio(heat, result->seconds, heat->copy_seconds),
            bench_heat_ratio(heat, result->seconds, heat->scan_seconds));
    fprintf(out, "\"leaves\":%llu,\"bytes\":%llu,\"rss_kib\":%ld,\"heap\":%llu,\"allocator_calls\":%llu,\"versus\":{",
            (unsigned long long)result->tally.leaves, (unsigned long long)result->tally.bytes,
            result->memory.resident_kib, (unsigned long long)result->memory.heap,
            (unsigned long long)result->memory.calls);
    const char *comma = "";
    for (size_t i = 0; i < heat->count; i++) {
        if ((heat->results[i].who->flags & BENCH_IS_PEER) == 0)
            continue;
        fprintf(out, "%s\"%s\":%.4f", comma, heat->results[i].who->name,
                bench_heat_ratio(heat, result->seconds, heat->results[i].seconds));
        comma = ",";
    }
    fputs("}}", out);
}

void bench_heat_print_json(const bench_heat *heat, FILE *out)
{
    fprintf(out, "{\"mode\":\"%s\",\"corpus\":\"%s\",\"line_ending\":\"%s\",\"message_size\":%zu,\"messages\":%.0f,",
            bench_mode_names[heat->mode], heat->corpus->name, heat->corpus->line_ending, heat->corpus->message_size,
            bench_heat_messages(heat));
    fprintf(out, "\"bytes\":%.0f,", bench_heat_bytes(heat));
    fprintf(out, "\"rounds\":%u,\"agree\":%s,\"memcpy_mb_per_s\":%.1f,\"scan_mb_per_s\":%.1f,\"results\":[",
            heat->rounds, heat->disagrees ? "false" : "true", megabytes_per_second(heat, heat->copy_seconds),
            megabytes_per_second(heat, heat->scan_seconds));
    for (size_t i = 0; i < heat->count; i++) {
        fputs(i > 0 ? ",\n " : "\n ", out);
        print_result_json(heat, &heat->results[i], out);
    }
    fputs("]}", out);
}
