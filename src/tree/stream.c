/*
 * The stack of streams: what a further parser may do, its part numbers, its counts.
 * In: an encoded message on the top stream. Out: a stream on top of it whose parser has what is left of the limits of
 * nesting and parts. Invariants: at most MAX_DECODED_DEPTH streams stand on the input; parts of all streams together
 * are at most MAX_PARTS, containers along a path at most MAX_NESTING. A parser numbers its parts from 0. The tree's
 * numbers run through all streams, so those of a stream jump: at its first part, and behind each decoded message in it.
 * The jumps of all open streams lie in one array, the outermost's first.
 */
#include "tree/stream.h"

#include "parse/parser_limits.h"
#include "tree/message.h"

/* ---- Numbers ----------------------------------------------------------------------------------------------- */

static pneu_status add_jump(pneu_message *message, const pneu_i_stream *stream)
{
    void *jumps = message->jumps;
    pneu_status status = pneu_i_alloc_grow(&message->alloc, &jumps, &message->jump_capacity, message->jump_count + 1,
                                           sizeof *message->jumps);
    message->jumps = jumps;
    if (status != PNEU_OK)
        return status;
    pneu_i_jump jump = {stream->begun, message->node_count};
    message->jumps[message->jump_count++] = jump;
    return PNEU_OK;
}

uint32_t pneu_i_stream_part(const pneu_message *message, const pneu_i_stream *stream, uint32_t local)
{
    size_t low = stream->first_jump, high = message->jump_count;
    if (stream->feed == PNEU_I_FEED_STREAM)
        high = stream->inner->first_jump;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (message->jumps[middle].local <= local)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == stream->first_jump)
        return local;
    const pneu_i_jump *jump = &message->jumps[low - 1];
    return jump->part + (local - jump->local);
}

/* ---- Limits ------------------------------------------------------------------------------------------------ */

static size_t streams_below(const pneu_i_stream *stream)
{
    size_t count = 0;
    for (; stream->outer != NULL; stream = stream->outer)
        count++;
    return count;
}

/* Parts on which the open parsers may have decided already, before they learn of those inside a new stream. */
static uint64_t reserved_parts(const pneu_message *message)
{
    uint64_t count = 0;
    for (const pneu_i_stream *stream = message->top; stream != NULL; stream = stream->outer)
        count += (uint64_t)pneu_i_parser_may_add_part(stream->parser);
    return count;
}

/* The part itself and everything around it. */
static uint64_t containers_around(const pneu_message *message, uint32_t part)
{
    uint64_t count = 0;
    for (; part != PNEU_NO_PART; part = message->nodes[part].parent)
        count++;
    return count;
}

/* Reports the limit that keeps a decoded message closed; *is_forbidden says if there is one. */
static pneu_status check_limits(pneu_message *message, uint32_t part, int *is_forbidden)
{
    const pneu_i_node *node = &message->nodes[part];
    const uint64_t *limit = message->settings.limit;
    int32_t code = PNEU_DEFECT_NONE, detail = PNEU_DETAIL_NONE;
    if (streams_below(message->top) >= limit[PNEU_OPTION_MAX_DECODED_DEPTH]) {
        code = PNEU_DEFECT_LIMIT_NESTING;
        detail = PNEU_DETAIL_LIMIT_DECODED_DEPTH;
    } else if (containers_around(message, part) > limit[PNEU_OPTION_MAX_NESTING]) {
        code = PNEU_DEFECT_LIMIT_NESTING;
    } else if (message->node_count + reserved_parts(message) >= limit[PNEU_OPTION_MAX_PARTS]) {
        code = PNEU_DEFECT_LIMIT_PARTS;
    }
    *is_forbidden = code != PNEU_DEFECT_NONE;
    if (!*is_forbidden)
        return PNEU_OK;
    pneu_span where = {node->offset, node->summary.body_offset - node->offset};
    return pneu_i_message_report(message, part, code, detail, &where);
}

/* ---- Opening and closing ----------------------------------------------------------------------------------- */

pneu_status pneu_i_stream_init(pneu_message *message)
{
    message->input_stream.part = PNEU_NO_PART;
    message->top = &message->input_stream;
    return pneu_i_parser_new_with(&message->settings, &message->alloc, &message->input_stream.parser);
}

static size_t stream_size(void)
{
    return sizeof(pneu_i_stream) + PNEU_I_PIECE;
}

static void free_stream(pneu_message *message, pneu_i_stream *stream)
{
    pneu_parser_free(stream->parser);
    pneu_i_alloc_free(&message->alloc, stream, stream_size());
}

/* The stream above `outer`, made if there is none yet. */
static pneu_status inner_stream(pneu_message *message, pneu_i_stream *outer, pneu_i_stream **out)
{
    if (outer->inner == NULL) {
        pneu_i_stream *made = pneu_i_alloc_zeroed(&message->alloc, stream_size());
        if (made == NULL)
            return PNEU_ERR_MEMORY;
        pneu_status status = pneu_i_parser_new_with(&message->settings, &message->alloc, &made->parser);
        if (status != PNEU_OK) {
            pneu_i_alloc_free(&message->alloc, made, stream_size());
            return status;
        }
        made->piece = (char *)made + sizeof *made;
        made->outer = outer;
        outer->inner = made;
    } else {
        pneu_parser_reset(outer->inner->parser);
    }
    *out = outer->inner;
    return PNEU_OK;
}

static pneu_status add_space(pneu_message *message, uint32_t part)
{
    void *spaces = message->spaces;
    pneu_status status = pneu_i_alloc_grow(&message->alloc, &spaces, &message->space_capacity,
                                           (size_t)message->space_count + 1, sizeof *message->spaces);
    message->spaces = spaces;
    if (status == PNEU_OK)
        message->spaces[message->space_count++] = part;
    return status;
}

static void begin_stream(pneu_i_stream *stream)
{
    stream->feed = PNEU_I_FEED_NOTHING;
    stream->is_body_ended = 0;
    stream->pending = pneu_i_str_of(NULL, 0);
    stream->begun = 0;
    memset(&stream->found, 0, sizeof stream->found);
    memset(stream->seen, 0, sizeof stream->seen);
}

pneu_status pneu_i_stream_open(pneu_message *message, uint32_t part)
{
    pneu_i_stream *outer = message->top;
    int is_forbidden;
    pneu_i_stream *stream;
    uint64_t taken = message->node_count + reserved_parts(message);
    pneu_status status = check_limits(message, part, &is_forbidden);
    if (status != PNEU_OK || is_forbidden)
        return status;
    status = inner_stream(message, outer, &stream);
    if (status == PNEU_OK)
        status = add_space(message, part);
    if (status != PNEU_OK)
        return status;
    begin_stream(stream);
    stream->space = message->space_count;
    stream->part = part;
    stream->first_jump = message->jump_count;
    pneu_i_parser_read_from(stream->parser, pneu_i_reading_offset(&message->settings, stream->space));
    pneu_i_parser_narrow(stream->parser,
                         message->settings.limit[PNEU_OPTION_MAX_NESTING] - containers_around(message, part),
                         message->settings.limit[PNEU_OPTION_MAX_PARTS] - taken);
    message->top = stream;
    return add_jump(message, stream);
}

static void take_counts(pneu_message *message, const pneu_i_stream *stream)
{
    for (int32_t code = PNEU_DEFECT_NONE; (code = pneu_i_defect_set_next(&stream->found, code)) < PNEU_DEFECT_COUNT;) {
        pneu_i_defect_log_raise(&message->log, code,
                                pneu_parser_defect_count(stream->parser, code) - stream->seen[code]);
        pneu_i_parser_weigh(stream->parser, code, &message->log);
    }
}

pneu_status pneu_i_stream_close(pneu_message *message, pneu_i_stream *stream)
{
    take_counts(message, stream);
    pneu_i_defect_set_join(&message->log.found, &stream->found);
    if (stream->outer == NULL)
        return PNEU_OK;
    pneu_i_parser_spend_parts(stream->outer->parser, message->node_count - stream->part - 1);
    message->jump_count = stream->first_jump;
    message->top = stream->outer;
    return add_jump(message, stream->outer);
}

/* ---- Reset and free ---------------------------------------------------------------------------------------- */

static void free_inner_streams(pneu_message *message)
{
    pneu_i_stream *stream = message->input_stream.inner;
    while (stream != NULL) {
        pneu_i_stream *inner = stream->inner;
        free_stream(message, stream);
        stream = inner;
    }
    message->input_stream.inner = NULL;
}

void pneu_i_stream_reset(pneu_message *message, size_t keep)
{
    size_t held = 0;
    for (pneu_i_stream *stream = message->input_stream.inner; stream != NULL; stream = stream->inner) {
        held += stream_size();
        pneu_parser_reset(stream->parser);
    }
    if (held > keep)
        free_inner_streams(message);
    pneu_parser_reset(message->input_stream.parser);
    begin_stream(&message->input_stream);
    message->top = &message->input_stream;
}

void pneu_i_stream_free(pneu_message *message)
{
    free_inner_streams(message);
    pneu_parser_free(message->input_stream.parser);
    message->input_stream.parser = NULL;
}
