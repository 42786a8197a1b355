/*
 * An arena's allocator, replaced by one that refuses blocks of the arena: they grow, so a new one is larger than all
 * there are. In: an arena. Invariant: blocks go back to where they came from.
 * Not handled: other objects are allocated there too, and get their memory as long as they are smaller.
 */
#include "support/starve.h"

#include "support/must.h"

#define STEP (_Alignof(max_align_t))

static void *refuse(void *ctx, void *ptr, size_t old_size, size_t new_size)
{
    starving *self = ctx;
    if (new_size < STARVE_MOST)
        return self->usual.resize(self->usual.ctx, ptr, old_size, new_size);
    self->refused++;
    return NULL;
}

void starve(starving *self, pneu_arena *arena, size_t room)
{
    MUST(room <= STARVE_MOST && pneu_i_arena_alloc(arena, STARVE_MOST) != NULL);
    self->arena = arena;
    self->usual = arena->alloc;
    arena->alloc = (pneu_alloc){refuse, self};
    while (pneu_i_arena_alloc(arena, STEP) != NULL)
        continue;
    arena->used -= room;
    self->refused = 0;
}

void starve_end(starving *self)
{
    self->arena->alloc = self->usual;
}

pneu_status starve_each(pneu_status (*use)(void *ctx, pneu_arena *arena), void *ctx)
{
    for (size_t room = 0;; room += STEP) {
        pneu_arena *arena;
        starving hunger;
        MUST(pneu_arena_new(NULL, &arena) == PNEU_OK);
        starve(&hunger, arena, room);
        pneu_status status = use(ctx, arena);
        starve_end(&hunger);
        pneu_arena_free(arena);
        if (hunger.refused == 0)
            return status;
        MUST(status == PNEU_ERR_MEMORY);
    }
}
