/* Blocks of 32 bytes for AVX2: what the kernels of src/codec that look for single bytes stand on. */
#ifndef PNEU_CODEC_BLOCKS_AVX2_H
#define PNEU_CODEC_BLOCKS_AVX2_H

#include <immintrin.h>
#include <stdint.h>

#define BLOCK 32

typedef uint32_t mask;
typedef __m256i bytes;

static inline bytes load_block(const uint8_t *in)
{
    return _mm256_loadu_si256((const void *)in);
}

static inline void put_block(uint8_t *out, bytes block)
{
    _mm256_storeu_si256((void *)out, block);
}

/* Where the byte stands. */
static inline mask find_byte(bytes block, char byte)
{
    return (mask)_mm256_movemask_epi8(_mm256_cmpeq_epi8(block, _mm256_set1_epi8(byte)));
}

#endif
