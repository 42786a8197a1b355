/*
 * Push and read around a step. In: pushes, one at a time. Out: reads of any size.
 * Invariants: input is not used after MORE was returned; the step runs only while no output waits, so that what waits
 * is bounded by what one step puts; an error stays until start.
 * Not handled: where the step keeps what it has not decided yet; that is its own.
 */
#include "base/feed.h"

void pneu_i_feed_start(pneu_i_feed *feed, int (*step)(void *ctx), void *ctx)
{
    pneu_i_feed fresh = {.alloc = feed->alloc, .step = step, .ctx = ctx, .ready = feed->ready};
    fresh.ready.len = 0;
    *feed = fresh;
}

void pneu_i_feed_free(pneu_i_feed *feed)
{
    pneu_i_buf_free(&feed->ready, &feed->alloc);
}

pneu_status pneu_i_feed_push(pneu_i_feed *feed, const void *bytes, size_t len)
{
    if (feed->status < 0)
        return feed->status;
    if (bytes == NULL && len > 0)
        return PNEU_ERR_ARGUMENT;
    if (feed->has_input || feed->is_finished)
        return PNEU_ERR_STATE;
    feed->in = bytes;
    feed->in_len = len;
    feed->has_input = 1;
    return PNEU_OK;
}

pneu_status pneu_i_feed_finish(pneu_i_feed *feed)
{
    if (feed->status < 0)
        return feed->status;
    if (feed->has_input || feed->is_finished)
        return PNEU_ERR_STATE;
    feed->is_finished = 1;
    return PNEU_OK;
}

/* Makes output if none waits. */
static void make_ready(pneu_i_feed *feed)
{
    if (feed->ready_at < feed->ready.len)
        return;
    feed->ready.len = feed->ready_at = 0;
    while (feed->ready.len == 0 && feed->status == PNEU_OK)
        if (!feed->step(feed->ctx))
            break;
}

/* What reading comes to while nothing waits. */
static pneu_status state_of(pneu_i_feed *feed)
{
    if (feed->status < 0)
        return feed->status;
    feed->has_input = 0;
    return feed->status == PNEU_DONE ? PNEU_DONE : PNEU_MORE;
}

pneu_status pneu_i_feed_read(pneu_i_feed *feed, void *out, size_t capacity, size_t *written)
{
    if (out == NULL || capacity == 0 || written == NULL)
        return PNEU_ERR_ARGUMENT;
    *written = 0;
    make_ready(feed);
    size_t len = feed->ready.len - feed->ready_at;
    if (feed->status < 0 || len == 0)
        return state_of(feed);
    *written = len < capacity ? len : capacity;
    memcpy(out, feed->ready.ptr + feed->ready_at, *written);
    feed->ready_at += *written;
    return PNEU_OK;
}

pneu_str pneu_i_feed_take(pneu_i_feed *feed, size_t most)
{
    pneu_str piece = {feed->in, feed->in_len < most ? feed->in_len : most};
    if (piece.len > 0)
        feed->in += piece.len;
    feed->in_len -= piece.len;
    return piece;
}

int pneu_i_feed_is_at_end(const pneu_i_feed *feed)
{
    return feed->is_finished && feed->in_len == 0;
}

void pneu_i_feed_put_far(pneu_i_feed *feed, const char *bytes, size_t len)
{
    if (feed->status == PNEU_OK)
        feed->status = pneu_i_buf_append(&feed->ready, &feed->alloc, bytes, len);
}

pneu_i_room pneu_i_feed_room(pneu_i_feed *feed, size_t least)
{
    pneu_i_buf *ready = &feed->ready;
    if (feed->status == PNEU_OK)
        feed->status = pneu_i_buf_reserve(ready, &feed->alloc, least);
    if (feed->status != PNEU_OK)
        return (pneu_i_room){NULL, 0};
    return (pneu_i_room){ready->ptr + ready->len, ready->capacity - ready->len};
}

pneu_status pneu_i_feed_run(pneu_i_feed *feed, pneu_str bytes, pneu_status (*put)(void *ctx, pneu_str bytes), void *ctx)
{
    pneu_status status = pneu_i_feed_push(feed, bytes.ptr, bytes.len);
    while (status == PNEU_OK || status == PNEU_MORE) {
        make_ready(feed);
        size_t len = feed->ready.len;
        feed->ready_at = len;
        if (feed->status >= 0 && len > 0) {
            status = put(ctx, pneu_i_str_of(feed->ready.ptr, len));
            continue;
        }
        status = state_of(feed);
        if (status == PNEU_MORE)
            status = pneu_i_feed_finish(feed);
    }
    return status == PNEU_DONE ? PNEU_OK : status;
}
