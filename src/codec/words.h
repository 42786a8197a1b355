/* Eight bytes as one number, whatever the machine's byte order. Only for src/codec. */
#ifndef PNEU_CODEC_WORDS_H
#define PNEU_CODEC_WORDS_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define PNEU_I_EACH_BYTE(value) (UINT64_C(0x0101010101010101) * (value))

#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__

/* The first byte is the lowest. */
static inline uint64_t pneu_i_word_load(const uint8_t *in)
{
    uint64_t word;
    memcpy(&word, in, sizeof word); /* clang 14 does not make one load of shifts */
    return word;
}

static inline void pneu_i_word_put(uint8_t *out, uint64_t word)
{
    memcpy(out, &word, sizeof word);
}

/* The bytes the other way round. */
static inline uint64_t pneu_i_word_turn(uint64_t word)
{
    return __builtin_bswap64(word);
}

#else

static inline uint64_t pneu_i_word_load(const uint8_t *in)
{
    uint64_t word = 0;
    for (unsigned i = 8; i-- > 0;)
        word = word << 8 | in[i];
    return word;
}

static inline void pneu_i_word_put(uint8_t *out, uint64_t word)
{
    for (unsigned i = 0; i < 8; i++)
        out[i] = (uint8_t)(word >> 8 * i);
}

static inline uint64_t pneu_i_word_turn(uint64_t word)
{
    uint64_t turned = 0;
    for (unsigned i = 0; i < 8; i++)
        turned = turned << 8 | (word >> 8 * i & 255);
    return turned;
}

#endif

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

/* How many bits are set. */
static inline size_t pneu_i_word_count(uint64_t bits)
{
#if defined(__POPCNT__) || defined(__ARM_NEON)
    return (size_t)__builtin_popcountll(bits);
#else
    bits -= bits >> 1 & PNEU_I_EACH_BYTE(0x55);
    bits = (bits & PNEU_I_EACH_BYTE(0x33)) + (bits >> 2 & PNEU_I_EACH_BYTE(0x33));
    return (size_t)(((bits + (bits >> 4)) & PNEU_I_EACH_BYTE(15)) * PNEU_I_EACH_BYTE(1) >> 56);
#endif
}

#endif
