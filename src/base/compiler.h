/* What the compiler is told where it cannot know. */
#ifndef PNEU_BASE_COMPILER_H
#define PNEU_BASE_COMPILER_H

#if defined(__GNUC__)
#define PNEU_I_APART __attribute__((noinline)) /* rare: what it keeps in registers costs the usual way nothing */
#define PNEU_I_INLINE inline __attribute__((always_inline)) /* part of the usual way, and of a rarer one */
#else
#define PNEU_I_APART
#define PNEU_I_INLINE inline
#endif

#endif
