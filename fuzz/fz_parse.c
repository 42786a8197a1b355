/*
 * Any bytes parse, whatever the reading and the limits: the events tile the input (law 1) and nest as their grammar says,
 * every step moves on, the kinds told at HEADER_END are kept, and defects name bytes and parts that exist. Bytes 0 and 1:
 * options (see support/fuzz_options.h), which are part of the input too.
 */
#include <stdlib.h>

#include "pneu/parse.h"
#include "support/fuzz_options.h"
#include "support/mail_mutator.h"
#include "support/must.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
MAIL_MUTATOR(2)

#define DEPTH 1100

/* What the grammar of events allows next. */
typedef struct grammar {
    const uint8_t *data;
    size_t size;
    uint64_t position;
    size_t depth;
    uint32_t parts[DEPTH];
    int32_t kinds[DEPTH]; /* -1: the header is not over */
    uint32_t part_count;
    size_t events;
} grammar;

static void check_slice(grammar *g, const pneu_event *event)
{
    if (event->type == PNEU_EVENT_DEFECT)
        return;
    MUST(event->offset == g->position && event->slice.len <= g->size - g->position);
    if (event->slice.len > 0)
        MUST(memcmp(event->slice.ptr, g->data + g->position, event->slice.len) == 0);
    g->position += event->slice.len;
}

static void begin_part(grammar *g, const pneu_event *event)
{
    MUST(event->part == g->part_count++ && g->depth < DEPTH);
    MUST(event->parent == (g->depth > 0 ? g->parts[g->depth - 1] : PNEU_NO_PART));
    MUST(g->depth == 0 || g->kinds[g->depth - 1] > PNEU_KIND_LEAF);
    g->parts[g->depth] = event->part;
    g->kinds[g->depth++] = -1;
}

static void end_part(grammar *g, const pneu_event *event)
{
    const pneu_part_summary *summary = event->summary;
    MUST(g->kinds[g->depth - 1] >= 0);
    MUST(summary->body_offset + summary->body_length == g->position);
    MUST(summary->bare_lf <= summary->lines && summary->high + summary->nul <= summary->body_length);
    g->depth--;
}

static void check_defect(const grammar *g, const pneu_defect *defect)
{
    MUST(defect->part < g->part_count && defect->space == 0);
    MUST(defect->offset <= g->size && defect->length <= g->size - defect->offset);
    MUST(defect->code > 0 && defect->code < PNEU_DEFECT_COUNT);
}

static void check_event(grammar *g, const pneu_event *event)
{
    check_slice(g, event);
    if (event->type == PNEU_EVENT_PART_BEGIN) {
        begin_part(g, event);
        return;
    }
    if (event->type == PNEU_EVENT_DEFECT) {
        check_defect(g, event->defect);
        return;
    }
    MUST(g->depth > 0 && event->part == g->parts[g->depth - 1]);
    int32_t kind = g->kinds[g->depth - 1];
    switch (event->type) {
    case PNEU_EVENT_FIELDS:
    case PNEU_EVENT_FIELD_PIECE:
    case PNEU_EVENT_JUNK: MUST(kind == -1 && event->slice.len > 0); break;
    case PNEU_EVENT_HEADER_END:
        MUST(kind == -1);
        g->kinds[g->depth - 1] = event->entity->kind;
        break;
    case PNEU_EVENT_BODY: MUST(kind >= 0 && event->slice.len > 0); break; /* of a container: beyond MAX_MESSAGE */
    case PNEU_EVENT_PREAMBLE:
    case PNEU_EVENT_DELIMITER:
    case PNEU_EVENT_EPILOGUE: MUST(kind == PNEU_KIND_MULTIPART && event->slice.len > 0); break;
    case PNEU_EVENT_PART_END: end_part(g, event); break;
    default: must_hold("an event of a known type", __FILE__, __LINE__);
    }
}

static void take_events(grammar *g, pneu_parser *parser, pneu_status end)
{
    const pneu_event *event;
    pneu_status status;
    while ((status = pneu_parser_next(parser, &event)) == PNEU_OK) {
        check_event(g, event);
        MUST(++g->events <= 8 * g->size + 2000);
    }
    MUST(status == end);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static grammar g;
    pneu_parser *parser;
    if (size < FUZZ_OPTION_BYTES)
        return 0;
    memset(&g, 0, sizeof g);
    g.data = data;
    g.size = size;
    pneu_options *options = fuzz_options(data);
    MUST(pneu_parser_new(options, NULL, &parser) == PNEU_OK);
    pneu_options_free(options);
    MUST(pneu_parser_push(parser, data, size) == PNEU_OK);
    take_events(&g, parser, PNEU_MORE);
    MUST(pneu_parser_finish(parser) == PNEU_OK);
    take_events(&g, parser, PNEU_DONE);
    MUST(g.position == size && g.depth == 0 && g.part_count > 0);
    pneu_parser_free(parser);
    return 0;
}
