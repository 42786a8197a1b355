/*
 * Copying with cuts. In: bytes, and a list of stretches. Out: the bytes outside of the stretches, as they are, and the
 * texts that take the place of these.
 * Invariants: constant memory; the output does not depend on how the input is cut; every byte outside of the stretches
 * is copied, in order (law 5).
 * Not handled: where the stretches come from.
 */
#include "filter/splice.h"

#define BLOCK ((size_t)16384)

pneu_status pneu_i_cut_list_add(pneu_i_cut_list *list, const pneu_alloc *alloc, const pneu_i_cut *cut)
{
    void *cuts = list->cuts;
    pneu_status status = pneu_i_alloc_grow(alloc, &cuts, &list->capacity, list->count + 1, sizeof *list->cuts);
    list->cuts = cuts;
    if (status == PNEU_OK)
        list->cuts[list->count++] = *cut;
    return status;
}

void pneu_i_cut_list_free(pneu_i_cut_list *list, const pneu_alloc *alloc)
{
    pneu_i_alloc_free(alloc, list->cuts, list->capacity * sizeof *list->cuts);
    memset(list, 0, sizeof *list);
}

/* Where the next change of the copying is: the begin of a cut, or the end of the one we are in. */
static uint64_t next_change(const pneu_i_splice *splice)
{
    if (splice->next == splice->list->count)
        return UINT64_MAX;
    const pneu_i_cut *cut = &splice->list->cuts[splice->next];
    return splice->is_in_cut ? cut->offset + cut->length : cut->offset;
}

/* Enters and leaves the cuts that begin or end here. 1 if a text was put. */
static int pass_changes(pneu_i_splice *splice, pneu_i_feed *feed)
{
    int has_put = 0;
    while (next_change(splice) == splice->offset) {
        pneu_str text = splice->list->cuts[splice->next].text;
        if (!splice->is_in_cut && text.len > 0) {
            pneu_i_feed_put(feed, text.ptr, text.len);
            has_put = 1;
        }
        splice->next += (size_t)splice->is_in_cut;
        splice->is_in_cut = !splice->is_in_cut;
    }
    return has_put;
}

int pneu_i_splice_step(pneu_i_splice *splice, pneu_i_feed *feed)
{
    if (pass_changes(splice, feed))
        return 1;
    uint64_t room = next_change(splice) - splice->offset;
    pneu_str piece = pneu_i_feed_take(feed, room < BLOCK ? (size_t)room : BLOCK);
    if (piece.len == 0)
        return 0;
    pneu_i_byte_digest_add(&splice->seen, piece.ptr, piece.len);
    if (!splice->is_in_cut)
        pneu_i_feed_put(feed, piece.ptr, piece.len);
    splice->offset += piece.len;
    return 1;
}
