/*
 * The second pass: bytes in, the message without what the plan removes out.
 * In: the bytes that the plan was made from, pushed again. Out: bytes, read. Invariants: those of splice.c.
 */
#include "filter/strip_plan.h"

struct pneu_strip {
    pneu_i_splice splice;
    const pneu_strip_plan *plan;
};

pneu_status pneu_strip_push(pneu_strip *strip, const void *bytes, size_t len)
{
    return strip != NULL ? pneu_i_feed_push(&strip->splice.feed, bytes, len) : PNEU_ERR_ARGUMENT;
}

pneu_status pneu_strip_finish(pneu_strip *strip)
{
    return strip != NULL ? pneu_i_feed_finish(&strip->splice.feed) : PNEU_ERR_ARGUMENT;
}

pneu_status pneu_strip_read(pneu_strip *strip, void *out, size_t capacity, size_t *written)
{
    return strip != NULL ? pneu_i_feed_read(&strip->splice.feed, out, capacity, written) : PNEU_ERR_ARGUMENT;
}

void pneu_strip_error(const pneu_strip *strip, pneu_strip_fault *out)
{
    if (strip == NULL || out == NULL)
        return;
    pneu_status status = strip->splice.feed.status < 0 ? strip->splice.feed.status : PNEU_OK;
    *out = (pneu_strip_fault){status, 0, status == PNEU_OK ? 0 : strip->splice.offset};
}

void pneu_strip_reset(pneu_strip *strip)
{
    if (strip == NULL)
        return;
    pneu_i_splice_start(&strip->splice, &strip->plan->cuts, &strip->plan->seen,
                        pneu_i_settings_cpu_level(&strip->plan->settings));
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
    strip->splice.feed.alloc = used;
    strip->plan = plan;
    pneu_strip_reset(strip);
    *out = strip;
    return PNEU_OK;
}

void pneu_strip_free(pneu_strip *strip)
{
    if (strip == NULL)
        return;
    pneu_alloc alloc = strip->splice.feed.alloc;
    pneu_i_feed_free(&strip->splice.feed);
    pneu_i_alloc_free(&alloc, strip, sizeof *strip);
}
