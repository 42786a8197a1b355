/*
 * Memory that runs out at every byte of an arena. Allocators that fail see the arena's blocks only, which are few;
 * here an arena is left with so many bytes and nothing behind them, so that each thing that is put into it fails in
 * turn.
 */
#ifndef TESTS_SUPPORT_STARVE_H
#define TESTS_SUPPORT_STARVE_H

#include "base/arena.h"

typedef struct starving {
    pneu_arena *arena;
    pneu_alloc usual;
    size_t refused; /* requests for memory since it starves */
} starving;

/* Leaves the arena `room` bytes (at most STARVE_MOST), and no memory when they are used. The struct must stay. */
#define STARVE_MOST ((size_t)65536)
void starve(starving *self, pneu_arena *arena, size_t room);

/* It gets memory again. */
void starve_end(starving *self);

/*
 * Calls `use` with arenas that have 0 bytes left, and more and more, until it needs no other memory, and ends the
 * program unless it gives PNEU_ERR_MEMORY exactly as long as that is refused. Gives what `use` gives in the end.
 */
pneu_status starve_each(pneu_status (*use)(void *ctx, pneu_arena *arena), void *ctx);

#endif
