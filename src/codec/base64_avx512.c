/*
 * Base64 with AVX-512 VBMI: 64 letters, 48 octets at a time (base64_blocks.h has the loops). One permutation looks all
 * bytes up in a table of 128.
 */
#include "codec/base64_bytes.h"
#include "codec/blocks_avx512.h"
#include "codec/kernels.h"

#define LAST_LETTERS 16
#define PACKS 1
#define DECODE pneu_i_base64_decode_avx512
#define ENCODE pneu_i_base64_encode_avx512

typedef __m512i errors; /* a top bit is an error */
#define NO_ERRORS _mm512_setzero_si512()
#define HAS_ERRORS(e) (_mm512_movepi8_mask(e) != 0)

#define AS_BYTE(v) (v) == PNEU_I_BASE64_SPACE ? 0xc0 : (v) < 0 ? 0x80 : (uint8_t)(v)

static const uint8_t sextet_of[256] = {PNEU_I_BASE64_EACH(AS_BYTE)};
static const uint8_t letter_of[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/* The octets of a block, in order: those of each quantum stand in a word, the first one highest. */
static const uint8_t octet_order[64] = {
    2,  1,  0,  6,  5,  4,  10, 9,  8,  14, 13, 12, 18, 17, 16, 22, 21, 20, 26, 25, 24, 30, 29, 28,
    34, 33, 32, 38, 37, 36, 42, 41, 40, 46, 45, 44, 50, 49, 48, 54, 53, 52, 58, 57, 56, 62, 61, 60,
};

/* For each quantum its octets, twice one of them, so that every sextet lies within a word. */
static const uint8_t quantum_order[64] = {
    1,  0,  2,  1,  4,  3,  5,  4,  7,  6,  8,  7,  10, 9,  11, 10, 13, 12, 14, 13, 16, 15,
    17, 16, 19, 18, 20, 19, 22, 21, 23, 22, 25, 24, 26, 25, 28, 27, 29, 28, 31, 30, 32, 31,
    34, 33, 35, 34, 37, 36, 38, 37, 40, 39, 41, 40, 43, 42, 44, 43, 46, 45, 47, 46,
};

static inline __m512i sextets_of(__m512i bytes)
{
    return _mm512_permutex2var_epi8(_mm512_loadu_si512(sextet_of), bytes, _mm512_loadu_si512(sextet_of + 64));
}

static inline __m512i decode_bytes(__m512i bytes, errors *seen)
{
    __m512i sextets = sextets_of(bytes);
    *seen = _mm512_ternarylogic_epi32(*seen, bytes, sextets, 0xfe); /* the three OR-ed */
    __m512i pairs = _mm512_maddubs_epi16(sextets, _mm512_set1_epi32(0x01400140));
    __m512i quanta = _mm512_madd_epi16(pairs, _mm512_set1_epi32(0x00011000));
    return _mm512_permutexvar_epi8(_mm512_loadu_si512(octet_order), quanta);
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
    octets = _mm512_permutexvar_epi8(_mm512_loadu_si512(quantum_order), octets);
    __m512i sextets = _mm512_multishift_epi64_epi8(_mm512_set1_epi64(0x3036242a1016040a), octets);
    return _mm512_permutexvar_epi8(sextets, _mm512_loadu_si512(letter_of));
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
