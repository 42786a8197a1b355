/*
 * Line ends by blocks as wide as a vector: the loops, the same for each CPU family. Only for src/codec/lines_*.c; such
 * a file includes its blocks_*.h and says before how the kernels are called: PASS_CRLF, TO_CRLF, TO_LF.
 * A block is copied whole, and again from each line end in it on that changes. Blocks stand side by side, and do not
 * begin where the line before ended: so none waits for the one before. A block with a CR that no LF follows ends a
 * kernel.
 */
#ifndef PNEU_CODEC_LINE_BLOCKS_H
#define PNEU_CODEC_LINE_BLOCKS_H

#include "codec/kernels.h"
#include "codec/words.h"

/* Where an LF is next. */
static inline mask lf_next_in(const uint8_t *in, mask lf)
{
    return (mask)(lf >> 1 | (mask)(in[BLOCK] == '\n') << (BLOCK - 1));
}

const uint8_t *PASS_CRLF(const uint8_t *in, const uint8_t *end, int stops_at_dot)
{
    mask cr_before = 0, lf_before = 0;
    for (; end - in > BLOCK; in += BLOCK) {
        lanes block = load_block(in);
        mask lf = find_byte(block, '\n'), cr = find_byte(block, '\r');
        mask lf_next = lf_next_in(in, lf);
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
    mask cr_before = 0;
    for (; io->in_end - in >= 2 * BLOCK && io->out_end - out >= 3 * BLOCK; in += BLOCK, out += BLOCK) {
        lanes block = load_block(in);
        mask lf = find_byte(block, '\n'), cr = find_byte(block, '\r');
        if ((cr & ~lf_next_in(in, lf)) != 0)
            break;
        put_block(out, block);
        for (mask bare = lf & (mask) ~((mask)(cr << 1) | cr_before); bare != 0; bare &= (mask)(bare - 1)) {
            size_t at = pneu_i_word_lowest(bare);
            out[at] = '\r';
            put_block(++out + at, load_block(in + at));
        }
        cr_before = (mask)(cr >> (BLOCK - 1));
    }
    io->in = in - cr_before; /* a CR goes back to its LF */
    io->out = out - cr_before;
}

void TO_LF(pneu_i_codec_io *io)
{
    const uint8_t *in = io->in;
    uint8_t *out = io->out;
    for (; io->in_end - in > 2 * BLOCK && io->out_end - out >= 2 * BLOCK; in += BLOCK, out += BLOCK) {
        lanes block = load_block(in);
        mask cr = find_byte(block, '\r');
        if ((cr & ~lf_next_in(in, find_byte(block, '\n'))) != 0)
            break;
        put_block(out, block);
        for (; cr != 0; cr &= (mask)(cr - 1)) {
            size_t at = pneu_i_word_lowest(cr);
            put_block(out-- + at, load_block(in + at + 1));
        }
    }
    io->in = in;
    io->out = out;
}

#endif
