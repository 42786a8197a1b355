/*
 * Dot stuffing and its removal (RFC 5321 section 4.5.2, RFC 1939 section 3).
 * Stuffing: a message in, what follows DATA out: a dot more before each line that starts with one, CRLF after the last
 * line if it lacks it, and the final ".CRLF" unless PNEU_CODEC_NO_END. A bare LF is made a line end first, so that no
 * server can read a line end that we did not see (RFC 7103 section 6, SMTP smuggling); with PNEU_CODEC_KEEP_LF it is
 * data. A bare CR is data, or a line end with PNEU_CODEC_FIX_CR.
 * Unstuffing: ends (DONE) at CRLF.CRLF, or .CRLF at the very start, and at no other bytes: not at LF.LF, LF.CRLF,
 * CR.CRLF, CRLF.LF (CVE-2023-51764 and its kin). Another dot at a line's start is removed. Input that ends before is
 * noted as line_truncated_eof.
 * Both note line_bare_lf and line_bare_cr; strict, those are errors, and so is input of DOT_UNSTUFF that ends early.
 * Invariant: DOT_UNSTUFF gives out a CR or a dot only when it knows what it is.
 */
#include "codec/line_scan.h"
#include "codec/step.h"

enum {
    START = 0,
    INSIDE,
    AFTER_CR,
    AFTER_DOT,
    AFTER_DOT_CR
};

/* Notes a bare CR or LF, or ends the codec. Returns 1 if it ended. */
static int refuse_bare(pneu_i_codec *c, int32_t code, uint64_t at)
{
    pneu_defect find = pneu_i_find(code, 0, at, 1);
    pneu_i_codec_note(c, &find);
    if (pneu_i_codec_is(c, PNEU_CODEC_STRICT))
        pneu_i_codec_fail(c, at);
    return c->status != PNEU_OK;
}

/* Copies text up to a dot at a line's start or a line end that is not a plain CRLF. Returns 0 if there is none. */
static int copy_lines(pneu_i_codec *c, pneu_i_codec_io *io)
{
    const uint8_t *stop = pneu_i_skip_crlf_text(c, io->in, pneu_i_codec_window(io), '.');
    if (stop == io->in)
        return 0;
    pneu_i_codec_put(c, io, io->in, (size_t)(stop - io->in));
    io->in = stop;
    c->u.line.state = stop[-1] == '\n' ? START : INSIDE;
    return 1;
}

/* ---- Stuffing ----------------------------------------------------------------------------------------------- */

static void put_line_end(pneu_i_codec *c, pneu_i_codec_io *io)
{
    pneu_i_codec_put(c, io, "\r\n", 2);
    c->u.line.state = START;
}

/* A CR goes out at once, or CRLF for it; this is about the byte behind it. */
static void stuff_after_cr(pneu_i_codec *c, pneu_i_codec_io *io)
{
    c->u.line.cr = 0;
    if (*io->in != '\n') {
        (void)refuse_bare(c, PNEU_DEFECT_LINE_BARE_CR, pneu_i_codec_at(c, io, io->in) - 1);
        return;
    }
    io->in++;
    if (!pneu_i_codec_is(c, PNEU_CODEC_FIX_CR))
        pneu_i_codec_put(c, io, "\n", 1);
    c->u.line.state = START;
}

static void stuff_eol(pneu_i_codec *c, pneu_i_codec_io *io)
{
    int is_cr = *io->in == '\r';
    if (!is_cr && refuse_bare(c, PNEU_DEFECT_LINE_BARE_LF, pneu_i_codec_at(c, io, io->in)))
        return;
    int is_data = is_cr ? !pneu_i_codec_is(c, PNEU_CODEC_FIX_CR) : pneu_i_codec_is(c, PNEU_CODEC_KEEP_LF);
    c->u.line.cr = (uint8_t)is_cr;
    c->u.line.state = INSIDE;
    if (is_data)
        pneu_i_codec_put_byte(c, io, *io->in);
    else
        put_line_end(c, io);
    io->in++;
}

void pneu_i_dot_stuff(pneu_i_codec *c, pneu_i_codec_io *io)
{
    while (pneu_i_codec_can_go_on(c, io)) {
        if (c->u.line.cr) {
            stuff_after_cr(c, io);
        } else if (c->u.line.state == START && *io->in == '.') {
            pneu_i_codec_put(c, io, "..", 2);
            c->u.line.state = INSIDE;
            io->in++;
        } else if (!copy_lines(c, io)) {
            stuff_eol(c, io);
        }
    }
}

void pneu_i_dot_stuff_end(pneu_i_codec *c, pneu_i_codec_io *io)
{
    if (c->u.line.cr && refuse_bare(c, PNEU_DEFECT_LINE_BARE_CR, c->offset - 1))
        return;
    if (c->u.line.state != START)
        put_line_end(c, io);
    if (!pneu_i_codec_is(c, PNEU_CODEC_NO_END))
        pneu_i_codec_put(c, io, ".\r\n", 3);
}

/* ---- Removing ----------------------------------------------------------------------------------------------- */

static void unstuff_after_cr(pneu_i_codec *c, pneu_i_codec_io *io)
{
    if (*io->in == '\n') {
        put_line_end(c, io);
        io->in++;
    } else if (!refuse_bare(c, PNEU_DEFECT_LINE_BARE_CR, pneu_i_codec_at(c, io, io->in) - 1)) {
        pneu_i_codec_put(c, io, "\r", 1);
        c->u.line.state = INSIDE;
    }
}

static void unstuff_inside(pneu_i_codec *c, pneu_i_codec_io *io)
{
    if (copy_lines(c, io))
        return;
    if (*io->in == '\r') {
        c->u.line.state = AFTER_CR;
    } else {
        if (refuse_bare(c, PNEU_DEFECT_LINE_BARE_LF, pneu_i_codec_at(c, io, io->in)))
            return;
        pneu_i_codec_put(c, io, "\n", 1);
    }
    io->in++;
}

/* ".CR": the end of data if LF is next; else the CR is one like any other. */
static void unstuff_after_dot_cr(pneu_i_codec *c, pneu_i_codec_io *io)
{
    c->u.line.state = AFTER_CR;
    if (*io->in != '\n')
        return;
    c->status = PNEU_DONE;
    io->in++;
}

const uint8_t *pneu_i_dot_unstuff_plain(pneu_i_codec *c, const uint8_t **in, const uint8_t *end)
{
    if (c->u.line.state == START && end - *in >= 2 && (*in)[0] == '.' && (*in)[1] != '\r') {
        (*in)++;
        c->u.line.state = INSIDE;
    }
    if (*in == end || c->u.line.state > INSIDE || (c->u.line.state == START && **in == '.'))
        return *in;
    const uint8_t *stop = pneu_i_skip_crlf_text(c, *in, end, '.');
    if (stop > *in)
        c->u.line.state = stop[-1] == '\n' ? START : INSIDE;
    return stop;
}

void pneu_i_dot_unstuff(pneu_i_codec *c, pneu_i_codec_io *io)
{
    while (pneu_i_codec_can_go_on(c, io)) {
        switch (c->u.line.state) {
        case START:
            c->u.line.state = *io->in == '.' ? AFTER_DOT : INSIDE;
            io->in += c->u.line.state == AFTER_DOT;
            break;
        case INSIDE: unstuff_inside(c, io); break;
        case AFTER_CR: unstuff_after_cr(c, io); break;
        case AFTER_DOT:
            c->u.line.state = *io->in == '\r' ? AFTER_DOT_CR : INSIDE;
            io->in += c->u.line.state == AFTER_DOT_CR;
            break;
        default: unstuff_after_dot_cr(c, io); break;
        }
    }
}

void pneu_i_dot_unstuff_end(pneu_i_codec *c, pneu_i_codec_io *io)
{
    int has_cr = c->u.line.state == AFTER_CR || c->u.line.state == AFTER_DOT_CR;
    if (has_cr && refuse_bare(c, PNEU_DEFECT_LINE_BARE_CR, c->offset - 1))
        return;
    if (has_cr)
        pneu_i_codec_put(c, io, "\r", 1);
    pneu_defect find = pneu_i_find(PNEU_DEFECT_LINE_TRUNCATED_EOF, 0, c->offset, 0);
    pneu_i_codec_note(c, &find);
    if (pneu_i_codec_is(c, PNEU_CODEC_STRICT))
        pneu_i_codec_fail(c, c->offset);
}
