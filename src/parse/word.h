/* Eight bytes at a time, the first one lowest on any machine. */
#ifndef PNEU_PARSE_WORD_H
#define PNEU_PARSE_WORD_H

#include <stddef.h>
#include <stdint.h>

#define PNEU_I_ONES UINT64_C(0x0101010101010101)
#define PNEU_I_TOPS UINT64_C(0x8080808080808080)

/* A single load where the machine's own order is this one. */
static inline uint64_t pneu_i_word_load(const uint8_t *p)
{
    return (uint64_t)p[0] | (uint64_t)p[1] << 8 | (uint64_t)p[2] << 16 | (uint64_t)p[3] << 24 | (uint64_t)p[4] << 32 |
           (uint64_t)p[5] << 40 | (uint64_t)p[6] << 48 | (uint64_t)p[7] << 56;
}

/* 0 if every byte is from `least` to 127. Else the lowest set bit is the top bit of the first byte that is not; the bits
 * above it say nothing. `least` is at most 128. */
static inline uint64_t pneu_i_word_outside(uint64_t word, uint8_t least)
{
    return ((word - PNEU_I_ONES * least) | word) & PNEU_I_TOPS;
}

/* The byte that the lowest set bit belongs to; bits is not 0. */
static inline size_t pneu_i_word_first(uint64_t bits)
{
#if defined(__GNUC__) || defined(__clang__)
    return (size_t)__builtin_ctzll(bits) / 8;
#else
    size_t i = 0;
    for (; (bits & 0xff) == 0; bits >>= 8)
        i++;
    return i;
#endif
}

#endif
