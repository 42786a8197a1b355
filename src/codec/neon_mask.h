/* The top bits of 64 bytes as one number. Only for the NEON kernels of src/codec. */
#ifndef PNEU_CODEC_NEON_MASK_H
#define PNEU_CODEC_NEON_MASK_H

#include <arm_neon.h>

/* Each byte is 0 or 255. */
static inline uint64_t pneu_i_neon_mask(uint8x16x4_t is)
{
    const uint8x16_t bits = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
    uint8x16_t first = vpaddq_u8(vandq_u8(is.val[0], bits), vandq_u8(is.val[1], bits));
    uint8x16_t second = vpaddq_u8(vandq_u8(is.val[2], bits), vandq_u8(is.val[3], bits));
    uint8x16_t eights = vpaddq_u8(first, second);
    return vgetq_lane_u64(vreinterpretq_u64_u8(vpaddq_u8(eights, eights)), 0);
}

#endif
