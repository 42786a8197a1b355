/*
 * A queue of bytes between two readers of one input. In: pieces. Out: the same bytes, in blocks that stay where they are
 * while they are read.
 * Invariants: memory is what waits, rounded up to blocks, and one block; with a spool at most SPOOL_FROM bytes and a
 * piece wait in memory, the rest being outside. A block is small unless a piece is large, for many sessions hold one.
 * Order: blocks, then the spool; while anything is in the spool, new bytes go there.
 * Not handled: files; they are the caller's.
 */
#include "filter/delay.h"

#define SPOOL_FROM ((size_t)524288)
#define LEAST_BLOCK ((size_t)4072) /* with what stands before it 4 KiB */

struct pneu_i_delay_block {
    pneu_i_delay_block *next;
    size_t len;
    size_t capacity;
    char bytes[]; /* `capacity` of them */
};

static size_t size_of(size_t capacity)
{
    return sizeof(pneu_i_delay_block) + capacity;
}

static void free_block(pneu_i_delay_block *block, const pneu_alloc *alloc)
{
    if (block != NULL)
        pneu_i_alloc_free(alloc, block, size_of(block->capacity));
}

/* What was taken last is read; one block is kept to be filled again. */
static void drop(pneu_i_delay *delay, const pneu_alloc *alloc)
{
    if (delay->spare == NULL)
        delay->spare = delay->given;
    else
        free_block(delay->given, alloc);
    delay->given = NULL;
}

/* An empty block with room for `len` bytes, or NULL. */
static pneu_i_delay_block *new_block(pneu_i_delay *delay, const pneu_alloc *alloc, size_t len)
{
    pneu_i_delay_block *block = delay->spare;
    delay->spare = NULL;
    if (block == NULL || block->capacity < len) {
        size_t capacity = len > LEAST_BLOCK ? len : LEAST_BLOCK;
        free_block(block, alloc);
        block = pneu_i_alloc_resize(alloc, NULL, 0, size_of(capacity));
        if (block == NULL)
            return NULL;
        block->capacity = capacity;
    }
    block->next = NULL;
    block->len = 0;
    return block;
}

static pneu_status spool(pneu_i_delay *delay, pneu_str bytes)
{
    pneu_status status = delay->spool.write(delay->spool.ctx, bytes.ptr, bytes.len);
    if (status == PNEU_OK)
        delay->spooled += bytes.len;
    return status;
}

pneu_status pneu_i_delay_add(pneu_i_delay *delay, const pneu_alloc *alloc, pneu_str bytes)
{
    if (delay->spool.write != NULL && (delay->spooled > 0 || delay->in_memory >= SPOOL_FROM))
        return spool(delay, bytes);
    if (delay->last == NULL || delay->last->capacity - delay->last->len < bytes.len) {
        pneu_i_delay_block *block = new_block(delay, alloc, bytes.len);
        if (block == NULL)
            return PNEU_ERR_MEMORY;
        if (delay->last != NULL)
            delay->last->next = block;
        else
            delay->first = block;
        delay->last = block;
    }
    memcpy(delay->last->bytes + delay->last->len, bytes.ptr, bytes.len);
    delay->last->len += bytes.len;
    delay->in_memory += bytes.len;
    return PNEU_OK;
}

/* The oldest bytes of the spool as a block. */
static pneu_status unspool(pneu_i_delay *delay, const pneu_alloc *alloc, pneu_str *out)
{
    size_t len = delay->spooled < PNEU_I_DELAY_PIECE ? (size_t)delay->spooled : PNEU_I_DELAY_PIECE;
    delay->given = new_block(delay, alloc, len);
    if (delay->given == NULL)
        return PNEU_ERR_MEMORY;
    pneu_status status = delay->spool.read(delay->spool.ctx, delay->given->bytes, len);
    if (status != PNEU_OK)
        return status;
    delay->spooled -= len;
    *out = pneu_i_str_of(delay->given->bytes, len);
    return PNEU_OK;
}

pneu_status pneu_i_delay_take(pneu_i_delay *delay, const pneu_alloc *alloc, pneu_str *out)
{
    drop(delay, alloc);
    *out = pneu_i_str_of("", 0);
    if (delay->first == NULL)
        return delay->spooled > 0 ? unspool(delay, alloc, out) : PNEU_OK;
    delay->given = delay->first;
    delay->first = delay->first->next;
    if (delay->first == NULL)
        delay->last = NULL;
    delay->in_memory -= delay->given->len;
    *out = pneu_i_str_of(delay->given->bytes, delay->given->len);
    return PNEU_OK;
}

void pneu_i_delay_free(pneu_i_delay *delay, const pneu_alloc *alloc)
{
    pneu_spool kept = delay->spool;
    free_block(delay->given, alloc);
    free_block(delay->spare, alloc);
    while (delay->first != NULL) {
        pneu_i_delay_block *next = delay->first->next;
        free_block(delay->first, alloc);
        delay->first = next;
    }
    memset(delay, 0, sizeof *delay);
    delay->spool = kept;
}
