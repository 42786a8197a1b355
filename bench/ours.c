/*
 * Options, and memory that counts itself, for our contestants.
 */
#include "ours.h"

#include <stdlib.h>

static void *counting_resize(void *ctx, void *ptr, size_t old_size, size_t new_size)
{
    bench_heap *heap = ctx;
    void *moved = NULL;
    if (new_size > 0) {
        moved = realloc(ptr, new_size);
        if (moved == NULL)
            return NULL;
    } else {
        free(ptr);
    }
    heap->calls++;
    heap->held += new_size;
    heap->held -= old_size;
    if (heap->held > heap->peak)
        heap->peak = heap->held;
    return moved;
}

const pneu_alloc *bench_allocator(bench_heap *heap, pneu_alloc *storage)
{
    storage->resize = counting_resize;
    storage->ctx = heap;
    return heap != NULL ? storage : NULL;
}

const pneu_options *bench_options(void)
{
    static pneu_options *by_level[PNEU_CPU_512 + 1];
    int32_t level = bench_cpu_level();
    pneu_options **made = &by_level[level];
    if (*made == NULL &&
        (pneu_options_new(NULL, made) != PNEU_OK || pneu_options_set(*made, PNEU_OPTION_CPU_LEVEL, level) != PNEU_OK))
        bench_die("bench: no options");
    return *made;
}
