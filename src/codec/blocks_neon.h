/* Blocks of 64 bytes for NEON: what the kernels of src/codec look for and move bytes with. */
#ifndef PNEU_CODEC_BLOCKS_NEON_H
#define PNEU_CODEC_BLOCKS_NEON_H

#include <arm_neon.h>
#include <stdint.h>

#include "codec/neon_mask.h"
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

/* Where the byte stands. */
static inline mask find_byte(lanes block, char byte)
{
    for (int i = 0; i < 4; i++)
        block.val[i] = vceqq_u8(block.val[i], vdupq_n_u8((uint8_t)byte));
    return pneu_i_neon_mask(block);
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
