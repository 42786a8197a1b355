/*
 * Quoted-printable encoding with AVX-512 (qp_encode_blocks.h has the loop).
 */
#include <immintrin.h>

#include "codec/qp_bytes.h"

#define ENCODE pneu_i_qp_encode_avx512

enum {
    WIDE = 64
};

static inline size_t copy_block(uint8_t *out, const uint8_t *in)
{
    __m512i block = _mm512_loadu_si512(in);
    _mm512_storeu_si512(out, block);
    __m512i from_space = _mm512_sub_epi8(block, _mm512_set1_epi8(' '));
    uint64_t odd = _mm512_cmpgt_epu8_mask(from_space, _mm512_set1_epi8('~' - ' ')) |
                   _mm512_cmpeq_epi8_mask(block, _mm512_set1_epi8('='));
    return (size_t)_tzcnt_u64(odd);
}

#include "codec/qp_encode_blocks.h"
