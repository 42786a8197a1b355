/*
 * Quoted-printable encoding with AVX-512 VBMI2 (qp_encode_blocks.h has the loop). Each byte is made three, of which one
 * compression leaves what its form has.
 */
#include "codec/blocks_avx512.h"

#define ENCODE pneu_i_qp_encode_avx512
#define MEASURE pneu_i_qp_measure_avx512
#define THIRDS 0x1249249249249249u /* each third bit, 21 of them */

enum {
    THIRD = 21, /* bytes, which three times are not more than a block */
    LOOK = 3 * THIRD,
    FEW = 0
};

/* Each of 21 bytes three times. */
static const uint8_t three_times[64] = {
    0,  0,  0,  1,  1,  1,  2,  2,  2,  3,  3,  3,  4,  4,  4,  5,  5,  5,  6,  6,  6,  7,
    7,  7,  8,  8,  8,  9,  9,  9,  10, 10, 10, 11, 11, 11, 12, 12, 12, 13, 13, 13, 14, 14,
    14, 15, 15, 15, 16, 16, 16, 17, 17, 17, 18, 18, 18, 19, 19, 19, 20, 20, 20, 20,
};

static inline void put_dense(uint8_t *out, const uint8_t *in, uint64_t escaped, size_t count)
{
    const __m512i digits = _mm512_broadcast_i32x4(
        _mm_setr_epi8('0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'));
    __m512i block = load_block(in), order = _mm512_loadu_si512(three_times);
    for (size_t i = 0; i < count; i += THIRD, escaped >>= THIRD) {
        mask first = _pdep_u64(escaped, THIRDS);
        __m512i bytes = _mm512_permutexvar_epi8(order, block);
        __m512i halves = _mm512_mask_mov_epi8(bytes, THIRDS << 1, _mm512_srli_epi16(bytes, 4));
        halves = _mm512_and_si512(halves, _mm512_set1_epi8(15));
        __m512i forms = _mm512_mask_shuffle_epi8(bytes, (mask)~THIRDS, digits, halves);
        forms = _mm512_mask_mov_epi8(forms, first, _mm512_set1_epi8('='));
        out = put_kept(out, forms, ~(THIRDS | first << 1 | first << 2));
        order = _mm512_add_epi8(order, _mm512_set1_epi8(THIRD));
    }
}

#include "codec/qp_encode_vector.h"
