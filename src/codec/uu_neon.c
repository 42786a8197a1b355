/*
 * Uuencode with NEON, a line at a time (uu_blocks.h has the loops).
 */
#include "codec/blocks_neon.h"
#include "codec/sextets_neon.h"
#include "codec/uu_line.h"

#define DECODE pneu_i_uu_decode_neon
#define ENCODE pneu_i_uu_encode_neon

static inline int decode_line(uint8_t *out, const uint8_t *in)
{
    /* of each fourth of the line, the last byte stands behind it */
    const uint8x16_t inside = vsetq_lane_u8(0, vdupq_n_u8(255), 15);
    uint8x16x4_t sextets = vld4q_u8(in);
    uint8x16_t most = vdupq_n_u8(0);
    for (int i = 0; i < 4; i++) {
        sextets.val[i] = vsubq_u8(sextets.val[i], vdupq_n_u8(' '));
        most = vmaxq_u8(most, sextets.val[i]);
        sextets.val[i] = vandq_u8(sextets.val[i], vdupq_n_u8(63));
    }
    vst3q_u8(out, join_sextets(sextets));
    return vmaxvq_u8(vandq_u8(most, inside)) <= '`' - ' ';
}

static inline void encode_line(uint8_t *out, const uint8_t *in)
{
    uint8x16x4_t sextets = split_octets(vld3q_u8(in));
    for (int i = 0; i < 4; i++) {
        uint8x16_t is_zero = vceqzq_u8(sextets.val[i]);
        sextets.val[i] = vaddq_u8(sextets.val[i], vdupq_n_u8(' '));
        sextets.val[i] = vbslq_u8(is_zero, vdupq_n_u8('`'), sextets.val[i]);
    }
    vst4q_u8(out, sextets);
}

#include "codec/uu_blocks.h"
