/*
 * Quoted-printable decoding with AVX-512 VBMI2, 64 bytes at a time (qp_decode_blocks.h has what is decided). The bytes
 * that stay are packed by one compression, into a register: to memory it is slow on some CPUs.
 */
#include "codec/blocks_avx512.h"
#include "codec/kernels.h"

#define DECODE pneu_i_qp_decode_avx512

#define F 0x80
/* The values of the digits; F for other bytes. */
static const uint8_t digit_of[128] = {
    F, F,  F,  F,  F,  F,  F,  F, F, F, F, F, F, F, F, F, F, F, F, F, F, F, F, F, F, F, F, F, F, F, F, F,
    F, F,  F,  F,  F,  F,  F,  F, F, F, F, F, F, F, F, F, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, F, F, F, F, F, F,
    F, 10, 11, 12, 13, 14, 15, F, F, F, F, F, F, F, F, F, F, F, F, F, F, F, F, F, F, F, F, F, F, F, F, F,
    F, F,  F,  F,  F,  F,  F,  F, F, F, F, F, F, F, F, F, F, F, F, F, F, F, F, F, F, F, F, F, F, F, F, F,
};
#undef F

static inline __m512i digits_at(const uint8_t *in, __m512i *not_digits)
{
    __m512i block = load_block(in);
    __m512i digits = _mm512_permutex2var_epi8(_mm512_loadu_si512(digit_of), block, _mm512_loadu_si512(digit_of + 64));
    *not_digits = _mm512_ternarylogic_epi32(*not_digits, digits, block, 0xfe); /* the three OR-ed */
    return digits;
}

static inline mask decode_escapes(const uint8_t *in, lanes *block)
{
    __m512i not_digits = _mm512_setzero_si512();
    __m512i high = digits_at(in + 1, &not_digits), low = digits_at(in + 2, &not_digits);
    __m512i upper = _mm512_and_si512(_mm512_slli_epi16(high, 4), _mm512_set1_epi8((char)0xf0));
    __m512i octets = _mm512_or_si512(upper, low);
    *block = _mm512_mask_mov_epi8(*block, find_byte(*block, '='), octets);
    return ~_mm512_movepi8_mask(not_digits);
}

#include "codec/qp_decode_blocks.h"
