/*
 * Line ends: any to CRLF (what goes over the wire, RFC 5322 section 2.3), CRLF to LF (what files have).
 * In: any bytes.
 * Out: the same but for line ends. A CR without LF is no line end in mail; it stays as it is, or is taken as one with
 * PNEU_CODEC_FIX_CR. Each such CR is noted as line_bare_cr either way; a bare LF is what one expects here.
 * Invariant: TO_CRLF writes a CR at once and waits only to see whether an LF follows; TO_LF holds a CR until it knows.
 * With FIX_CR both write the line end at the CR and swallow an LF behind it.
 */
#include "codec/line_scan.h"
#include "codec/step.h"

static int fixes_cr(const pneu_i_codec *c)
{
    return pneu_i_codec_is(c, PNEU_CODEC_FIX_CR);
}

static void note_bare_cr(pneu_i_codec *c, uint64_t at)
{
    pneu_defect find = pneu_i_find(PNEU_DEFECT_LINE_BARE_CR, 0, at, 1);
    pneu_i_codec_note(c, &find);
}

static int copy_until(pneu_i_codec *c, pneu_i_codec_io *io, const uint8_t *stop)
{
    if (stop == io->in)
        return 0;
    pneu_i_codec_put(c, io, io->in, (size_t)(stop - io->in));
    io->in = stop;
    return 1;
}

/* Runs the kernel, if there is one; 0 if it took nothing. */
static int run_kernel(void (*kernel)(pneu_i_codec_io *io), pneu_i_codec_io *io)
{
    const uint8_t *start = io->in;
    if (kernel != NULL)
        kernel(io);
    return io->in > start;
}

/* After a CR: 1 if the byte at hand is its LF, which is used up. */
static int is_lf_of_cr(pneu_i_codec *c, pneu_i_codec_io *io)
{
    c->u.line.cr = 0;
    if (*io->in == '\n') {
        io->in++;
        return 1;
    }
    note_bare_cr(c, pneu_i_codec_at(c, io, io->in) - 1);
    return 0;
}

void pneu_i_to_crlf(pneu_i_codec *c, pneu_i_codec_io *io)
{
    while (pneu_i_codec_can_go_on(c, io)) {
        if (c->u.line.cr) {
            if (is_lf_of_cr(c, io) && !fixes_cr(c))
                pneu_i_codec_put(c, io, "\n", 1);
            continue;
        }
        if (run_kernel(c->kernels->to_crlf, io))
            continue;
        if (copy_until(c, io, pneu_i_skip_crlf_text(c, io->in, pneu_i_codec_window(io), 256)))
            continue;
        int is_cr = *io->in++ == '\r';
        pneu_i_codec_put(c, io, "\r\n", is_cr && !fixes_cr(c) ? 1 : 2);
        c->u.line.cr = (uint8_t)is_cr;
    }
}

void pneu_i_to_crlf_end(pneu_i_codec *c, pneu_i_codec_io *io)
{
    (void)io;
    if (c->u.line.cr)
        note_bare_cr(c, c->offset - 1);
}

static void lf_after_cr(pneu_i_codec *c, pneu_i_codec_io *io)
{
    int is_crlf = is_lf_of_cr(c, io);
    if (!fixes_cr(c))
        pneu_i_codec_put(c, io, is_crlf ? "\n" : "\r", 1);
}

void pneu_i_to_lf(pneu_i_codec *c, pneu_i_codec_io *io)
{
    while (pneu_i_codec_can_go_on(c, io)) {
        if (c->u.line.cr) {
            lf_after_cr(c, io);
            continue;
        }
        if (run_kernel(c->kernels->to_lf, io))
            continue;
        if (copy_until(c, io, pneu_i_find_eol(io->in, pneu_i_codec_window(io))))
            continue;
        c->u.line.cr = *io->in++ == '\r';
        if (!c->u.line.cr || fixes_cr(c))
            pneu_i_codec_put(c, io, "\n", 1);
    }
}

void pneu_i_to_lf_end(pneu_i_codec *c, pneu_i_codec_io *io)
{
    if (!c->u.line.cr)
        return;
    note_bare_cr(c, c->offset - 1);
    if (!fixes_cr(c))
        pneu_i_codec_put(c, io, "\r", 1);
}
