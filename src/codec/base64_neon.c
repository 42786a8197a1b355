/*
 * Base64 with NEON: 64 letters, 48 octets at a time (base64_blocks.h has the loops). Loads and stores take the four
 * letters of a quantum and its three octets apart; bytes are looked up in tables of 64.
 */
#include "codec/base64_bytes.h"
#include "codec/blocks_neon.h"
#include "codec/kernels.h"
#include "codec/sextets_neon.h"

#define LAST_LETTERS BLOCK
#define PACKS 1
#define PAIRS 0
#define DECODE pneu_i_base64_decode_neon
#define ENCODE pneu_i_base64_encode_neon

typedef uint8x16_t errors; /* a top bit is an error */
#define NO_ERRORS vdupq_n_u8(0)
#define HAS_ERRORS(e) (vmaxvq_u8(e) >= 0x80)

#define AS_BYTE(v) (v) < 0 ? 0x80 : (uint8_t)(v)

static const uint8_t sextet_of[256] = {PNEU_I_BASE64_EACH(AS_BYTE)};
static const uint8_t letter_of[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/* A byte above 63 is 0 in a table, so two of them make one of 128. */
static inline uint8x16_t sextets_of(uint8x16_t bytes, errors *seen)
{
    uint8x16_t low = vqtbl4q_u8(vld1q_u8_x4(sextet_of), bytes);
    uint8x16_t high = vqtbl4q_u8(vld1q_u8_x4(sextet_of + 64), veorq_u8(bytes, vdupq_n_u8(64)));
    uint8x16_t sextets = vorrq_u8(low, high);
    *seen = vorrq_u8(*seen, vorrq_u8(sextets, bytes));
    return sextets;
}

static inline void decode_block(uint8_t *out, const uint8_t *in, errors *seen)
{
    uint8x16x4_t letters = vld4q_u8(in);
    for (int i = 0; i < 4; i++)
        letters.val[i] = sextets_of(letters.val[i], seen);
    vst3q_u8(out, join_sextets(letters));
}

static inline size_t count_letters(const uint8_t *in)
{
    for (size_t i = 0; i < BLOCK; i += 16) {
        errors seen = NO_ERRORS;
        (void)sextets_of(vld1q_u8(in + i), &seen);
        uint8x16_t is_odd = vcgeq_u8(seen, vdupq_n_u8(0x80));
        uint8x8_t four_bits_each = vshrn_n_u16(vreinterpretq_u16_u8(is_odd), 4);
        uint64_t odd = vget_lane_u64(vreinterpret_u64_u8(four_bits_each), 0);
        if (odd != 0)
            return i + (size_t)__builtin_ctzll(odd) / 4;
    }
    return BLOCK;
}

static inline size_t pack_block(uint8_t *packed, const uint8_t *in)
{
    uint8x16x4_t block = load_block(in), is_odd;
    for (int i = 0; i < 4; i++) {
        errors seen = NO_ERRORS;
        (void)sextets_of(block.val[i], &seen);
        is_odd.val[i] = vcgeq_u8(seen, vdupq_n_u8(0x80));
    }
    mask odd = mask_of(is_odd);
    mask space = find_byte(block, ' ') | find_byte(block, '\t') | find_byte(block, '\r') | find_byte(block, '\n');
    return (odd & ~space) != 0 ? BLOCK + 1 : (size_t)(put_kept(packed, block, odd) - packed);
}

static inline void encode_block(uint8_t *out, const uint8_t *in)
{
    const uint8x16x4_t letters = vld1q_u8_x4(letter_of);
    uint8x16x4_t coded = split_octets(vld3q_u8(in));
    for (int i = 0; i < 4; i++)
        coded.val[i] = vqtbl4q_u8(letters, coded.val[i]);
    vst4q_u8(out, coded);
}

#define decode_last decode_block
#define encode_last encode_block
#include "codec/base64_blocks.h"
