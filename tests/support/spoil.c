#include "support/spoil.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pneu/syntax.h"
#include "support/must.h"
#include "support/starve.h"

static const pneu_str spoils[] = {
    {"", 0},
    {"\r", 1},
    {"\n", 1},
    {"\0", 1},
    {"\r\n", 2},
    {"\r\n ", 3},
    {"\\\r", 2},
    {"\\\n", 2},
    {"\\\0", 2},
    {"\"\r\n\0\"", 5},
    {"(\r\n\0)", 5},
    {"%0D%0A%00", 9},
    {" =?utf-8?Q?=0D=0A=00?= ", 23},
    {"=?us-ascii?B?DQoA?=", 19},
};

pneu_str spoilt(pneu_str text, pneu_str bytes, size_t at)
{
    pneu_str out = {NULL, text.len + bytes.len};
    char *copy = malloc(out.len > 0 ? out.len : 1);
    if (copy == NULL)
        abort();
    memcpy(copy, text.ptr, at);
    memcpy(copy + at, bytes.ptr, bytes.len);
    memcpy(copy + at + bytes.len, text.ptr + at, text.len - at);
    out.ptr = copy;
    return out;
}

void see(reading *r, pneu_str text)
{
    r->texts++;
    for (size_t i = 0; i < text.len; i++)
        r->is_dirty |= text.ptr[i] == '\r' || text.ptr[i] == '\n' || text.ptr[i] == '\0';
}

void see_all(reading *r, const pneu_str *texts, size_t count)
{
    for (size_t i = 0; i < count; i++)
        see(r, texts[i]);
}

static int is_dirty(const reader_row *row, pneu_str spoil, size_t at, reading *r)
{
    pneu_str in = {row->in, strlen(row->in)};
    r->in = spoilt(in, spoil, at);
    r->is_dirty = 0;
    r->texts = 0;
    for (r->mode = PNEU_LENIENT; r->mode <= PNEU_STRICT; r->mode++)
        row->read(r);
    free((char *)r->in.ptr);
    return r->is_dirty;
}

static int row_failed(const reader_row *row, reading *r)
{
    int failed = 0;
    for (size_t k = 0; k < sizeof spoils / sizeof spoils[0]; k++)
        for (size_t at = 0; at <= strlen(row->in); at++) {
            int is_silent = !is_dirty(row, spoils[k], at, r) && k == 0 && r->texts == 0;
            if (r->is_dirty || is_silent)
                (void)fprintf(stderr, "%s: %s with spoil %zu at %zu\n", row->name, is_silent ? "nothing" : "dirty", k,
                              at);
            failed += r->is_dirty || is_silent;
        }
    return failed;
}

int readers_failed(const reader_row *rows, size_t count)
{
    reading r = {NULL, {NULL, 0}, PNEU_LENIENT, 0, 0};
    int failed = 0;
    if (pneu_arena_new(NULL, &r.arena) != PNEU_OK)
        abort();
    for (size_t i = 0; i < count; i++) {
        failed += row_failed(&rows[i], &r);
        pneu_arena_reset(r.arena);
    }
    pneu_arena_free(r.arena);
    return failed;
}

/* One reading with so much memory; 1 if that was not enough. */
static int is_starved(const reader_row *row, reading *r, size_t room)
{
    starving hunger;
    MUST(pneu_arena_new(NULL, &r->arena) == PNEU_OK);
    starve(&hunger, r->arena, room);
    r->is_dirty = 0;
    row->read(r);
    MUST(!r->is_dirty);
    starve_end(&hunger);
    pneu_arena_free(r->arena);
    return hunger.refused > 0;
}

void readers_starve(const reader_row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        reading r = {NULL, {NULL, 0}, PNEU_LENIENT, 0, 0};
        pneu_str in = {rows[i].in, strlen(rows[i].in)};
        r.in = spoilt(in, spoils[0], 0);
        for (; r.mode <= PNEU_STRICT; r.mode++)
            for (size_t room = 0; is_starved(&rows[i], &r, room);)
                room += _Alignof(max_align_t);
        free((char *)r.in.ptr);
    }
}
