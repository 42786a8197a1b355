/*
 * Base64 in plain C, by tables: what each letter adds to its quantum one way, two letters for twelve bits the other. A
 * block is 8 letters, 6 octets (base64_blocks.h has the loops). And the pieces that every family of kernels needs:
 * single quanta, white space.
 */
#include "base/ascii.h"
#include "codec/base64_bytes.h"
#include "codec/kernels.h"
#include "codec/words.h"

#define BLOCK 8
#define LAST_LETTERS BLOCK
#define PACKS 0 /* byte by byte it would be slow */
#define PAIRS 0
#define DECODE pneu_i_base64_decode_portable
#define ENCODE pneu_i_base64_encode_portable

/* ---- Decoding ----------------------------------------------------------------------------------------------- */

#define NOT_BASE64 0x80000000u
#define AS_FIRST(v) (v) < 0 ? NOT_BASE64 : (uint32_t)((v)&63) << 2
#define AS_SECOND(v) (v) < 0 ? NOT_BASE64 : ((uint32_t)((v)&63) >> 4 | (uint32_t)((v)&15) << 12)
#define AS_THIRD(v) (v) < 0 ? NOT_BASE64 : ((uint32_t)((v)&63) >> 2 << 8 | (uint32_t)((v)&3) << 22)
#define AS_FOURTH(v) (v) < 0 ? NOT_BASE64 : (uint32_t)((v)&63) << 16

/* What a character adds to the three octets of its quantum, by its place there; the first octet is lowest. */
static const uint32_t bits_at[4][256] = {
    {PNEU_I_BASE64_EACH(AS_FIRST)},
    {PNEU_I_BASE64_EACH(AS_SECOND)},
    {PNEU_I_BASE64_EACH(AS_THIRD)},
    {PNEU_I_BASE64_EACH(AS_FOURTH)},
};

static inline uint32_t quantum_of(const uint8_t *in)
{
    return bits_at[0][in[0]] | bits_at[1][in[1]] | bits_at[2][in[2]] | bits_at[3][in[3]];
}

/* Not 0 with its top bit: one of the bytes was no letter. */
typedef uint32_t errors;
#define NO_ERRORS 0
#define HAS_ERRORS(e) ((e) >= NOT_BASE64)

/* Writes two bytes more than it needs, so that it is one store. */
static inline void decode_block(uint8_t *out, const uint8_t *in, errors *seen)
{
    uint32_t first = quantum_of(in), second = quantum_of(in + 4);
    uint64_t octets = first | (uint64_t)second << 24;
    *seen |= first | second;
    pneu_i_word_store(out, octets);
}

static inline size_t count_letters(const uint8_t *in)
{
    size_t count = 0;
    while (count < BLOCK && bits_at[0][in[count]] != NOT_BASE64)
        count++;
    return count;
}

void pneu_i_base64_decode_quanta(pneu_i_codec_io *io, const uint8_t *in_end)
{
    const uint8_t *in = io->in;
    uint8_t *out = io->out;
    while (in_end - in >= 4 && io->out_end - out >= 3) {
        uint32_t bits = quantum_of(in);
        if ((bits & NOT_BASE64) != 0)
            break;
        out[0] = (uint8_t)bits;
        out[1] = (uint8_t)(bits >> 8);
        out[2] = (uint8_t)(bits >> 16);
        in += 4;
        out += 3;
    }
    io->in = in;
    io->out = out;
}

int pneu_i_base64_pass_space(pneu_i_codec_io *io)
{
    const uint8_t *in = io->in;
    while (in < io->in_end && pneu_i_is_space(*in))
        in++;
    int is_passed = in > io->in;
    io->in = in;
    return is_passed;
}

/* ---- Encoding ----------------------------------------------------------------------------------------------- */

/* clang-format off */
/* The two characters of every twelve bits. */
#define PAIRS_WITH(a)                                                                                   \
    (a), 'A', (a), 'B', (a), 'C', (a), 'D', (a), 'E', (a), 'F', (a), 'G', (a), 'H', (a), 'I', (a), 'J', \
    (a), 'K', (a), 'L', (a), 'M', (a), 'N', (a), 'O', (a), 'P', (a), 'Q', (a), 'R', (a), 'S', (a), 'T', \
    (a), 'U', (a), 'V', (a), 'W', (a), 'X', (a), 'Y', (a), 'Z', (a), 'a', (a), 'b', (a), 'c', (a), 'd', \
    (a), 'e', (a), 'f', (a), 'g', (a), 'h', (a), 'i', (a), 'j', (a), 'k', (a), 'l', (a), 'm', (a), 'n', \
    (a), 'o', (a), 'p', (a), 'q', (a), 'r', (a), 's', (a), 't', (a), 'u', (a), 'v', (a), 'w', (a), 'x', \
    (a), 'y', (a), 'z', (a), '0', (a), '1', (a), '2', (a), '3', (a), '4', (a), '5', (a), '6', (a), '7', \
    (a), '8', (a), '9', (a), '+', (a), '/'

static const char pair_of[4096 * 2] = {
    PAIRS_WITH('A'), PAIRS_WITH('B'), PAIRS_WITH('C'), PAIRS_WITH('D'), PAIRS_WITH('E'), PAIRS_WITH('F'),
    PAIRS_WITH('G'), PAIRS_WITH('H'), PAIRS_WITH('I'), PAIRS_WITH('J'), PAIRS_WITH('K'), PAIRS_WITH('L'),
    PAIRS_WITH('M'), PAIRS_WITH('N'), PAIRS_WITH('O'), PAIRS_WITH('P'), PAIRS_WITH('Q'), PAIRS_WITH('R'),
    PAIRS_WITH('S'), PAIRS_WITH('T'), PAIRS_WITH('U'), PAIRS_WITH('V'), PAIRS_WITH('W'), PAIRS_WITH('X'),
    PAIRS_WITH('Y'), PAIRS_WITH('Z'), PAIRS_WITH('a'), PAIRS_WITH('b'), PAIRS_WITH('c'), PAIRS_WITH('d'),
    PAIRS_WITH('e'), PAIRS_WITH('f'), PAIRS_WITH('g'), PAIRS_WITH('h'), PAIRS_WITH('i'), PAIRS_WITH('j'),
    PAIRS_WITH('k'), PAIRS_WITH('l'), PAIRS_WITH('m'), PAIRS_WITH('n'), PAIRS_WITH('o'), PAIRS_WITH('p'),
    PAIRS_WITH('q'), PAIRS_WITH('r'), PAIRS_WITH('s'), PAIRS_WITH('t'), PAIRS_WITH('u'), PAIRS_WITH('v'),
    PAIRS_WITH('w'), PAIRS_WITH('x'), PAIRS_WITH('y'), PAIRS_WITH('z'), PAIRS_WITH('0'), PAIRS_WITH('1'),
    PAIRS_WITH('2'), PAIRS_WITH('3'), PAIRS_WITH('4'), PAIRS_WITH('5'), PAIRS_WITH('6'), PAIRS_WITH('7'),
    PAIRS_WITH('8'), PAIRS_WITH('9'), PAIRS_WITH('+'), PAIRS_WITH('/'),
};
/* clang-format on */

static inline void encode_quantum(uint8_t *out, const uint8_t *in)
{
    uint32_t bits = (uint32_t)in[0] << 16 | (uint32_t)in[1] << 8 | in[2];
    memcpy(out, pair_of + 2 * (bits >> 12), 2);
    memcpy(out + 2, pair_of + 2 * (bits & 0xfff), 2);
}

/* Reads two octets more than it needs, so that it is one word. */
static inline void encode_block(uint8_t *out, const uint8_t *in)
{
    uint64_t bits = pneu_i_word_turn(pneu_i_word_load(in));
    memcpy(out, pair_of + 2 * (bits >> 52), 2);
    memcpy(out + 2, pair_of + 2 * (bits >> 40 & 0xfff), 2);
    memcpy(out + 4, pair_of + 2 * (bits >> 28 & 0xfff), 2);
    memcpy(out + 6, pair_of + 2 * (bits >> 16 & 0xfff), 2);
}

void pneu_i_base64_encode_quanta(uint8_t *out, const uint8_t *in, size_t quanta)
{
    for (size_t i = 0; i < quanta; i++)
        encode_quantum(out + 4 * i, in + 3 * i);
}

#define decode_last decode_block
#define encode_last encode_block
#include "codec/base64_blocks.h"
