/* Blocks of 64 bytes for NEON: what the kernels of src/codec that look for single bytes stand on. */
#ifndef PNEU_CODEC_BLOCKS_NEON_H
#define PNEU_CODEC_BLOCKS_NEON_H

#include <arm_neon.h>
#include <stdint.h>

#include "codec/neon_mask.h"

#define BLOCK 64

typedef uint64_t mask;
typedef uint8x16x4_t bytes;

static inline bytes load_block(const uint8_t *in)
{
    return vld1q_u8_x4(in);
}

static inline void put_block(uint8_t *out, bytes block)
{
    vst1q_u8_x4(out, block);
}

/* Where the byte stands. */
static inline mask find_byte(bytes block, char byte)
{
    for (int i = 0; i < 4; i++)
        block.val[i] = vceqq_u8(block.val[i], vdupq_n_u8((uint8_t)byte));
    return pneu_i_neon_mask(block);
}

#endif
