/* Three octets and their four sextets, with NEON, which loads and stores them apart. Only for src/codec. */
#ifndef PNEU_CODEC_SEXTETS_NEON_H
#define PNEU_CODEC_SEXTETS_NEON_H

#include <arm_neon.h>

/* The 48 octets of 64 sextets: the first, second, third of each quantum. */
static inline uint8x16x3_t join_sextets(uint8x16x4_t sextets)
{
    uint8x16_t a = sextets.val[0], b = sextets.val[1], c = sextets.val[2], d = sextets.val[3];
    uint8x16x3_t octets;
    octets.val[0] = vorrq_u8(vshlq_n_u8(a, 2), vshrq_n_u8(b, 4));
    octets.val[1] = vorrq_u8(vshlq_n_u8(b, 4), vshrq_n_u8(c, 2));
    octets.val[2] = vorrq_u8(vshlq_n_u8(c, 6), d);
    return octets;
}

static inline uint8x16x4_t split_octets(uint8x16x3_t octets)
{
    const uint8x16_t six = vdupq_n_u8(63);
    uint8x16_t first = octets.val[0], second = octets.val[1], third = octets.val[2];
    uint8x16x4_t sextets;
    sextets.val[0] = vshrq_n_u8(first, 2);
    sextets.val[1] = vandq_u8(vorrq_u8(vshlq_n_u8(first, 4), vshrq_n_u8(second, 4)), six);
    sextets.val[2] = vandq_u8(vorrq_u8(vshlq_n_u8(second, 2), vshrq_n_u8(third, 6)), six);
    sextets.val[3] = vandq_u8(third, six);
    return sextets;
}

#endif
