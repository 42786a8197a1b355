/*
 * Quoted-printable encoding with AVX2 (qp_encode_blocks.h has the loop).
 */
#include "codec/blocks_avx2.h"
#include "codec/qp_forms_sse.h"

#define ENCODE pneu_i_qp_encode_avx2
#define MEASURE pneu_i_qp_measure_avx2
#define FINDS_AT_ONCE

/* Where a byte stands that is no text: "=" and what is not printable, but for the tab. */
static inline mask find_escaped(lanes block)
{
    __m256i is_text = _mm256_or_si256(_mm256_cmpgt_epi8(block, _mm256_set1_epi8(' ' - 1)),
                                      _mm256_cmpeq_epi8(block, _mm256_set1_epi8('\t')));
    __m256i is_odd = _mm256_or_si256(_mm256_cmpeq_epi8(block, _mm256_set1_epi8(0x7f)),
                                     _mm256_cmpeq_epi8(block, _mm256_set1_epi8('=')));
    return ~(mask)_mm256_movemask_epi8(_mm256_andnot_si256(is_odd, is_text));
}

/* Where CR or LF stands. */
static inline mask find_break(lanes block)
{
    return (mask)_mm256_movemask_epi8(_mm256_or_si256(_mm256_cmpeq_epi8(block, _mm256_set1_epi8('\n')),
                                                      _mm256_cmpeq_epi8(block, _mm256_set1_epi8('\r'))));
}

enum {
    LOOK = 64,
    FEW = 4
};

#include "codec/qp_encode_vector.h"
