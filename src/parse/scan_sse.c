/*
 * The scan kernels with SSE4.2: the operations that scan_vector.h is written in, for 16 bytes.
 * In, out, invariants and what is not handled: see there and parse/scan.h.
 */
#include <immintrin.h>
#include <stddef.h>
#include <stdint.h>

#define VECTOR_BYTES ((size_t)16)

typedef __m128i vector;
typedef __m128i truths; /* all bits of a byte, or none */

static inline vector load(const uint8_t *p)
{
    return _mm_loadu_si128((const void *)p);
}

static inline vector spread(int c)
{
    return _mm_set1_epi8((char)c);
}

static inline truths equal(vector a, vector b)
{
    return _mm_cmpeq_epi8(a, b);
}

static inline truths above(vector a, vector b)
{
    return _mm_cmpgt_epi8(a, b);
}

static inline vector add(vector a, vector b)
{
    return _mm_add_epi8(a, b);
}

static inline vector average(vector a, vector b)
{
    return _mm_avg_epu8(a, b);
}

static inline vector either(vector a, vector b)
{
    return _mm_or_si128(a, b);
}

static inline vector least(vector a, vector b)
{
    return _mm_min_epi8(a, b);
}

static inline truths any_of(truths a, truths b)
{
    return _mm_or_si128(a, b);
}

static inline truths all_of(truths a, truths b)
{
    return _mm_and_si128(a, b);
}

static inline truths but_not(truths a, truths b)
{
    return _mm_andnot_si128(b, a);
}

static inline truths differ(truths a, truths b)
{
    return _mm_xor_si128(a, b);
}

static inline int is_none(truths a)
{
    return _mm_testz_si128(a, a);
}

static inline uint64_t bits(truths a)
{
    return (uint16_t)_mm_movemask_epi8(a);
}

static inline vector count(vector counts, truths a)
{
    return _mm_sub_epi8(counts, a);
}

static inline uint64_t sum(vector counts)
{
    __m128i halves = _mm_sad_epu8(counts, _mm_setzero_si128());
    return (uint64_t)_mm_cvtsi128_si64(_mm_add_epi64(halves, _mm_unpackhi_epi64(halves, halves)));
}

/* A byte is white if it is the one that the table has for its low half. */
static inline truths is_white(vector v)
{
    const vector table = _mm_setr_epi8(' ', -1, -1, -1, -1, -1, -1, -1, -1, '\t', '\n', -1, -1, '\r', -1, 0);
    return _mm_cmpeq_epi8(v, _mm_shuffle_epi8(table, v));
}

#include "parse/scan_vector.h"

const pneu_i_scan pneu_i_scan_sse = {scan_fields, pneu_i_find_line_ends, scan_body,  find_bare_lf,
                                     find_dash,   count_header,          take_census};
