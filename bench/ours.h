/* What our contestants are made with. */
#ifndef BENCH_OURS_H
#define BENCH_OURS_H

#include "bench.h"

#include <pneu/pneu.h>

/* An allocator that counts, kept in `storage`, when there is something to count on; else NULL, which means malloc. */
const pneu_alloc *bench_allocator(bench_heap *heap, pneu_alloc *storage);

/* With the kernels in use (bench_cpu_level); they live as long as the program. */
const pneu_options *bench_options(void);

#endif
