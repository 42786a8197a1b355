/* Three octets and their four sextets, with SSE4. Only for the kernels of src/codec. */
#ifndef PNEU_CODEC_SEXTETS_SSE_H
#define PNEU_CODEC_SEXTETS_SSE_H

#include <immintrin.h>

/* The 12 octets of 16 sextets, in order. */
static inline __m128i join_sextets(__m128i sextets)
{
    const __m128i order = _mm_setr_epi8(2, 1, 0, 6, 5, 4, 10, 9, 8, 14, 13, 12, -1, -1, -1, -1);
    __m128i pairs = _mm_maddubs_epi16(sextets, _mm_set1_epi32(0x01400140));
    return _mm_shuffle_epi8(_mm_madd_epi16(pairs, _mm_set1_epi32(0x00011000)), order);
}

/* The 16 sextets of 12 octets. */
static inline __m128i split_octets(__m128i octets)
{
    const __m128i order = _mm_setr_epi8(1, 0, 2, 1, 4, 3, 5, 4, 7, 6, 8, 7, 10, 9, 11, 10);
    octets = _mm_shuffle_epi8(octets, order);
    __m128i odd = _mm_and_si128(octets, _mm_set1_epi32(0x0fc0fc00));
    __m128i even = _mm_and_si128(octets, _mm_set1_epi32(0x003f03f0));
    return _mm_or_si128(_mm_mulhi_epu16(odd, _mm_set1_epi32(0x04000040)),
                        _mm_mullo_epi16(even, _mm_set1_epi32(0x01000010)));
}

#endif
