/*
 * Uuencode with SSE4: a line is four blocks of 16 characters, of which the last overlaps the one before it (uu_blocks.h
 * has the loops).
 */
#include "codec/blocks_sse.h"
#include "codec/sextets_sse.h"
#include "codec/uu_line.h"

#define DECODE pneu_i_uu_decode_sse
#define ENCODE pneu_i_uu_encode_sse

enum {
    LAST = PNEU_I_UU_CHARACTERS - BLOCK /* the character that the last block begins with */
};

/* Not 0 where a byte is no character. */
static inline __m128i decode_block(uint8_t *out, const uint8_t *in)
{
    __m128i sextets = _mm_sub_epi8(load_block(in), _mm_set1_epi8(' '));
    put_block(out, join_sextets(_mm_and_si128(sextets, _mm_set1_epi8(63))));
    return _mm_subs_epu8(sextets, _mm_set1_epi8('`' - ' '));
}

static inline int decode_line(uint8_t *out, const uint8_t *in)
{
    __m128i odd = _mm_setzero_si128();
    for (int i = 0; i < LAST; i += BLOCK)
        odd = _mm_or_si128(odd, decode_block(out + i / 4 * 3, in + i));
    odd = _mm_or_si128(odd, decode_block(out + LAST / 4 * 3, in + LAST));
    return _mm_testz_si128(odd, odd);
}

static inline void encode_block(uint8_t *out, const uint8_t *in)
{
    __m128i sextets = split_octets(load_block(in));
    __m128i is_zero = _mm_cmpeq_epi8(sextets, _mm_setzero_si128());
    sextets = _mm_or_si128(sextets, _mm_and_si128(is_zero, _mm_set1_epi8('`' - ' ')));
    put_block(out, _mm_add_epi8(sextets, _mm_set1_epi8(' ')));
}

static inline void encode_line(uint8_t *out, const uint8_t *in)
{
    for (int i = 0; i < LAST; i += BLOCK)
        encode_block(out + i, in + i / 4 * 3);
    encode_block(out + LAST, in + LAST / 4 * 3);
}

#include "codec/uu_blocks.h"
