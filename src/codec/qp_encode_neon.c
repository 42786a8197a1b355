/*
 * Quoted-printable encoding with NEON (qp_encode_blocks.h has the loop).
 */
#include <stddef.h>

#include "codec/blocks_neon.h"
#include "codec/qp_forms.h"

#define ENCODE pneu_i_qp_encode_neon
#define MEASURE pneu_i_qp_measure_neon

enum {
    LOOK = 64,
    FEW = 4
};

/* Puts the forms of four bytes, each with its digits and "=" behind it. */
static inline uint8_t *put_four(uint8_t *out, uint8x16_t four, unsigned escaped)
{
    vst1q_u8(out, vqtbl1q_u8(four, vld1q_u8(pneu_i_qp_form_order[escaped])));
    return out + 4 + 2 * __builtin_popcount(escaped);
}

static inline void put_dense(uint8_t *out, const uint8_t *in, uint64_t escaped, size_t count)
{
    const uint8x16_t digits = vld1q_u8((const uint8_t *)"0123456789ABCDEF");
    for (size_t i = 0; i < count; i += 16, escaped >>= 16) {
        uint8_t forms[64];
        uint8x16x4_t bytes;
        bytes.val[0] = vld1q_u8(in + i);
        bytes.val[1] = vqtbl1q_u8(digits, vshrq_n_u8(bytes.val[0], 4));
        bytes.val[2] = vqtbl1q_u8(digits, vandq_u8(bytes.val[0], vdupq_n_u8(15)));
        bytes.val[3] = vdupq_n_u8('=');
        vst4q_u8(forms, bytes);
        for (unsigned k = 0; k < 4; k++)
            out = put_four(out, vld1q_u8(forms + 16 * k), escaped >> 4 * k & 15);
    }
}

#include "codec/qp_encode_vector.h"
