/* Ways of cutting input into pushes. */
#ifndef TESTS_SUPPORT_CHUNKS_H
#define TESTS_SUPPORT_CHUNKS_H

#include <stddef.h>
#include <stdint.h>

/* One way. `size` bytes a push; with a seed, random sizes from 1 to `size`. `first`, if not 0, is the size of the first
 * push, so that {n, SIZE_MAX, 0} cuts once, at n. */
typedef struct chunking {
    size_t first;
    size_t size;
    uint32_t seed;
} chunking;

#define WHOLE ((chunking){0, SIZE_MAX, 0})
#define CUT_AT(place) ((chunking){(place), SIZE_MAX, 0})

/* The ways that every law is tried with: 1, 2, 3, 7, 64, 4096 and random sizes. */
extern const chunking usual_chunkings[];
extern const size_t usual_chunking_count;

/* The size of the next push when `left` bytes are left, at least 1 unless none is; *state changes. */
size_t chunking_next(chunking *state, size_t left);

/* A pseudo-random number; the state must not be 0. */
uint32_t next_random(uint32_t *state);

/* Calls `take` with one piece after the other, each alone in a block of its very size, freed after the call: reading
 * beyond a push or after it is seen by ASan. Stops at the first status other than 0, and returns it. */
int32_t feed_chunks(const char *bytes, size_t len, chunking how, int32_t (*take)(void *ctx, const void *, size_t),
                    void *ctx);

#endif
