/* What the compiler is told where it cannot know. */
#ifndef PNEU_BASE_COMPILER_H
#define PNEU_BASE_COMPILER_H

#if defined(__GNUC__)
#define PNEU_I_APART __attribute__((noinline)) /* rare: what it keeps in registers costs the usual way nothing */
#else
#define PNEU_I_APART
#endif

#endif
