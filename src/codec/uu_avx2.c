/*
 * Uuencode with AVX2: a line is two blocks of 32 characters, of which the second overlaps the first (uu_blocks.h has
 * the loops).
 */
#include "codec/sextets_avx2.h"
#include "codec/uu_line.h"

#define DECODE pneu_i_uu_decode_avx2
#define ENCODE pneu_i_uu_encode_avx2

enum {
    SECOND = PNEU_I_UU_CHARACTERS - BLOCK /* the character that the second block begins with */
};

/* Not 0 where a byte is no character. */
static inline __m256i decode_block(uint8_t *out, const uint8_t *in)
{
    __m256i sextets = _mm256_sub_epi8(load_block(in), _mm256_set1_epi8(' '));
    put_joined(out, join_sextets(_mm256_and_si256(sextets, _mm256_set1_epi8(63))));
    return _mm256_subs_epu8(sextets, _mm256_set1_epi8('`' - ' '));
}

static inline int decode_line(uint8_t *out, const uint8_t *in)
{
    __m256i odd = decode_block(out, in);
    odd = _mm256_or_si256(odd, decode_block(out + SECOND / 4 * 3, in + SECOND));
    return _mm256_testz_si256(odd, odd);
}

static inline void encode_block(uint8_t *out, const uint8_t *in)
{
    __m256i sextets = split_octets(load_octets(in));
    __m256i is_zero = _mm256_cmpeq_epi8(sextets, _mm256_setzero_si256());
    sextets = _mm256_or_si256(sextets, _mm256_and_si256(is_zero, _mm256_set1_epi8('`' - ' ')));
    put_block(out, _mm256_add_epi8(sextets, _mm256_set1_epi8(' ')));
}

static inline void encode_line(uint8_t *out, const uint8_t *in)
{
    encode_block(out, in);
    encode_block(out + SECOND, in + SECOND / 4 * 3);
}

#include "codec/uu_blocks.h"
