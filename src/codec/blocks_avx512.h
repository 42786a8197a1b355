/* Blocks of 64 bytes for AVX-512: what the kernels of src/codec that look for single bytes stand on. */
#ifndef PNEU_CODEC_BLOCKS_AVX512_H
#define PNEU_CODEC_BLOCKS_AVX512_H

#include <immintrin.h>
#include <stdint.h>

#define BLOCK 64

typedef uint64_t mask;
typedef __m512i bytes;

static inline bytes load_block(const uint8_t *in)
{
    return _mm512_loadu_si512(in);
}

static inline void put_block(uint8_t *out, bytes block)
{
    _mm512_storeu_si512(out, block);
}

/* Where the byte stands. */
static inline mask find_byte(bytes block, char byte)
{
    return _mm512_cmpeq_epi8_mask(block, _mm512_set1_epi8(byte));
}

#endif
