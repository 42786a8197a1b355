/*
 * How long text becomes in quoted-printable, 64 bytes at a time: what the encoder would put is counted, not put. Only for
 * src/codec/qp_encode_*.c, behind a look_at (qp_encode_blocks.h says what that is) and before it:
 *   MEASURE                         the name of the kernel
 * In: text from a byte on before which nothing waits. Out: the length with PNEU_CODEC_TEXT and PNEU_CODEC_PROTECT_DASH;
 * the census of the bytes, since their lines are found anyway.
 * Invariants: no byte is counted unless two more are in sight, so that it is known whether a line end follows. Lines are
 * cut where the encoder cuts them: as many whole forms as leave a column for "=".
 * RFC 2045 section 6.7.
 * Not handled: the last bytes of input, one by one in quoted_printable_encode.c; other flags; NUL in the census.
 */
#ifndef PNEU_CODEC_QP_MEASURE_BLOCKS_H
#define PNEU_CODEC_QP_MEASURE_BLOCKS_H

#include <string.h>

#include "codec/kernels.h"
#include "codec/qp_bytes.h"

enum {
    SIGHT = 2, /* bytes behind those that are counted */
    WORD = 64  /* bytes that a word of bits tells of */
};

/* A place in the output. */
typedef struct qp_place {
    unsigned column;
    uint64_t length; /* up to there */
    uint64_t line;   /* bytes of the input's open line */
    pneu_i_census *census;
} qp_place;

static inline uint64_t first_bits(uint64_t bits, size_t count)
{
    return count < WORD ? bits & ((UINT64_C(1) << count) - 1) : bits;
}

/* 2 or 1 for the bytes of a line end, 0 if there is none. */
static inline size_t line_end_at(const uint8_t *in)
{
    return in[0] == '\n' ? 1 : in[0] == '\r' && in[1] == '\n' ? 2 : 0;
}

/* How many bytes of `count` fit into so many columns, those being escaped that have a bit. */
static inline size_t count_fitting(uint64_t escaped, size_t count, size_t columns)
{
    size_t fitting = count < columns ? count : columns, width;
    while ((width = fitting + 2 * pneu_i_word_count(first_bits(escaped, fitting))) > columns)
        fitting -= (width - columns + 2) / 3; /* a byte has three columns at most */
    return fitting;
}

/* Counts bytes of one line; a line end is behind them, or none. */
static inline void measure_line(qp_place *place, const uint8_t *in, size_t count, uint64_t escaped, int is_line_end)
{
    if (is_line_end && count > 0 && pneu_i_is_blank(in[count - 1]))
        escaped |= UINT64_C(1) << (count - 1);
    for (;;) {
        if (place->column == 0 && count > 0 && *in == '-')
            escaped |= 1;
        size_t columns = (size_t)PNEU_I_QP_COLUMNS - 1 + (size_t)is_line_end - place->column;
        size_t width = count + 2 * pneu_i_word_count(escaped);
        if (width <= columns) {
            place->column += (unsigned)width;
            place->length += width;
            return;
        }
        size_t fitting = count_fitting(escaped, count, columns - (size_t)is_line_end);
        place->length += fitting + 2 * pneu_i_word_count(first_bits(escaped, fitting)) + 3;
        place->column = 0;
        in += fitting;
        count -= fitting;
        escaped >>= fitting;
    }
}

/* 1 if a byte above 127 is among the first ones; and maybe among those behind them up to a word's end. */
static inline int has_high(const uint8_t *in, size_t count)
{
    uint64_t all = 0;
    for (size_t i = 0; i < count; i += 8)
        all |= pneu_i_word_load(in + i);
    return (all & PNEU_I_TOPS) != 0;
}

static inline void end_line_of(qp_place *place, size_t line_end)
{
    place->census->bare_lf += line_end & 1;
    place->census->has_long_line |= place->line > PNEU_I_LINE_MAX;
    place->line = 0;
    place->length += 2;
    place->column = 0;
}

/* Counts the bytes up to a CR or LF, `count` at most, 64 being readable; and the line end there. Returns how many it
 * took. */
static inline size_t measure_block(qp_place *place, const uint8_t *in, size_t count)
{
    uint64_t escaped, ends;
    look_at(in, &escaped, &ends);
    if ((ends & 1) != 0 && line_end_at(in) == 0) {
        ends &= ends - 1; /* a bare CR is a byte like others, but that one is looked at from there on */
        place->census->has_bare_cr = 1;
    }
    size_t found = pneu_i_word_lowest(ends), end = found < count ? found : count, line_end = line_end_at(in + end);
    escaped = first_bits(escaped, end);
    if (escaped != 0 && !place->census->has_high)
        place->census->has_high = has_high(in, end);
    measure_line(place, in, end, escaped, line_end > 0);
    place->line += end;
    if (line_end > 0)
        end_line_of(place, line_end);
    return end + line_end;
}

size_t MEASURE(const uint8_t *in, size_t len, uint8_t *column, uint64_t *length, pneu_i_census *census)
{
    uint8_t room[WORD + SIGHT + WORD] = {0};
    qp_place place = {*column, 0, census->column, census};
    size_t at = 0, done = 0;
    while (len - at >= WORD + SIGHT)
        at += measure_block(&place, in + at, WORD);
    memcpy(room, in + at, len - at);
    while (len - at > done + SIGHT)
        done += measure_block(&place, room + done, len - at - done - SIGHT);
    *column = (uint8_t)place.column;
    *length += place.length;
    census->column = place.line;
    census->has_long_line |= place.line > PNEU_I_LINE_MAX;
    return at + done;
}

#endif
