/*
 * Quoted-printable encoding with NEON (qp_encode_blocks.h has the loop).
 */
#include "codec/neon_mask.h"
#include "codec/qp_bytes.h"

#define ENCODE pneu_i_qp_encode_neon

enum {
    WIDE = 64
};

static inline size_t copy_block(uint8_t *out, const uint8_t *in)
{
    uint8x16x4_t block = vld1q_u8_x4(in);
    vst1q_u8_x4(out, block);
    for (int i = 0; i < 4; i++) {
        uint8x16_t outside = vcgtq_u8(vsubq_u8(block.val[i], vdupq_n_u8(' ')), vdupq_n_u8('~' - ' '));
        block.val[i] = vorrq_u8(outside, vceqq_u8(block.val[i], vdupq_n_u8('=')));
    }
    return pneu_i_qp_lowest(pneu_i_neon_mask(block));
}

#include "codec/qp_encode_blocks.h"
