/*
 * Base64 encoding (RFC 2045 section 6.8).
 * In: any bytes. Out: lines of 76 characters, 57 octets each; every line is ended by CRLF (or LF, PNEU_CODEC_LF_LINES),
 * the last one too. PNEU_CODEC_TEXT makes an LF that no CR stands before CRLF first, as section 6.8 asks for text.
 * Invariant: up to two octets wait for the rest of their quantum; `quads` says how far the line is.
 */
#include "codec/base64_bytes.h"
#include "codec/kernels.h"
#include "codec/step.h"

enum {
    LINE_QUADS = PNEU_I_BASE64_COLUMNS / 4
};

static void end_line(pneu_i_codec *c, pneu_i_codec_io *io)
{
    if (pneu_i_codec_is(c, PNEU_CODEC_LF_LINES))
        pneu_i_codec_put(c, io, "\n", 1);
    else
        pneu_i_codec_put(c, io, "\r\n", 2);
    c->u.base64_encode.quads = 0;
}

static void put_quantum(pneu_i_codec *c, pneu_i_codec_io *io, const uint8_t *octets, unsigned count)
{
    uint8_t padded[3] = {octets[0], count > 1 ? octets[1] : 0, count > 2 ? octets[2] : 0}, quad[4];
    pneu_i_base64_encode_quanta(quad, padded, 1);
    memset(quad + 1 + count, '=', 3 - count);
    pneu_i_codec_put(c, io, quad, 4);
    if (++c->u.base64_encode.quads == LINE_QUADS)
        end_line(c, io);
}

/* Encodes whole lines, as many as there are octets and room for. Returns the octets used. */
static size_t encode_lines(const pneu_i_codec *c, pneu_i_codec_io *io, const uint8_t *in, size_t len)
{
    pneu_i_codec_io lines = {in, in + len, io->out, io->out_end};
    c->kernels->base64_encode(&lines, pneu_i_codec_is(c, PNEU_CODEC_LF_LINES) ? 1 : 2);
    io->out = lines.out;
    return (size_t)(lines.in - in);
}

/* Encodes as many quanta of a line as there are octets and room for. Returns the octets used. */
static size_t encode_run(pneu_i_codec *c, pneu_i_codec_io *io, const uint8_t *in, size_t len)
{
    size_t quads = (size_t)(LINE_QUADS - c->u.base64_encode.quads);
    size_t room = (size_t)(io->out_end - io->out) / 4;
    quads = quads < len / 3 ? quads : len / 3;
    quads = quads < room ? quads : room;
    pneu_i_base64_encode_quanta(io->out, in, quads);
    io->out += 4 * quads;
    c->u.base64_encode.quads = (uint8_t)(c->u.base64_encode.quads + quads);
    if (c->u.base64_encode.quads == LINE_QUADS)
        end_line(c, io);
    return quads * 3;
}

/* Encodes octets while there is room, and returns how many. */
static size_t encode_octets(pneu_i_codec *c, pneu_i_codec_io *io, const uint8_t *in, size_t len)
{
    size_t used = 0;
    while (used < len && io->out < io->out_end) {
        if (c->u.base64_encode.count == 0) {
            size_t run = c->u.base64_encode.quads == 0 ? encode_lines(c, io, in + used, len - used) : 0;
            if (run == 0)
                run = encode_run(c, io, in + used, len - used);
            used += run;
            if (run > 0)
                continue;
        }
        c->u.base64_encode.bytes[c->u.base64_encode.count++] = in[used++];
        if (c->u.base64_encode.count == 3) {
            put_quantum(c, io, c->u.base64_encode.bytes, 3);
            c->u.base64_encode.count = 0;
        }
    }
    return used;
}

/* The first LF of [start, end) that no CR stands before, or `end`. */
static const uint8_t *find_bare_lf(const uint8_t *start, const uint8_t *end, int is_after_cr)
{
    for (const uint8_t *at = start; at < end; at++) {
        at = memchr(at, '\n', (size_t)(end - at));
        if (at == NULL)
            return end;
        if (at > start ? at[-1] != '\r' : !is_after_cr)
            return at;
    }
    return end;
}

/* Text: an LF that no CR stands before is encoded as CRLF (RFC 2045 section 6.8). */
static void encode_text(pneu_i_codec *c, pneu_i_codec_io *io)
{
    while (pneu_i_codec_can_go_on(c, io)) {
        const uint8_t *start = io->in, *lf = find_bare_lf(start, pneu_i_codec_window(io), c->u.base64_encode.cr);
        io->in += encode_octets(c, io, start, (size_t)(lf - start));
        if (io->in > start)
            c->u.base64_encode.cr = io->in[-1] == '\r';
        if (io->in == lf && pneu_i_codec_can_go_on(c, io) && *lf == '\n' && !c->u.base64_encode.cr) {
            (void)encode_octets(c, io, (const uint8_t *)"\r", 1);
            c->u.base64_encode.cr = 1;
        }
    }
}

void pneu_i_base64_encode(pneu_i_codec *c, pneu_i_codec_io *io)
{
    if (pneu_i_codec_is(c, PNEU_CODEC_TEXT))
        encode_text(c, io);
    else
        io->in += encode_octets(c, io, io->in, (size_t)(io->in_end - io->in));
}

void pneu_i_base64_encode_end(pneu_i_codec *c, pneu_i_codec_io *io)
{
    if (c->u.base64_encode.count > 0)
        put_quantum(c, io, c->u.base64_encode.bytes, c->u.base64_encode.count);
    if (c->u.base64_encode.quads > 0)
        end_line(c, io);
}
