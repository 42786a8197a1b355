/*
 * Quoted-printable encoding with SSE4 (qp_encode_blocks.h has the loop).
 */
#include <immintrin.h>

#include "codec/qp_bytes.h"

#define ENCODE pneu_i_qp_encode_sse

enum {
    WIDE = 64
};

/* Copies a quarter of a block; the places of what is no text. */
static inline uint64_t copy_quarter(uint8_t *out, const uint8_t *in)
{
    __m128i quarter = _mm_loadu_si128((const void *)in);
    _mm_storeu_si128((void *)out, quarter);
    __m128i is_text = _mm_cmpgt_epi8(quarter, _mm_set1_epi8(' ' - 1)); /* bytes above 127 are negative */
    __m128i is_odd =
        _mm_or_si128(_mm_cmpeq_epi8(quarter, _mm_set1_epi8('=')), _mm_cmpeq_epi8(quarter, _mm_set1_epi8(0x7f)));
    return (uint64_t)_mm_movemask_epi8(_mm_andnot_si128(is_odd, is_text)) ^ 0xffff;
}

static inline size_t copy_block(uint8_t *out, const uint8_t *in)
{
    uint64_t odd = 0;
    for (size_t i = 0; i < WIDE; i += 16)
        odd |= copy_quarter(out + i, in + i) << i;
    return pneu_i_qp_lowest(odd);
}

#include "codec/qp_encode_blocks.h"
