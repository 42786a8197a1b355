/* Three octets and their four sextets, with AVX-512 VBMI. Only for the kernels of src/codec. */
#ifndef PNEU_CODEC_SEXTETS_AVX512_H
#define PNEU_CODEC_SEXTETS_AVX512_H

#include <immintrin.h>
#include <stdint.h>

/* The octets of a block, in order: those of each quantum stand in a word, the first one highest. */
static const uint8_t octet_order[64] = {
    2,  1,  0,  6,  5,  4,  10, 9,  8,  14, 13, 12, 18, 17, 16, 22, 21, 20, 26, 25, 24, 30, 29, 28,
    34, 33, 32, 38, 37, 36, 42, 41, 40, 46, 45, 44, 50, 49, 48, 54, 53, 52, 58, 57, 56, 62, 61, 60,
};

/* For each quantum its octets, twice one of them, so that every sextet lies within a word. */
static const uint8_t quantum_order[64] = {
    1,  0,  2,  1,  4,  3,  5,  4,  7,  6,  8,  7,  10, 9,  11, 10, 13, 12, 14, 13, 16, 15,
    17, 16, 19, 18, 20, 19, 22, 21, 23, 22, 25, 24, 26, 25, 28, 27, 29, 28, 31, 30, 32, 31,
    34, 33, 35, 34, 37, 36, 38, 37, 40, 39, 41, 40, 43, 42, 44, 43, 46, 45, 47, 46,
};

/* The 48 octets of 64 sextets. */
static inline __m512i join_sextets(__m512i sextets)
{
    __m512i pairs = _mm512_maddubs_epi16(sextets, _mm512_set1_epi32(0x01400140));
    __m512i quanta = _mm512_madd_epi16(pairs, _mm512_set1_epi32(0x00011000));
    return _mm512_permutexvar_epi8(_mm512_loadu_si512(octet_order), quanta);
}

/* The 64 sextets of 48 octets; the top bits of each byte are those of others. */
static inline __m512i split_octets(__m512i octets)
{
    octets = _mm512_permutexvar_epi8(_mm512_loadu_si512(quantum_order), octets);
    return _mm512_multishift_epi64_epi8(_mm512_set1_epi64(0x3036242a1016040a), octets);
}

#endif
