/*
 * Quoted-printable decoding (RFC 2045 section 6.7).
 * In: any bytes.
 * Out: the octets. "=XX" is an octet, in lower case too; "=", blanks and a line end are a soft break, and so is "=" at
 * the very end; any other "=" stands for itself. Blanks before a line end or the end of input are dropped. Raw bytes
 * that should have been encoded pass. All of this is cte_qp_nonconforming with a detail, and so is a line of more than
 * 76 characters. Line ends stay as they are, CRLF or LF; CR without LF is a raw byte.
 * Blanks are held until it shows whether they are trailing. A run of more than 998 of them (RFC 5322's longest line) is
 * text wherever it stands: it is kept, and the line is noted as too long. So memory is bounded and nothing depends on
 * cuts.
 * Strict: what the grammar of section 6.7 does not have, and a line of more than 76 characters, is an error; trailing
 * blanks are not, as rule 3 says what to do with them.
 * Invariant: take_byte alone decodes everything; take_run only does the same faster while nothing is held back.
 */
#include "codec/kernels.h"
#include "codec/qp_bytes.h"
#include "codec/step.h"

static void note(pneu_i_codec *c, int32_t detail, uint64_t offset, uint64_t length)
{
    pneu_defect find = pneu_i_find(PNEU_DEFECT_CTE_QP_NONCONFORMING, detail, offset, length);
    pneu_i_codec_note(c, &find);
}

/* The value of a hexadecimal digit, or -1: a table, as a branch for each digit would be guessed wrong half the time. */
static const int8_t hex_of[256] = {
    -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1,
    -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 0,  1,  2,  3,  4,  5,  6,  7,  8,  9,
    -1, -1, -1, -1, -1, -1, -1, 10, 11, 12, 13, 14, 15, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1,
    -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 10, 11, 12, 13, 14, 15, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1,
    -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1,
    -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1,
    -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1,
    -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1,
    -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1,
};

static inline int is_raw(uint8_t byte)
{
    return !pneu_i_qp_is_literal(byte) && byte != '=' && !pneu_i_is_space(byte);
}

static inline int is_lowercase(uint8_t high, uint8_t low)
{
    return high >= 'a' || low >= 'a';
}

/* The line ended just before `end`, the offset of its CRLF or LF; the next one starts at `next`. */
static void end_line(pneu_i_codec *c, uint64_t end, uint64_t next)
{
    uint64_t length = end - c->u.qp.line_at;
    if (length > PNEU_I_QP_COLUMNS)
        note(c, PNEU_DETAIL_CTE_QP_LINE_TOO_LONG, c->u.qp.line_at, length);
    c->u.qp.line_at = next;
}

/* ---- Slow: byte by byte ------------------------------------------------------------------------------------- */

/*
 * What can be held back: "=", "=" and one digit, "=" and blanks, blanks; the last two also with a CR behind them; CR.
 * Each function below either uses the byte up, or releases what is held and leaves the byte for the next round.
 */

static int is_strict(const pneu_i_codec *c)
{
    return pneu_i_codec_is(c, PNEU_CODEC_STRICT);
}

static int ends_with_cr(const pneu_i_codec *c)
{
    return c->held[c->held_len - 1] == '\r';
}

/* Blanks that are held, `end` being the offset behind the held bytes; they are dropped. */
static void drop_blanks(pneu_i_codec *c, uint64_t end)
{
    unsigned cr = ends_with_cr(c) ? 1 : 0, blanks = c->held_len - cr - (c->held[0] == '=');
    if (blanks > 0)
        note(c, PNEU_DETAIL_CTE_QP_TRAILING_WS, end - cr - blanks, blanks);
    pneu_i_codec_forget(c);
}

/* What is held stands for itself. */
static void release_as_text(pneu_i_codec *c, pneu_i_codec_io *io, uint64_t end)
{
    int is_escape = c->held[0] == '=', cr = ends_with_cr(c);
    if (is_strict(c) && (is_escape || cr)) {
        pneu_i_codec_fail(c, is_escape ? end - c->held_len : end - 1);
        return;
    }
    if (is_escape)
        note(c, PNEU_DETAIL_CTE_QP_BAD_ESCAPE, end - c->held_len, 1);
    if (cr)
        note(c, PNEU_DETAIL_CTE_QP_RAW_BYTE, end - 1, 1);
    pneu_i_codec_release(c, io);
}

static void end_hard_line(pneu_i_codec *c, pneu_i_codec_io *io, uint64_t at)
{
    int cr = c->held_len > 0 && ends_with_cr(c);
    if (!cr && is_strict(c)) {
        pneu_i_codec_fail(c, at);
        return;
    }
    if (c->held_len > 0)
        drop_blanks(c, at);
    pneu_i_codec_put(c, io, cr ? "\r\n" : "\n", cr ? 2 : 1);
    end_line(c, cr ? at - 1 : at, at + 1);
    io->in++;
}

static void end_soft_line(pneu_i_codec *c, pneu_i_codec_io *io, uint64_t at)
{
    int cr = ends_with_cr(c);
    if (!cr && is_strict(c)) {
        pneu_i_codec_fail(c, at);
        return;
    }
    drop_blanks(c, at);
    end_line(c, cr ? at - 1 : at, at + 1);
    io->in++;
}

static void take_first(pneu_i_codec *c, pneu_i_codec_io *io, uint8_t byte, uint64_t at)
{
    if (byte == '\n') {
        end_hard_line(c, io, at);
    } else if (byte == '=' || byte == '\r' || (pneu_i_is_blank(byte) && !c->u.qp.long_run)) {
        pneu_i_codec_hold(c, byte);
        io->in++;
    } else if (is_raw(byte) && is_strict(c)) {
        pneu_i_codec_fail(c, at);
    } else {
        if (is_raw(byte))
            note(c, PNEU_DETAIL_CTE_QP_RAW_BYTE, at, 1);
        pneu_i_codec_put_byte(c, io, byte);
        io->in++;
    }
    if (!pneu_i_is_blank(byte))
        c->u.qp.long_run = 0;
}

static void take_second_digit(pneu_i_codec *c, pneu_i_codec_io *io, uint8_t byte, uint64_t at)
{
    int low = hex_of[byte];
    if (low < 0) {
        release_as_text(c, io, at);
        return;
    }
    if (is_lowercase(c->held[1], byte)) {
        if (is_strict(c)) {
            pneu_i_codec_fail(c, at - 2);
            return;
        }
        note(c, PNEU_DETAIL_CTE_QP_LOWERCASE, at - 2, 3);
    }
    unsigned high = (unsigned)hex_of[c->held[1]];
    pneu_i_codec_forget(c);
    pneu_i_codec_put_byte(c, io, high << 4 | (unsigned)low);
    io->in++;
}

/* One more blank, unless the run is too long to be trailing. */
static void take_blank(pneu_i_codec *c, pneu_i_codec_io *io, uint8_t byte, uint64_t at)
{
    if (c->held_len - (c->held[0] == '=') < PNEU_I_CODEC_BLANKS) {
        pneu_i_codec_hold(c, byte);
        io->in++;
    } else {
        c->u.qp.long_run = 1;
        release_as_text(c, io, at);
    }
}

static void take_next(pneu_i_codec *c, pneu_i_codec_io *io, uint8_t byte, uint64_t at)
{
    int is_escape = c->held[0] == '=';
    if (is_escape && c->held_len == 2 && hex_of[c->held[1]] >= 0) {
        take_second_digit(c, io, byte, at);
    } else if (byte == '\n') {
        if (is_escape)
            end_soft_line(c, io, at);
        else
            end_hard_line(c, io, at);
    } else if (ends_with_cr(c)) {
        release_as_text(c, io, at);
    } else if (pneu_i_is_blank(byte)) {
        take_blank(c, io, byte, at);
    } else if (byte == '\r' || (is_escape && c->held_len == 1 && hex_of[byte] >= 0)) {
        pneu_i_codec_hold(c, byte);
        io->in++;
    } else {
        release_as_text(c, io, at);
    }
}

static void take_byte(pneu_i_codec *c, pneu_i_codec_io *io)
{
    uint8_t byte = *io->in;
    uint64_t at = pneu_i_codec_at(c, io, io->in);
    if (is_strict(c) && at - c->u.qp.line_at >= PNEU_I_QP_COLUMNS && byte != '\r' && byte != '\n')
        pneu_i_codec_fail(c, c->u.qp.line_at + PNEU_I_QP_COLUMNS);
    else if (c->held_len == 0)
        take_first(c, io, byte, at);
    else
        take_next(c, io, byte, at);
}

/* ---- Fast: runs --------------------------------------------------------------------------------------------- */

/* A place in input and output. There is always as much room as window, and nothing makes more bytes than it takes. */
typedef struct qp_run {
    const uint8_t *in;
    const uint8_t *start, *end; /* of the window */
    uint8_t *out;
} qp_run;

/* Copies bytes that stand for themselves, blanks among them. */
static inline void copy_text(qp_run *run)
{
    const uint8_t *in = run->in, *end = run->end;
    uint8_t *out = run->out;
    while (end - in >= 8) {
        size_t len = pneu_i_qp_text_length(in);
        memcpy(out, in, 8); /* more than is text: it will be written again */
        in += len;
        out += len;
        if (len < 8) {
            if (*in != '\t')
                break;
            *out++ = *in++;
        }
    }
    while (in < end && pneu_i_qp_is_text(*in))
        *out++ = *in++;
    run->in = in;
    run->out = out;
}

/* Blanks just before run->in. What is decoded ends in other bytes: in a digit, in a line end. */
static size_t blanks_before(const qp_run *run)
{
    const uint8_t *p = run->in;
    while (p > run->start && pneu_i_is_blank(p[-1]))
        p--;
    return (size_t)(run->in - p);
}

/* Decodes "=XX" escapes as long as they follow each other. */
static inline void copy_escapes(pneu_i_codec *c, const pneu_i_codec_io *io, qp_run *run)
{
    while (run->end - run->in >= 3 && *run->in == '=') {
        int high = hex_of[run->in[1]], low = hex_of[run->in[2]];
        if ((high | low) < 0)
            break;
        if (is_lowercase(run->in[1], run->in[2]))
            note(c, PNEU_DETAIL_CTE_QP_LOWERCASE, pneu_i_codec_at(c, io, run->in), 3);
        *run->out++ = (uint8_t)(high << 4 | low);
        run->in += 3;
    }
}

static void copy_raw(pneu_i_codec *c, const pneu_i_codec_io *io, qp_run *run)
{
    const uint8_t *start = run->in;
    while (run->in < run->end && is_raw(*run->in))
        *run->out++ = *run->in++;
    note(c, PNEU_DETAIL_CTE_QP_RAW_BYTE, pneu_i_codec_at(c, io, start), (uint64_t)(run->in - start));
}

/* 1 if in[0] is a "=" and in[1] can be seen and makes neither an escape nor a soft break of it. */
static inline int is_stray(const uint8_t *in, const uint8_t *end)
{
    return end - in >= 2 && in[0] == '=' && hex_of[in[1]] < 0 && !pneu_i_is_space(in[1]);
}

/* Returns 0 if there is none. */
static int copy_strays(pneu_i_codec *c, const pneu_i_codec_io *io, qp_run *run)
{
    const uint8_t *start = run->in;
    if (!is_stray(start, run->end))
        return 0;
    while (is_stray(run->in, run->end))
        *run->out++ = *run->in++;
    note(c, PNEU_DETAIL_CTE_QP_BAD_ESCAPE, pneu_i_codec_at(c, io, start), (uint64_t)(run->in - start));
    return 1;
}

/* The length of the line end at `in` if all of it can be seen, else 0. */
static inline size_t line_end_length(const uint8_t *in, const uint8_t *end)
{
    if (end - in >= 2 && in[0] == '\r' && in[1] == '\n')
        return 2;
    return in < end && *in == '\n' ? 1 : 0;
}

/* "=" and a line end without blanks between. Returns 0 if that is not what stands here. */
static inline int skip_soft_break(pneu_i_codec *c, const pneu_i_codec_io *io, qp_run *run)
{
    size_t length = *run->in == '=' ? line_end_length(run->in + 1, run->end) : 0;
    if (length == 0)
        return 0;
    uint64_t at = pneu_i_codec_at(c, io, run->in + 1);
    end_line(c, at, at + length);
    run->in += 1 + length;
    return 1;
}

/* A line end, and the blanks before it. Returns 0 if there is none, or not all of it. */
static inline int copy_line_end(pneu_i_codec *c, const pneu_i_codec_io *io, qp_run *run)
{
    size_t length = line_end_length(run->in, run->end);
    if (length == 0)
        return 0;
    uint64_t at = pneu_i_codec_at(c, io, run->in);
    size_t blanks = blanks_before(run);
    if (blanks > 0 && blanks <= PNEU_I_CODEC_BLANKS) {
        note(c, PNEU_DETAIL_CTE_QP_TRAILING_WS, at - blanks, blanks);
        run->out -= blanks;
    }
    memcpy(run->out, run->in, length);
    end_line(c, at, at + length);
    run->out += length;
    run->in += length;
    return 1;
}

static int copy_more(pneu_i_codec *c, const pneu_i_codec_io *io, qp_run *run)
{
    const uint8_t *start = run->in;
    copy_escapes(c, io, run);
    copy_text(run);
    if (run->in == run->end)
        return 0;
    if (is_raw(*run->in))
        copy_raw(c, io, run);
    return run->in > start || skip_soft_break(c, io, run) || copy_strays(c, io, run);
}

/* Takes as much as the kernel does. */
static void copy_clean(pneu_i_codec *c, const pneu_i_codec_io *io, qp_run *run)
{
    pneu_i_codec_io clean = {run->in, run->end, run->out, io->out_end};
    uint64_t line_length = pneu_i_codec_at(c, io, run->in) - c->u.qp.line_at;
    size_t column = (size_t)line_length;
    if (c->kernels->qp_decode == NULL || line_length > PNEU_I_QP_COLUMNS)
        return;
    c->kernels->qp_decode(&clean, &column);
    run->in = clean.in;
    run->out = clean.out;
    c->u.qp.line_at = pneu_i_codec_at(c, io, run->in) - column;
}

/* Decodes up to the first place that needs a closer look, or to the end of the window. What the kernel does not take is
 * decoded here to the end of its line. */
static void take_run(pneu_i_codec *c, pneu_i_codec_io *io)
{
    qp_run run = {io->in, io->in, pneu_i_codec_window(io), io->out};
    copy_clean(c, io, &run);
    for (uint64_t line_at = c->u.qp.line_at; run.in < run.end; line_at = c->u.qp.line_at) {
        if (!copy_line_end(c, io, &run) && !copy_more(c, io, &run))
            break;
        if (c->u.qp.line_at != line_at)
            copy_clean(c, io, &run);
    }
    size_t blanks = blanks_before(&run); /* they may be trailing: take_byte will see */
    if (blanks > PNEU_I_CODEC_BLANKS) {
        c->u.qp.long_run = 1;
        blanks = 0;
    }
    io->in = run.in - blanks;
    io->out = run.out - blanks;
}

/* ---- The steps ---------------------------------------------------------------------------------------------- */

void pneu_i_qp_decode(pneu_i_codec *c, pneu_i_codec_io *io)
{
    while (pneu_i_codec_can_go_on(c, io)) {
        if (c->held_len == 0 && !c->u.qp.long_run && !is_strict(c))
            take_run(c, io);
        if (pneu_i_codec_can_go_on(c, io))
            take_byte(c, io);
    }
}

/* "=" and blanks at the very end are a soft break, blanks alone are trailing; anything else held is text. */
void pneu_i_qp_decode_end(pneu_i_codec *c, pneu_i_codec_io *io)
{
    uint64_t end = c->offset;
    int is_open_escape = c->held_len > 0 && c->held[0] == '=';
    if (c->held_len > 0 && (ends_with_cr(c) || (is_open_escape && c->held_len == 2 && hex_of[c->held[1]] >= 0))) {
        release_as_text(c, io, end);
    } else if (c->held_len > 0) {
        if (is_open_escape) {
            note(c, PNEU_DETAIL_CTE_QP_SOFT_BREAK_AT_END, end - c->held_len, 1);
            if (is_strict(c))
                pneu_i_codec_fail(c, end - c->held_len);
        }
        drop_blanks(c, end);
    }
    end_line(c, end, end);
}
