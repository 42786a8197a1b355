/*
 * What streams and lists that are no messages cost on hostile input that grows: linear_driver SIZE...
 * In: sizes. Out: one dump of callgrind's counts for each family and size, marked "FAMILY SIZE"; tools/linear_gate.py reads
 * them. Without valgrind it only runs everything once.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <valgrind/callgrind.h>

#include "pneu/pneu.h"

#define FROM "From a@b.c Mon Jan  1 00:00:00 2024\n"

static void need(int good, const char *what)
{
    if (good)
        return;
    (void)fprintf(stderr, "linear_driver: %s\n", what);
    exit(1);
}

/* ---- What is measured --------------------------------------------------------------------------------------- */

static void take_events(pneu_mbox_splitter *splitter, pneu_status end)
{
    const pneu_mbox_event *event;
    pneu_status status;
    while ((status = pneu_mbox_splitter_next(splitter, &event)) == PNEU_OK)
        ;
    need(status == end, "a splitter failed");
}

static void split(int32_t variant, pneu_str bytes, size_t piece)
{
    pneu_mbox_splitter *splitter;
    need(pneu_mbox_splitter_new(variant, 0, NULL, &splitter) == PNEU_OK, "no splitter");
    for (size_t at = 0; at < bytes.len; at += piece) {
        size_t len = bytes.len - at < piece ? bytes.len - at : piece;
        need(pneu_mbox_splitter_push(splitter, bytes.ptr + at, len) == PNEU_OK, "a push failed");
        take_events(splitter, PNEU_MORE);
    }
    need(pneu_mbox_splitter_finish(splitter) == PNEU_OK, "finish failed");
    take_events(splitter, PNEU_DONE);
    pneu_mbox_splitter_free(splitter);
}

static void split_rd(pneu_str bytes)
{
    split(PNEU_MBOX_RD, bytes, bytes.len);
}

static void split_cl2(pneu_str bytes)
{
    split(PNEU_MBOX_CL2, bytes, bytes.len);
}

static void split_by_1(pneu_str bytes)
{
    split(PNEU_MBOX_RD, bytes, 1);
}

static void write_mbox(pneu_str bytes)
{
    static char out[16384];
    pneu_str sender = {"a", 1};
    pneu_mbox_writer *writer;
    size_t len;
    need(pneu_mbox_writer_new(PNEU_MBOX_CL, 0, NULL, &writer) == PNEU_OK, "no writer");
    uint64_t length = pneu_mbox_body_length(PNEU_MBOX_CL, 0, bytes);
    need(pneu_mbox_writer_begin(writer, sender, 0, length) == PNEU_OK, "begin failed");
    need(pneu_mbox_writer_push(writer, bytes.ptr, bytes.len) == PNEU_OK, "a push failed");
    while (pneu_mbox_writer_read(writer, out, sizeof out, &len) == PNEU_OK)
        ;
    need(pneu_mbox_writer_end(writer) == PNEU_OK, "end failed");
    while (pneu_mbox_writer_read(writer, out, sizeof out, &len) == PNEU_OK)
        ;
    pneu_mbox_writer_free(writer);
}

static void canon_body(int32_t algorithm, pneu_str bytes)
{
    static char out[16384];
    pneu_canon_body *body;
    size_t len;
    need(pneu_canon_body_new(algorithm, 0, PNEU_LIMIT_NONE, NULL, &body) == PNEU_OK, "no body");
    need(pneu_canon_body_push(body, bytes.ptr, bytes.len) == PNEU_OK, "a push failed");
    while (pneu_canon_body_read(body, out, sizeof out, &len) == PNEU_OK)
        ;
    need(pneu_canon_body_finish(body) == PNEU_OK, "finish failed");
    while (pneu_canon_body_read(body, out, sizeof out, &len) == PNEU_OK)
        ;
    pneu_canon_body_free(body);
}

static void body_relaxed(pneu_str bytes)
{
    canon_body(PNEU_CANON_RELAXED, bytes);
}

static void body_simple(pneu_str bytes)
{
    canon_body(PNEU_CANON_SIMPLE, bytes);
}

static void field(pneu_str bytes)
{
    pneu_arena *arena;
    pneu_str out;
    need(pneu_arena_new(NULL, &arena) == PNEU_OK, "no arena");
    need(pneu_canon_field(arena, bytes, PNEU_CANON_RELAXED, 0, &out) == PNEU_OK, "a field failed");
    need(pneu_canon_without_b(arena, bytes, &out) == PNEU_OK, "a signature failed");
    pneu_arena_free(arena);
}

/* As many names as there are fields, of which the last has them all. */
static void select_fields(pneu_str bytes)
{
    enum {
        FIELDS = 1000
    };
    static pneu_str fields[FIELDS];
    pneu_arena *arena;
    const size_t *selected;
    size_t count;
    pneu_str a = {"x: 1\r\n", 6}, b = {"y: 1\r\n", 6};
    need(pneu_arena_new(NULL, &arena) == PNEU_OK, "no arena");
    for (size_t i = 0; i < FIELDS; i++)
        fields[i] = i % 2 ? a : b;
    need(pneu_canon_select(arena, fields, FIELDS, bytes, &selected, &count) == PNEU_OK, "select failed");
    pneu_arena_free(arena);
}

/* ---- Families ----------------------------------------------------------------------------------------------- */

static const struct family {
    const char *name;
    void (*run)(pneu_str bytes);
    const char *before;
    const char *unit; /* repeated */
    const char *after;
} families[] = {
    {"split-text", split_rd, FROM "\n", "a line of ordinary text, as long as most are\n", ""},
    {"split-messages", split_rd, "", FROM "\n", ""},
    {"split-empty-lines", split_rd, FROM "\n", "\n", ""},
    {"split-near-misses", split_rd, FROM, "\nFrom a@b.c Mon Jan  1 00:00:00 202x\n", ""},
    {"split-date-words", split_rd, FROM, "\nFrom Mon Jan Mon Jan Mon Jan Mon Jan\n", ""},
    {"split-long-from", split_rd, FROM "\nFrom ", "Mon Jan 1 ", "\n"},
    {"split-marks", split_rd, FROM "\n", ">", "From \n"},
    {"split-marked-lines", split_rd, FROM "\n", ">>>>\n", ""},
    {"split-quoted-lines", split_rd, FROM "\n", ">From \n", ""},
    {"split-junk", split_rd, "", "From \n", ""},
    {"split-counted", split_cl2, "", FROM "Content-Length: 99999\n\n", ""},
    {"split-lengths", split_cl2, FROM, "Content-Length: 1\n", "\n"},
    {"split-by-1-messages", split_by_1, "", FROM "\n", ""},
    {"split-by-1-marks", split_by_1, FROM "\n", ">", "From \n"},
    {"split-by-1-long-from", split_by_1, FROM "\nFrom ", "Mon Jan 1 ", "\n"},
    {"write-text", write_mbox, "\n", "a line of ordinary text, as long as most are\n", ""},
    {"write-from", write_mbox, "\n", "From \n", ""},
    {"write-marks", write_mbox, "\n", ">", "From \n"},
    {"write-lengths", write_mbox, "", "Content-Length: 1\n", "\n"},
    {"write-empty-lines", write_mbox, "\n", "\n", ""},
    {"relaxed-text", body_relaxed, "", "a line of ordinary text, as long as most are\r\n", ""},
    {"relaxed-empty-lines", body_relaxed, "", "\r\n", "x"},
    {"relaxed-white-lines", body_relaxed, "", " \t\r\n", "x"},
    {"relaxed-white-run", body_relaxed, "", " \t", "x"},
    {"relaxed-white-words", body_relaxed, "", "x\t", ""},
    {"relaxed-cr", body_relaxed, "", "\r", ""},
    {"simple-text", body_simple, "", "a line of ordinary text, as long as most are\r\n", ""},
    {"simple-empty-lines", body_simple, "", "\r\n", "x"},
    {"simple-cr", body_simple, "", "\r", ""},
    {"field-folds", field, "x:", "\r\n a", "\r\n"},
    {"field-tags", field, "x:", ";", "\r\n"},
    {"field-equals", field, "x:", "=;", "b=1"},
    {"select-one-name", select_fields, "", "x:", ""},
    {"select-no-name", select_fields, "", "z:", ""},
    {"select-colons", select_fields, "", ":", ""},
};

static pneu_str make(const struct family *family, size_t size)
{
    size_t unit = strlen(family->unit), before = strlen(family->before), after = strlen(family->after);
    size_t count = size / unit;
    char *bytes = malloc(before + count * unit + after);
    need(bytes != NULL, "no memory");
    memcpy(bytes, family->before, before);
    for (size_t i = 0; i < count; i++)
        memcpy(bytes + before + i * unit, family->unit, unit);
    memcpy(bytes + before + count * unit, family->after, after);
    pneu_str made = {bytes, before + count * unit + after};
    return made;
}

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        for (size_t k = 0; k < sizeof families / sizeof families[0]; k++) {
            char label[128];
            pneu_str bytes = make(&families[k], (size_t)strtoul(argv[i], NULL, 10));
            (void)snprintf(label, sizeof label, "%s %s", families[k].name, argv[i]);
            CALLGRIND_ZERO_STATS;
            families[k].run(bytes);
            CALLGRIND_DUMP_STATS_AT(label);
            free((char *)bytes.ptr);
        }
    }
    return 0;
}
