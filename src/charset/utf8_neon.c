/*
 * UTF-8 validation with NEON, 16 bytes at a time (utf8_blocks.h has the loop).
 */
#include <arm_neon.h>

#define BLOCK 16
#define PASS pneu_i_utf8_pass_neon

typedef uint8x16_t bytes;

static inline bytes load_block(const uint8_t *in)
{
    return vld1q_u8(in);
}

static inline int is_ascii(bytes block)
{
    return vmaxvq_u8(block) < 0x80;
}

static inline bytes look_up(const uint8_t *table, bytes block, int shift)
{
    return vqtbl1q_u8(vld1q_u8(table), shift != 0 ? vshrq_n_u8(block, 4) : vandq_u8(block, vdupq_n_u8(15)));
}

static inline bytes both(bytes a, bytes b)
{
    return vandq_u8(a, b);
}

static inline bytes either(bytes a, bytes b)
{
    return vorrq_u8(a, b);
}

static inline bytes differing(bytes a, bytes b)
{
    return veorq_u8(a, b);
}

static inline bytes at_least(bytes block, uint8_t least)
{
    return vandq_u8(vqsubq_u8(block, vdupq_n_u8((uint8_t)(least - 0x80))), vdupq_n_u8(0x80));
}

static inline int is_zero(bytes block)
{
    return vmaxvq_u8(block) == 0;
}

#include "charset/utf8_blocks.h"
