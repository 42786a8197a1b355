/*
 * Quoted-printable encoding with AVX2 (qp_encode_blocks.h has the loop).
 */
#include <immintrin.h>

#include "codec/qp_bytes.h"

#define ENCODE pneu_i_qp_encode_avx2

enum {
    WIDE = 64
};

/* Copies half a block; the places of what is no text. */
static inline uint64_t copy_half(uint8_t *out, const uint8_t *in)
{
    __m256i half = _mm256_loadu_si256((const void *)in);
    _mm256_storeu_si256((void *)out, half);
    __m256i is_text = _mm256_cmpgt_epi8(half, _mm256_set1_epi8(' ' - 1)); /* bytes above 127 are negative */
    __m256i is_odd = _mm256_or_si256(_mm256_cmpeq_epi8(half, _mm256_set1_epi8('=')),
                                     _mm256_cmpeq_epi8(half, _mm256_set1_epi8(0x7f)));
    return (uint32_t)_mm256_movemask_epi8(is_odd) | (uint32_t)~_mm256_movemask_epi8(is_text);
}

static inline size_t copy_block(uint8_t *out, const uint8_t *in)
{
    uint64_t odd = copy_half(out, in);
    return (size_t)_tzcnt_u64(odd | copy_half(out + 32, in + 32) << 32);
}

#include "codec/qp_encode_blocks.h"
