/*
 * An arena: blocks that double in size, filled front to back, freed together.
 * In: sizes. Out: aligned memory that stays until reset or free. Invariants: a block is never moved; `used` counts in the
 * newest block only; blocks grow, so n bytes take O(log n) allocator calls and the newest block is the largest.
 */
#include "base/arena.h"

#include <string.h>

struct pneu_i_arena_block {
    pneu_i_arena_block *older;
    size_t size; /* of the whole block, this head included */
};

#define ALIGNMENT (_Alignof(max_align_t))
#define HEAD ((sizeof(pneu_i_arena_block) + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT)
#define FIRST_BLOCK ((size_t)4096)
#define KEPT ((size_t)262144) /* bytes a reset public arena holds on to */

void pneu_i_arena_init(pneu_arena *arena, const pneu_alloc *alloc)
{
    memset(arena, 0, sizeof *arena);
    arena->alloc = *alloc;
}

static int add_block(pneu_arena *arena, size_t size)
{
    size_t block_size = arena->newest != NULL ? arena->newest->size : FIRST_BLOCK / 2;
    block_size = block_size <= SIZE_MAX / 2 ? block_size * 2 : SIZE_MAX;
    if (block_size < size + HEAD)
        block_size = size + HEAD;
    pneu_i_arena_block *block = pneu_i_alloc_resize(&arena->alloc, NULL, 0, block_size);
    if (block == NULL)
        return 0;
    block->older = arena->newest;
    block->size = block_size;
    arena->newest = block;
    arena->used = HEAD;
    arena->held += block_size;
    return 1;
}

static size_t round_up(size_t size)
{
    return (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
}

void *pneu_i_arena_alloc(pneu_arena *arena, size_t size)
{
    if (size > SIZE_MAX - HEAD - ALIGNMENT)
        return NULL;
    size = round_up(size);
    if ((arena->newest == NULL || size > arena->newest->size - arena->used) && !add_block(arena, size))
        return NULL;
    void *ptr = (char *)arena->newest + arena->used;
    arena->used += size;
    return ptr;
}

void pneu_i_arena_shrink(pneu_arena *arena, const void *ptr, size_t size)
{
    arena->used = (size_t)((const char *)ptr - (const char *)arena->newest) + round_up(size);
}

pneu_status pneu_i_arena_copy(pneu_arena *arena, pneu_str bytes, pneu_str *out)
{
    char *copy = pneu_i_arena_alloc(arena, bytes.len);
    if (copy == NULL)
        return PNEU_ERR_MEMORY;
    if (bytes.len > 0)
        memcpy(copy, bytes.ptr, bytes.len);
    out->ptr = copy;
    out->len = bytes.len;
    return PNEU_OK;
}

static void free_blocks(pneu_arena *arena, pneu_i_arena_block *block)
{
    while (block != NULL) {
        pneu_i_arena_block *older = block->older;
        arena->held -= block->size;
        pneu_i_alloc_free(&arena->alloc, block, block->size);
        block = older;
    }
}

void pneu_i_arena_go_back(pneu_arena *arena, pneu_i_arena_mark mark)
{
    while (arena->newest != mark.newest) {
        pneu_i_arena_block *block = arena->newest;
        arena->newest = block->older;
        block->older = NULL;
        free_blocks(arena, block);
    }
    arena->used = mark.used;
}

void pneu_i_arena_reset(pneu_arena *arena, size_t keep)
{
    if (arena->newest == NULL)
        return;
    if (arena->newest->size > keep) {
        pneu_i_arena_free(arena);
        return;
    }
    free_blocks(arena, arena->newest->older);
    arena->newest->older = NULL;
    arena->used = HEAD;
}

void pneu_i_arena_free(pneu_arena *arena)
{
    free_blocks(arena, arena->newest);
    arena->newest = NULL;
    arena->used = 0;
}

pneu_status pneu_arena_new(const pneu_alloc *alloc, pneu_arena **out)
{
    if (out == NULL || !pneu_i_alloc_usable(alloc))
        return PNEU_ERR_ARGUMENT;
    pneu_alloc used = pneu_i_alloc_or_default(alloc);
    pneu_arena *arena = pneu_i_alloc_zeroed(&used, sizeof *arena);
    if (arena == NULL)
        return PNEU_ERR_MEMORY;
    arena->alloc = used;
    *out = arena;
    return PNEU_OK;
}

void pneu_arena_reset(pneu_arena *arena)
{
    if (arena != NULL)
        pneu_i_arena_reset(arena, KEPT);
}

void pneu_arena_free(pneu_arena *arena)
{
    if (arena == NULL)
        return;
    pneu_i_arena_free(arena);
    pneu_alloc alloc = arena->alloc;
    pneu_i_alloc_free(&alloc, arena, sizeof *arena);
}
