/*
 * Base64 with SSE4: 16 letters, 12 octets at a time (base64_blocks.h has the loops).
 * Letters are told from other bytes by their two halves: a bit for each row of ASCII that a high half stands for, and
 * for each low half the rows in which it is no letter (after W. Mula and D. Lemire, "Faster Base64 Encoding and
 * Decoding using AVX2 Instructions", 2018).
 */
#include "codec/blocks_sse.h"
#include "codec/kernels.h"
#include "codec/sextets_sse.h"

#define LAST_LETTERS 16
#define PACKS 1
#define PAIRS 0
#define DECODE pneu_i_base64_decode_sse
#define ENCODE pneu_i_base64_encode_sse

typedef __m128i errors;
#define NO_ERRORS _mm_setzero_si128()
#define HAS_ERRORS(e) (!_mm_testz_si128(e, e))

static inline __m128i high_halves(__m128i bytes)
{
    return _mm_and_si128(_mm_srli_epi32(bytes, 4), _mm_set1_epi8(0x2f));
}

/* Not 0 where a byte is no letter. */
static inline __m128i find_errors(__m128i bytes)
{
    const __m128i rows_without =
        _mm_setr_epi8(0x15, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x13, 0x1a, 0x1b, 0x1b, 0x1b, 0x1a);
    const __m128i row_of =
        _mm_setr_epi8(0x10, 0x10, 0x01, 0x02, 0x04, 0x08, 0x04, 0x08, 0x10, 0x10, 0x10, 0x10, 0x10, 0x10, 0x10, 0x10);
    __m128i low = _mm_and_si128(bytes, _mm_set1_epi8(0x2f));
    return _mm_and_si128(_mm_shuffle_epi8(rows_without, low), _mm_shuffle_epi8(row_of, high_halves(bytes)));
}

static inline void decode_block(uint8_t *out, const uint8_t *in, errors *seen)
{
    /* what to add to a letter, by its high half; "/" has the place below that of "+" */
    const __m128i offsets = _mm_setr_epi8(0, 16, 19, 4, -65, -65, -71, -71, 0, 0, 0, 0, 0, 0, 0, 0);
    __m128i bytes = load_block(in), is_slash = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('/'));
    *seen = _mm_or_si128(*seen, find_errors(bytes));
    __m128i which = _mm_add_epi8(is_slash, high_halves(bytes));
    __m128i sextets = _mm_add_epi8(bytes, _mm_shuffle_epi8(offsets, which));
    put_block(out, join_sextets(sextets));
}

static inline size_t count_letters(const uint8_t *in)
{
    __m128i good = _mm_cmpeq_epi8(find_errors(load_block(in)), _mm_setzero_si128());
    uint32_t odd = ~(uint32_t)_mm_movemask_epi8(good) & 0xffff;
    return odd != 0 ? (size_t)__builtin_ctz(odd) : BLOCK;
}

static inline size_t pack_block(uint8_t *packed, const uint8_t *in)
{
    const __m128i spaces = _mm_setr_epi8(' ', 0, 0, 0, 0, 0, 0, 0, 0, '\t', '\n', 0, 0, '\r', 0, 0);
    __m128i bytes = load_block(in), is_letter = _mm_cmpeq_epi8(find_errors(bytes), _mm_setzero_si128());
    __m128i is_space = _mm_cmpeq_epi8(_mm_shuffle_epi8(spaces, bytes), bytes);
    mask odd = (mask)~_mm_movemask_epi8(is_letter);
    if ((odd & (mask)~_mm_movemask_epi8(is_space)) != 0)
        return BLOCK + 1;
    if (odd == 0)
        put_block(packed, bytes);
    return odd == 0 ? BLOCK : (size_t)(put_kept(packed, bytes, odd) - packed);
}

static inline void encode_block(uint8_t *out, const uint8_t *in)
{
    /* what to add to a sextet: by how far it is above 51, and 13 for those below 26 */
    const __m128i offsets =
        _mm_setr_epi8('a' - 26, -4, -4, -4, -4, -4, -4, -4, -4, -4, -4, '+' - 62, '/' - 63, 'A', 0, 0);
    __m128i sextets = split_octets(load_block(in));
    __m128i is_capital = _mm_cmpgt_epi8(_mm_set1_epi8(26), sextets);
    __m128i which =
        _mm_or_si128(_mm_subs_epu8(sextets, _mm_set1_epi8(51)), _mm_and_si128(is_capital, _mm_set1_epi8(13)));
    put_block(out, _mm_add_epi8(sextets, _mm_shuffle_epi8(offsets, which)));
}

#define decode_last decode_block
#define encode_last encode_block
#include "codec/base64_blocks.h"
