/*
 * Quoted-printable decoding with AVX-512 VBMI2, 64 bytes at a time (qp_decode_blocks.h has what is decided). The bytes that
 * stay are packed by one compression, into a register: to memory it is slow on some CPUs.
 */
#include <immintrin.h>

#include "codec/kernels.h"

#define BLOCK 64
#define DECODE pneu_i_qp_decode_avx512

typedef uint64_t mask;
typedef __m512i bytes;

#define F 0x80
/* The values of the digits; F for other bytes. */
static const uint8_t digit_of[128] = {
    F, F,  F,  F,  F,  F,  F,  F, F, F, F, F, F, F, F, F, F, F, F, F, F, F, F, F, F, F, F, F, F, F, F, F,
    F, F,  F,  F,  F,  F,  F,  F, F, F, F, F, F, F, F, F, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, F, F, F, F, F, F,
    F, 10, 11, 12, 13, 14, 15, F, F, F, F, F, F, F, F, F, F, F, F, F, F, F, F, F, F, F, F, F, F, F, F, F,
    F, F,  F,  F,  F,  F,  F,  F, F, F, F, F, F, F, F, F, F, F, F, F, F, F, F, F, F, F, F, F, F, F,
};
#undef F

static inline bytes load_block(const uint8_t *in)
{
    return _mm512_loadu_si512(in);
}

static inline void put_block(uint8_t *out, bytes block)
{
    _mm512_storeu_si512(out, block);
}

static inline mask find_byte(bytes block, char byte)
{
    return _mm512_cmpeq_epi8_mask(block, _mm512_set1_epi8(byte));
}

static inline mask find_odd(bytes block)
{
    mask printable = _mm512_cmple_epu8_mask(_mm512_sub_epi8(block, _mm512_set1_epi8(' ')), _mm512_set1_epi8('~' - ' '));
    return ~(printable | find_byte(block, '\t') | find_byte(block, '\n'));
}

static inline __m512i digits_at(const uint8_t *in, __m512i *not_digits)
{
    __m512i block = load_block(in);
    __m512i digits = _mm512_permutex2var_epi8(_mm512_loadu_si512(digit_of), block, _mm512_loadu_si512(digit_of + 64));
    *not_digits = _mm512_ternarylogic_epi32(*not_digits, digits, block, 0xfe); /* the three OR-ed */
    return digits;
}

static inline mask decode_escapes(const uint8_t *in, bytes *block)
{
    __m512i not_digits = _mm512_setzero_si512();
    __m512i high = digits_at(in + 1, &not_digits), low = digits_at(in + 2, &not_digits);
    __m512i upper = _mm512_and_si512(_mm512_slli_epi16(high, 4), _mm512_set1_epi8((char)0xf0));
    __m512i octets = _mm512_or_si512(upper, low);
    *block = _mm512_mask_mov_epi8(*block, find_byte(*block, '='), octets);
    return ~_mm512_movepi8_mask(not_digits);
}

static inline uint8_t *put_kept(uint8_t *out, bytes block, mask dropped)
{
    put_block(out, _mm512_maskz_compress_epi8(~dropped, block));
    return out + 64 - _mm_popcnt_u64(dropped);
}

#include "codec/qp_decode_blocks.h"
