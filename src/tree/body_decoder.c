/*
 * The transfer decoding of a body: which codec belongs to which encoding, and a copy for those that need none.
 * In: the raw body in pieces of any size. Out: decoded bytes, as far as there is room for them; defects go where the
 * codec was told to report. Invariant: bytes and defects do not depend on how input and output are cut.
 * RFC 2045 section 6. Not handled: yEnc, which no Content-Transfer-Encoding names.
 */
#include "tree/body_decoder.h"

#include <string.h>

#define PIECE 4096

void pneu_i_body_decoder_start(pneu_i_body_decoder *decoder, int32_t encoding, unsigned padding, uint32_t cpu_level)
{
    uint32_t flags = 0;
    int32_t kind = 0;
    if (encoding == PNEU_ENCODING_BASE64) {
        kind = PNEU_CODEC_BASE64_DECODE;
        if (padding == 1)
            flags = PNEU_CODEC_STOP_AT_PAD;
    } else if (encoding == PNEU_ENCODING_QUOTED_PRINTABLE) {
        kind = PNEU_CODEC_QUOTED_PRINTABLE_DECODE;
    } else if (encoding == PNEU_ENCODING_UUENCODE) {
        kind = PNEU_CODEC_UU_DECODE;
    }
    decoder->is_plain = kind == 0 || pneu_i_codec_init(&decoder->codec, kind, flags, cpu_level) != PNEU_OK;
}

static pneu_status pass_on(pneu_i_codec_io *io)
{
    size_t left = (size_t)(io->in_end - io->in);
    size_t room = (size_t)(io->out_end - io->out);
    size_t count = left < room ? left : room;
    if (count > 0)
        memcpy(io->out, io->in, count);
    io->in += count;
    io->out += count;
    return count < left ? PNEU_OK : PNEU_MORE;
}

pneu_status pneu_i_body_decoder_run(pneu_i_body_decoder *decoder, pneu_i_codec_io *io)
{
    return decoder->is_plain ? pass_on(io) : pneu_i_codec_run(&decoder->codec, io);
}

pneu_status pneu_i_body_decoder_end(pneu_i_body_decoder *decoder, pneu_i_codec_io *io)
{
    return decoder->is_plain ? PNEU_DONE : pneu_i_codec_end(&decoder->codec, io);
}

/* The codec is `run` until it has no more to give. */
static pneu_status give_all(pneu_i_codec *codec, pneu_i_codec_io io,
                            pneu_status (*run)(pneu_i_codec *codec, pneu_i_codec_io *io), pneu_i_take_decoded take,
                            void *ctx)
{
    uint8_t piece[PIECE];
    pneu_status status, taken = PNEU_OK;
    do {
        io.out = piece;
        io.out_end = piece + sizeof piece;
        status = run(codec, &io);
        if (io.out > piece)
            taken = take(ctx, (const char *)piece, (size_t)(io.out - piece));
    } while (status == PNEU_OK && taken == PNEU_OK);
    if (taken != PNEU_OK)
        return taken;
    return status < 0 ? status : PNEU_OK;
}

pneu_status pneu_i_body_decoder_push(pneu_i_body_decoder *decoder, pneu_str bytes, pneu_i_take_decoded take, void *ctx)
{
    const uint8_t *in = (const uint8_t *)bytes.ptr;
    if (bytes.len == 0)
        return PNEU_OK;
    if (decoder->is_plain)
        return take(ctx, bytes.ptr, bytes.len);
    return give_all(&decoder->codec, (pneu_i_codec_io){in, in + bytes.len, NULL, NULL}, pneu_i_codec_run, take, ctx);
}

pneu_status pneu_i_body_decoder_finish(pneu_i_body_decoder *decoder, pneu_i_take_decoded take, void *ctx)
{
    if (decoder->is_plain)
        return PNEU_OK;
    return give_all(&decoder->codec, (pneu_i_codec_io){NULL, NULL, NULL, NULL}, pneu_i_codec_end, take, ctx);
}

uint64_t pneu_i_body_decoder_estimate(int32_t encoding, uint64_t length)
{
    return encoding == PNEU_ENCODING_BASE64 || encoding == PNEU_ENCODING_UUENCODE ? length / 4 * 3 + 3 : length;
}
