/*
 * An mbox taken apart, streaming.
 * In: bytes in any pieces. Out: events; slices lie in what was pushed as far as they can.
 * The splitter goes from line start to line start through what was pushed, and gives as much as it can at once. What
 * cannot be decided before more bytes come is held: an empty line (its length is enough), since it is the mbox's own if
 * a From line or the end follows; and the first bytes of the line behind it, at most PNEU_I_FROM_MAX; of a run of ">"
 * one is enough, as they are all the same.
 * Content-Length (content_length.c) makes a From line within the bytes it counts a question to the caller, once a
 * message.
 * Invariants: memory is constant; each byte is looked at a bounded number of times, at pushes of one byte too; what
 * comes does not depend on the cuts, but for where slices end.
 * RFC 4155; mbox(5) of qmail.
 * Not handled: MMDF, Babyl.
 */
#include "store/mbox_state.h"

/* After the last byte. */
static pneu_status end_input(pneu_mbox_splitter *s)
{
    if (s->is_done)
        return PNEU_DONE;
    if (s->blank > 0 && s->length.is_known && s->offset == s->length.end) {
        (void)pneu_i_mbox_give_blank(s); /* it was counted */
        return PNEU_OK;
    }
    s->is_done = 1;
    if (!s->has_begun)
        return PNEU_DONE;
    pneu_i_mbox_set_event(&s->event, PNEU_MBOX_END, pneu_i_str(""), s->offset - s->blank);
    return PNEU_OK;
}

static pneu_status find_event(pneu_mbox_splitter *s)
{
    int found = PNEU_I_MBOX_NO_EVENT;
    while (found == PNEU_I_MBOX_NO_EVENT) {
        if (s->length.is_trusted && s->held_len == 0 && s->offset == s->length.end) {
            s->length.is_trusted = 0;
            s->is_in_line = 0;
            s->is_behind_gap = 1;
        }
        found = s->held_len > 0 ? pneu_i_mbox_look_at_held(s)
                : s->in_len > 0 ? pneu_i_mbox_look_at_input(s)
                                : PNEU_I_MBOX_NO_INPUT;
    }
    if (found == PNEU_I_MBOX_AN_EVENT)
        return PNEU_OK;
    s->has_input = 0;
    return s->is_finished ? end_input(s) : PNEU_MORE;
}

pneu_status pneu_mbox_splitter_next(pneu_mbox_splitter *splitter, const pneu_mbox_event **event)
{
    pneu_status status = PNEU_OK;
    if (splitter == NULL || event == NULL)
        return PNEU_ERR_ARGUMENT;
    if (splitter->next_event.type != 0) {
        splitter->event = splitter->next_event;
        splitter->next_event.type = 0;
    } else {
        status = find_event(splitter);
    }
    if (status == PNEU_OK)
        *event = &splitter->event;
    else
        splitter->event.type = 0;
    return status;
}

pneu_status pneu_mbox_splitter_answer(pneu_mbox_splitter *splitter, const void *bytes, size_t len)
{
    if (splitter == NULL || (bytes == NULL && len > 0))
        return PNEU_ERR_ARGUMENT;
    if (splitter->event.type != PNEU_MBOX_PEEK)
        return PNEU_ERR_STATE;
    splitter->event.type = 0;
    splitter->length.is_trusted = (uint8_t)pneu_i_content_length_is_right(pneu_i_str_of(bytes, len), splitter->mode);
    return PNEU_OK;
}

pneu_status pneu_mbox_splitter_push(pneu_mbox_splitter *splitter, const void *bytes, size_t len)
{
    if (splitter == NULL || (bytes == NULL && len > 0))
        return PNEU_ERR_ARGUMENT;
    if (splitter->has_input || splitter->is_finished)
        return PNEU_ERR_STATE;
    splitter->in = bytes;
    splitter->in_len = len;
    splitter->has_input = 1;
    return PNEU_OK;
}

pneu_status pneu_mbox_splitter_finish(pneu_mbox_splitter *splitter)
{
    if (splitter == NULL)
        return PNEU_ERR_ARGUMENT;
    if (splitter->has_input || splitter->is_finished)
        return PNEU_ERR_STATE;
    splitter->is_finished = 1;
    return PNEU_OK;
}

void pneu_mbox_splitter_reset(pneu_mbox_splitter *splitter)
{
    if (splitter == NULL)
        return;
    pneu_alloc alloc = splitter->alloc;
    int32_t variant = splitter->variant, mode = splitter->mode;
    memset(splitter, 0, sizeof *splitter);
    splitter->alloc = alloc;
    splitter->variant = variant;
    splitter->mode = mode;
}

pneu_status pneu_mbox_splitter_new(int32_t variant, uint32_t flags, const pneu_alloc *alloc, pneu_mbox_splitter **out)
{
    int is_variant = variant >= PNEU_MBOX_RD && variant <= PNEU_MBOX_PLAIN;
    if (out == NULL || !is_variant || (flags & ~(uint32_t)PNEU_MBOX_STRICT) || !pneu_i_alloc_usable(alloc))
        return PNEU_ERR_ARGUMENT;
    pneu_alloc own = pneu_i_alloc_or_default(alloc);
    pneu_mbox_splitter *splitter = pneu_i_alloc_zeroed(&own, sizeof *splitter);
    if (splitter == NULL)
        return PNEU_ERR_MEMORY;
    splitter->alloc = own;
    splitter->variant = variant;
    splitter->mode = flags & PNEU_MBOX_STRICT ? PNEU_STRICT : PNEU_LENIENT;
    *out = splitter;
    return PNEU_OK;
}

void pneu_mbox_splitter_free(pneu_mbox_splitter *splitter)
{
    if (splitter == NULL)
        return;
    pneu_alloc alloc = splitter->alloc;
    pneu_i_alloc_free(&alloc, splitter, sizeof *splitter);
}
