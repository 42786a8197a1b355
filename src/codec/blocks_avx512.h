/* Blocks of 64 bytes for AVX-512: what the kernels of src/codec look for and move bytes with. */
#ifndef PNEU_CODEC_BLOCKS_AVX512_H
#define PNEU_CODEC_BLOCKS_AVX512_H

#include <immintrin.h>
#include <stdint.h>

#define BLOCK 64

typedef uint64_t mask;
typedef __m512i lanes;

static inline lanes load_block(const uint8_t *in)
{
    return _mm512_loadu_si512(in);
}

static inline void put_block(uint8_t *out, lanes block)
{
    _mm512_storeu_si512(out, block);
}

/* Where the byte stands. */
static inline mask find_byte(lanes block, char byte)
{
    return _mm512_cmpeq_epi8_mask(block, _mm512_set1_epi8(byte));
}

/* Where a byte stands that is no printable ASCII. */
static inline mask find_unprintable(lanes block)
{
    __m512i from_space = _mm512_sub_epi8(block, _mm512_set1_epi8(' '));
    return _mm512_cmpgt_epu8_mask(from_space, _mm512_set1_epi8('~' - ' '));
}

/* Packs the bytes that are not dropped; may write BLOCK bytes. Returns the end. */
static inline uint8_t *put_kept(uint8_t *out, lanes block, mask dropped)
{
    put_block(out, _mm512_maskz_compress_epi8(~dropped, block));
    return out + 64 - _mm_popcnt_u64(dropped);
}

#endif
