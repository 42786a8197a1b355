/*
 * Blocks of 64 bytes for AVX2, as two halves: for a kernel whose branches depend on what is in a block. What nearly
 * each block of 64 has, such as an escape, many of 32 have and many have not, which is guessed wrong too often.
 */
#ifndef PNEU_CODEC_BLOCKS_AVX2_PAIR_H
#define PNEU_CODEC_BLOCKS_AVX2_PAIR_H

#include <immintrin.h>
#include <stdint.h>

#include "codec/put_eight.h"

#define BLOCK 64
#define TWICE(...) _mm256_setr_epi8(__VA_ARGS__, __VA_ARGS__)

typedef uint64_t mask;
typedef struct lanes {
    __m256i first, second;
} lanes;

static inline __m256i load_half(const uint8_t *in)
{
    return _mm256_loadu_si256((const void *)in);
}

static inline lanes load_block(const uint8_t *in)
{
    return (lanes){load_half(in), load_half(in + 32)};
}

static inline void put_block(uint8_t *out, lanes block)
{
    _mm256_storeu_si256((void *)out, block.first);
    _mm256_storeu_si256((void *)(out + 32), block.second);
}

/* The top bits of both. */
static inline mask mask_of(__m256i first, __m256i second)
{
    return (uint32_t)_mm256_movemask_epi8(first) | (mask)(uint32_t)_mm256_movemask_epi8(second) << 32;
}

/* Where the byte stands. */
static inline mask find_byte(lanes block, char byte)
{
    __m256i wanted = _mm256_set1_epi8(byte);
    return mask_of(_mm256_cmpeq_epi8(block.first, wanted), _mm256_cmpeq_epi8(block.second, wanted));
}

static inline __m256i printable_in(__m256i half)
{
    __m256i above_space = _mm256_cmpgt_epi8(half, _mm256_set1_epi8(' ' - 1)); /* bytes above 127 are negative */
    return _mm256_andnot_si256(_mm256_cmpeq_epi8(half, _mm256_set1_epi8(0x7f)), above_space);
}

/* Where a byte stands that is no printable ASCII. */
static inline mask find_unprintable(lanes block)
{
    return ~mask_of(printable_in(block.first), printable_in(block.second));
}

static inline uint8_t *put_sixteen(uint8_t *out, __m128i bytes, unsigned dropped)
{
    out = put_eight(out, bytes, dropped & 255);
    return put_eight(out, _mm_srli_si128(bytes, 8), dropped >> 8 & 255);
}

/* Packs the bytes that are not dropped; may write BLOCK bytes. Returns the end. */
static inline uint8_t *put_kept(uint8_t *out, lanes block, mask dropped)
{
    out = put_sixteen(out, _mm256_castsi256_si128(block.first), (unsigned)dropped);
    out = put_sixteen(out, _mm256_extracti128_si256(block.first, 1), (unsigned)(dropped >> 16));
    out = put_sixteen(out, _mm256_castsi256_si128(block.second), (unsigned)(dropped >> 32));
    return put_sixteen(out, _mm256_extracti128_si256(block.second, 1), (unsigned)(dropped >> 48));
}

#endif
