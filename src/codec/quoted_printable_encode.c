/*
 * Quoted-printable encoding (RFC 2045 section 6.7).
 * In: any bytes.
 * Out: lines of at most 76 characters, "=" of a soft break included, all of them printable ASCII or blanks, no blank at
 * a line's end. Text (the default): CRLF and LF are line ends and stay as they stand, or with PNEU_CODEC_TEXT are CRLF; a
 * CR alone is encoded. PNEU_CODEC_BINARY: CR and LF are encoded too. PROTECT_FROM, PROTECT_DOT (RFC 2049 section 3) and
 * PROTECT_DASH look at the lines of the output, those begun by a soft break too. There is no soft break at the end:
 * what ends without a line end stays so. A byte's form depends on what follows (a line end, or "rom " after an F), so
 * up to five bytes and a CR wait in `ahead`.
 * Invariants: the column never passes 75 but for the last byte of a line; take_byte alone encodes everything, and
 * the kernel does the same faster where what follows is in sight.
 */
#include "codec/kernels.h"
#include "codec/qp_bytes.h"
#include "codec/step.h"

static int is_binary(const pneu_i_codec *c)
{
    return pneu_i_codec_is(c, PNEU_CODEC_BINARY);
}

/* 1 if the byte is, or may be, part of a line end. */
static inline int is_break(const pneu_i_codec *c, uint8_t byte)
{
    return (byte == '\n' || byte == '\r') && !is_binary(c);
}

static void put_soft_break(pneu_i_codec *c, pneu_i_codec_io *io)
{
    int is_lf = pneu_i_codec_is(c, PNEU_CODEC_LF_LINES);
    pneu_i_codec_put(c, io, is_lf ? "=\n" : "=\r\n", is_lf ? 2 : 3);
    c->u.qp_encode.column = 0;
}

/* ---- One byte ----------------------------------------------------------------------------------------------- */

/* 1 if a byte of one column put next would stand at a line's start. */
static int starts_line(const pneu_i_codec *c, unsigned limit)
{
    return c->u.qp_encode.column == 0 || c->u.qp_encode.column + 1u > limit;
}

static int is_protected(const pneu_i_codec *c, uint8_t byte, unsigned limit)
{
    if (byte == '.')
        return pneu_i_codec_is(c, PNEU_CODEC_PROTECT_DOT) && starts_line(c, limit);
    if (byte == '-')
        return pneu_i_codec_is(c, PNEU_CODEC_PROTECT_DASH) && starts_line(c, limit);
    return byte == 'F' && pneu_i_codec_is(c, PNEU_CODEC_PROTECT_FROM) && starts_line(c, limit);
}

/* How many of the bytes ahead are those of "From "; 0 if one differs. */
static unsigned from_matched(const pneu_i_codec *c)
{
    unsigned len = c->u.qp_encode.ahead_len < 5 ? c->u.qp_encode.ahead_len : 5;
    return memcmp(c->u.qp_encode.ahead, "From ", len) == 0 ? len : 0;
}

static void put_encoded(pneu_i_codec *c, pneu_i_codec_io *io, uint8_t byte, unsigned limit)
{
    static const char digits[] = "0123456789ABCDEF";
    char escape[3] = {'=', digits[byte >> 4], digits[byte & 15]};
    if (c->u.qp_encode.column + 3u > limit)
        put_soft_break(c, io);
    pneu_i_codec_put(c, io, escape, 3);
    c->u.qp_encode.column = (uint8_t)(c->u.qp_encode.column + 3);
}

/* Puts the first byte ahead; the line may grow to `limit` characters. */
static void put_first(pneu_i_codec *c, pneu_i_codec_io *io, unsigned limit)
{
    uint8_t byte = c->u.qp_encode.ahead[0];
    int is_from = byte == 'F' && from_matched(c) == 5;
    int is_trailing = limit == PNEU_I_QP_COLUMNS && pneu_i_is_blank(byte);
    if (!pneu_i_qp_is_text(byte) || is_trailing || (is_protected(c, byte, limit) && (byte != 'F' || is_from))) {
        put_encoded(c, io, byte, limit);
    } else {
        if (c->u.qp_encode.column + 1u > limit)
            put_soft_break(c, io);
        pneu_i_codec_put_byte(c, io, byte);
        c->u.qp_encode.column++;
    }
    c->u.qp_encode.ahead_len--;
    memmove(c->u.qp_encode.ahead, c->u.qp_encode.ahead + 1, c->u.qp_encode.ahead_len);
}

/* Puts what is ahead as far as its form is known, the last byte being followed by no line end for all we know. */
static void put_decided(pneu_i_codec *c, pneu_i_codec_io *io)
{
    while (c->u.qp_encode.ahead_len >= 2) {
        unsigned matched = from_matched(c);
        if (matched > 0 && matched < 5 && is_protected(c, 'F', PNEU_I_QP_COLUMNS - 1))
            return;
        put_first(c, io, PNEU_I_QP_COLUMNS - 1);
    }
}

/* Puts all that is ahead; a line end or the end of input follows. */
static void put_rest_of_line(pneu_i_codec *c, pneu_i_codec_io *io)
{
    while (c->u.qp_encode.ahead_len > 0)
        put_first(c, io, c->u.qp_encode.ahead_len > 1 ? PNEU_I_QP_COLUMNS - 1 : PNEU_I_QP_COLUMNS);
}

static void add_ahead(pneu_i_codec *c, pneu_i_codec_io *io, uint8_t byte)
{
    c->u.qp_encode.ahead[c->u.qp_encode.ahead_len++] = byte;
    put_decided(c, io);
}

static void take_byte(pneu_i_codec *c, pneu_i_codec_io *io)
{
    uint8_t byte = *io->in++;
    int cr = c->u.qp_encode.cr;
    c->u.qp_encode.cr = 0;
    if (byte == '\n' && !is_binary(c)) {
        put_rest_of_line(c, io);
        cr |= pneu_i_codec_is(c, PNEU_CODEC_TEXT);
        pneu_i_codec_put(c, io, cr ? "\r\n" : "\n", cr ? 2 : 1);
        c->u.qp_encode.column = 0;
        return;
    }
    if (cr)
        add_ahead(c, io, '\r');
    if (is_break(c, byte))
        c->u.qp_encode.cr = 1;
    else
        add_ahead(c, io, byte);
}

/* ---- The steps ---------------------------------------------------------------------------------------------- */

/* Puts the byte that waits, if its form is known now. 1 if nothing waits: a kernel may go on. */
static int is_ready_for_kernel(pneu_i_codec *c, pneu_i_codec_io *io)
{
    int is_data_next = !is_break(c, *io->in) && !c->u.qp_encode.cr;
    if (c->u.qp_encode.ahead_len == 1 && is_data_next &&
        !is_protected(c, c->u.qp_encode.ahead[0], PNEU_I_QP_COLUMNS - 1))
        put_first(c, io, PNEU_I_QP_COLUMNS - 1);
    return c->u.qp_encode.ahead_len == 0 && !c->u.qp_encode.cr;
}

/* Stops before the output is quite full: where there is little room, bytes are put one by one, which is for those who
 * never give more. */
void pneu_i_qp_encode(pneu_i_codec *c, pneu_i_codec_io *io)
{
    const uint8_t *start = io->out;
    while (pneu_i_codec_can_go_on(c, io)) {
        if (is_ready_for_kernel(c, io))
            c->kernels->qp_encode(io, c->flags, &c->u.qp_encode.column);
        if (io->out > start && io->out_end - io->out < PNEU_I_QP_ROOM)
            return;
        if (pneu_i_codec_can_go_on(c, io))
            take_byte(c, io);
    }
}

static void count_byte(pneu_i_census *census, uint8_t byte)
{
    int is_lf = byte == '\n', was_after_cr = census->is_after_cr;
    census->is_after_cr = byte == '\r';
    census->bare_lf += is_lf && !was_after_cr;
    census->has_bare_cr |= !is_lf && was_after_cr;
    census->column = is_lf ? 0 : census->column + (uint64_t)was_after_cr + !census->is_after_cr;
    census->has_high |= byte >= 0x80;
    census->has_long_line |= census->column > PNEU_I_LINE_MAX;
}

uint64_t pneu_i_qp_measure(pneu_i_codec *c, const uint8_t *in, size_t len, pneu_i_census *census)
{
    uint8_t room[8 * PNEU_I_QP_ROOM]; /* for what was ahead, all of it with soft breaks */
    pneu_i_codec_io io = {in, in + len, room, room + sizeof room};
    uint64_t length = 0;
    census->length += len;
    census->has_nul |= len > 0 && memchr(in, 0, len) != NULL;
    while (io.in < io.in_end) {
        if (is_ready_for_kernel(c, &io))
            io.in +=
                c->kernels->qp_measure(io.in, (size_t)(io.in_end - io.in), &c->u.qp_encode.column, &length, census);
        if (io.in < io.in_end) {
            count_byte(census, *io.in);
            take_byte(c, &io);
        }
        length += (uint64_t)(io.out - room);
        io.out = room;
    }
    return length;
}

void pneu_i_qp_encode_end(pneu_i_codec *c, pneu_i_codec_io *io)
{
    if (c->u.qp_encode.cr)
        add_ahead(c, io, '\r');
    put_rest_of_line(c, io);
}
