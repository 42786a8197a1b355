/*
 * YEnc decoding with AVX2, 32 bytes at a time (yenc_blocks.h has the loop).
 */
#include "codec/blocks_avx2.h"

#define DECODE pneu_i_yenc_decode_avx2

static inline lanes decode_block(lanes block, mask escaped)
{
    const __m256i byte_of = _mm256_setr_epi64x(0, 0x0101010101010101, 0x0202020202020202, 0x0303030303030303);
    const __m256i bit_of = _mm256_set1_epi64x((long long)0x8040201008040201);
    __m256i bits = _mm256_and_si256(_mm256_shuffle_epi8(_mm256_set1_epi32((int)escaped), byte_of), bit_of);
    __m256i is_plain = _mm256_cmpeq_epi8(bits, _mm256_setzero_si256());
    __m256i shift = _mm256_andnot_si256(is_plain, _mm256_set1_epi8(64));
    return _mm256_sub_epi8(block, _mm256_add_epi8(shift, _mm256_set1_epi8(42)));
}

#include "codec/yenc_blocks.h"
