/*
 * Which vectors the kernels may use. A kernel is a loop that looks at every byte of ordinary mail; it stands once in
 * plain C (*_portable.c) and again for the CPU families that are worth it (*_sse.c, *_avx2.c, *_avx512.c, *_neon.c:
 * meson.build has the flags of each). The kernels of one folder are a struct of functions, with a table for each
 * family; an object takes the table for its level once, when it is made. All give the same results:
 * tests/unit/test_*_kernels.c.
 */
#ifndef PNEU_BASE_CPU_H
#define PNEU_BASE_CPU_H

#include "pneu/base.h"

#define PNEU_I_CPU_LEVELS (PNEU_CPU_512 + 1) /* levels are 1 and up: index tables with them */

/* The highest level up to `most` that was built and that the CPU and its system have: PNEU_CPU_PORTABLE to
 * PNEU_CPU_512. */
uint32_t pneu_i_cpu_level(uint32_t most);

#endif
