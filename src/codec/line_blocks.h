/*
 * Line ends by blocks as wide as a vector: the loops, the same for each CPU family. Only for src/codec/lines_*.c; such
 * a file includes its blocks_*.h and says before how the kernels are called: PASS_CRLF, TO_CRLF, TO_LF.
 * A block is copied whole, and again from the line end in it on: a line costs a block more, and nothing is moved twice.
 */
#ifndef PNEU_CODEC_LINE_BLOCKS_H
#define PNEU_CODEC_LINE_BLOCKS_H

#include "codec/kernels.h"
#include "codec/words.h"

static inline int has_room(const uint8_t *in, const uint8_t *out, const pneu_i_codec_io *io)
{
    return io->in_end - in > BLOCK && io->out_end - out > BLOCK;
}

const uint8_t *PASS_CRLF(const uint8_t *in, const uint8_t *end, int stops_at_dot)
{
    mask cr_before = 0, lf_before = 0;
    for (; end - in > BLOCK; in += BLOCK) {
        lanes block = load_block(in);
        mask lf = find_byte(block, '\n'), cr = find_byte(block, '\r');
        mask lf_next = (mask)(lf >> 1 | (mask)(in[BLOCK] == '\n') << (BLOCK - 1));
        mask stops = (mask)((lf ^ (mask)(cr << 1 | cr_before)) | (cr & ~lf_next));
        if (stops_at_dot)
            stops |= (mask)(find_byte(block, '.') & (mask)(lf << 1 | lf_before));
        if (stops != 0)
            return in + pneu_i_word_lowest(stops);
        cr_before = (mask)(cr >> (BLOCK - 1));
        lf_before = (mask)(lf >> (BLOCK - 1));
    }
    return in - (cr_before != 0);
}

void TO_CRLF(pneu_i_codec_io *io)
{
    const uint8_t *in = io->in;
    uint8_t *out = io->out;
    while (has_room(in, out, io)) {
        lanes block = load_block(in);
        mask ends = find_byte(block, '\n') | find_byte(block, '\r');
        size_t passed = ends != 0 ? pneu_i_word_lowest(ends) : BLOCK;
        put_block(out, block);
        in += passed;
        out += passed;
        if (ends == 0)
            continue;
        if (*in == '\r' && in[1] != '\n')
            break;
        in += 1 + (*in == '\r');
        *out++ = '\r';
        *out++ = '\n';
    }
    io->in = in;
    io->out = out;
}

void TO_LF(pneu_i_codec_io *io)
{
    const uint8_t *in = io->in;
    uint8_t *out = io->out;
    while (has_room(in, out, io)) {
        lanes block = load_block(in);
        mask ends = find_byte(block, '\r');
        size_t passed = ends != 0 ? pneu_i_word_lowest(ends) : BLOCK;
        put_block(out, block);
        in += passed;
        out += passed;
        if (ends == 0)
            continue;
        if (in[1] != '\n')
            break;
        in++; /* the LF is copied with the next line */
    }
    io->in = in;
    io->out = out;
}

#endif
