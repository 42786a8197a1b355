/*
 * Uuencode with AVX-512 VBMI, a line at a time (uu_blocks.h has the loops).
 */
#include "codec/blocks_avx512.h"
#include "codec/sextets_avx512.h"
#include "codec/uu_line.h"

#define DECODE pneu_i_uu_decode_avx512
#define ENCODE pneu_i_uu_encode_avx512

static inline int decode_line(uint8_t *out, const uint8_t *in)
{
    __m512i sextets = _mm512_sub_epi8(load_block(in), _mm512_set1_epi8(' '));
    mask odd = _mm512_cmpgt_epu8_mask(sextets, _mm512_set1_epi8('`' - ' '));
    put_block(out, join_sextets(_mm512_and_si512(sextets, _mm512_set1_epi8(63))));
    return odd << (BLOCK - PNEU_I_UU_CHARACTERS) == 0;
}

static inline void encode_line(uint8_t *out, const uint8_t *in)
{
    __m512i sextets = _mm512_and_si512(split_octets(load_block(in)), _mm512_set1_epi8(63));
    mask zero = _mm512_testn_epi8_mask(sextets, sextets);
    sextets = _mm512_add_epi8(sextets, _mm512_set1_epi8(' '));
    put_block(out, _mm512_mask_mov_epi8(sextets, zero, _mm512_set1_epi8('`')));
}

#include "codec/uu_blocks.h"
