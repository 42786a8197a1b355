/*
 * Base64 with AVX-512 VBMI: 64 letters, 48 octets at a time (base64_blocks.h has the loops). One permutation looks all
 * bytes up in a table of 128.
 */
#include "codec/base64_bytes.h"
#include "codec/blocks_avx512.h"
#include "codec/kernels.h"
#include "codec/sextets_avx512.h"

#define LAST_LETTERS 16
#define PACKS 1
#define PAIRS 1
#define DECODE pneu_i_base64_decode_avx512
#define ENCODE pneu_i_base64_encode_avx512

typedef __m512i errors; /* a top bit is an error */
#define NO_ERRORS _mm512_setzero_si512()
#define HAS_ERRORS(e) (_mm512_movepi8_mask(e) != 0)

#define AS_BYTE(v) (v) == PNEU_I_BASE64_SPACE ? 0xc0 : (v) < 0 ? 0x80 : (uint8_t)(v)

static const uint8_t sextet_of[256] = {PNEU_I_BASE64_EACH(AS_BYTE)};
static const uint8_t letter_of[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static inline __m512i sextets_of(__m512i bytes)
{
    return _mm512_permutex2var_epi8(_mm512_loadu_si512(sextet_of), bytes, _mm512_loadu_si512(sextet_of + 64));
}

static inline __m512i decode_bytes(__m512i bytes, errors *seen)
{
    __m512i sextets = sextets_of(bytes);
    *seen = _mm512_ternarylogic_epi32(*seen, bytes, sextets, 0xfe); /* the three OR-ed */
    return join_sextets(sextets);
}

static inline void decode_block(uint8_t *out, const uint8_t *in, errors *seen)
{
    _mm512_storeu_si512(out, decode_bytes(_mm512_loadu_si512(in), seen));
}

/* The last letters of a line alone: to load and store most of the line twice costs more than the arithmetic. */
static inline void decode_last(uint8_t *out, const uint8_t *in, errors *seen)
{
    __m512i bytes = _mm512_broadcast_i32x4(_mm_loadu_si128((const void *)in));
    _mm_storeu_si128((void *)out, _mm512_castsi512_si128(decode_bytes(bytes, seen)));
}

static inline __m512i decode_lasts(const uint8_t *first, const uint8_t *second, errors *seen)
{
    __m128i low = _mm_loadu_si128((const void *)first), high = _mm_loadu_si128((const void *)second);
    return decode_bytes(_mm512_broadcast_i64x4(_mm256_set_m128i(high, low)), seen);
}

static inline void put_first_last(uint8_t *out, __m512i lasts)
{
    _mm_storeu_si128((void *)out, _mm512_castsi512_si128(lasts));
}

static inline void put_second_last(uint8_t *out, __m512i lasts)
{
    __m256i both = _mm512_castsi512_si256(lasts);
    _mm_storeu_si128((void *)out, _mm256_castsi256_si128(
                                      _mm256_permutevar8x32_epi32(both, _mm256_setr_epi32(3, 4, 5, 6, 0, 0, 0, 0))));
}

static inline size_t count_letters(const uint8_t *in)
{
    __m512i bytes = _mm512_loadu_si512(in);
    return (size_t)_tzcnt_u64(_mm512_movepi8_mask(_mm512_or_si512(bytes, sextets_of(bytes))));
}

static inline size_t pack_block(uint8_t *packed, const uint8_t *in)
{
    __m512i bytes = load_block(in), sextets = sextets_of(bytes);
    mask high = _mm512_movepi8_mask(bytes), odd = _mm512_movepi8_mask(sextets);
    mask space = _mm512_test_epi8_mask(sextets, _mm512_set1_epi8(0x40));
    if ((high | (odd & ~space)) != 0)
        return BLOCK + 1;
    return (size_t)(put_kept(packed, bytes, odd) - packed);
}

static inline __m512i encode_octets(__m512i octets)
{
    return _mm512_permutexvar_epi8(split_octets(octets), _mm512_loadu_si512(letter_of));
}

static inline void encode_block(uint8_t *out, const uint8_t *in)
{
    _mm512_storeu_si512(out, encode_octets(_mm512_loadu_si512(in)));
}

static inline void encode_last(uint8_t *out, const uint8_t *in)
{
    __m512i letters = encode_octets(_mm512_castsi128_si512(_mm_loadu_si128((const void *)in)));
    _mm_storeu_si128((void *)out, _mm512_castsi512_si128(letters));
}

#include "codec/base64_blocks.h"
