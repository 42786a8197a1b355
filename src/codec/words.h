/* What codecs do with eight bytes at a time (base/word.h), and with words of bits. Only for src/codec. */
#ifndef PNEU_CODEC_WORDS_H
#define PNEU_CODEC_WORDS_H

#include "base/word.h"

#define PNEU_I_EACH_BYTE(value) (PNEU_I_ONES * (value))

/* The bytes the other way round. */
static inline uint64_t pneu_i_word_turn(uint64_t word)
{
#if defined(__GNUC__) || defined(__clang__)
    return __builtin_bswap64(word);
#else
    uint64_t turned = 0;
    for (unsigned i = 0; i < 8; i++)
        turned = turned << 8 | (word >> 8 * i & 255);
    return turned;
#endif
}

/* The place of the lowest bit that is set; 64 if none is. */
static inline size_t pneu_i_word_lowest(uint64_t bits)
{
#if defined(__GNUC__) || defined(__clang__)
    return bits == 0 ? 64 : (size_t)__builtin_ctzll(bits);
#else
    size_t i = 0;
    while (i < 64 && (bits >> i & 1) == 0)
        i++;
    return i;
#endif
}

/* The place of the highest bit that is set; one must be. */
static inline size_t pneu_i_word_highest(uint64_t bits)
{
#if defined(__GNUC__) || defined(__clang__)
    return 63 - (size_t)__builtin_clzll(bits);
#else
    size_t i = 63;
    while ((bits >> i & 1) == 0)
        i--;
    return i;
#endif
}

/* How many bits are set. */
static inline size_t pneu_i_word_count(uint64_t bits)
{
#if defined(__POPCNT__) || defined(__ARM_NEON)
    return (size_t)__builtin_popcountll(bits);
#else
    bits -= bits >> 1 & PNEU_I_ONES * 0x55;
    bits = (bits & PNEU_I_ONES * 0x33) + (bits >> 2 & PNEU_I_ONES * 0x33);
    return (size_t)(((bits + (bits >> 4)) & PNEU_I_ONES * 15) * PNEU_I_ONES >> 56);
#endif
}

#endif
