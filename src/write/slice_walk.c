/*
 * A message as slices: header, body and gap, part by part, with what edits put in their place. In: a finished message
 * and a part of it. Out: slices that, without edits, follow each other without a hole and without an overlap, from the
 * first byte to the last (law 4: exactness); patches are given where they stand, and what they leave out is skipped
 * (law 5: local edits). Invariant: parts in document order stand in the order of their bytes, and so do patches. Parts
 * of other spaces have no bytes in this one: skipped.
 */
#include "write/slice_walk.h"

pneu_span pneu_i_walk_span(const pneu_message *message, uint32_t part, int what)
{
    pneu_span span;
    if (what == PNEU_I_WALK_HEADER)
        pneu_part_header_span(message, part, &span);
    else if (what == PNEU_I_WALK_BODY)
        pneu_part_body_span(message, part, &span);
    else
        pneu_part_span(message, part, &span);
    return span;
}

pneu_i_slice_walk pneu_i_slice_walk_of(const pneu_message *message, uint32_t part, int what)
{
    pneu_span span = pneu_i_walk_span(message, part, what);
    pneu_i_slice_walk walk = {.what = what, .top = part, .part_end = pneu_i_part_end(message, part), .part = part};
    walk.space = pneu_part_space(message, part);
    walk.offset = span.offset;
    walk.end = span.offset + span.length;
    walk.patch = pneu_i_overlay_place(&message->edits, span.offset, 0, 0);
    return walk;
}

/* ---- Patches ------------------------------------------------------------------------------------------------- */

static int is_in_header(int slot)
{
    return slot >= PNEU_I_SLOT_LINE_END && slot <= PNEU_I_SLOT_SEPARATOR;
}

static int is_in_body(int slot)
{
    return slot >= PNEU_I_SLOT_BOUNDARY && slot <= PNEU_I_SLOT_BODY_CLOSE;
}

/* 1 if the patch belongs to what is walked. Around the root there is nothing. */
static int is_walked(const pneu_i_slice_walk *walk, const pneu_i_patch *patch)
{
    if (patch->part < walk->top || patch->part >= walk->part_end)
        return 0;
    if (walk->what == PNEU_I_WALK_HEADER)
        return patch->part == walk->top && is_in_header(patch->slot);
    if (patch->part > walk->top)
        return 1;
    if (walk->what == PNEU_I_WALK_BODY)
        return is_in_body(patch->slot);
    return patch->slot == PNEU_I_SLOT_PART || is_in_header(patch->slot) || is_in_body(patch->slot);
}

static const pneu_i_patch *next_patch(pneu_i_slice_walk *walk, const pneu_message *message)
{
    if (walk->space != 0)
        return NULL;
    const pneu_i_overlay *edits = &message->edits;
    while (walk->patch < edits->count && edits->patches[walk->patch].offset <= walk->end) {
        if (is_walked(walk, &edits->patches[walk->patch]))
            return &edits->patches[walk->patch];
        walk->patch++;
    }
    return NULL;
}

/* Gives the next piece of a patch, or 0 when the walk stands behind it. */
static int take_piece(pneu_i_slice_walk *walk, const pneu_i_patch *patch, pneu_i_slice *slice)
{
    if (walk->piece == patch->piece_count) {
        walk->offset = patch->offset + patch->length;
        walk->patch++;
        walk->piece = 0;
        return 0;
    }
    slice->kind = PNEU_I_SLICE_NEW;
    slice->part = patch->part;
    slice->piece = patch->pieces[walk->piece++];
    return 1;
}

/* ---- The input ----------------------------------------------------------------------------------------------- */

/* What of the part, the gap before it included, `offset` stands in, and where that ends; 0 if it stands behind all. */
static int kind_at(const pneu_message *message, uint32_t part, uint64_t offset, uint64_t *end)
{
    pneu_span header, body;
    pneu_part_header_span(message, part, &header);
    pneu_part_body_span(message, part, &body);
    if (offset < (*end = header.offset))
        return PNEU_I_SLICE_GAP;
    if (offset < (*end = body.offset))
        return PNEU_I_SLICE_HEADER;
    if (pneu_part_kind(message, part) == PNEU_KIND_LEAF && offset < (*end = body.offset + body.length))
        return PNEU_I_SLICE_BODY;
    return 0;
}

/* The slice at the walk's offset, which is before `limit`. */
static void take_slice(pneu_i_slice_walk *walk, const pneu_message *message, uint64_t limit, pneu_i_slice *slice)
{
    uint32_t count = pneu_message_part_count(message);
    uint64_t end = limit;
    slice->kind = 0;
    for (; walk->part < count && !walk->is_coarse; walk->part++) {
        if (pneu_part_space(message, walk->part) == walk->space)
            slice->kind = kind_at(message, walk->part, walk->offset, &end);
        if (slice->kind != 0)
            break;
    }
    slice->part = walk->part;
    if (slice->kind == 0) {
        slice->kind = PNEU_I_SLICE_GAP;
        slice->part = PNEU_NO_PART;
        end = limit;
    }
    end = end < limit ? end : limit;
    slice->span.offset = walk->offset;
    slice->span.length = end - walk->offset;
    walk->offset = end;
}

int pneu_i_slice_walk_next(pneu_i_slice_walk *walk, const pneu_message *message, pneu_i_slice *slice)
{
    const pneu_i_patch *patch;
    while ((patch = next_patch(walk, message)) != NULL && patch->offset <= walk->offset)
        if (take_piece(walk, patch, slice))
            return 1;
    if (walk->offset >= walk->end)
        return 0;
    take_slice(walk, message, patch != NULL ? patch->offset : walk->end, slice);
    return 1;
}
