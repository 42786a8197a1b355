/* Bytes that wait, first in, first out: in blocks of memory, and, where there is a spool, beyond a limit outside of
 * it. */
#ifndef PNEU_FILTER_DELAY_H
#define PNEU_FILTER_DELAY_H

#include "base/str.h"
#include "base/alloc.h"
#include "pneu/filter.h"

#define PNEU_I_DELAY_PIECE ((size_t)65536) /* the most that is added at a time */

typedef struct pneu_i_delay_block pneu_i_delay_block;

/* A zeroed struct is empty and has no spool. */
typedef struct pneu_i_delay {
    pneu_spool spool; /* `write` NULL: none */
    pneu_i_delay_block *first;
    pneu_i_delay_block *last;
    pneu_i_delay_block *given; /* what was taken last */
    pneu_i_delay_block *spare; /* empty, or NULL */
    size_t in_memory;          /* bytes that wait there */
    uint64_t spooled;          /* bytes in the spool, all of them behind those in memory */
} pneu_i_delay;

/* 1 if nothing waits. */
static inline int pneu_i_delay_is_empty(const pneu_i_delay *delay)
{
    return delay->first == NULL && delay->spooled == 0;
}

/* Adds at most PNEU_I_DELAY_PIECE bytes. PNEU_OK, PNEU_ERR_MEMORY, or the spool's error. */
pneu_status pneu_i_delay_add(pneu_i_delay *delay, const pneu_alloc *alloc, pneu_str bytes);

/* Takes the oldest bytes, at most PNEU_I_DELAY_PIECE; "" if none wait. Borrowed until the next call of this function. */
pneu_status pneu_i_delay_take(pneu_i_delay *delay, const pneu_alloc *alloc, pneu_str *out);

/* Forgets all bytes in memory, and the spool's as far as we know of them. */
void pneu_i_delay_free(pneu_i_delay *delay, const pneu_alloc *alloc);

#endif
