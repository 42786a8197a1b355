/*
 * The scan kernels with AVX2: the operations that scan_vector.h is written in, for 32 bytes.
 * In, out, invariants and what is not handled: see there and parse/scan.h.
 */
#include <immintrin.h>
#include <stddef.h>
#include <stdint.h>

#define VECTOR_BYTES ((size_t)32)

typedef __m256i vector;
typedef __m256i truths; /* all bits of a byte, or none */

static inline vector load(const uint8_t *p)
{
    return _mm256_loadu_si256((const void *)p);
}

static inline vector spread(int c)
{
    return _mm256_set1_epi8((char)c);
}

static inline truths equal(vector a, vector b)
{
    return _mm256_cmpeq_epi8(a, b);
}

static inline truths above(vector a, vector b)
{
    return _mm256_cmpgt_epi8(a, b);
}

static inline vector add(vector a, vector b)
{
    return _mm256_add_epi8(a, b);
}

static inline vector average(vector a, vector b)
{
    return _mm256_avg_epu8(a, b);
}

static inline vector either(vector a, vector b)
{
    return _mm256_or_si256(a, b);
}

static inline vector least(vector a, vector b)
{
    return _mm256_min_epi8(a, b);
}

static inline truths any_of(truths a, truths b)
{
    return _mm256_or_si256(a, b);
}

static inline truths all_of(truths a, truths b)
{
    return _mm256_and_si256(a, b);
}

static inline truths but_not(truths a, truths b)
{
    return _mm256_andnot_si256(b, a);
}

static inline truths differ(truths a, truths b)
{
    return _mm256_xor_si256(a, b);
}

static inline int is_none(truths a)
{
    return _mm256_testz_si256(a, a);
}

static inline uint64_t bits(truths a)
{
    return (uint32_t)_mm256_movemask_epi8(a);
}

static inline vector count(vector counts, truths a)
{
    return _mm256_sub_epi8(counts, a);
}

static inline uint64_t sum(vector counts)
{
    __m256i quarters = _mm256_sad_epu8(counts, _mm256_setzero_si256());
    __m128i halves = _mm_add_epi64(_mm256_castsi256_si128(quarters), _mm256_extracti128_si256(quarters, 1));
    return (uint64_t)_mm_cvtsi128_si64(_mm_add_epi64(halves, _mm_unpackhi_epi64(halves, halves)));
}

/* A byte is white if it is the one that the table has for its low half. */
static inline truths is_white(vector v)
{
    const vector table = _mm256_broadcastsi128_si256(
        _mm_setr_epi8(' ', -1, -1, -1, -1, -1, -1, -1, -1, '\t', '\n', -1, -1, '\r', -1, 0));
    return _mm256_cmpeq_epi8(v, _mm256_shuffle_epi8(table, v));
}

#include "parse/scan_vector.h"

const pneu_i_scan pneu_i_scan_avx2 = {scan_fields, pneu_i_find_line_ends, scan_body,  find_bare_lf,
                                      find_dash,   count_header,          take_census};
