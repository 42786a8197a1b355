/*
 * Quoted-printable encoding, the fast way: runs of bytes of which enough is in sight to know what follows each. The
 * loop is the same for each CPU family. Only for src/codec/qp_encode_*.c; such a file says before:
 *   ENCODE                     the name of the kernel
 *   copy_block(out, in)        copies WIDE bytes; how many are text before the first that is not (a tab may be none)
 * In: input from a byte on before which nothing waits. Out: what the encoder would put byte by byte.
 * Invariants: no byte is used unless AHEAD bytes are in sight from it on, and nothing is put without PNEU_I_QP_ROOM;
 * where the run ends, what was put last is what it would be whatever follows: a blank that may end its line is given
 * back. A byte that begins a line, after a soft break too, is looked at for protection; one at the last column of a
 * line is not, for it can only be there if it ends the line.
 * RFC 2045 section 6.7.
 * Not handled: the last bytes of input or room, one by one in quoted_printable_encode.c.
 */
#ifndef PNEU_CODEC_QP_ENCODE_BLOCKS_H
#define PNEU_CODEC_QP_ENCODE_BLOCKS_H

#include "codec/kernels.h"
#include "codec/qp_bytes.h"

enum {
    AHEAD = 8 /* a word; also "From ", or a byte and the line end behind it */
};

/* A place in input and output, and the column there. */
typedef struct qp_run {
    const uint8_t *in;
    const uint8_t *in_end;
    uint8_t *out;
    uint8_t *out_end;
    uint8_t *start; /* of the output of this run */
    unsigned column;
    uint32_t flags;
} qp_run;

/* The columns that a byte takes if data follows. */
static const uint8_t width_of[256] = {
    3, 3, 3, 3, 3, 3, 3, 3, 3, 1, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 1, 1, 1, 1, 1,
    1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
    1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
    1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3,
    3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3,
    3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3,
    3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3,
};

static inline int is_line_end(const qp_run *run, const uint8_t *in)
{
    return (run->flags & PNEU_CODEC_BINARY) == 0 && (in[0] == '\n' || (in[0] == '\r' && in[1] == '\n'));
}

/* 1 if the byte must not begin a line as it stands. */
static inline int is_protected(const qp_run *run)
{
    uint8_t byte = *run->in;
    return (byte == '-' && (run->flags & PNEU_CODEC_PROTECT_DASH) != 0) ||
           (byte == '.' && (run->flags & PNEU_CODEC_PROTECT_DOT) != 0) ||
           (byte == 'F' && (run->flags & PNEU_CODEC_PROTECT_FROM) != 0 && memcmp(run->in, "From ", 5) == 0);
}

static inline void put_break(qp_run *run, int is_lf)
{
    if (!is_lf)
        *run->out++ = '\r';
    *run->out++ = '\n';
    run->column = 0;
}

static inline void put_soft_break(qp_run *run)
{
    *run->out++ = '=';
    put_break(run, (run->flags & PNEU_CODEC_LF_LINES) != 0);
}

static inline void put_escape(qp_run *run, uint8_t byte)
{
    static const char digits[] = "0123456789ABCDEF";
    run->out[0] = '=';
    run->out[1] = (uint8_t)digits[byte >> 4];
    run->out[2] = (uint8_t)digits[byte & 15];
    run->out += 3;
    run->column += 3;
}

/* Copies the text that comes, up to WIDE bytes of it and to the column before the last. 0 if there is none. */
static inline int copy_text(qp_run *run)
{
    size_t most = PNEU_I_QP_COLUMNS - 1 - run->column, len;
    if (run->in_end - run->in >= WIDE && run->out_end - run->out >= WIDE) {
        len = copy_block(run->out, run->in);
    } else {
        len = pneu_i_qp_text_length(run->in);
        memcpy(run->out, run->in, 8);
    }
    len = len < most ? len : most;
    run->in += len;
    run->out += len;
    run->column += (unsigned)len;
    return len > 0;
}

/* Puts the byte at hand, which is data; or only the soft break before it. */
static inline void put_single(qp_run *run)
{
    uint8_t byte = *run->in;
    int is_last = is_line_end(run, run->in + 1);
    unsigned width = is_last && pneu_i_is_blank(byte) ? 3 : width_of[byte];
    if (run->column + width > PNEU_I_QP_COLUMNS - 1u + (unsigned)is_last) {
        put_soft_break(run);
        return;
    }
    run->in++;
    if (width == 3) {
        put_escape(run, byte);
    } else {
        *run->out++ = byte;
        run->column++;
    }
}

/* 1 if the last byte was put as a space. */
static inline int is_behind_space(const qp_run *run)
{
    return run->out > run->start && run->out[-1] == ' ';
}

static inline void take_back_space(qp_run *run)
{
    run->in--;
    run->out--;
    run->column--;
}

/* A line end is at hand. A space before it is taken back, and comes again as the last byte of its line. */
static inline void end_line(qp_run *run)
{
    if (is_behind_space(run)) {
        take_back_space(run);
        put_single(run);
        return;
    }
    int has_cr = *run->in == '\r';
    put_break(run, !has_cr && (run->flags & PNEU_CODEC_TEXT) == 0);
    run->in += 1 + has_cr;
}

void ENCODE(pneu_i_codec_io *io, uint32_t flags, uint8_t *column)
{
    qp_run run = {io->in, io->in_end, io->out, io->out_end, io->out, *column, flags};
    while (run.in_end - run.in >= AHEAD && run.out_end - run.out >= PNEU_I_QP_ROOM) {
        if (is_line_end(&run, run.in))
            end_line(&run);
        else if (run.column == 0 && is_protected(&run))
            put_escape(&run, *run.in++);
        else if (width_of[*run.in] == 3 || run.column == PNEU_I_QP_COLUMNS - 1 || !copy_text(&run))
            put_single(&run);
    }
    if (is_behind_space(&run))
        take_back_space(&run);
    io->in = run.in;
    io->out = run.out;
    *column = (uint8_t)run.column;
}

#endif
