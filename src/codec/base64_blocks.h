/*
 * Base64 by blocks as wide as a vector: the loops, which are the same for each CPU family. Only for
 * src/codec/base64_*.c; such a file says before what a block is:
 *   BLOCK, DECODE, ENCODE        characters of a block; the names of the kernels
 *   PACKS                        1 if there is pack_block
 *   errors                       what is wrong with the blocks so far: NO_ERRORS, HAS_ERRORS(e)
 *   decode_block(out, in, &e)    BLOCK letters to BLOCK / 4 * 3 octets; may write BLOCK bytes
 *   decode_last(out, in, &e)     the same for LAST_LETTERS letters, which end a line
 *   PAIRS                        1 if there are, for the last letters of two lines at once,
 *   decode_lasts(first, second, &e), put_first_last(out, lasts), put_second_last(out, lasts)
 *   count_letters(in)            how many of BLOCK bytes are letters before the first that is not
 *   pack_block(packed, in)       the letters of BLOCK bytes without the white space between them, and how many; may
 *                                write BLOCK bytes; more than BLOCK if there is something else
 *   encode_block(out, in)        BLOCK / 4 * 3 octets to BLOCK letters; may read BLOCK bytes
 *   encode_last(out, in)         the same for LAST_LETTERS / 4 * 3 octets, which end a line
 * A line's last block ends where the line does: it overlaps the one before it.
 */
#ifndef PNEU_CODEC_BASE64_BLOCKS_H
#define PNEU_CODEC_BASE64_BLOCKS_H

#include "base/ascii.h"
#include "codec/base64_bytes.h"
#include "codec/kernels.h"

enum {
    BLOCK_OCTETS = BLOCK / 4 * 3,
    MANY = 4,         /* blocks, between two looks at errors */
    LINE_MOST = 1024, /* letters of a line that others are expected to be like */
    PACKED = 2048,    /* letters that are packed at a time where lines are not alike */
    PIECES = 8
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

#if PAIRS

static inline int is_crlf(const uint8_t *in)
{
    return ((in[0] ^ '\r') | (in[1] ^ '\n')) == 0;
}

/* Decodes lines as nearly all mail has them, two at a time. */
static inline void decode_pairs(pneu_i_codec_io *io)
{
    enum {
        LINE = PNEU_I_BASE64_COLUMNS + 2,
        OCTETS = PNEU_I_BASE64_OCTETS,
        LAST = PNEU_I_BASE64_COLUMNS - LAST_LETTERS
    };
    const uint8_t *in = io->in;
    uint8_t *out = io->out;
    while (has_room(in, out, io, 2 * LINE)) {
        errors seen = NO_ERRORS;
        lanes lasts = decode_lasts(in + LAST, in + LINE + LAST, &seen);
        for (size_t i = 0; i < LAST; i += BLOCK)
            decode_block(out + i / 4 * 3, in + i, &seen);
        put_first_last(out + LAST / 4 * 3, lasts);
        for (size_t i = 0; i < LAST; i += BLOCK)
            decode_block(out + OCTETS + i / 4 * 3, in + LINE + i, &seen);
        put_second_last(out + OCTETS + LAST / 4 * 3, lasts);
        if (HAS_ERRORS(seen) || !is_crlf(in + LINE - 2) || !is_crlf(in + 2 * LINE - 2))
            break;
        in += 2 * LINE;
        out += 2 * OCTETS;
    }
    io->in = in;
    io->out = out;
}

#else
#define decode_pairs(io) (void)(io)
#endif

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

/* Decodes lines that have the length and the line end of the one at hand. Returns 0 if that is the only one. */
static inline int decode_like_lines(pneu_i_codec_io *io)
{
    const uint8_t *start = io->in;
    size_t letters = line_length(io);
    if (letters < BLOCK || letters % 4 != 0 || (size_t)(io->in_end - io->in) < letters + 2)
        return 0;
    size_t line_end = io->in[letters] == '\r' ? 2 : 1;
    if (letters == PNEU_I_BASE64_COLUMNS && line_end == 2) {
        decode_pairs(io);
        decode_lines_of(io, PNEU_I_BASE64_COLUMNS, 2); /* nearly all mail: with constants */
    } else {
        decode_lines_of(io, letters, line_end);
    }
    return (size_t)(io->in - start) > letters + line_end;
}

#if PACKS

/* Decodes packed letters, whole quanta of them. */
static inline void decode_packed(pneu_i_codec_io *io, const uint8_t *packed, size_t letters)
{
    pneu_i_codec_io from = {packed, packed + letters, io->out, io->out_end};
    (void)decode_letters(&from);
    pneu_i_base64_decode_quanta(&from, from.in_end);
    io->out = from.out;
}

/* Decodes lines of any length: their letters are packed, whatever white space is between them, and then decoded.
 * Returns 0 if it took nothing. */
static inline int decode_piece(pneu_i_codec_io *io)
{
    uint8_t packed[PACKED + BLOCK];
    const uint8_t *in = io->in;
    size_t room = (size_t)(io->out_end - io->out) / 3 * 4, count = 0;
    for (size_t most = room < PACKED ? room : PACKED; io->in_end - in >= BLOCK && count + BLOCK <= most; in += BLOCK) {
        size_t letters = pack_block(packed + count, in);
        if (letters > BLOCK)
            break;
        count += letters;
    }
    size_t left = count % 4; /* of a quantum: they are given back, with the white space behind them */
    while (left > 0)
        left -= !pneu_i_is_space(*--in);
    count -= count % 4;
    decode_packed(io, packed, count);
    int is_taken = in > io->in;
    io->in = in;
    return is_taken;
}

/* Many pieces, before it is looked again whether lines are alike. */
static int decode_uneven(pneu_i_codec_io *io)
{
    int pieces = 0;
    while (pieces < PIECES && decode_piece(io))
        pieces++;
    return pieces > 0;
}

#else
#define decode_uneven(io) 0
#endif

void DECODE(pneu_i_codec_io *io)
{
    int goes_on = 1;
    while (goes_on && decode_letters(io)) {
        goes_on = pneu_i_base64_pass_space(io);
        if (!goes_on || !decode_like_lines(io))
            goes_on |= decode_uneven(io);
    }
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
