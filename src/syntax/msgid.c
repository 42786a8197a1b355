/*
 * Lists of identifiers, and single ones.
 * In: a raw value of References, In-Reply-To, Message-ID, Content-ID. Out: identifiers and their places, in the arena.
 * Of a value without any "<" the words are identifiers if each of them has an "@", or if there is only one.
 * Of more than PNEU_MSGIDS_MAX identifiers the first (where the thread began) and the last ones (the nearest ancestors)
 * are kept, as RFC 5537 section 3.4.4 wants long lists cut.
 * Invariant: one walk over the value; the arena gets the value's length and at most two slots for each identifier kept.
 * RFC 5322 sections 3.6.4 and 4.5.4.
 * Not handled: what identifiers are made of (msgid_scan.c).
 */
#include "pneu/msgid.h"

#include "base/arena.h"
#include "charset/charset.h"
#include "syntax/msgid_scan.h"

#define FIRST_ROOM 8
#define RING (PNEU_MSGIDS_MAX - 1) /* slots that are used again where there are too many: all but the first */

typedef struct id_table {
    pneu_arena *arena;
    pneu_str *ids;
    pneu_msgid_place *places;
    size_t room;
    size_t found; /* also those that were overwritten */
    size_t with_at;
} id_table;

static size_t kept(const id_table *table)
{
    return table->found < PNEU_MSGIDS_MAX ? table->found : PNEU_MSGIDS_MAX;
}

/* The slot of identifier number i. */
static size_t slot_of(size_t i)
{
    return i < PNEU_MSGIDS_MAX ? i : 1 + (i - 1) % RING;
}

/* New arrays, with what was kept in order. */
static pneu_status set_room(id_table *table, size_t room)
{
    pneu_str *ids = pneu_i_arena_alloc(table->arena, room * sizeof *ids);
    pneu_msgid_place *places = pneu_i_arena_alloc(table->arena, room * sizeof *places);
    if (ids == NULL || places == NULL)
        return PNEU_ERR_MEMORY;
    size_t left_out = table->found - kept(table);
    for (size_t i = 0; i < kept(table); i++) {
        size_t slot = slot_of(i == 0 ? 0 : i + left_out);
        ids[i] = table->ids[slot];
        places[i] = table->places[slot];
    }
    table->ids = ids;
    table->places = places;
    table->room = room;
    return PNEU_OK;
}

static pneu_status add_id(id_table *table, const char *text, const pneu_i_msgid_span *span)
{
    size_t slot = slot_of(table->found);
    if (slot == table->room) {
        size_t room = table->room < PNEU_MSGIDS_MAX / 2 ? table->room * 2 : PNEU_MSGIDS_MAX;
        pneu_status status = set_room(table, room);
        if (status != PNEU_OK)
            return status;
    }
    pneu_msgid_place place = {span->start, span->end - span->start};
    table->ids[slot] = pneu_i_str_of(text, span->len);
    table->places[slot] = place;
    table->found++;
    table->with_at += span->has_at ? 1 : 0;
    return PNEU_OK;
}

static pneu_status read_ids(id_table *table, pneu_i_msgid_reader *reader)
{
    pneu_i_msgid_span span;
    char *text = pneu_i_arena_alloc(table->arena, reader->text.len);
    pneu_status status = text != NULL ? set_room(table, FIRST_ROOM) : PNEU_ERR_MEMORY;
    while (status == PNEU_OK && pneu_i_msgid_next(reader, &span, text)) {
        status = add_id(table, text, &span);
        text += span.len;
    }
    if (status == PNEU_OK && table->found > PNEU_MSGIDS_MAX)
        status = set_room(table, PNEU_MSGIDS_MAX);
    return status;
}

static void report_limits(const id_table *table, const pneu_i_msgid_reader *reader)
{
    int is_over = table->found > PNEU_MSGIDS_MAX || (reader->saw & PNEU_I_SAW_DEEP_COMMENT);
    if (is_over && reader->sink != NULL)
        reader->sink->report(reader->sink->ctx, PNEU_DEFECT_LIMIT_TOKENS, 0, 0, reader->text.len);
}

/* Strict mode: the grammar; UTF-8; and a phrase only beside identifiers, as nobody writes a phrase alone but who meant
 * it for one. */
static int is_refused(const id_table *table, const pneu_i_msgid_reader *reader)
{
    pneu_str text = reader->text;
    return reader->is_refused || (table->found == 0 && reader->saw_phrase) ||
           pneu_i_utf8_valid(text.ptr, text.len) != text.len;
}

static int has_bracket(pneu_str value)
{
    return value.len > 0 && memchr(value.ptr, '<', value.len) != NULL;
}

pneu_status pneu_msgid_list_parse(pneu_arena *arena, pneu_str value, int32_t mode, const pneu_defect_sink *sink,
                                  pneu_msgid_list *out)
{
    id_table table = {arena, NULL, NULL, 0, 0, 0};
    pneu_i_msgid_reader reader;
    int is_mode = mode == PNEU_LENIENT || mode == PNEU_STRICT;
    if (arena == NULL || out == NULL || (value.ptr == NULL && value.len > 0) || !is_mode)
        return PNEU_ERR_ARGUMENT;
    pneu_i_msgid_reader_init(&reader, value.len > 0 ? value : pneu_i_str(""), sink);
    reader.is_bare = mode == PNEU_LENIENT && !has_bracket(value);
    pneu_status status = read_ids(&table, &reader);
    if (status != PNEU_OK)
        return status;
    if (mode == PNEU_STRICT && is_refused(&table, &reader))
        return PNEU_ERR_SYNTAX;
    report_limits(&table, &reader);
    int are_words = reader.is_bare && table.found > 1 && table.with_at < table.found;
    out->ids = table.ids;
    out->places = table.places;
    out->count = are_words ? 0 : kept(&table);
    return PNEU_OK;
}

/* 1 if there is nothing around the one identifier but white space and comments. */
static int stands_alone(pneu_str value, const pneu_msgid_place *place)
{
    unsigned saw = 0;
    return pneu_i_skip_cfws(value, 0, &saw) == place->offset &&
           pneu_i_skip_cfws(value, place->offset + place->length, &saw) == value.len;
}

pneu_status pneu_msgid_parse(pneu_arena *arena, pneu_str value, int32_t mode, const pneu_defect_sink *sink,
                             pneu_str *out)
{
    pneu_msgid_list list;
    if (out == NULL)
        return PNEU_ERR_ARGUMENT;
    pneu_status status = pneu_msgid_list_parse(arena, value, mode, sink, &list);
    if (status != PNEU_OK)
        return status;
    if (mode == PNEU_STRICT && (list.count != 1 || !stands_alone(value, list.places)))
        return PNEU_ERR_SYNTAX;
    if (list.count > 1 && sink != NULL)
        sink->report(sink->ctx, PNEU_DEFECT_HDR_VALUE_MALFORMED, PNEU_DETAIL_HDR_MSGID_MALFORMED, list.places[1].offset,
                     value.len - list.places[1].offset);
    if (list.count == 0)
        return PNEU_ERR_NOT_FOUND;
    *out = list.ids[0];
    return PNEU_OK;
}
