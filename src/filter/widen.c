/*
 * The second pass: bytes in, the message with its bodies decoded out.
 * In: the bytes that the plan was made from, pushed again. Out: bytes, read. Invariants: those of splice.c.
 */
#include "filter/widen_plan.h"

struct pneu_widen {
    pneu_i_splice splice;
    const pneu_widen_plan *plan;
};

pneu_status pneu_widen_push(pneu_widen *widen, const void *bytes, size_t len)
{
    return widen != NULL ? pneu_i_feed_push(&widen->splice.feed, bytes, len) : PNEU_ERR_ARGUMENT;
}

pneu_status pneu_widen_finish(pneu_widen *widen)
{
    return widen != NULL ? pneu_i_feed_finish(&widen->splice.feed) : PNEU_ERR_ARGUMENT;
}

pneu_status pneu_widen_read(pneu_widen *widen, void *out, size_t capacity, size_t *written)
{
    return widen != NULL ? pneu_i_feed_read(&widen->splice.feed, out, capacity, written) : PNEU_ERR_ARGUMENT;
}

void pneu_widen_reset(pneu_widen *widen)
{
    if (widen == NULL)
        return;
    pneu_i_splice_start(&widen->splice, &widen->plan->cuts, &widen->plan->seen,
                        pneu_i_settings_cpu_level(&widen->plan->settings));
}

pneu_status pneu_widen_new(const pneu_widen_plan *plan, const pneu_alloc *alloc, pneu_widen **out)
{
    if (plan == NULL || out == NULL || !pneu_i_alloc_usable(alloc))
        return PNEU_ERR_ARGUMENT;
    if (!plan->is_finished)
        return PNEU_ERR_STATE;
    pneu_alloc used = pneu_i_alloc_or_default(alloc);
    pneu_widen *widen = pneu_i_alloc_zeroed(&used, sizeof *widen);
    if (widen == NULL)
        return PNEU_ERR_MEMORY;
    widen->splice.feed.alloc = used;
    widen->plan = plan;
    pneu_widen_reset(widen);
    *out = widen;
    return PNEU_OK;
}

void pneu_widen_free(pneu_widen *widen)
{
    if (widen == NULL)
        return;
    pneu_alloc alloc = widen->splice.feed.alloc;
    pneu_i_feed_free(&widen->splice.feed);
    pneu_i_alloc_free(&alloc, widen, sizeof *widen);
}
