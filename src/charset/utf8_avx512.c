/*
 * UTF-8 validation with AVX-512, 64 bytes at a time (utf8_blocks.h has the loop).
 */
#include <immintrin.h>
#include <stdint.h>

#define BLOCK 64
#define PASS pneu_i_utf8_pass_avx512

typedef __m512i bytes;

static inline bytes load_block(const uint8_t *in)
{
    return _mm512_loadu_si512(in);
}

static inline int is_ascii(bytes block)
{
    return _mm512_movepi8_mask(block) == 0;
}

static inline bytes look_up(const uint8_t *table, bytes block, int shift)
{
    __m512i entries = _mm512_broadcast_i32x4(_mm_loadu_si128((const void *)table));
    __m512i halves = _mm512_and_si512(shift != 0 ? _mm512_srli_epi16(block, 4) : block, _mm512_set1_epi8(15));
    return _mm512_shuffle_epi8(entries, halves);
}

static inline bytes both(bytes a, bytes b)
{
    return _mm512_and_si512(a, b);
}

static inline bytes either(bytes a, bytes b)
{
    return _mm512_or_si512(a, b);
}

static inline bytes differing(bytes a, bytes b)
{
    return _mm512_xor_si512(a, b);
}

static inline bytes at_least(bytes block, uint8_t least)
{
    __m512i above = _mm512_subs_epu8(block, _mm512_set1_epi8((char)(least - 0x80)));
    return _mm512_and_si512(above, _mm512_set1_epi8((char)0x80));
}

static inline int is_zero(bytes block)
{
    return _mm512_test_epi8_mask(block, block) == 0;
}

#include "charset/utf8_blocks.h"
