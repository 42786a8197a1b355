/*
 * Only the header's fields that a list of messages shows: From, Subject and Date as values. The message is pushed
 * whole, and left at the end of its header. What is counted as leaves are the authors found.
 */
#include "ours.h"

#include <stdlib.h>
#include <string.h>

typedef struct field_state {
    pneu_parser *parser;
    pneu_arena *arena;
} field_state;

static void close_fields(void *opaque)
{
    field_state *state = opaque;
    pneu_parser_free(state->parser);
    pneu_arena_free(state->arena);
    free(state);
}

static void *open_fields(bench_heap *heap)
{
    field_state *state = bench_realloc(NULL, sizeof *state);
    pneu_alloc storage;
    const pneu_alloc *alloc = bench_allocator(heap, &storage);
    memset(state, 0, sizeof *state);
    if (pneu_parser_new(bench_options(), alloc, &state->parser) == PNEU_OK &&
        pneu_parser_set_flags(state->parser, PNEU_PARSE_NO_PARTS) == PNEU_OK &&
        pneu_arena_new(alloc, &state->arena) == PNEU_OK)
        return state;
    close_fields(state);
    return NULL;
}

static void take_from(field_state *state, pneu_str value, bench_tally *tally)
{
    pneu_address_list list;
    if (pneu_address_list_parse(state->arena, value, PNEU_LENIENT, NULL, &list) == PNEU_OK)
        tally->leaves += list.mailbox_count;
}

static void take_subject(field_state *state, pneu_str value, bench_tally *tally)
{
    pneu_str text;
    if (pneu_decode_text(state->arena, value, PNEU_LENIENT, NULL, &text) == PNEU_OK)
        tally->bytes += text.len;
}

static void take_date(pneu_str value, bench_tally *tally)
{
    pneu_date date;
    if (pneu_date_parse(value, PNEU_LENIENT, NULL, &date) == PNEU_OK)
        tally->bytes += (uint64_t)date.epoch & 1;
}

static pneu_str value_of(const pneu_event *event, const pneu_field_span *field)
{
    pneu_str value = {event->slice.ptr + field->value, field->end - field->value};
    return value;
}

static inline void take_field(field_state *state, const pneu_event *event, const pneu_field_span *field,
                              bench_tally *tally)
{
    switch (field->id) {
    case PNEU_FIELD_FROM: take_from(state, value_of(event, field), tally); break;
    case PNEU_FIELD_SUBJECT: take_subject(state, value_of(event, field), tally); break;
    case PNEU_FIELD_DATE: take_date(value_of(event, field), tally); break;
    default: break;
    }
}

static int run_fields(void *opaque, const char *bytes, size_t len, bench_tally *tally)
{
    field_state *state = opaque;
    const pneu_event *event;
    pneu_parser_reset(state->parser);
    pneu_arena_reset(state->arena);
    pneu_parser_push(state->parser, bytes, len);
    while (pneu_parser_next(state->parser, &event) == PNEU_OK && event->type != PNEU_EVENT_HEADER_END)
        for (size_t i = 0; i < event->field_count; i++)
            take_field(state, event, &event->fields[i], tally);
    return 0;
}

const bench_contestant bench_pneu_fields[] = {
    {"pneu fields", BENCH_FIELDS, BENCH_NO_BYTES | BENCH_EVERY_LEVEL, open_fields, run_fields, NULL, close_fields},
    {NULL, 0, 0, NULL, NULL, NULL, NULL},
};
