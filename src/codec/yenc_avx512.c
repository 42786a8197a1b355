/*
 * YEnc decoding with AVX-512 VBMI2, 64 bytes at a time (yenc_blocks.h has the loop).
 */
#include "codec/blocks_avx512.h"

#define DECODE pneu_i_yenc_decode_avx512

static inline lanes decode_block(lanes block, mask escaped)
{
    block = _mm512_sub_epi8(block, _mm512_set1_epi8(42));
    return _mm512_mask_sub_epi8(block, escaped, block, _mm512_set1_epi8(64));
}

#include "codec/yenc_blocks.h"
