/* Blocks of 64 bytes for NEON: what the kernels of src/codec look for and move bytes with. */
#ifndef PNEU_CODEC_BLOCKS_NEON_H
#define PNEU_CODEC_BLOCKS_NEON_H

#include <arm_neon.h>
#include <stdint.h>

#include "codec/pack_table.h"

#define BLOCK 64

typedef uint64_t mask;
typedef uint8x16x4_t lanes;

static inline lanes load_block(const uint8_t *in)
{
    return vld1q_u8_x4(in);
}

static inline void put_block(uint8_t *out, lanes block)
{
    vst1q_u8_x4(out, block);
}

/* The top bits of bytes that are 0 or 255. */
static inline mask mask_of(uint8x16x4_t is)
{
    const uint8x16_t bits = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
    uint8x16_t first = vpaddq_u8(vandq_u8(is.val[0], bits), vandq_u8(is.val[1], bits));
    uint8x16_t second = vpaddq_u8(vandq_u8(is.val[2], bits), vandq_u8(is.val[3], bits));
    uint8x16_t eights = vpaddq_u8(first, second);
    return vgetq_lane_u64(vreinterpretq_u64_u8(vpaddq_u8(eights, eights)), 0);
}

/* Where the byte stands. */
static inline mask find_byte(lanes block, char byte)
{
    for (int i = 0; i < 4; i++)
        block.val[i] = vceqq_u8(block.val[i], vdupq_n_u8((uint8_t)byte));
    return mask_of(block);
}

/* Where a byte stands that is no printable ASCII. */
static inline mask find_unprintable(lanes block)
{
    for (int i = 0; i < 4; i++)
        block.val[i] = vcgtq_u8(vsubq_u8(block.val[i], vdupq_n_u8(' ')), vdupq_n_u8('~' - ' '));
    return mask_of(block);
}

static inline uint8_t *put_eight(uint8_t *out, uint8x8_t eight, unsigned dropped)
{
    vst1_u8(out, vtbl1_u8(eight, vld1_u8(pneu_i_pack_order[dropped])));
    return out + 8 - __builtin_popcount(dropped);
}

/* Packs the bytes that are not dropped; may write BLOCK bytes. Returns the end. */
static inline uint8_t *put_kept(uint8_t *out, lanes block, mask dropped)
{
    for (int i = 0; i < 4; i++) {
        out = put_eight(out, vget_low_u8(block.val[i]), (unsigned)(dropped >> 16 * i & 255));
        out = put_eight(out, vget_high_u8(block.val[i]), (unsigned)(dropped >> (16 * i + 8) & 255));
    }
    return out;
}

#endif
