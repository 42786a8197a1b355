/* Blocks of 16 bytes for SSE4: what the kernels of src/codec look for and move bytes with. */
#ifndef PNEU_CODEC_BLOCKS_SSE_H
#define PNEU_CODEC_BLOCKS_SSE_H

#include <immintrin.h>
#include <stdint.h>

#include "codec/put_eight.h"

#define BLOCK 16

typedef uint16_t mask;
typedef __m128i lanes;

static inline lanes load_block(const uint8_t *in)
{
    return _mm_loadu_si128((const void *)in);
}

static inline void put_block(uint8_t *out, lanes block)
{
    _mm_storeu_si128((void *)out, block);
}

/* Where the byte stands. */
static inline mask find_byte(lanes block, char byte)
{
    return (mask)_mm_movemask_epi8(_mm_cmpeq_epi8(block, _mm_set1_epi8(byte)));
}

/* Where a byte stands that is no printable ASCII. */
static inline mask find_unprintable(lanes block)
{
    __m128i above_space = _mm_cmpgt_epi8(block, _mm_set1_epi8(' ' - 1)); /* bytes above 127 are negative */
    __m128i is_del = _mm_cmpeq_epi8(block, _mm_set1_epi8(0x7f));
    return (mask)~_mm_movemask_epi8(_mm_andnot_si128(is_del, above_space));
}

/* Packs the bytes that are not dropped; may write BLOCK bytes. Returns the end. */
static inline uint8_t *put_kept(uint8_t *out, lanes block, mask dropped)
{
    out = put_eight(out, block, dropped & 255);
    return put_eight(out, _mm_srli_si128(block, 8), dropped >> 8);
}

#endif
