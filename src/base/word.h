/* Eight bytes at a time, the first one lowest on any machine. */
#ifndef PNEU_BASE_WORD_H
#define PNEU_BASE_WORD_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define PNEU_I_ONES UINT64_C(0x0101010101010101)
#define PNEU_I_TOPS UINT64_C(0x8080808080808080)

/* A word of these bytes. */
#define PNEU_I_WORD(a, b, c, d, e, f, g, h)                                                                            \
    ((uint64_t)(a) | (uint64_t)(b) << 8 | (uint64_t)(c) << 16 | (uint64_t)(d) << 24 | (uint64_t)(e) << 32 |            \
     (uint64_t)(f) << 40 | (uint64_t)(g) << 48 | (uint64_t)(h) << 56)

static inline uint64_t pneu_i_word_load(const void *from)
{
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    uint64_t word;
    memcpy(&word, from, sizeof word); /* clang 14 does not make one load of what follows */
    return word;
#else
    const uint8_t *p = from;
    uint64_t word = 0;
    for (unsigned i = 8; i-- > 0;)
        word = word << 8 | p[i];
    return word;
#endif
}

static inline void pneu_i_word_store(void *to, uint64_t word)
{
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    memcpy(to, &word, sizeof word);
#else
    uint8_t *p = to;
    for (unsigned i = 0; i < 8; i++)
        p[i] = (uint8_t)(word >> 8 * i);
#endif
}

/* What follows marks bytes by their top bits. Sums carry and differences borrow only upwards, out of bytes that are
 * marked anyway: so the lowest mark is right, and those above it say nothing unless it is said that all are right. */

/* 0 if every byte is from `least` to 127. Else the lowest set bit is the top bit of the first byte that is not.
 * `least` is at most 128. */
static inline uint64_t pneu_i_word_outside(uint64_t word, uint8_t least)
{
    return ((word - PNEU_I_ONES * least) | word) & PNEU_I_TOPS;
}

/* 0 if all bytes are printable ASCII. Else the first that is not is marked. */
static inline uint64_t pneu_i_word_odd(uint64_t word)
{
    return ((word - PNEU_I_ONES * 0x20) | word | (word + PNEU_I_ONES)) & PNEU_I_TOPS;
}

/* 0 if no byte is below `least`, 1 to 128. Else the first that is is marked. */
static inline uint64_t pneu_i_word_below(uint64_t word, uint8_t least)
{
    return (word - PNEU_I_ONES * least) & ~word & PNEU_I_TOPS;
}

/* 0 if no byte is this one. Else the first that is is marked. */
static inline uint64_t pneu_i_word_find(uint64_t word, uint8_t c)
{
    return pneu_i_word_below(word ^ PNEU_I_ONES * c, 1);
}

/* The same, cheaper, of a byte of ASCII: bytes above 127 may be marked too. */
static inline uint64_t pneu_i_word_has(uint64_t word, char c)
{
    return ((word ^ PNEU_I_ONES * (uint8_t)c) - PNEU_I_ONES) & PNEU_I_TOPS;
}

/* The bytes that are neither letters nor digits of ASCII: all marks are right. */
static inline uint64_t pneu_i_word_not_alnum(uint64_t word)
{
    uint64_t low = word & ~PNEU_I_TOPS, small = low | PNEU_I_ONES * 0x20;
    uint64_t letters = (small + PNEU_I_ONES * (0x80 - 'a')) ^ (small + PNEU_I_ONES * (0x80 - 'z' - 1));
    uint64_t digits = (low + PNEU_I_ONES * (0x80 - '0')) ^ (low + PNEU_I_ONES * (0x80 - '9' - 1));
    return (~(letters | digits) | word) & PNEU_I_TOPS;
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
