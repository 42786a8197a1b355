/*
 * A message as slices: header, body and gap, part by part. In: a finished message. Out: slices that follow each other
 * without a hole and without an overlap, from the input's first byte to its last (law 4: exactness). Invariant: parts
 * in document order stand in the order of their bytes. Parts inside decoded messages have no bytes in the input:
 * skipped.
 */
#include "write/slice_walk.h"

/* The slice from the walk's offset to `end`; 0 if that is empty. */
static int slice_to(pneu_i_slice_walk *walk, uint64_t end, int kind, pneu_i_slice *slice)
{
    if (end <= walk->offset)
        return 0;
    slice->kind = kind;
    slice->part = walk->part;
    slice->span.offset = walk->offset;
    slice->span.length = end - walk->offset;
    walk->offset = end;
    return 1;
}

static uint64_t end_of(const pneu_span *span)
{
    return span->offset + span->length;
}

/* The next slice of the part the walk is at, a gap before it first; 0 if it has no more. */
static int next_of_part(pneu_i_slice_walk *walk, const pneu_message *message, pneu_i_slice *slice)
{
    pneu_span header, body;
    if (pneu_part_space(message, walk->part) != 0)
        return 0;
    pneu_part_header_span(message, walk->part, &header);
    if (!walk->is_in_body) {
        if (slice_to(walk, header.offset, PNEU_I_SLICE_GAP, slice))
            return 1;
        walk->is_in_body = 1;
        if (slice_to(walk, end_of(&header), PNEU_I_SLICE_HEADER, slice))
            return 1;
    }
    if (pneu_part_kind(message, walk->part) != PNEU_KIND_LEAF)
        return 0;
    pneu_part_body_span(message, walk->part, &body);
    return slice_to(walk, end_of(&body), PNEU_I_SLICE_BODY, slice);
}

int pneu_i_slice_walk_next(pneu_i_slice_walk *walk, const pneu_message *message, pneu_i_slice *slice)
{
    uint32_t count = pneu_message_part_count(message);
    for (; walk->part < count; walk->part++) {
        if (next_of_part(walk, message, slice))
            return 1;
        walk->is_in_body = 0;
    }
    if (!slice_to(walk, pneu_message_size(message), PNEU_I_SLICE_GAP, slice))
        return 0;
    slice->part = PNEU_NO_PART;
    return 1;
}
