/*
 * The scan kernels with AVX-512: the operations that scan_vector.h is written in, for 64 bytes.
 * In, out, invariants and what is not handled: see there and parse/scan.h.
 */
#include <immintrin.h>
#include <stddef.h>
#include <stdint.h>

#define VECTOR_BYTES ((size_t)64)

typedef __m512i vector;
typedef __mmask64 truths;

static inline vector load(const uint8_t *p)
{
    return _mm512_loadu_si512(p);
}

static inline vector spread(int c)
{
    return _mm512_set1_epi8((char)c);
}

static inline truths equal(vector a, vector b)
{
    return _mm512_cmpeq_epi8_mask(a, b);
}

static inline truths above(vector a, vector b)
{
    return _mm512_cmpgt_epi8_mask(a, b);
}

static inline vector add(vector a, vector b)
{
    return _mm512_add_epi8(a, b);
}

static inline vector average(vector a, vector b)
{
    return _mm512_avg_epu8(a, b);
}

static inline vector least(vector a, vector b)
{
    return _mm512_min_epi8(a, b);
}

static inline truths any_of(truths a, truths b)
{
    return a | b;
}

static inline truths all_of(truths a, truths b)
{
    return a & b;
}

static inline truths but_not(truths a, truths b)
{
    return a & ~b;
}

static inline truths differ(truths a, truths b)
{
    return a ^ b;
}

static inline int is_none(truths a)
{
    return a == 0;
}

static inline uint64_t bits(truths a)
{
    return a;
}

/* A byte is white if it is the one that the table has for its low half. */
static inline truths is_white(vector v)
{
    const vector table =
        _mm512_broadcast_i32x4(_mm_setr_epi8(' ', -1, -1, -1, -1, -1, -1, -1, -1, '\t', '\n', -1, -1, '\r', -1, 0));
    return _mm512_cmpeq_epi8_mask(v, _mm512_shuffle_epi8(table, v));
}

#define NAME_VECTOR_BYTES ((size_t)32)

static inline uint64_t name_letters(const uint8_t *p)
{
    __m256i v = _mm256_loadu_si256((const void *)p);
    __mmask32 text = _mm256_cmpgt_epi8_mask(_mm256_add_epi8(v, _mm256_set1_epi8(1)), _mm256_set1_epi8(0x21));
    return text & ~_mm256_cmpeq_epi8_mask(v, _mm256_set1_epi8(':'));
}

static inline uint64_t name_same(const uint8_t *a, const uint8_t *b)
{
    const __m256i bit = _mm256_set1_epi8(0x20);
    return _mm256_cmpeq_epi8_mask(_mm256_or_si256(_mm256_loadu_si256((const void *)a), bit),
                                  _mm256_or_si256(_mm256_loadu_si256((const void *)b), bit));
}

/* Blocks (parse/scan_body.h) by fewer compares: those make masks, which few ports can do. What is looked for makes a byte
 * of a vector 0, and the least of all vectors tells whether there was one. */
#define HAS_OWN_BLOCKS
#define DIFFER_OR 0xbe /* (a ^ b) | c */

/* 0 where a byte is `wanted`, and LF before it. */
static inline vector behind_lf(vector v, vector wanted, vector before)
{
    return _mm512_ternarylogic_epi64(v, wanted, _mm512_xor_si512(before, spread('\n')), DIFFER_OR);
}

static inline int has_zero(vector v)
{
    return _mm512_testn_epi8_mask(v, v) != 0;
}

static inline __attribute__((always_inline)) int count_plain(const uint8_t *p, size_t length, int has_cr,
                                                             uint64_t *lf_count)
{
    vector low = spread(1), starts = spread(-1);
    uint64_t odd = 0;
    *lf_count = 0;
    for (size_t k = 0; k < length; k += VECTOR_BYTES) {
        vector v = load(p + k), before = load(p + k - 1);
        uint64_t lf = equal(v, spread('\n')), cr = equal(before, spread('\r'));
        starts = _mm512_min_epu8(starts, behind_lf(average(v, spread('.')), spread('.'), before));
        low = least(low, v);
        *lf_count += (uint64_t)__builtin_popcountll(lf);
        odd |= has_cr ? lf ^ cr : cr;
    }
    return odd == 0 && !has_zero(starts) && above(spread(1), low) == 0;
}

static inline __attribute__((always_inline)) int has_dash(const uint8_t *p, size_t length)
{
    vector starts = spread(-1);
    for (size_t k = 0; k < length; k += VECTOR_BYTES)
        starts = _mm512_min_epu8(starts, behind_lf(load(p + k), spread('-'), load(p + k - 1)));
    return has_zero(starts);
}

#include "parse/scan_vector.h"

const pneu_i_scan pneu_i_scan_avx512 = {scan_fields, pneu_i_find_line_ends, scan_body,  find_bare_lf,
                                        find_dash,   count_header,          take_census};
