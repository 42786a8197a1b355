/*
 * The scan kernels with NEON: the operations that scan_vector.h is written in, for 16 bytes.
 * In, out, invariants and what is not handled: see there and parse/scan.h.
 */
#include <arm_neon.h>
#include <stddef.h>
#include <stdint.h>

#define VECTOR_BYTES ((size_t)16)

typedef uint8x16_t vector;
typedef uint8x16_t truths; /* all bits of a byte, or none */

static inline vector load(const uint8_t *p)
{
    return vld1q_u8(p);
}

static inline vector spread(int c)
{
    return vdupq_n_u8((uint8_t)c);
}

static inline truths equal(vector a, vector b)
{
    return vceqq_u8(a, b);
}

static inline truths above(vector a, vector b)
{
    return vcgtq_s8(vreinterpretq_s8_u8(a), vreinterpretq_s8_u8(b));
}

static inline vector add(vector a, vector b)
{
    return vaddq_u8(a, b);
}

static inline vector average(vector a, vector b)
{
    return vrhaddq_u8(a, b);
}

static inline vector either(vector a, vector b)
{
    return vorrq_u8(a, b);
}

static inline vector least(vector a, vector b)
{
    return vreinterpretq_u8_s8(vminq_s8(vreinterpretq_s8_u8(a), vreinterpretq_s8_u8(b)));
}

static inline truths any_of(truths a, truths b)
{
    return vorrq_u8(a, b);
}

static inline truths all_of(truths a, truths b)
{
    return vandq_u8(a, b);
}

static inline truths but_not(truths a, truths b)
{
    return vbicq_u8(a, b);
}

static inline truths differ(truths a, truths b)
{
    return veorq_u8(a, b);
}

static inline int is_none(truths a)
{
    return vmaxvq_u8(a) == 0;
}

/* Each half's truths, as the bits of a byte. */
static inline uint64_t bits(truths a)
{
    static const uint8_t places[16] = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
    uint8x16_t placed = vandq_u8(a, vld1q_u8(places));
    return (uint64_t)vaddv_u8(vget_low_u8(placed)) | (uint64_t)vaddv_u8(vget_high_u8(placed)) << 8;
}

static inline vector count(vector counts, truths a)
{
    return vsubq_u8(counts, a);
}

static inline uint64_t sum(vector counts)
{
    return vaddlvq_u8(counts);
}

/* The table has what is white below 16; for bytes from 16 on it gives 0. */
static inline truths is_white(vector v)
{
    static const uint8_t table[16] = {255, 255,  255,  255, 255, 255,  255, 255,
                                      255, '\t', '\n', 255, 255, '\r', 255, 255};
    return vorrq_u8(vceqq_u8(v, vdupq_n_u8(' ')), vceqq_u8(v, vqtbl1q_u8(vld1q_u8(table), v)));
}

#include "parse/scan_vector.h"

const pneu_i_scan pneu_i_scan_neon = {scan_fields, pneu_i_find_line_ends, scan_body,  find_bare_lf,
                                      find_dash,   count_header,          take_census};
