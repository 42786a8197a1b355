/*
 * Quoted-printable decoding with AVX2, 64 bytes at a time (qp_decode_blocks.h has what is decided). The bytes that stay
 * are packed by a table, eight at a time.
 */
#include "codec/blocks_avx2_pair.h"
#include "codec/kernels.h"

#define DECODE pneu_i_qp_decode_avx2

/* The values of upper-case hexadecimal digits; what is none has a value above 15. */
static inline __m256i values_at(const uint8_t *in)
{
    __m256i half = load_half(in);
    /* 0 to 9 are moved to the very top, and all below them ends below 0xf0 */
    __m256i at_top = _mm256_subs_epu8(_mm256_add_epi8(half, _mm256_set1_epi8((char)(255 - '9'))), _mm256_set1_epi8(6));
    __m256i as_digit = _mm256_add_epi8(at_top, _mm256_set1_epi8(16));
    __m256i as_letter = _mm256_adds_epu8(_mm256_sub_epi8(half, _mm256_set1_epi8('A')), _mm256_set1_epi8(10));
    return _mm256_min_epu8(as_digit, as_letter);
}

/* Decodes the escapes of a half; the result has top bits where no two digits follow. */
static inline __m256i decode_half(const uint8_t *in, __m256i *half)
{
    __m256i high = values_at(in + 1), low = values_at(in + 2);
    __m256i upper = _mm256_and_si256(_mm256_slli_epi16(high, 4), _mm256_set1_epi8((char)0xf0));
    __m256i octets = _mm256_or_si256(upper, low);
    *half = _mm256_blendv_epi8(*half, octets, _mm256_cmpeq_epi8(*half, _mm256_set1_epi8('=')));
    return _mm256_adds_epu8(_mm256_max_epu8(high, low), _mm256_set1_epi8(112));
}

static inline mask decode_escapes(const uint8_t *in, lanes *block)
{
    __m256i first = decode_half(in, &block->first), second = decode_half(in + 32, &block->second);
    return ~mask_of(first, second);
}

#include "codec/qp_decode_blocks.h"
