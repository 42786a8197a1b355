/*
 * YEnc decoding by blocks as wide as a vector: the loop, which is the same for each CPU family. Only for
 * src/codec/yenc_*.c; such a file includes its blocks_*.h and says before:
 *   DECODE                     the name of the kernel
 *   decode_block(b, escaped)   the octets of a block, of which those are escaped that have a bit
 * A block is taken if each "=" in it begins an escape as encoders make them: not at a line's start, where "=y" may be
 * another line, nor before another "=" or a line end; else the kernel ends before it.
 */
#ifndef PNEU_CODEC_YENC_BLOCKS_H
#define PNEU_CODEC_YENC_BLOCKS_H

#include "codec/kernels.h"

void DECODE(pneu_i_codec_io *io, int *begins_line)
{
    const uint8_t *in = io->in;
    uint8_t *out = io->out;
    mask behind_lf = (mask)(*begins_line != 0), behind_equals = 0; /* 1: the next byte is */
    for (; io->in_end - in >= BLOCK && io->out_end - out >= BLOCK; in += BLOCK) {
        lanes block = load_block(in);
        mask equals = find_byte(block, '='), lf = find_byte(block, '\n'), ends = lf | find_byte(block, '\r');
        mask escaped = (mask)((mask)(equals << 1) | behind_equals), first = (mask)((mask)(lf << 1) | behind_lf);
        if (((first & equals) | (escaped & (equals | ends))) != 0)
            break;
        out = put_kept(out, decode_block(block, escaped), equals | ends);
        behind_equals = (mask)(equals >> (BLOCK - 1));
        behind_lf = (mask)(lf >> (BLOCK - 1));
    }
    io->in = in - behind_equals; /* an "=" goes back to what it escapes */
    io->out = out;
    *begins_line = behind_lf != 0;
}

#endif
