/*
 * Uuencoded lines of 45 octets: the loops, which are the same for each CPU family. Only for src/codec/uu_*.c; such a
 * file says before what a line is:
 *   DECODE, ENCODE           the names of the kernels
 *   decode_line(out, in)     60 characters to 45 octets; 0 if one of them is no character. May read PNEU_I_UU_AHEAD
 *                            bytes and write as many
 *   encode_line(out, in)     45 octets to 60 characters; may read and write as many
 */
#ifndef PNEU_CODEC_UU_BLOCKS_H
#define PNEU_CODEC_UU_BLOCKS_H

#include "codec/kernels.h"
#include "codec/uu_line.h"

static inline int has_room(const uint8_t *in, const uint8_t *out, const pneu_i_codec_io *io)
{
    return io->in_end - in >= PNEU_I_UU_AHEAD + 3 && io->out_end - out >= PNEU_I_UU_AHEAD + 3;
}

void DECODE(pneu_i_codec_io *io)
{
    const uint8_t *in = io->in;
    uint8_t *out = io->out;
    while (has_room(in, out, io) && *in == PNEU_I_UU_FULL) {
        const uint8_t *end = in + 1 + PNEU_I_UU_CHARACTERS;
        end += *end == '\r';
        if (*end != '\n' || !decode_line(out, in + 1))
            break;
        in = end + 1;
        out += PNEU_I_UU_OCTETS;
    }
    io->in = in;
    io->out = out;
}

void ENCODE(pneu_i_codec_io *io)
{
    const uint8_t *in = io->in;
    uint8_t *out = io->out;
    for (; has_room(in, out, io); in += PNEU_I_UU_OCTETS) {
        *out++ = PNEU_I_UU_FULL;
        encode_line(out, in);
        out += PNEU_I_UU_CHARACTERS;
        *out++ = '\n';
    }
    io->in = in;
    io->out = out;
}

#endif
