/*
 * Copying with cuts. In: bytes, and a list of stretches. Out: the bytes outside of the stretches, as they are, and what
 * takes the place of these.
 * Invariants: one block is held; the output does not depend on how the input is cut; every byte outside of the
 * stretches is copied, in order (law 5); that the bytes are those which the list was made from is checked by a digest at
 * the end, and before it by their number.
 * RFC 2045 section 6.
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

/* ---- Edges -------------------------------------------------------------------------------------------------- */

static const pneu_i_cut *next_cut(const pneu_i_splice *splice)
{
    return splice->next < splice->list->count ? &splice->list->cuts[splice->next] : NULL;
}

/* Where the next cut begins, or, once it has begun, ends. */
static uint64_t next_edge(const pneu_i_splice *splice)
{
    const pneu_i_cut *cut = next_cut(splice);
    if (cut == NULL)
        return UINT64_MAX;
    return splice->is_in_cut ? cut->offset + cut->length : cut->offset;
}

static pneu_status put_decoded(void *ctx, const char *bytes, size_t len)
{
    pneu_i_splice *splice = ctx;
    pneu_i_feed_put(&splice->feed, bytes, len);
    return PNEU_OK;
}

static void pass_edge(pneu_i_splice *splice)
{
    const pneu_i_cut *cut = next_cut(splice);
    if (!splice->is_in_cut)
        pneu_i_feed_put(&splice->feed, cut->text.ptr, cut->text.len);
    if (!splice->is_in_cut && cut->encoding != 0)
        pneu_i_body_decoder_start(&splice->decoder, cut->encoding, 0, splice->cpu_level);
    if (splice->is_in_cut && cut->encoding != 0)
        (void)pneu_i_body_decoder_finish(&splice->decoder, put_decoded, splice);
    splice->next += (size_t)splice->is_in_cut;
    splice->is_in_cut = !splice->is_in_cut;
}

/* ---- The way of the bytes ----------------------------------------------------------------------------------- */

static void take(pneu_i_splice *splice, pneu_str piece)
{
    pneu_i_byte_digest_add(&splice->seen, piece.ptr, piece.len);
    splice->offset += piece.len;
    if (!splice->is_in_cut)
        pneu_i_feed_put(&splice->feed, piece.ptr, piece.len);
    else if (next_cut(splice)->encoding != 0)
        (void)pneu_i_body_decoder_push(&splice->decoder, piece, put_decoded, splice);
    if (splice->offset > splice->expected->count)
        splice->feed.status = PNEU_ERR_CHANGED;
}

/* For the feed: 1 if something was done. */
static int step(void *ctx)
{
    pneu_i_splice *splice = ctx;
    uint64_t room = next_edge(splice) - splice->offset;
    if (room == 0) {
        pass_edge(splice);
        return 1;
    }
    pneu_str piece = pneu_i_feed_take(&splice->feed, room < BLOCK ? (size_t)room : BLOCK);
    if (piece.len > 0) {
        take(splice, piece);
        return 1;
    }
    if (pneu_i_feed_is_at_end(&splice->feed) && splice->feed.status == PNEU_OK)
        splice->feed.status = pneu_i_byte_digest_same(&splice->seen, splice->expected) ? PNEU_DONE : PNEU_ERR_CHANGED;
    return 0;
}

void pneu_i_splice_start(pneu_i_splice *splice, const pneu_i_cut_list *list, const pneu_i_byte_digest *expected,
                         uint32_t cpu_level)
{
    pneu_i_feed_start(&splice->feed, step, splice);
    splice->list = list;
    splice->expected = expected;
    splice->cpu_level = cpu_level;
    splice->next = 0;
    splice->offset = 0;
    splice->is_in_cut = 0;
    memset(&splice->seen, 0, sizeof splice->seen);
}
