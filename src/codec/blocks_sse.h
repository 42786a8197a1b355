/* Blocks of 16 bytes for SSE4: what the kernels of src/codec that look for single bytes stand on. */
#ifndef PNEU_CODEC_BLOCKS_SSE_H
#define PNEU_CODEC_BLOCKS_SSE_H

#include <immintrin.h>
#include <stdint.h>

#define BLOCK 16

typedef uint16_t mask;
typedef __m128i bytes;

static inline bytes load_block(const uint8_t *in)
{
    return _mm_loadu_si128((const void *)in);
}

static inline void put_block(uint8_t *out, bytes block)
{
    _mm_storeu_si128((void *)out, block);
}

/* Where the byte stands. */
static inline mask find_byte(bytes block, char byte)
{
    return (mask)_mm_movemask_epi8(_mm_cmpeq_epi8(block, _mm_set1_epi8(byte)));
}

#endif
