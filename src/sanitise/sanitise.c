/*
 * The filter object: the bytes of a plan in, the sanitised message out.
 * In: the message, pushed again. Out: bytes, read. A message that needs nothing passes as it is.
 * Invariants: that the bytes are those of the plan is checked by a digest at the end; memory is that of the parsers,
 * one header and one piece; errors stay until reset.
 * Not handled: what is written (sanitise_write.c).
 */
#include "filter/stage.h"
#include "sanitise/sanitise_filter.h"

#include <string.h>

#define PIECE ((size_t)65536)

static int fail(pneu_sanitise *filter, pneu_status status)
{
    filter->feed.status = status;
    return 0;
}

/* ---- A message that passes ------------------------------------------------------------------------------------ */

static pneu_status end_message(const pneu_sanitise *filter)
{
    return pneu_i_byte_digest_same(&filter->seen, &filter->plan->seen) ? PNEU_DONE : PNEU_ERR_CHANGED;
}

/* Copies the next bytes; 0 if there are none. */
static int pass_more(pneu_sanitise *filter)
{
    pneu_str piece = pneu_i_feed_take(&filter->feed, PIECE);
    if (piece.len == 0 && !pneu_i_feed_is_at_end(&filter->feed))
        return 0;
    if (piece.len == 0 && filter->is_after_cr)
        pneu_i_feed_put(&filter->feed, "\r", 1);
    if (piece.len == 0)
        return fail(filter, end_message(filter));
    pneu_i_byte_digest_add(&filter->seen, piece.ptr, piece.len);
    if ((filter->plan->choices.flags & PNEU_SANITISE_CRLF) != 0)
        pneu_i_sanitise_copy(filter, piece);
    else
        pneu_i_feed_put(&filter->feed, piece.ptr, piece.len);
    return 1;
}

/* ---- A message that is changed -------------------------------------------------------------------------------- */

/* The next bytes of the input for its parser. 1 if something was done. */
static int parse_more(pneu_sanitise *filter)
{
    pneu_str piece = pneu_i_feed_take(&filter->feed, SIZE_MAX);
    pneu_status status;
    if (piece.len > 0) {
        pneu_i_byte_digest_add(&filter->seen, piece.ptr, piece.len);
        status = pneu_parser_push(filter->input->parser, piece.ptr, piece.len);
    } else if (pneu_i_feed_is_at_end(&filter->feed)) {
        status = pneu_parser_finish(filter->input->parser);
    } else {
        return 0;
    }
    return status == PNEU_OK ? 1 : fail(filter, status);
}

/* Gives a stream that wants more the bytes that stand ready for it, one stream below or further down. 1 if something
 * was done. */
static int feed_streams(pneu_sanitise *filter)
{
    pneu_status status = PNEU_MORE;
    pneu_i_sanitise_stream *stream = filter->top;
    for (; status == PNEU_MORE && stream->outer != NULL; stream = stream->outer)
        status = pneu_i_sanitise_feed_stream(stream);
    if (status == PNEU_MORE)
        return parse_more(filter);
    return status == PNEU_OK ? 1 : fail(filter, status);
}

/* The top parser is done. 1 if there is a stream below. */
static int end_stream(pneu_sanitise *filter)
{
    if (filter->top->outer == NULL) {
        filter->feed.status = end_message(filter);
        return 0;
    }
    pneu_i_sanitise_close_stream(filter);
    pneu_i_sanitise_end_part(filter);
    return 1;
}

/* For the feed: 1 if something was done. */
static int step(void *ctx)
{
    pneu_sanitise *filter = ctx;
    const pneu_event *event;
    if (!pneu_i_is_touched(filter->plan))
        return pass_more(filter);
    pneu_status status = pneu_parser_next(filter->top->parser, &event);
    if (status == PNEU_MORE)
        return feed_streams(filter);
    if (status == PNEU_DONE)
        return end_stream(filter);
    if (status == PNEU_OK)
        status = pneu_i_sanitise_write(filter, event);
    return status == PNEU_OK ? 1 : fail(filter, status);
}

/* ---- The object ----------------------------------------------------------------------------------------------- */

pneu_status pneu_sanitise_push(pneu_sanitise *filter, const void *bytes, size_t len)
{
    return filter != NULL ? pneu_i_feed_push(&filter->feed, bytes, len) : PNEU_ERR_ARGUMENT;
}

pneu_status pneu_sanitise_finish(pneu_sanitise *filter)
{
    return filter != NULL ? pneu_i_feed_finish(&filter->feed) : PNEU_ERR_ARGUMENT;
}

pneu_status pneu_sanitise_read(pneu_sanitise *filter, void *out, size_t capacity, size_t *written)
{
    return filter != NULL ? pneu_i_feed_read(&filter->feed, out, capacity, written) : PNEU_ERR_ARGUMENT;
}

pneu_status pneu_sanitise_new(const pneu_sanitise_plan *plan, const pneu_alloc *alloc, pneu_sanitise **out)
{
    if (plan == NULL || out == NULL || !pneu_i_alloc_usable(alloc))
        return PNEU_ERR_ARGUMENT;
    if (!plan->is_finished)
        return PNEU_ERR_STATE;
    pneu_alloc used = pneu_i_alloc_or_default(alloc);
    pneu_sanitise *filter = pneu_i_alloc_zeroed(&used, sizeof *filter);
    if (filter == NULL)
        return PNEU_ERR_MEMORY;
    filter->feed.alloc = used;
    filter->plan = plan;
    pneu_i_feed_start(&filter->feed, step, filter);
    pneu_i_cleaner_init(&filter->cleaner, &filter->feed.alloc, plan->choices.level, &plan->tree->settings);
    pneu_status status = pneu_i_sanitise_open_input(filter);
    if (status != PNEU_OK) {
        pneu_sanitise_free(filter);
        return status;
    }
    *out = filter;
    return PNEU_OK;
}

void pneu_sanitise_reset(pneu_sanitise *filter)
{
    if (filter == NULL)
        return;
    while (filter->top->outer != NULL)
        pneu_i_sanitise_close_stream(filter);
    pneu_parser_reset(filter->input->parser);
    pneu_text_decoder_free(filter->text);
    filter->text = NULL;
    filter->input->pending = pneu_i_str("");
    pneu_i_feed_start(&filter->feed, step, filter);
    pneu_i_held_header_clear(&filter->held);
    memset(&filter->seen, 0, sizeof filter->seen);
    filter->open_count = filter->next_part = 0;
    filter->is_in_line = filter->is_after_cr = 0;
    filter->cut_headers = 0;
}

void pneu_sanitise_free(pneu_sanitise *filter)
{
    if (filter == NULL)
        return;
    pneu_alloc alloc = filter->feed.alloc;
    while (filter->top != NULL)
        pneu_i_sanitise_close_stream(filter);
    pneu_text_decoder_free(filter->text);
    pneu_i_cleaner_free(&filter->cleaner);
    pneu_i_held_header_free(&filter->held, &alloc);
    pneu_i_alloc_free(&alloc, filter->open, filter->open_capacity * sizeof *filter->open);
    pneu_i_feed_free(&filter->feed);
    pneu_i_alloc_free(&alloc, filter, sizeof *filter);
}

/* ---- A stage of a chain ----------------------------------------------------------------------------------------- */

PNEU_I_STAGE(sanitise)
