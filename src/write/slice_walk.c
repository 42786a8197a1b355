/*
 * A message as slices: header, body and gap, part by part. In: a finished message and a span of one of its spaces. Out:
 * slices that follow each other without a hole and without an overlap, from the span's first byte to its last (law 4:
 * exactness). Invariant: parts in document order stand in the order of their bytes. Parts of other spaces have no bytes
 * in this one: skipped.
 */
#include "write/slice_walk.h"

pneu_i_slice_walk pneu_i_slice_walk_of(const pneu_message *message, uint32_t part, const pneu_span *span)
{
    pneu_i_slice_walk walk = {pneu_part_space(message, part), part, span->offset, span->offset + span->length};
    return walk;
}

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

int pneu_i_slice_walk_next(pneu_i_slice_walk *walk, const pneu_message *message, pneu_i_slice *slice)
{
    uint32_t count = pneu_message_part_count(message);
    uint64_t end = walk->end;
    if (walk->offset >= walk->end)
        return 0;
    slice->kind = 0;
    for (; walk->part < count; walk->part++) {
        if (pneu_part_space(message, walk->part) == walk->space)
            slice->kind = kind_at(message, walk->part, walk->offset, &end);
        if (slice->kind != 0)
            break;
    }
    slice->part = walk->part;
    if (slice->kind == 0) {
        slice->kind = PNEU_I_SLICE_GAP;
        slice->part = PNEU_NO_PART;
        end = walk->end;
    }
    end = end < walk->end ? end : walk->end;
    slice->span.offset = walk->offset;
    slice->span.length = end - walk->offset;
    walk->offset = end;
    return 1;
}
