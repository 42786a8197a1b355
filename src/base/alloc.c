/*
 * The caller's allocator (pneu_alloc) with the checks that every user of it needs.
 * In: sizes, any of them hostile. Out: memory, or NULL / PNEU_ERR_MEMORY. Invariant: the old size handed to the caller's
 * function is the size last asked for, and no product of sizes overflows.
 */
#include "base/alloc.h"

#include <stdlib.h>
#include <string.h>

static void *resize_by_malloc(void *ctx, void *ptr, size_t old_size, size_t new_size)
{
    (void)ctx;
    (void)old_size;
    if (new_size == 0) {
        free(ptr);
        return NULL;
    }
    return realloc(ptr, new_size);
}

pneu_alloc pneu_i_alloc_or_default(const pneu_alloc *alloc)
{
    pneu_alloc by_malloc = {resize_by_malloc, NULL};
    return alloc != NULL ? *alloc : by_malloc;
}

int pneu_i_alloc_usable(const pneu_alloc *alloc)
{
    return alloc == NULL || alloc->resize != NULL;
}

void *pneu_i_alloc_zeroed(const pneu_alloc *alloc, size_t size)
{
    void *ptr = pneu_i_alloc_resize(alloc, NULL, 0, size);
    if (ptr != NULL)
        memset(ptr, 0, size);
    return ptr;
}

void *pneu_i_alloc_resize(const pneu_alloc *alloc, void *ptr, size_t old_size, size_t new_size)
{
    return alloc->resize(alloc->ctx, ptr, old_size, new_size);
}

void pneu_i_alloc_free(const pneu_alloc *alloc, void *ptr, size_t size)
{
    if (ptr != NULL)
        (void)alloc->resize(alloc->ctx, ptr, size, 0);
}

pneu_status pneu_i_alloc_grow(const pneu_alloc *alloc, void **array, size_t *capacity, size_t needed, size_t size)
{
    if (needed <= *capacity)
        return PNEU_OK;
    size_t grown = *capacity <= SIZE_MAX / 2 ? *capacity * 2 : SIZE_MAX;
    if (grown < needed)
        grown = needed;
    if (grown < 8)
        grown = 8;
    if (grown > SIZE_MAX / size)
        return PNEU_ERR_MEMORY;
    void *moved = pneu_i_alloc_resize(alloc, *array, *capacity * size, grown * size);
    if (moved == NULL)
        return PNEU_ERR_MEMORY;
    *array = moved;
    *capacity = grown;
    return PNEU_OK;
}
