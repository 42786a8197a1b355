/*
 * YEnc decoding with SSE4, 16 bytes at a time (yenc_blocks.h has the loop).
 */
#include "codec/blocks_sse.h"

#define DECODE pneu_i_yenc_decode_sse

static inline lanes decode_block(lanes block, mask escaped)
{
    const __m128i byte_of = _mm_set_epi64x(0x0101010101010101, 0);
    const __m128i bit_of = _mm_set1_epi64x((long long)0x8040201008040201);
    __m128i bits = _mm_and_si128(_mm_shuffle_epi8(_mm_cvtsi32_si128(escaped), byte_of), bit_of);
    __m128i is_plain = _mm_cmpeq_epi8(bits, _mm_setzero_si128());
    __m128i shift = _mm_andnot_si128(is_plain, _mm_set1_epi8(64));
    return _mm_sub_epi8(block, _mm_add_epi8(shift, _mm_set1_epi8(42)));
}

#include "codec/yenc_blocks.h"
