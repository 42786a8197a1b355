/*
 * Base64 by blocks as wide as a vector: the loops, which are the same for each CPU family. Only for src/codec/base64_*.c;
 * such a file says before what a block is:
 *   BLOCK, DECODE, ENCODE        characters of a block; the names of the kernels
 *   errors                       a type, 0 bytes of which mean that all blocks so far were letters: NO_ERRORS, HAS_ERRORS(e)
 *   decode_block(out, in, &e)    BLOCK letters to BLOCK / 4 * 3 octets; may write BLOCK bytes
 *   decode_last(out, in, &e)     the same for LAST_LETTERS letters, which end a line
 *   count_letters(in)            how many of BLOCK bytes are letters before the first that is not
 *   encode_block(out, in)        BLOCK / 4 * 3 octets to BLOCK letters; may read BLOCK bytes
 *   encode_last(out, in)         the same for LAST_LETTERS / 4 * 3 octets, which end a line
 * A line's last block ends where the line does: it overlaps the one before it.
 */
#ifndef PNEU_CODEC_BASE64_BLOCKS_H
#define PNEU_CODEC_BASE64_BLOCKS_H

#include "codec/base64_bytes.h"
#include "codec/kernels.h"

enum {
    BLOCK_OCTETS = BLOCK / 4 * 3,
    MANY = 4,        /* blocks, between two looks at errors */
    LINE_MOST = 1024 /* letters of a line that others are expected to be like */
};

static inline int has_room(const uint8_t *in, const uint8_t *out, const pneu_i_codec_io *io, ptrdiff_t bytes)
{
    return io->in_end - in >= bytes && io->out_end - out >= bytes;
}

/* Decodes letters that have nothing between them. Returns 0 if it met no end of them. */
static inline int decode_letters(pneu_i_codec_io *io)
{
    const uint8_t *in = io->in;
    uint8_t *out = io->out;
    size_t letters = BLOCK;
    for (; has_room(in, out, io, MANY * BLOCK); in += MANY * BLOCK, out += MANY * BLOCK_OCTETS) {
        errors seen = NO_ERRORS;
        for (size_t i = 0; i < MANY; i++)
            decode_block(out + i * BLOCK_OCTETS, in + i * BLOCK, &seen);
        if (HAS_ERRORS(seen))
            break;
    }
    while (letters == BLOCK && has_room(in, out, io, BLOCK)) {
        errors seen = NO_ERRORS;
        decode_block(out, in, &seen);
        if (HAS_ERRORS(seen))
            letters = count_letters(in);
        in += letters / 4 * 4;
        out += letters / 4 * 3;
    }
    io->in = in;
    io->out = out;
    return letters < BLOCK;
}

/* Decodes lines of so many letters, a multiple of 4 and at least a block. */
static inline void decode_lines_of(pneu_i_codec_io *io, size_t letters, size_t line_end)
{
    const uint8_t *in = io->in;
    uint8_t *out = io->out;
    size_t octets = letters / 4 * 3, whole = letters - letters % BLOCK;
    while (io->in_end - in >= (ptrdiff_t)(letters + line_end) && io->out_end - out >= (ptrdiff_t)(octets + BLOCK)) {
        errors seen = NO_ERRORS;
        for (size_t i = 0; i < whole; i += BLOCK)
            decode_block(out + i / 4 * 3, in + i, &seen);
        if (whole + LAST_LETTERS < letters)
            decode_block(out + octets - BLOCK_OCTETS, in + letters - BLOCK, &seen);
        else if (whole < letters)
            decode_last(out + octets - LAST_LETTERS / 4 * 3, in + letters - LAST_LETTERS, &seen);
        if (HAS_ERRORS(seen) || in[letters + line_end - 1] != '\n' || (line_end == 2 && in[letters] != '\r'))
            break;
        in += letters + line_end;
        out += octets;
    }
    io->in = in;
    io->out = out;
}

/* The letters of the line at hand; 0 if it is a long one. */
static inline size_t line_length(const pneu_i_codec_io *io)
{
    for (ptrdiff_t at = 0; at < LINE_MOST && io->in_end - io->in - at >= BLOCK; at += BLOCK) {
        size_t letters = count_letters(io->in + at);
        if (letters < BLOCK)
            return (size_t)at + letters;
    }
    return 0;
}

/* Decodes lines that have the length and the line end of the one at hand. */
static inline void decode_like_lines(pneu_i_codec_io *io)
{
    size_t letters = line_length(io);
    if (letters < BLOCK || letters % 4 != 0 || (size_t)(io->in_end - io->in) < letters + 2)
        return;
    size_t line_end = io->in[letters] == '\r' ? 2 : 1;
    if (letters == PNEU_I_BASE64_COLUMNS && line_end == 2)
        decode_lines_of(io, PNEU_I_BASE64_COLUMNS, 2); /* nearly all mail: with constants */
    else
        decode_lines_of(io, letters, line_end);
}

void DECODE(pneu_i_codec_io *io)
{
    while (decode_letters(io) && pneu_i_base64_pass_space(io))
        decode_like_lines(io);
    do
        pneu_i_base64_decode_quanta(io, io->in_end);
    while (pneu_i_base64_pass_space(io));
}

static inline void encode_lines(pneu_i_codec_io *io, size_t line_end)
{
    const uint8_t *in = io->in;
    uint8_t *out = io->out;
    enum {
        LAST = PNEU_I_BASE64_OCTETS - LAST_LETTERS / 4 * 3,
        AHEAD = LAST + BLOCK
    };
    while (io->in_end - in >= AHEAD && io->out_end - out >= PNEU_I_BASE64_LINE_ROOM) {
        for (size_t i = 0; i < LAST; i += BLOCK_OCTETS)
            encode_block(out + i / 3 * 4, in + i);
        encode_last(out + LAST / 3 * 4, in + LAST);
        out = pneu_i_base64_put_line_end(out + PNEU_I_BASE64_COLUMNS, line_end);
        in += PNEU_I_BASE64_OCTETS;
    }
    io->in = in;
    io->out = out;
}

void ENCODE(pneu_i_codec_io *io, size_t line_end)
{
    if (line_end == 2)
        encode_lines(io, 2);
    else
        encode_lines(io, 1);
}

#endif
