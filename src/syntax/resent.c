/*
 * Blocks of Resent fields. In: the fields of a header. Out: runs of them, each one resending.
 * Each resending prepends its fields together (RFC 5322 section 3.6.6), so a run of Resent fields is a block; two
 * resendings without anything between them part where a field comes again, since each occurs once in a block.
 * Invariants: linear; blocks follow the order of the header and do not overlap.
 */
#include "base/arena.h"
#include "pneu/trace.h"

static int is_resent(const pneu_field_span *field)
{
    return field->id >= PNEU_FIELD_RESENT_FROM && field->id <= PNEU_FIELD_RESENT_REPLY_TO;
}

static uint32_t bit_of(int id)
{
    return 1u << (id - PNEU_FIELD_RESENT_FROM);
}

/* Reads the block at `at`, and gives the place after it. */
static uint32_t read_block(const pneu_field_span *fields, uint32_t count, uint32_t at, pneu_resent_block *out)
{
    uint32_t seen = 0;
    out->first = at;
    while (at < count && is_resent(&fields[at]) && !(seen & bit_of(fields[at].id)))
        seen |= bit_of(fields[at++].id);
    out->count = at - out->first;
    out->reserved = 0;
    out->lacks = ((seen & bit_of(PNEU_FIELD_RESENT_DATE)) ? 0 : PNEU_RESENT_NO_DATE) |
                 ((seen & bit_of(PNEU_FIELD_RESENT_FROM)) ? 0 : PNEU_RESENT_NO_FROM);
    return at;
}

/* Writes the blocks to `to` unless it is NULL, and gives their number. */
static uint32_t walk_blocks(const pneu_field_span *fields, uint32_t count, pneu_resent_block *to)
{
    pneu_resent_block block;
    uint32_t found = 0;
    for (uint32_t at = 0; at < count;) {
        if (!is_resent(&fields[at])) {
            at++;
            continue;
        }
        at = read_block(fields, count, at, to != NULL ? &to[found] : &block);
        found++;
    }
    return found;
}

pneu_status pneu_resent_blocks(pneu_arena *arena, const pneu_field_span *fields, uint32_t count,
                               const pneu_resent_block **out, uint32_t *out_count)
{
    if (arena == NULL || out == NULL || out_count == NULL || (fields == NULL && count > 0))
        return PNEU_ERR_ARGUMENT;
    size_t found = walk_blocks(fields, count, NULL);
    pneu_resent_block *blocks =
        found <= SIZE_MAX / sizeof *blocks ? pneu_i_arena_alloc(arena, found * sizeof *blocks) : NULL;
    if (blocks == NULL)
        return PNEU_ERR_MEMORY;
    *out_count = walk_blocks(fields, count, blocks);
    *out = blocks;
    return PNEU_OK;
}
