/*
 * The streams of the second pass: the input, and the decoded bodies of encoded messages on top of each other.
 * In: an encoded message that the tree has taken apart. Out: a parser for it that stops where the tree's did.
 * Invariants: the limits of nesting and parts are shared as in src/tree/stream.c; there are never more streams than the
 * tree allowed; each holds one piece.
 */
#include <string.h>

#include "base/str.h"
#include "parse/parser_limits.h"
#include "sanitise/sanitise_filter.h"
#include "tree/message.h"

static pneu_status add_stream(pneu_sanitise *filter, pneu_i_sanitise_stream **out)
{
    pneu_alloc *alloc = &filter->feed.alloc;
    pneu_i_sanitise_stream *stream = pneu_i_alloc_zeroed(alloc, sizeof *stream);
    if (stream == NULL)
        return PNEU_ERR_MEMORY;
    pneu_status status = pneu_i_parser_new_with(&filter->plan->tree->settings, alloc, &stream->parser);
    if (status != PNEU_OK) {
        pneu_i_alloc_free(alloc, stream, sizeof *stream);
        return status;
    }
    stream->outer = filter->top;
    stream->first_open = filter->open_count;
    filter->top = stream;
    *out = stream;
    return PNEU_OK;
}

pneu_status pneu_i_sanitise_open_input(pneu_sanitise *filter)
{
    return add_stream(filter, &filter->input);
}

/* Parts on which the open parsers may have decided already, before they learn of those inside a new stream. */
static uint64_t reserved_parts(const pneu_sanitise *filter)
{
    uint64_t count = 0;
    for (const pneu_i_sanitise_stream *stream = filter->top; stream != NULL; stream = stream->outer)
        count += (uint64_t)pneu_i_parser_may_add_part(stream->parser);
    return count;
}

pneu_status pneu_i_sanitise_open_stream(pneu_sanitise *filter, uint32_t part, int32_t encoding)
{
    const pneu_message *tree = filter->plan->tree;
    const pneu_i_settings *settings = &tree->settings;
    const pneu_i_node *node = &tree->nodes[part], *child = &tree->nodes[part + 1];
    uint64_t taken = filter->next_part + reserved_parts(filter), around = 0;
    pneu_i_sanitise_stream *stream;
    pneu_status status = add_stream(filter, &stream);
    if (status != PNEU_OK)
        return status;
    for (uint32_t outer = part; outer != PNEU_NO_PART; outer = tree->nodes[outer].parent)
        around++;
    stream->begun = filter->next_part;
    pneu_i_parser_narrow(stream->parser, settings->limit[PNEU_OPTION_MAX_NESTING] - around,
                         settings->limit[PNEU_OPTION_MAX_PARTS] - taken);
    pneu_i_parser_read_from(stream->parser, pneu_i_reading_offset(settings, child->space));
    pneu_i_body_decoder_start(&stream->decoder, encoding, pneu_i_node_choice(tree, node, PNEU_READING_BASE64_PADDING),
                              pneu_i_settings_cpu_level(settings));
    return PNEU_OK;
}

void pneu_i_sanitise_close_stream(pneu_sanitise *filter)
{
    pneu_i_sanitise_stream *stream = filter->top;
    filter->top = stream->outer;
    if (filter->top != NULL) {
        filter->top->pending = pneu_i_str("");
        pneu_i_parser_spend_parts(filter->top->parser, filter->next_part - stream->begun);
    }
    pneu_parser_free(stream->parser);
    pneu_i_alloc_free(&filter->feed.alloc, stream, sizeof *stream);
}

/* Decodes some of what the stream below has. */
static pneu_status decode(pneu_i_sanitise_stream *stream)
{
    pneu_str *pending = &stream->outer->pending;
    const uint8_t *in = (const uint8_t *)pending->ptr;
    uint8_t *room = (uint8_t *)stream->piece;
    pneu_i_codec_io io = {in, in + pending->len, room, room + sizeof stream->piece};
    pneu_status status = PNEU_OK;
    if (pending->len > 0) {
        (void)pneu_i_body_decoder_run(&stream->decoder, &io);
        *pending = pneu_i_str_of(io.in, (size_t)(io.in_end - io.in));
    } else {
        status = pneu_i_body_decoder_end(&stream->decoder, &io);
    }
    if (io.out > room)
        return pneu_parser_push(stream->parser, room, (size_t)(io.out - room));
    return status == PNEU_DONE ? pneu_parser_finish(stream->parser) : PNEU_OK;
}

pneu_status pneu_i_sanitise_feed_stream(pneu_i_sanitise_stream *stream)
{
    pneu_i_sanitise_stream *outer = stream->outer;
    const pneu_event *event;
    if (outer->pending.len > 0 || stream->is_ended)
        return decode(stream);
    pneu_status status = pneu_parser_next(outer->parser, &event);
    if (status != PNEU_OK)
        return status == PNEU_DONE ? PNEU_ERR_CHANGED : status;
    if (event->type == PNEU_EVENT_BODY)
        outer->pending = event->slice;
    else if (event->type == PNEU_EVENT_PART_END)
        stream->is_ended = 1;
    return PNEU_OK;
}
