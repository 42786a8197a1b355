/* The forms of quoted-printable four at a time, with SSE4. Only for src/codec/qp_encode_*.c. */
#ifndef PNEU_CODEC_QP_FORMS_SSE_H
#define PNEU_CODEC_QP_FORMS_SSE_H

#include <immintrin.h>
#include <stddef.h>

#include "codec/qp_forms.h"

/* Puts the forms of four bytes, each with its digits and "=" behind it. */
static inline uint8_t *put_four(uint8_t *out, __m128i four, unsigned escaped)
{
    __m128i order = _mm_loadu_si128((const void *)pneu_i_qp_form_order[escaped]);
    _mm_storeu_si128((void *)out, _mm_shuffle_epi8(four, order));
    return out + 4 + 2 * _mm_popcnt_u32(escaped);
}

static inline void put_dense(uint8_t *out, const uint8_t *in, uint64_t escaped, size_t count)
{
    const __m128i digits =
        _mm_setr_epi8('0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F');
    const __m128i half = _mm_set1_epi8(15), equals = _mm_set1_epi8('=');
    for (size_t i = 0; i < count; i += 16, escaped >>= 16) {
        __m128i bytes = _mm_loadu_si128((const void *)(in + i));
        __m128i high = _mm_shuffle_epi8(digits, _mm_and_si128(_mm_srli_epi16(bytes, 4), half));
        __m128i low = _mm_shuffle_epi8(digits, _mm_and_si128(bytes, half));
        __m128i firsts = _mm_unpacklo_epi8(bytes, high), first_ends = _mm_unpacklo_epi8(low, equals);
        __m128i seconds = _mm_unpackhi_epi8(bytes, high), second_ends = _mm_unpackhi_epi8(low, equals);
        out = put_four(out, _mm_unpacklo_epi16(firsts, first_ends), escaped & 15);
        out = put_four(out, _mm_unpackhi_epi16(firsts, first_ends), escaped >> 4 & 15);
        out = put_four(out, _mm_unpacklo_epi16(seconds, second_ends), escaped >> 8 & 15);
        out = put_four(out, _mm_unpackhi_epi16(seconds, second_ends), escaped >> 12 & 15);
    }
}

#endif
