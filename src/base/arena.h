/*
 * Memory that is freed all at once: values of variable size that live as long as their owner. A zeroed struct is an
 * empty arena; nothing is allocated before the first use.
 */
#ifndef PNEU_BASE_ARENA_H
#define PNEU_BASE_ARENA_H

#include "base/alloc.h"

typedef struct pneu_i_arena_block pneu_i_arena_block;

struct pneu_arena {
    pneu_alloc alloc;
    pneu_i_arena_block *newest; /* the block that is being filled; older ones hang on it */
    size_t used;                /* bytes used of the newest block */
    size_t held;                /* bytes of all blocks */
};

void pneu_i_arena_init(pneu_arena *arena, const pneu_alloc *alloc);

/* `size` bytes aligned for any type, not zeroed, or NULL when there is no memory. A size of 0 gives a valid pointer. */
void *pneu_i_arena_alloc(pneu_arena *arena, size_t size);

/* Of what was allocated last, `ptr`, only `size` bytes are needed; it gets no longer. */
void pneu_i_arena_shrink(pneu_arena *arena, const void *ptr, size_t size);

/* A copy of the bytes. PNEU_OK or PNEU_ERR_MEMORY. */
pneu_status pneu_i_arena_copy(pneu_arena *arena, pneu_str bytes, pneu_str *out);

/* Where an arena stands, and back to there: what was allocated since is forgotten, and blocks added since are freed. */
typedef struct pneu_i_arena_mark {
    pneu_i_arena_block *newest;
    size_t used;
} pneu_i_arena_mark;

static inline pneu_i_arena_mark pneu_i_arena_here(const pneu_arena *arena)
{
    pneu_i_arena_mark mark = {arena->newest, arena->used};
    return mark;
}

void pneu_i_arena_go_back(pneu_arena *arena, pneu_i_arena_mark mark);

/* Forgets everything, and keeps at most `keep` bytes (the newest, largest block) for what comes next. */
void pneu_i_arena_reset(pneu_arena *arena, size_t keep);

void pneu_i_arena_free(pneu_arena *arena);

#endif
