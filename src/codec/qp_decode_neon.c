/*
 * Quoted-printable decoding with NEON, 64 bytes at a time (qp_decode_blocks.h has what is decided). The bytes that stay
 * are packed by a table, eight at a time.
 */
#include "codec/blocks_neon.h"
#include "codec/kernels.h"

#define DECODE pneu_i_qp_decode_neon

/* The digits at `in`; *are_digits keeps its bits only where they are some. */
static inline uint8x16_t digits_at(const uint8_t *in, uint8x16_t *are_digits)
{
    uint8x16_t part = vld1q_u8(in), number = vsubq_u8(part, vdupq_n_u8('0')), letter = vsubq_u8(part, vdupq_n_u8('A'));
    uint8x16_t is_number = vcltq_u8(number, vdupq_n_u8(10)), is_letter = vcltq_u8(letter, vdupq_n_u8(6));
    *are_digits = vandq_u8(*are_digits, vorrq_u8(is_number, is_letter));
    return vbslq_u8(is_number, number, vaddq_u8(letter, vdupq_n_u8(10)));
}

static inline mask decode_escapes(const uint8_t *in, lanes *block)
{
    lanes are_digits;
    for (int i = 0; i < 4; i++) {
        uint8x16_t are_both = vdupq_n_u8(255);
        uint8x16_t high = digits_at(in + 16 * i + 1, &are_both), low = digits_at(in + 16 * i + 2, &are_both);
        uint8x16_t octets = vorrq_u8(vshlq_n_u8(high, 4), low);
        block->val[i] = vbslq_u8(vceqq_u8(block->val[i], vdupq_n_u8('=')), octets, block->val[i]);
        are_digits.val[i] = are_both;
    }
    return mask_of(are_digits);
}

#include "codec/qp_decode_blocks.h"
