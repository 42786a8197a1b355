/*
 * A body through up to two codecs: line ends first, then the encoding. In: the body in pieces of any size. Out:
 * what stands in the message, not its last delimiter. Invariant: what comes out does not depend on how input and
 * output are cut. RFC 2045 sections 6.7 and 6.8: text is encoded in its canonical form, with CRLF.
 */
#include "edit/body_pump.h"

#include <string.h>

#include "base/str.h"

void pneu_i_body_pump_start(pneu_i_body_pump *pump, int32_t encoding, uint32_t flags)
{
    int is_lines = (flags & PNEU_I_PUMP_LINES) != 0;
    pump->has_code = encoding == PNEU_ENCODING_QUOTED_PRINTABLE || encoding == PNEU_ENCODING_BASE64;
    pump->has_lines = is_lines && encoding != PNEU_ENCODING_BASE64; /* base64 does it by itself */
    pump->lines_ended = 0;
    pump->mid_at = pump->mid_len = 0;
    uint32_t level = PNEU_CPU_512; /* builders have no options */
    if (pump->has_lines)
        (void)pneu_i_codec_init(&pump->lines, PNEU_CODEC_TO_CRLF, 0, level);
    if (encoding == PNEU_ENCODING_BASE64)
        (void)pneu_i_codec_init(&pump->code, PNEU_CODEC_BASE64_ENCODE, is_lines ? PNEU_CODEC_TEXT : 0, level);
    else if (pump->has_code)
        (void)pneu_i_codec_init(&pump->code, PNEU_CODEC_QUOTED_PRINTABLE_ENCODE, PNEU_CODEC_PROTECT_FROM, level);
}

static pneu_status run_codec(pneu_i_codec *codec, pneu_i_codec_io *io, int is_last)
{
    pneu_status status = pneu_i_codec_run(codec, io);
    return status == PNEU_MORE && is_last ? pneu_i_codec_end(codec, io) : status;
}

static pneu_status copy(pneu_i_codec_io *io, int is_last)
{
    size_t in = (size_t)(io->in_end - io->in), room = (size_t)(io->out_end - io->out);
    size_t count = in < room ? in : room;
    if (count > 0)
        memcpy(io->out, io->in, count);
    io->in += count;
    io->out += count;
    if (count < in)
        return PNEU_OK;
    return is_last ? PNEU_DONE : PNEU_MORE;
}

/* More bytes for the second codec: PNEU_OK, or PNEU_MORE if there is no input. */
static pneu_status fill_mid(pneu_i_body_pump *pump, pneu_i_codec_io *io, int is_last)
{
    pneu_i_codec_io first = {io->in, io->in_end, pump->mid, pump->mid + sizeof pump->mid};
    pneu_status status = run_codec(&pump->lines, &first, is_last);
    io->in = first.in;
    pump->mid_at = 0;
    pump->mid_len = (size_t)(first.out - pump->mid);
    pump->lines_ended = status == PNEU_DONE;
    return pump->mid_len == 0 && status == PNEU_MORE ? PNEU_MORE : PNEU_OK;
}

static pneu_status run_both(pneu_i_body_pump *pump, pneu_i_codec_io *io, int is_last)
{
    for (;;) {
        const uint8_t *mid = pump->mid;
        pneu_i_codec_io second = {mid + pump->mid_at, mid + pump->mid_len, io->out, io->out_end};
        pneu_status status = run_codec(&pump->code, &second, pump->lines_ended);
        io->out = second.out;
        pump->mid_at = (size_t)(second.in - mid);
        if (status != PNEU_MORE)
            return status;
        status = fill_mid(pump, io, is_last);
        if (status != PNEU_OK)
            return status;
    }
}

pneu_status pneu_i_body_pump_run(pneu_i_body_pump *pump, pneu_i_codec_io *io, int is_last)
{
    if (pump->has_lines && pump->has_code)
        return run_both(pump, io, is_last);
    if (pump->has_lines)
        return run_codec(&pump->lines, io, is_last);
    return pump->has_code ? run_codec(&pump->code, io, is_last) : copy(io, is_last);
}

size_t pneu_i_body_pump_size(pneu_i_body_pump *pump, pneu_str body, size_t most)
{
    uint8_t out[1024];
    const uint8_t *bytes = body.len > 0 ? (const uint8_t *)body.ptr : out;
    pneu_i_codec_io io = {bytes, bytes + body.len, out, out + sizeof out};
    size_t size = 0;
    pneu_status status;
    do {
        io.out = out;
        status = pneu_i_body_pump_run(pump, &io, 1);
        size += (size_t)(io.out - out);
    } while (status == PNEU_OK && size <= most);
    return size;
}
