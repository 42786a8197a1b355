/* Packing eight bytes at a time, with SSE4 or AVX2. Only for the kernels of src/codec. */
#ifndef PNEU_CODEC_PUT_EIGHT_H
#define PNEU_CODEC_PUT_EIGHT_H

#include <immintrin.h>
#include <stdint.h>

#include "codec/pack_table.h"

/* Packs those of the first eight bytes that are not dropped; writes eight. Returns the end. */
static inline uint8_t *put_eight(uint8_t *out, __m128i eight, unsigned dropped)
{
    __m128i order = _mm_loadl_epi64((const void *)pneu_i_pack_order[dropped]);
    _mm_storel_epi64((void *)out, _mm_shuffle_epi8(eight, order));
    return out + 8 - _mm_popcnt_u32(dropped);
}

#endif
