#include "support/field_rows.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "support/failing_alloc.h"
#include "support/mime_text.h"

#define BLOCK_ROOM 4080 /* of an arena's first block */

void show_text(text *to, const char *name, pneu_str value)
{
    if (value.ptr != NULL)
        text_print(to, " %s=[%.*s]", name, (int)value.len, value.ptr);
}

void show_date(text *to, const char *name, const pneu_report_date *date)
{
    show_text(to, name, date->text);
    if (date->has_date)
        text_print(to, "%lld", (long long)date->date.epoch);
    else if (date->text.ptr != NULL)
        text_print(to, "?");
}

static pneu_str slice_of(const char *in)
{
    pneu_str slice = {in, strlen(in)};
    return slice;
}

static pneu_status show_once(text *to, pneu_str value, int32_t mode, const pneu_defect_sink *sink, show_function *show)
{
    pneu_arena *arena = NULL;
    if (pneu_arena_new(NULL, &arena) != PNEU_OK)
        abort();
    pneu_str copy = exact_copy(value);
    pneu_status status = show(to, arena, copy, mode, sink);
    free((char *)copy.ptr);
    pneu_arena_free(arena);
    if (status != PNEU_OK)
        text_print(to, "%s", pneu_status_name(status));
    return status;
}

static int row_failed(const field_row *row, show_function *show)
{
    text shown = {0}, defects = {0};
    pneu_defect_sink sink = defect_text_sink(&defects);
    (void)show_once(&shown, slice_of(row->in), PNEU_LENIENT, &sink, show);
    int failed = !text_equals(row->name, &shown, row->lenient) + !text_equals(row->name, &defects, row->defects);
    text_clear(&shown);
    (void)show_once(&shown, slice_of(row->in), PNEU_STRICT, NULL, show);
    failed += !text_equals(row->name, &shown, row->strict != NULL ? row->strict : row->lenient);
    text_free(&shown);
    text_free(&defects);
    return failed > 0;
}

static int beginnings_failed(const field_row *row, show_function *show)
{
    text shown = {0};
    int failed = 0;
    pneu_str value = slice_of(row->in);
    for (size_t len = 0; len <= value.len; len++) {
        pneu_str beginning = {value.ptr, len};
        text_clear(&shown);
        failed += show_once(&shown, beginning, PNEU_LENIENT, NULL, show) == PNEU_ERR_SYNTAX;
        text_clear(&shown);
        (void)show_once(&shown, beginning, PNEU_STRICT, NULL, show);
    }
    text_free(&shown);
    if (failed > 0)
        fprintf(stderr, "%s: %d beginnings cannot be read\n", row->name, failed);
    return failed > 0;
}

/* Reads the row in an arena that has room for so many bytes and then never gets more. PNEU_OK: that was enough. */
static pneu_status show_in_room(const field_row *row, show_function *show, size_t room)
{
    failing_alloc memory;
    pneu_arena *arena = NULL;
    text shown = {0};
    failing_alloc_init(&memory, FAIL_FROM_ON, 3); /* the arena, and one block */
    pneu_status status = pneu_arena_new(&memory.alloc, &arena);
    if (status != PNEU_OK || pneu_i_arena_alloc(arena, BLOCK_ROOM - room) == NULL)
        abort();
    status = show(&shown, arena, slice_of(row->in), PNEU_LENIENT, NULL);
    pneu_arena_free(arena);
    failing_alloc_check_clean(&memory);
    text_free(&shown);
    return status;
}

/* Memory runs out at every place once. */
static int lack_failed(const field_row *row, show_function *show)
{
    pneu_status status = PNEU_ERR_MEMORY;
    for (size_t room = 0; status == PNEU_ERR_MEMORY && room < BLOCK_ROOM; room += 16)
        status = show_in_room(row, show, room);
    text shown = {0};
    int differs = status != show_once(&shown, slice_of(row->in), PNEU_LENIENT, NULL, show);
    text_free(&shown);
    if (differs)
        fprintf(stderr, "%s: %s for lack of memory\n", row->name, pneu_status_name(status));
    return differs;
}

int field_rows_failed(const field_row *rows, size_t count, show_function *show)
{
    int failed = 0;
    for (size_t i = 0; i < count; i++) {
        failed += row_failed(&rows[i], show) + beginnings_failed(&rows[i], show);
        failed += lack_failed(&rows[i], show);
    }
    return failed;
}
