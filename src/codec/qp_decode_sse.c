/*
 * Quoted-printable decoding with SSE4, 16 bytes at a time (qp_decode_blocks.h has what is decided). The bytes that stay are
 * packed by a table, eight at a time.
 */
#include <immintrin.h>

#include "codec/kernels.h"
#include "codec/pack_table.h"

#define BLOCK 16
#define DECODE pneu_i_qp_decode_sse

typedef uint16_t mask;
typedef __m128i bytes;

static inline bytes load_block(const uint8_t *in)
{
    return _mm_loadu_si128((const void *)in);
}

static inline void put_block(uint8_t *out, bytes block)
{
    _mm_storeu_si128((void *)out, block);
}

static inline mask find_byte(bytes block, char byte)
{
    return (mask)_mm_movemask_epi8(_mm_cmpeq_epi8(block, _mm_set1_epi8(byte)));
}

static inline mask find_odd(bytes block)
{
    __m128i above_space = _mm_cmpgt_epi8(block, _mm_set1_epi8(' ' - 1)); /* bytes above 127 are negative */
    __m128i is_del = _mm_cmpeq_epi8(block, _mm_set1_epi8(0x7f));
    __m128i printable = _mm_andnot_si128(is_del, above_space);
    return (mask) ~((mask)_mm_movemask_epi8(printable) | find_byte(block, '\t') | find_byte(block, '\n'));
}

/* The digits at `in`; *are_digits keeps its bits only where they are some. */
static inline __m128i digits_at(const uint8_t *in, __m128i *are_digits)
{
    /* bit 0: the row of "0", bit 1: the row of "A", by the lower and by the upper half of a byte */
    const __m128i by_low = _mm_setr_epi8(1, 3, 3, 3, 3, 3, 3, 1, 1, 1, 0, 0, 0, 0, 0, 0);
    const __m128i by_high = _mm_setr_epi8(0, 0, 0, 1, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    const __m128i half = _mm_set1_epi8(15);
    __m128i block = load_block(in), low = _mm_and_si128(block, half);
    __m128i high = _mm_and_si128(_mm_srli_epi16(block, 4), half);
    __m128i rows = _mm_and_si128(_mm_shuffle_epi8(by_low, low), _mm_shuffle_epi8(by_high, high));
    *are_digits = _mm_andnot_si128(_mm_cmpeq_epi8(rows, _mm_setzero_si128()), *are_digits);
    __m128i nine = _mm_and_si128(_mm_cmpgt_epi8(block, _mm_set1_epi8('9')), _mm_set1_epi8(9));
    return _mm_add_epi8(low, nine);
}

static inline mask decode_escapes(const uint8_t *in, bytes *block)
{
    __m128i are_digits = _mm_set1_epi8(-1);
    __m128i high = digits_at(in + 1, &are_digits), low = digits_at(in + 2, &are_digits);
    __m128i upper = _mm_and_si128(_mm_slli_epi16(high, 4), _mm_set1_epi8((char)0xf0));
    __m128i octets = _mm_or_si128(upper, low);
    *block = _mm_blendv_epi8(*block, octets, _mm_cmpeq_epi8(*block, _mm_set1_epi8('=')));
    return (mask)_mm_movemask_epi8(are_digits);
}

static inline uint8_t *put_eight(uint8_t *out, __m128i eight, unsigned dropped)
{
    __m128i order = _mm_loadl_epi64((const void *)pneu_i_pack_order[dropped]);
    _mm_storel_epi64((void *)out, _mm_shuffle_epi8(eight, order));
    return out + 8 - _mm_popcnt_u32(dropped);
}

static inline uint8_t *put_kept(uint8_t *out, bytes block, mask dropped)
{
    out = put_eight(out, block, dropped & 255);
    return put_eight(out, _mm_srli_si128(block, 8), dropped >> 8);
}

#include "codec/qp_decode_blocks.h"
