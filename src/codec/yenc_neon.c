/*
 * YEnc decoding with NEON, 64 bytes at a time (yenc_blocks.h has the loop).
 */
#include "codec/blocks_neon.h"

#define DECODE pneu_i_yenc_decode_neon

static inline lanes decode_block(lanes block, mask escaped)
{
    const uint8x16_t bit_of = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
    for (int i = 0; i < 4; i++) {
        uint8x8_t low = vdup_n_u8((uint8_t)(escaped >> 16 * i)), high = vdup_n_u8((uint8_t)(escaped >> (16 * i + 8)));
        uint8x16_t is_escaped = vtstq_u8(vcombine_u8(low, high), bit_of);
        uint8x16_t shift = vaddq_u8(vandq_u8(is_escaped, vdupq_n_u8(64)), vdupq_n_u8(42));
        block.val[i] = vsubq_u8(block.val[i], shift);
    }
    return block;
}

#include "codec/yenc_blocks.h"
