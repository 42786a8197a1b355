/*
 * Quoted-printable decoding with SSE4, 16 bytes at a time (qp_decode_blocks.h has what is decided). The bytes that stay
 * are packed by a table, eight at a time.
 */
#include "codec/blocks_sse.h"
#include "codec/kernels.h"

#define DECODE pneu_i_qp_decode_sse

/* The digits at `in`; *are_digits keeps its bits only where they are some. */
static inline __m128i digits_at(const uint8_t *in, __m128i *are_digits)
{
    /* bit 0: the row of "0", bit 1: the row of "A", by the lower and by the upper half of a byte */
    const __m128i by_low = _mm_setr_epi8(1, 3, 3, 3, 3, 3, 3, 1, 1, 1, 0, 0, 0, 0, 0, 0);
    const __m128i by_high = _mm_setr_epi8(0, 0, 0, 1, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    const __m128i half = _mm_set1_epi8(15);
    __m128i block = load_block(in), low = _mm_and_si128(block, half);
    __m128i high = _mm_and_si128(_mm_srli_epi16(block, 4), half);
    __m128i rows = _mm_and_si128(_mm_shuffle_epi8(by_low, low), _mm_shuffle_epi8(by_high, high));
    *are_digits = _mm_andnot_si128(_mm_cmpeq_epi8(rows, _mm_setzero_si128()), *are_digits);
    __m128i nine = _mm_and_si128(_mm_cmpgt_epi8(block, _mm_set1_epi8('9')), _mm_set1_epi8(9));
    return _mm_add_epi8(low, nine);
}

static inline mask decode_escapes(const uint8_t *in, lanes *block)
{
    __m128i are_digits = _mm_set1_epi8(-1);
    __m128i high = digits_at(in + 1, &are_digits), low = digits_at(in + 2, &are_digits);
    __m128i upper = _mm_and_si128(_mm_slli_epi16(high, 4), _mm_set1_epi8((char)0xf0));
    __m128i octets = _mm_or_si128(upper, low);
    *block = _mm_blendv_epi8(*block, octets, _mm_cmpeq_epi8(*block, _mm_set1_epi8('=')));
    return (mask)_mm_movemask_epi8(are_digits);
}

#include "codec/qp_decode_blocks.h"
