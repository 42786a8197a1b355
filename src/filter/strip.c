/*
 * The second pass: bytes in, the message without what the plan removes out.
 * In: the bytes that the plan was made from, pushed again. Out: bytes, read.
 * Invariants: one block is held; bytes outside of the plan's cuts are copied; that they are those of the first pass
 * is checked by a digest at the end, and before it by their number.
 */
#include "filter/strip_plan.h"

struct pneu_strip {
    pneu_i_feed feed;
    const pneu_strip_plan *plan;
    pneu_i_splice splice;
};

/* For the feed: 1 if something was done. */
static int step(void *ctx)
{
    pneu_strip *strip = ctx;
    pneu_i_feed *feed = &strip->feed;
    if (pneu_i_splice_step(&strip->splice, feed)) {
        if (strip->splice.offset > strip->plan->seen.count)
            feed->status = PNEU_ERR_CHANGED;
        return 1;
    }
    if (!pneu_i_feed_is_at_end(feed))
        return 0;
    feed->status = pneu_i_byte_digest_same(&strip->splice.seen, &strip->plan->seen) ? PNEU_DONE : PNEU_ERR_CHANGED;
    return 0;
}

pneu_status pneu_strip_push(pneu_strip *strip, const void *bytes, size_t len)
{
    return strip != NULL ? pneu_i_feed_push(&strip->feed, bytes, len) : PNEU_ERR_ARGUMENT;
}

pneu_status pneu_strip_finish(pneu_strip *strip)
{
    return strip != NULL ? pneu_i_feed_finish(&strip->feed) : PNEU_ERR_ARGUMENT;
}

pneu_status pneu_strip_read(pneu_strip *strip, void *out, size_t capacity, size_t *written)
{
    return strip != NULL ? pneu_i_feed_read(&strip->feed, out, capacity, written) : PNEU_ERR_ARGUMENT;
}

void pneu_strip_error(const pneu_strip *strip, pneu_strip_fault *out)
{
    if (strip == NULL || out == NULL)
        return;
    pneu_status status = strip->feed.status < 0 ? strip->feed.status : PNEU_OK;
    *out = (pneu_strip_fault){status, 0, status == PNEU_OK ? 0 : strip->splice.offset};
}

void pneu_strip_reset(pneu_strip *strip)
{
    if (strip == NULL)
        return;
    pneu_i_feed_start(&strip->feed, step, strip);
    memset(&strip->splice, 0, sizeof strip->splice);
    strip->splice.list = &strip->plan->cuts;
}

pneu_status pneu_strip_new(const pneu_strip_plan *plan, const pneu_alloc *alloc, pneu_strip **out)
{
    if (plan == NULL || out == NULL || !pneu_i_alloc_usable(alloc))
        return PNEU_ERR_ARGUMENT;
    if (!plan->is_finished)
        return PNEU_ERR_STATE;
    pneu_alloc used = pneu_i_alloc_or_default(alloc);
    pneu_strip *strip = pneu_i_alloc_zeroed(&used, sizeof *strip);
    if (strip == NULL)
        return PNEU_ERR_MEMORY;
    strip->feed.alloc = used;
    strip->plan = plan;
    pneu_strip_reset(strip);
    *out = strip;
    return PNEU_OK;
}

void pneu_strip_free(pneu_strip *strip)
{
    if (strip == NULL)
        return;
    pneu_alloc alloc = strip->feed.alloc;
    pneu_i_feed_free(&strip->feed);
    pneu_i_alloc_free(&alloc, strip, sizeof *strip);
}
