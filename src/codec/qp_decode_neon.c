/*
 * Quoted-printable decoding with NEON, 64 bytes at a time (qp_decode_blocks.h has what is decided). The bytes that stay are
 * packed by a table, eight at a time.
 */
#include "codec/kernels.h"
#include "codec/neon_mask.h"
#include "codec/pack_table.h"

#define BLOCK 64
#define DECODE pneu_i_qp_decode_neon

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

static inline mask find_byte(bytes block, char byte)
{
    for (int i = 0; i < 4; i++)
        block.val[i] = vceqq_u8(block.val[i], vdupq_n_u8((uint8_t)byte));
    return pneu_i_neon_mask(block);
}

static inline mask find_odd(bytes block)
{
    bytes is_odd;
    for (int i = 0; i < 4; i++) {
        uint8x16_t part = block.val[i];
        uint8x16_t outside = vcgtq_u8(vsubq_u8(part, vdupq_n_u8(' ')), vdupq_n_u8('~' - ' '));
        uint8x16_t may_stand = vorrq_u8(vceqq_u8(part, vdupq_n_u8('\t')), vceqq_u8(part, vdupq_n_u8('\n')));
        is_odd.val[i] = vbicq_u8(outside, may_stand);
    }
    return pneu_i_neon_mask(is_odd);
}

/* The digits at `in`; *are_digits keeps its bits only where they are some. */
static inline uint8x16_t digits_at(const uint8_t *in, uint8x16_t *are_digits)
{
    uint8x16_t part = vld1q_u8(in), number = vsubq_u8(part, vdupq_n_u8('0')), letter = vsubq_u8(part, vdupq_n_u8('A'));
    uint8x16_t is_number = vcltq_u8(number, vdupq_n_u8(10)), is_letter = vcltq_u8(letter, vdupq_n_u8(6));
    *are_digits = vandq_u8(*are_digits, vorrq_u8(is_number, is_letter));
    return vbslq_u8(is_number, number, vaddq_u8(letter, vdupq_n_u8(10)));
}

static inline mask decode_escapes(const uint8_t *in, bytes *block)
{
    bytes are_digits;
    for (int i = 0; i < 4; i++) {
        uint8x16_t are_both = vdupq_n_u8(255);
        uint8x16_t high = digits_at(in + 16 * i + 1, &are_both), low = digits_at(in + 16 * i + 2, &are_both);
        uint8x16_t octets = vorrq_u8(vshlq_n_u8(high, 4), low);
        block->val[i] = vbslq_u8(vceqq_u8(block->val[i], vdupq_n_u8('=')), octets, block->val[i]);
        are_digits.val[i] = are_both;
    }
    return pneu_i_neon_mask(are_digits);
}

static inline uint8_t *put_eight(uint8_t *out, uint8x8_t eight, unsigned dropped)
{
    vst1_u8(out, vtbl1_u8(eight, vld1_u8(pneu_i_pack_order[dropped])));
    return out + 8 - __builtin_popcount(dropped);
}

static inline uint8_t *put_kept(uint8_t *out, bytes block, mask dropped)
{
    for (int i = 0; i < 4; i++) {
        out = put_eight(out, vget_low_u8(block.val[i]), (unsigned)(dropped >> 16 * i & 255));
        out = put_eight(out, vget_high_u8(block.val[i]), (unsigned)(dropped >> (16 * i + 8) & 255));
    }
    return out;
}

#include "codec/qp_decode_blocks.h"
