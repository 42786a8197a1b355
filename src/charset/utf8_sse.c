/*
 * UTF-8 validation with SSE4, 16 bytes at a time (utf8_blocks.h has the loop).
 */
#include <immintrin.h>
#include <stdint.h>

#define BLOCK 16
#define PASS pneu_i_utf8_pass_sse

typedef __m128i bytes;

static inline bytes load_block(const uint8_t *in)
{
    return _mm_loadu_si128((const void *)in);
}

static inline int is_ascii(bytes block)
{
    return _mm_movemask_epi8(block) == 0;
}

static inline bytes look_up(const uint8_t *table, bytes block, int shift)
{
    __m128i entries = _mm_loadu_si128((const void *)table);
    __m128i halves = _mm_and_si128(shift != 0 ? _mm_srli_epi16(block, 4) : block, _mm_set1_epi8(15));
    return _mm_shuffle_epi8(entries, halves);
}

static inline bytes both(bytes a, bytes b)
{
    return _mm_and_si128(a, b);
}

static inline bytes either(bytes a, bytes b)
{
    return _mm_or_si128(a, b);
}

static inline bytes differing(bytes a, bytes b)
{
    return _mm_xor_si128(a, b);
}

static inline bytes at_least(bytes block, uint8_t least)
{
    __m128i above = _mm_subs_epu8(block, _mm_set1_epi8((char)(least - 0x80)));
    return _mm_and_si128(above, _mm_set1_epi8((char)0x80));
}

static inline int is_zero(bytes block)
{
    return _mm_testz_si128(block, block);
}

#include "charset/utf8_blocks.h"
