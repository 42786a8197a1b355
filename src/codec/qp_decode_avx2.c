/*
 * Quoted-printable decoding with AVX2, 32 bytes at a time (qp_decode_blocks.h has what is decided). The bytes that stay
 * are packed by a table, eight at a time.
 */
#include "codec/blocks_avx2.h"
#include "codec/kernels.h"

#define DECODE pneu_i_qp_decode_avx2

/* The digits at `in`; *are_digits keeps its bits only where they are some. */
static inline __m256i digits_at(const uint8_t *in, __m256i *are_digits)
{
    /* bit 0: the row of "0", bit 1: the row of "A", by the lower and by the upper half of a byte */
    const __m256i by_low = TWICE(1, 3, 3, 3, 3, 3, 3, 1, 1, 1, 0, 0, 0, 0, 0, 0);
    const __m256i by_high = TWICE(0, 0, 0, 1, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    const __m256i half = _mm256_set1_epi8(15);
    __m256i block = load_block(in), low = _mm256_and_si256(block, half);
    __m256i high = _mm256_and_si256(_mm256_srli_epi16(block, 4), half);
    __m256i rows = _mm256_and_si256(_mm256_shuffle_epi8(by_low, low), _mm256_shuffle_epi8(by_high, high));
    *are_digits = _mm256_andnot_si256(_mm256_cmpeq_epi8(rows, _mm256_setzero_si256()), *are_digits);
    __m256i nine = _mm256_and_si256(_mm256_cmpgt_epi8(block, _mm256_set1_epi8('9')), _mm256_set1_epi8(9));
    return _mm256_add_epi8(low, nine);
}

static inline mask decode_escapes(const uint8_t *in, lanes *block)
{
    __m256i are_digits = _mm256_set1_epi8(-1);
    __m256i high = digits_at(in + 1, &are_digits), low = digits_at(in + 2, &are_digits);
    __m256i upper = _mm256_and_si256(_mm256_slli_epi16(high, 4), _mm256_set1_epi8((char)0xf0));
    __m256i octets = _mm256_or_si256(upper, low);
    *block = _mm256_blendv_epi8(*block, octets, _mm256_cmpeq_epi8(*block, _mm256_set1_epi8('=')));
    return (mask)_mm256_movemask_epi8(are_digits);
}

#include "codec/qp_decode_blocks.h"
