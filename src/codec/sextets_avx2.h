/* Three octets and their four sextets, with AVX2. Only for the kernels of src/codec. */
#ifndef PNEU_CODEC_SEXTETS_AVX2_H
#define PNEU_CODEC_SEXTETS_AVX2_H

#include "codec/blocks_avx2.h"

/* The 12 octets of 16 sextets in each half. */
static inline __m256i join_sextets(__m256i sextets)
{
    const __m256i order = TWICE(2, 1, 0, 6, 5, 4, 10, 9, 8, 14, 13, 12, -1, -1, -1, -1);
    __m256i pairs = _mm256_maddubs_epi16(sextets, _mm256_set1_epi32(0x01400140));
    return _mm256_shuffle_epi8(_mm256_madd_epi16(pairs, _mm256_set1_epi32(0x00011000)), order);
}

/* Puts the octets of both halves in a row; writes 32 bytes. */
static inline void put_joined(uint8_t *out, __m256i octets)
{
    octets = _mm256_permutevar8x32_epi32(octets, _mm256_setr_epi32(0, 1, 2, 4, 5, 6, 3, 7));
    put_block(out, octets);
}

/* The 16 sextets of 12 octets in each half. */
static inline __m256i split_octets(__m256i octets)
{
    const __m256i order = TWICE(1, 0, 2, 1, 4, 3, 5, 4, 7, 6, 8, 7, 10, 9, 11, 10);
    octets = _mm256_shuffle_epi8(octets, order);
    __m256i odd = _mm256_and_si256(octets, _mm256_set1_epi32(0x0fc0fc00));
    __m256i even = _mm256_and_si256(octets, _mm256_set1_epi32(0x003f03f0));
    return _mm256_or_si256(_mm256_mulhi_epu16(odd, _mm256_set1_epi32(0x04000040)),
                           _mm256_mullo_epi16(even, _mm256_set1_epi32(0x01000010)));
}

/* 24 octets, 12 in each half; reads 28. */
static inline __m256i load_octets(const uint8_t *in)
{
    return _mm256_set_m128i(_mm_loadu_si128((const void *)(in + 12)), _mm_loadu_si128((const void *)in));
}

#endif
