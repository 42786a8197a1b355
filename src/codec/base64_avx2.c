/*
 * Base64 with AVX2: 32 letters, 24 octets at a time (base64_blocks.h has the loops).
 * Letters are told from other bytes by their two halves: a bit for each row of ASCII that a high half stands for, and
 * for each low half the rows in which it is no letter (after W. Mula and D. Lemire, "Faster Base64 Encoding and
 * Decoding using AVX2 Instructions", 2018).
 */
#include "codec/kernels.h"
#include "codec/sextets_avx2.h"

#define LAST_LETTERS 16
#define PACKS 1
#define PAIRS 1
#define DECODE pneu_i_base64_decode_avx2
#define ENCODE pneu_i_base64_encode_avx2

typedef __m256i errors;
#define NO_ERRORS _mm256_setzero_si256()
#define HAS_ERRORS(e) (!_mm256_testz_si256(e, e))

static inline __m256i high_halves(__m256i bytes)
{
    return _mm256_and_si256(_mm256_srli_epi32(bytes, 4), _mm256_set1_epi8(0x2f));
}

/* Not 0 where a byte is no letter. */
static inline __m256i find_errors(__m256i bytes)
{
    const __m256i rows_without =
        TWICE(0x15, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x13, 0x1a, 0x1b, 0x1b, 0x1b, 0x1a);
    const __m256i row_of =
        TWICE(0x10, 0x10, 0x01, 0x02, 0x04, 0x08, 0x04, 0x08, 0x10, 0x10, 0x10, 0x10, 0x10, 0x10, 0x10, 0x10);
    __m256i low = _mm256_and_si256(bytes, _mm256_set1_epi8(0x2f));
    return _mm256_and_si256(_mm256_shuffle_epi8(rows_without, low), _mm256_shuffle_epi8(row_of, high_halves(bytes)));
}

/* The octets of 16 letters in each half. */
static inline __m256i decode_bytes(__m256i bytes, errors *seen)
{
    /* what to add to a letter, by its high half; "/" has the place below that of "+" */
    const __m256i offsets = TWICE(0, 16, 19, 4, -65, -65, -71, -71, 0, 0, 0, 0, 0, 0, 0, 0);
    __m256i is_slash = _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8('/'));
    *seen = _mm256_or_si256(*seen, find_errors(bytes));
    __m256i which = _mm256_add_epi8(is_slash, high_halves(bytes));
    __m256i sextets = _mm256_add_epi8(bytes, _mm256_shuffle_epi8(offsets, which));
    return join_sextets(sextets);
}

static inline void decode_block(uint8_t *out, const uint8_t *in, errors *seen)
{
    put_joined(out, decode_bytes(load_block(in), seen));
}

/* The last letters of a line alone: to load and store most of a block twice costs more than the arithmetic. */
static inline void decode_last(uint8_t *out, const uint8_t *in, errors *seen)
{
    __m256i bytes = _mm256_broadcastsi128_si256(_mm_loadu_si128((const void *)in));
    _mm_storeu_si128((void *)out, _mm256_castsi256_si128(decode_bytes(bytes, seen)));
}

static inline __m256i decode_lasts(const uint8_t *first, const uint8_t *second, errors *seen)
{
    __m128i low = _mm_loadu_si128((const void *)first), high = _mm_loadu_si128((const void *)second);
    return decode_bytes(_mm256_set_m128i(high, low), seen);
}

static inline void put_first_last(uint8_t *out, __m256i lasts)
{
    _mm_storeu_si128((void *)out, _mm256_castsi256_si128(lasts));
}

static inline void put_second_last(uint8_t *out, __m256i lasts)
{
    _mm_storeu_si128((void *)out, _mm256_extracti128_si256(lasts, 1));
}

static inline size_t count_letters(const uint8_t *in)
{
    __m256i good = _mm256_cmpeq_epi8(find_errors(load_block(in)), _mm256_setzero_si256());
    uint32_t odd = ~(uint32_t)_mm256_movemask_epi8(good);
    return odd != 0 ? (size_t)_tzcnt_u32(odd) : BLOCK;
}

static inline size_t pack_block(uint8_t *packed, const uint8_t *in)
{
    const __m256i spaces = TWICE(' ', 0, 0, 0, 0, 0, 0, 0, 0, '\t', '\n', 0, 0, '\r', 0, 0);
    __m256i bytes = load_block(in), is_letter = _mm256_cmpeq_epi8(find_errors(bytes), _mm256_setzero_si256());
    __m256i is_space = _mm256_cmpeq_epi8(_mm256_shuffle_epi8(spaces, bytes), bytes);
    mask odd = (mask)~_mm256_movemask_epi8(is_letter);
    if ((odd & (mask)~_mm256_movemask_epi8(is_space)) != 0)
        return BLOCK + 1;
    if (odd == 0)
        put_block(packed, bytes);
    return odd == 0 ? BLOCK : (size_t)(put_kept(packed, bytes, odd) - packed);
}

static inline __m256i encode_octets(__m256i octets)
{
    /* what to add to a sextet: by how far it is above 51, and 13 for those below 26 */
    const __m256i offsets = TWICE('a' - 26, -4, -4, -4, -4, -4, -4, -4, -4, -4, -4, '+' - 62, '/' - 63, 'A', 0, 0);
    __m256i sextets = split_octets(octets);
    __m256i is_capital = _mm256_cmpgt_epi8(_mm256_set1_epi8(26), sextets);
    __m256i which = _mm256_or_si256(_mm256_subs_epu8(sextets, _mm256_set1_epi8(51)),
                                    _mm256_and_si256(is_capital, _mm256_set1_epi8(13)));
    return _mm256_add_epi8(sextets, _mm256_shuffle_epi8(offsets, which));
}

static inline void encode_block(uint8_t *out, const uint8_t *in)
{
    put_block(out, encode_octets(load_octets(in)));
}

static inline void encode_last(uint8_t *out, const uint8_t *in)
{
    __m256i octets = _mm256_castsi128_si256(_mm_loadu_si128((const void *)in));
    _mm_storeu_si128((void *)out, _mm256_castsi256_si128(encode_octets(octets)));
}

#include "codec/base64_blocks.h"
