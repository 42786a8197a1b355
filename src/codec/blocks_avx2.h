/* Blocks of 32 bytes for AVX2: what the kernels of src/codec look for and move bytes with. */
#ifndef PNEU_CODEC_BLOCKS_AVX2_H
#define PNEU_CODEC_BLOCKS_AVX2_H

#include <immintrin.h>
#include <stdint.h>

#include "codec/put_eight.h"

#define BLOCK 32
#define TWICE(...) _mm256_setr_epi8(__VA_ARGS__, __VA_ARGS__)

typedef uint32_t mask;
typedef __m256i lanes;

static inline lanes load_block(const uint8_t *in)
{
    return _mm256_loadu_si256((const void *)in);
}

static inline void put_block(uint8_t *out, lanes block)
{
    _mm256_storeu_si256((void *)out, block);
}

/* Where the byte stands. */
static inline mask find_byte(lanes block, char byte)
{
    return (mask)_mm256_movemask_epi8(_mm256_cmpeq_epi8(block, _mm256_set1_epi8(byte)));
}

/* Where a byte stands that is no printable ASCII. */
static inline mask find_unprintable(lanes block)
{
    __m256i above_space = _mm256_cmpgt_epi8(block, _mm256_set1_epi8(' ' - 1)); /* bytes above 127 are negative */
    __m256i is_del = _mm256_cmpeq_epi8(block, _mm256_set1_epi8(0x7f));
    return ~(mask)_mm256_movemask_epi8(_mm256_andnot_si256(is_del, above_space));
}

/* Packs the bytes that are not dropped; may write BLOCK bytes. Returns the end. */
static inline uint8_t *put_kept(uint8_t *out, lanes block, mask dropped)
{
    __m128i first = _mm256_castsi256_si128(block), second = _mm256_extracti128_si256(block, 1);
    out = put_eight(out, first, dropped & 255);
    out = put_eight(out, _mm_srli_si128(first, 8), dropped >> 8 & 255);
    out = put_eight(out, second, dropped >> 16 & 255);
    return put_eight(out, _mm_srli_si128(second, 8), dropped >> 24);
}

#endif
