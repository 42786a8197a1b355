/*
 * The scan kernels over vectors, written once: a CPU family's file (scan_avx2.c and its like) includes this behind the
 * few operations that it is made of, which make one family differ from another:
 *
 *   vector, VECTOR_BYTES        some bytes of the input
 *   truths                      a truth for each byte of a vector
 *   load, spread                a vector from memory, of one byte again and again
 *   equal, above                compare bytes; `above` as signed ones
 *   add, average, either, least  byte by byte: the average rounded up, OR, the least of signed bytes
 *   any_of, all_of, but_not, differ   of truths
 *   is_none, bits               of truths: whether all are false; a bit for each, the first byte lowest
 *   count, sum                  add truths to a vector of counters; the sum of those
 *   is_white                    a truth for each space, tab, LF and CR
 *
 * or, in place of `count` and `sum`, HAS_OWN_BLOCKS and its own ways through blocks: count_plain and has_dash of
 * scan_body.h.
 *
 * In and out: parse/scan.h. Invariant: nothing is read outside p[0, n) but the byte before it where that is allowed:
 * what is shorter than a step is copied.
 * Not handled: what the findings mean (header.c, lines.c).
 */
#include <string.h>

#include "base/compiler.h"
#include "parse/scan.h"

#define ALWAYS_INLINE static inline __attribute__((always_inline)) /* so that what is constant is known to be */

#define STEP ((size_t)64) /* bytes that a word of bits tells of */

/* The truths of 64 bytes, a bit each; truths_at gives those of the vector at k. */
#define BITS_OF_STEP(bits_out, truths_at)                                                                              \
    do {                                                                                                               \
        (bits_out) = 0;                                                                                                \
        for (size_t k = 0; k < STEP; k += VECTOR_BYTES)                                                                \
            (bits_out) |= (uint64_t)bits(truths_at) << k;                                                              \
    } while (0)

ALWAYS_INLINE uint64_t bits_equal(const uint8_t *p, uint8_t c)
{
    uint64_t found;
    BITS_OF_STEP(found, equal(load(p + k), spread(c)));
    return found;
}

/* The places of the first and of the last bit in a word that has one; how many it has. */
ALWAYS_INLINE size_t lowest(uint64_t word)
{
    return (size_t)__builtin_ctzll(word);
}

ALWAYS_INLINE size_t highest(uint64_t word)
{
    return (size_t)(63 - __builtin_clzll(word));
}

ALWAYS_INLINE size_t ones(uint64_t word)
{
    return (size_t)__builtin_popcountll(word);
}

/* The bits below the n-th, n being at most 64. */
ALWAYS_INLINE uint64_t below(size_t n)
{
    return n < STEP ? (UINT64_C(1) << n) - 1 : ~UINT64_C(0);
}

/* The bits below the lowest one of a word that has one. */
ALWAYS_INLINE uint64_t below_first(uint64_t word)
{
    return (word & (~word + 1)) - 1;
}

#ifndef NAME_VECTOR_BYTES /* vectors of at most 32 bytes serve for names too */
#define NAME_VECTOR_BYTES VECTOR_BYTES

/* Bits for the bytes that may stand in a field's name. */
ALWAYS_INLINE uint64_t name_letters(const uint8_t *p)
{
    vector v = load(p);
    return bits(but_not(above(add(v, spread(1)), spread(0x21)), equal(v, spread(':'))));
}

/* Bits for the bytes that are the same in any case; for printable ASCII. */
ALWAYS_INLINE uint64_t name_same(const uint8_t *a, const uint8_t *b)
{
    return bits(equal(either(load(a), spread(0x20)), either(load(b), spread(0x20))));
}
#endif

/* Printable ASCII and white space. */
ALWAYS_INLINE truths is_text(vector v)
{
    return any_of(above(add(v, spread(1)), spread(0x20)), is_white(v));
}

#include "parse/scan_body.h"
#include "parse/scan_lines.h"
#include "parse/scan_fields.h"
