/*
 * Quoted-printable decoding with AVX2, 32 bytes at a time (qp_decode_blocks.h has what is decided). The bytes that stay are
 * packed by a table, eight at a time.
 */
#include <immintrin.h>

#include "codec/kernels.h"
#include "codec/pack_table.h"

#define BLOCK 32
#define DECODE pneu_i_qp_decode_avx2
#define TWICE(...) _mm256_setr_epi8(__VA_ARGS__, __VA_ARGS__)

typedef uint32_t mask;
typedef __m256i bytes;

static inline bytes load_block(const uint8_t *in)
{
    return _mm256_loadu_si256((const void *)in);
}

static inline void put_block(uint8_t *out, bytes block)
{
    _mm256_storeu_si256((void *)out, block);
}

static inline mask find_byte(bytes block, char byte)
{
    return (mask)_mm256_movemask_epi8(_mm256_cmpeq_epi8(block, _mm256_set1_epi8(byte)));
}

static inline mask find_odd(bytes block)
{
    __m256i above_space = _mm256_cmpgt_epi8(block, _mm256_set1_epi8(' ' - 1)); /* bytes above 127 are negative */
    __m256i is_del = _mm256_cmpeq_epi8(block, _mm256_set1_epi8(0x7f));
    __m256i printable = _mm256_andnot_si256(is_del, above_space);
    return ~((mask)_mm256_movemask_epi8(printable) | find_byte(block, '\t') | find_byte(block, '\n'));
}

/* The digits at `in`; *are_digits keeps its bits only where they are some. */
static inline __m256i digits_at(const uint8_t *in, __m256i *are_digits)
{
    /* bit 0: the row of "0", bit 1: the row of "A", by the lower and by the upper half of a byte */
    const __m256i by_low = TWICE(1, 3, 3, 3, 3, 3, 3, 1, 1, 1, 0, 0, 0, 0, 0, 0);
    const __m256i by_high = TWICE(0, 0, 0, 1, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    const __m256i half = _mm256_set1_epi8(15);
    __m256i block = load_block(in), low = _mm256_and_si256(block, half);
    __m256i high = _mm256_and_si256(_mm256_srli_epi16(block, 4), half);
    __m256i rows = _mm256_and_si256(_mm256_shuffle_epi8(by_low, low), _mm256_shuffle_epi8(by_high, high));
    *are_digits = _mm256_andnot_si256(_mm256_cmpeq_epi8(rows, _mm256_setzero_si256()), *are_digits);
    __m256i nine = _mm256_and_si256(_mm256_cmpgt_epi8(block, _mm256_set1_epi8('9')), _mm256_set1_epi8(9));
    return _mm256_add_epi8(low, nine);
}

static inline mask decode_escapes(const uint8_t *in, bytes *block)
{
    __m256i are_digits = _mm256_set1_epi8(-1);
    __m256i high = digits_at(in + 1, &are_digits), low = digits_at(in + 2, &are_digits);
    __m256i upper = _mm256_and_si256(_mm256_slli_epi16(high, 4), _mm256_set1_epi8((char)0xf0));
    __m256i octets = _mm256_or_si256(upper, low);
    *block = _mm256_blendv_epi8(*block, octets, _mm256_cmpeq_epi8(*block, _mm256_set1_epi8('=')));
    return (mask)_mm256_movemask_epi8(are_digits);
}

static inline uint8_t *put_eight(uint8_t *out, __m128i eight, unsigned dropped)
{
    __m128i order = _mm_loadl_epi64((const void *)pneu_i_pack_order[dropped]);
    _mm_storel_epi64((void *)out, _mm_shuffle_epi8(eight, order));
    return out + 8 - _mm_popcnt_u32(dropped);
}

static inline uint8_t *put_kept(uint8_t *out, bytes block, mask dropped)
{
    __m128i first = _mm256_castsi256_si128(block), second = _mm256_extracti128_si256(block, 1);
    out = put_eight(out, first, dropped & 255);
    out = put_eight(out, _mm_srli_si128(first, 8), dropped >> 8 & 255);
    out = put_eight(out, second, dropped >> 16 & 255);
    return put_eight(out, _mm_srli_si128(second, 8), dropped >> 24);
}

#include "codec/qp_decode_blocks.h"
