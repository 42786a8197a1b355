/*
 * Quoted-printable encoding, the fast way: runs of bytes of which enough is in sight to know what follows each. The
 * loop is the same for each CPU family. Only for src/codec/qp_encode_*.c; such a file says before:
 *   ENCODE                          the name of the kernel
 *   LOOK                            how many bytes are looked at, at most 64
 *   look_at(in, &escaped, &ends)    of 64 bytes, which are no text; which are CR or LF
 *   put_dense(out, in, escaped, count)
 *                                   the forms of up to LOOK bytes, of which those are escaped that have a bit; may read
 *                                   64 bytes from each on, and write as many behind them
 *   FEW                             escapes that are not worth that
 * In: input from a byte on before which nothing waits. Out: what the encoder would put byte by byte.
 * Invariants: no byte is used unless NEAR bytes are in sight from it on, and nothing is put without PNEU_I_QP_ROOM;
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
#include "codec/qp_forms.h"

enum {
    NEAR = 8,    /* bytes: a word; also "From ", or a byte and the line end behind it */
    AHEAD = 144, /* two blocks, and what is near */
    MOST = 256,  /* bytes whose forms are made at a time */
    COPIED = 80, /* columns: a line, and more */
    ROOM = 320,  /* for the forms of a block, soft breaks, and what is copied too much */
    BEFORE = 2,  /* places before the forms, at which is looked too */
    FORMS_ROOM = BEFORE + MOST * 3 + 80
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

static inline int is_binary(const qp_run *run)
{
    return (run->flags & PNEU_CODEC_BINARY) != 0;
}

static inline int is_line_end(const qp_run *run, const uint8_t *in)
{
    return !is_binary(run) && (in[0] == '\n' || (in[0] == '\r' && in[1] == '\n'));
}

/* 1 if the byte must not begin a line as it stands. What follows it goes on at `end` in the input. */
static inline int is_protected(const qp_run *run, const uint8_t *at, const uint8_t *end)
{
    if (*at != 'F' || (run->flags & PNEU_CODEC_PROTECT_FROM) == 0)
        return (*at == '-' && (run->flags & PNEU_CODEC_PROTECT_DASH) != 0) ||
               (*at == '.' && (run->flags & PNEU_CODEC_PROTECT_DOT) != 0);
    size_t there = end - at < 5 ? (size_t)(end - at) : 5;
    return memcmp(at, "From ", there) == 0 && memcmp(run->in, &"From "[there], 5 - there) == 0;
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
    run->out[0] = '=';
    run->out[1] = pneu_i_qp_forms[byte][1];
    run->out[2] = pneu_i_qp_forms[byte][2];
    run->out += 3;
    run->column += 3;
}

/* ---- Many bytes --------------------------------------------------------------------------------------------- */

/* Bytes in their forms, before they are cut into lines. */
typedef struct qp_forms {
    const uint8_t *next;
    const uint8_t *end;
    int end_line;              /* 1: a line end is next, so that the last byte may stand at the last column */
    uint8_t bytes[FORMS_ROOM]; /* from BEFORE on */
} qp_forms;

/* Copies the text between escapes a block at a time, whatever of it is text. */
static inline void put_sparse(uint8_t *out, const uint8_t *in, uint64_t escaped)
{
    memcpy(out, in, 64);
    while (escaped != 0) {
        size_t text = pneu_i_word_lowest(escaped);
        in += text;
        out += text;
        memcpy(out, pneu_i_qp_forms[*in], 4);
        memcpy(out + 3, ++in, 64);
        out += 3;
        escaped = escaped >> text >> 1;
    }
}

/* What was seen of 64 bytes: see look_at. */
typedef struct qp_look {
    uint64_t escaped;
    uint64_t ends;
} qp_look;

static inline qp_look look_ahead(const uint8_t *in)
{
    qp_look look;
    look_at(in, &look.escaped, &look.ends);
    return look;
}

/* Cuts what was seen to the bytes before a CR or LF, as many as are looked at. Returns how many. */
static inline size_t cut_look(const qp_run *run, qp_look *look)
{
    size_t count = is_binary(run) ? LOOK : pneu_i_word_lowest(look->ends);
    count = count < LOOK ? count : LOOK;
    look->escaped &= count < 64 ? (UINT64_C(1) << count) - 1 : UINT64_MAX;
    return count;
}

/* Makes the forms of the bytes that come, of which these were seen, up to a CR or LF. */
static inline void make_forms(qp_run *run, qp_forms *forms, qp_look look)
{
    const uint8_t *in = run->in, *start = in;
    uint8_t *out = forms->bytes + BEFORE;
    ptrdiff_t room = (run->out_end - run->out - ROOM) / 4, most = room < MOST ? room : MOST;
    for (;;) {
        size_t count = cut_look(run, &look), escapes = pneu_i_word_count(look.escaped);
        if (escapes <= FEW)
            put_sparse(out, in, look.escaped);
        else
            put_dense(out, in, look.escaped, count);
        out += count + 2 * escapes;
        in += count;
        if (count < LOOK || in - start > most - LOOK || run->in_end - in < AHEAD)
            break;
        look = look_ahead(in);
    }
    run->in = in;
    forms->next = forms->bytes + BEFORE;
    forms->end = out;
    forms->end_line = is_line_end(run, in);
}

static inline void put_columns(qp_run *run, qp_forms *forms, ptrdiff_t columns)
{
    memcpy(run->out, forms->next, COPIED);
    forms->next += columns;
    run->out += columns;
    run->column += (unsigned)columns;
}

/* Puts the forms, with soft breaks where they do not fit. No escape is cut: its "=" is one of two last columns then. */
static inline void put_lines(qp_run *run, qp_forms *forms)
{
    for (;;) {
        ptrdiff_t columns = PNEU_I_QP_COLUMNS - 1 - (ptrdiff_t)run->column, left = forms->end - forms->next;
        if (left <= columns + forms->end_line)
            break;
        ptrdiff_t is_last = forms->next[columns - 1] == '=', is_second = forms->next[columns - 2] == '=';
        put_columns(run, forms, columns - is_last - 2 * is_second);
        put_soft_break(run);
        if (is_protected(run, forms->next, forms->end))
            put_escape(run, *forms->next++);
    }
    put_columns(run, forms, forms->end - forms->next);
}

/* Puts the rest of a line with few escapes, as it was seen, if it fits. */
static inline int put_rest_of_line(qp_run *run, qp_look look)
{
    size_t count = cut_look(run, &look), width = count + 2 * pneu_i_word_count(look.escaped);
    if (count == 0 || count == LOOK || width > (size_t)PNEU_I_QP_COLUMNS - 1 - run->column || width - count > 2 * FEW)
        return 0;
    put_sparse(run->out, run->in, look.escaped);
    run->in += count;
    run->out += width;
    run->column += (unsigned)width;
    return 1;
}

/* Puts the bytes that come, up to a line end. 0 if there is none. */
static inline int put_bytes(qp_run *run)
{
    const uint8_t *start = run->in;
    qp_look look = look_ahead(start);
    if (put_rest_of_line(run, look))
        return 1;
    qp_forms forms;
    forms.bytes[BEFORE - 1] = forms.bytes[BEFORE - 2] = 0;
    make_forms(run, &forms, look);
    put_lines(run, &forms);
    return run->in > start;
}

/* Puts the text that comes, up to a word of it. 0 if there is none. */
static inline int put_word_of_text(qp_run *run)
{
    size_t most = PNEU_I_QP_COLUMNS - 1 - run->column, len = pneu_i_qp_text_length(run->in);
    memcpy(run->out, run->in, 8);
    len = len < most ? len : most;
    run->in += len;
    run->out += len;
    run->column += (unsigned)len;
    return len > 0;
}

static inline int put_more(qp_run *run)
{
    int is_ahead = run->in_end - run->in >= AHEAD && run->out_end - run->out >= ROOM;
    return is_ahead ? put_bytes(run) : put_word_of_text(run);
}

/* ---- One byte ----------------------------------------------------------------------------------------------- */

/* Puts the byte at hand, which is data; or only the soft break before it. */
static inline void put_single(qp_run *run)
{
    uint8_t byte = *run->in;
    int is_last = is_line_end(run, run->in + 1);
    unsigned wide = is_last && pneu_i_is_blank(byte) ? 3 : pneu_i_qp_forms[byte][3];
    if (run->column + wide > PNEU_I_QP_COLUMNS - 1u + (unsigned)is_last) {
        put_soft_break(run);
        return;
    }
    run->in++;
    if (wide == 3) {
        put_escape(run, byte);
    } else {
        *run->out++ = byte;
        run->column++;
    }
}

/* 1 if the last byte was put as a blank. */
static inline int is_behind_blank(const qp_run *run)
{
    return run->out > run->start && pneu_i_is_blank(run->out[-1]);
}

static inline void take_back_blank(qp_run *run)
{
    run->in--;
    run->out--;
    run->column--;
}

/* A line end is at hand. A blank before it is taken back, and comes again as the last byte of its line. */
static inline void end_line(qp_run *run)
{
    if (is_behind_blank(run)) {
        take_back_blank(run);
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
    while (run.in_end - run.in >= NEAR && run.out_end - run.out >= PNEU_I_QP_ROOM) {
        if (is_line_end(&run, run.in))
            end_line(&run);
        else if (run.column == 0 && is_protected(&run, run.in, run.in_end))
            put_escape(&run, *run.in++);
        else if (run.column == PNEU_I_QP_COLUMNS - 1 || !put_more(&run))
            put_single(&run);
    }
    if (is_behind_blank(&run))
        take_back_blank(&run);
    io->in = run.in;
    io->out = run.out;
    *column = (uint8_t)run.column;
}

#endif
