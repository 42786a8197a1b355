/* The caller's allocator, wrapped so that sizes are checked in one place. */
#ifndef PNEU_BASE_ALLOC_H
#define PNEU_BASE_ALLOC_H

#include "pneu/base.h"

/* The allocator to use for an object: a copy of the caller's, or malloc for NULL. */
pneu_alloc pneu_i_alloc_or_default(const pneu_alloc *alloc);

/* 1 if a caller's allocator can be used: NULL, or with a resize function. */
int pneu_i_alloc_usable(const pneu_alloc *alloc);

/* Zeroed memory, or NULL. */
void *pneu_i_alloc_zeroed(const pneu_alloc *alloc, size_t size);

/* A changed block (ptr may be NULL), or NULL: then ptr is still valid. new_size must not be 0. */
void *pneu_i_alloc_resize(const pneu_alloc *alloc, void *ptr, size_t old_size, size_t new_size);

/* Frees a block of `size` bytes; NULL is allowed. */
void pneu_i_alloc_free(const pneu_alloc *alloc, void *ptr, size_t size);

/*
 * Grows an array so that it holds at least `needed` elements of `size` bytes: doubling, so that n appends cost O(n).
 * *array and *capacity change only on success. PNEU_OK or PNEU_ERR_MEMORY.
 */
pneu_status pneu_i_alloc_grow(const pneu_alloc *alloc, void **array, size_t *capacity, size_t needed, size_t size);

#endif
