/*
 * UTF-8 validation with AVX2, 32 bytes at a time (utf8_blocks.h has the loop).
 */
#include <immintrin.h>
#include <stdint.h>

#define BLOCK 32
#define PASS pneu_i_utf8_pass_avx2

typedef __m256i bytes;

static inline bytes load_block(const uint8_t *in)
{
    return _mm256_loadu_si256((const void *)in);
}

static inline int is_ascii(bytes block)
{
    return _mm256_movemask_epi8(block) == 0;
}

static inline bytes look_up(const uint8_t *table, bytes block, int shift)
{
    __m256i entries = _mm256_broadcastsi128_si256(_mm_loadu_si128((const void *)table));
    __m256i halves = _mm256_and_si256(shift != 0 ? _mm256_srli_epi16(block, 4) : block, _mm256_set1_epi8(15));
    return _mm256_shuffle_epi8(entries, halves);
}

static inline bytes both(bytes a, bytes b)
{
    return _mm256_and_si256(a, b);
}

static inline bytes either(bytes a, bytes b)
{
    return _mm256_or_si256(a, b);
}

static inline bytes differing(bytes a, bytes b)
{
    return _mm256_xor_si256(a, b);
}

static inline bytes at_least(bytes block, uint8_t least)
{
    __m256i above = _mm256_subs_epu8(block, _mm256_set1_epi8((char)(least - 0x80)));
    return _mm256_and_si256(above, _mm256_set1_epi8((char)0x80));
}

static inline int is_zero(bytes block)
{
    return _mm256_testz_si256(block, block);
}

#include "charset/utf8_blocks.h"
