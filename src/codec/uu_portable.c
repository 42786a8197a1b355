/*
 * Uuencode in plain C, eight characters at a time in one number (uu_blocks.h has the loops). A line is eight times
 * eight characters, of which the last overlap those before.
 */
#include "codec/uu_line.h"
#include "codec/words.h"

#define DECODE pneu_i_uu_decode_portable
#define ENCODE pneu_i_uu_encode_portable
#define EACH PNEU_I_EACH_BYTE

enum {
    WORD = 8,
    LAST = PNEU_I_UU_CHARACTERS - WORD /* the character that the last word begins with */
};

/* A top bit is not 0 where a byte is no character: below " ", above "`". A sum that carries does so out of such a
 * byte. */
static inline uint64_t decode_word(uint8_t *out, const uint8_t *in)
{
    uint64_t word = pneu_i_word_load(in), from_space = (word | EACH(0x80)) - EACH(' ');
    uint64_t pairs = from_space & EACH(63);
    pairs = (pairs & UINT64_C(0x00ff00ff00ff00ff)) << 6 | (pairs >> 8 & UINT64_C(0x00ff00ff00ff00ff));
    uint64_t quanta = (pairs & UINT64_C(0x0000ffff0000ffff)) << 12 | (pairs >> 16 & UINT64_C(0x0000ffff0000ffff));
    pneu_i_word_store(out, pneu_i_word_turn(quanta << 40 | quanta >> 32 << 16));
    return word | (word + EACH(0x7f - '`')) | ~from_space;
}

static inline int decode_line(uint8_t *out, const uint8_t *in)
{
    uint64_t odd = 0;
    for (size_t i = 0; i < LAST; i += WORD)
        odd |= decode_word(out + i / 4 * 3, in + i);
    odd |= decode_word(out + LAST / 4 * 3, in + LAST);
    return (odd & EACH(0x80)) == 0;
}

static inline void encode_word(uint8_t *out, const uint8_t *in)
{
    uint64_t octets = pneu_i_word_turn(pneu_i_word_load(in)), quanta = octets >> 40 | (octets >> 16 & 0xffffff) << 32;
    uint64_t pairs = (quanta >> 12 & UINT64_C(0x00000fff00000fff)) | (quanta & UINT64_C(0x00000fff00000fff)) << 16;
    const uint64_t low = UINT64_C(0x003f003f003f003f);
    uint64_t sextets = (pairs >> 6 & low) | (pairs & low) << 8;
    uint64_t zero = (EACH(64) - sextets) & EACH(64); /* 64 for each sextet that is 0, and nothing is borrowed */
    pneu_i_word_store(out, sextets + EACH(' ') + zero);
}

static inline void encode_line(uint8_t *out, const uint8_t *in)
{
    for (size_t i = 0; i < LAST; i += WORD)
        encode_word(out + i, in + i / 4 * 3);
    encode_word(out + LAST, in + LAST / 4 * 3);
}

#include "codec/uu_blocks.h"
