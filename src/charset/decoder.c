/*
 * One conversion: the state, the buffer before the sink, and the choice of the decoder.
 * In: bytes in any pieces. Out: UTF-8 to the sink, in whole characters.
 * Invariant: whatever comes in, what goes out is well-formed UTF-8; the decoders write characters only through here.
 * Not handled: which charset to use (charset.c).
 */
#include "charset/iconv_handles.h"

void pneu_i_decoder_flush(pneu_i_decoder *decoder)
{
    if (decoder->out_len > 0)
        decoder->sink.put(decoder->sink.ctx, decoder->out, decoder->out_len);
    decoder->out_len = 0;
}

void pneu_i_decoder_put_utf8(pneu_i_decoder *decoder, const char *utf8, size_t len)
{
    if (len > sizeof decoder->out - decoder->out_len)
        pneu_i_decoder_flush(decoder);
    if (len > sizeof decoder->out) {
        decoder->sink.put(decoder->sink.ctx, utf8, len);
        return;
    }
    memcpy(decoder->out + decoder->out_len, utf8, len);
    decoder->out_len += len;
}

void pneu_i_decoder_put(pneu_i_decoder *decoder, uint32_t character)
{
    if (sizeof decoder->out - decoder->out_len < PNEU_I_UTF8_LONGEST)
        pneu_i_decoder_flush(decoder);
    decoder->out_len += pneu_i_utf8_write(character, decoder->out + decoder->out_len);
}

void pneu_i_decoder_put_error(pneu_i_decoder *decoder)
{
    decoder->had_errors = 1;
    pneu_i_decoder_put(decoder, 0xFFFD);
}

static int uses_iconv(const pneu_i_charset *charset)
{
    return charset->iconv_name != NULL;
}

int pneu_i_decoder_open_with(pneu_i_decoder *decoder, int charset, pneu_i_utf8_sink sink, pneu_i_handles *handles)
{
    const char *name;
    memset(decoder, 0, offsetof(pneu_i_decoder, out));
    if (charset < 0)
        return 0;
    decoder->charset = pneu_i_charset_at(charset);
    decoder->sink = sink;
    decoder->handles = handles;
    if (!uses_iconv(decoder->charset))
        return 1;
    decoder->iconv =
        handles != NULL ? pneu_i_handles_take(handles, decoder->charset) : pneu_i_iconv_new(decoder->charset, &name);
    return decoder->iconv != NULL;
}

int pneu_i_decoder_open(pneu_i_decoder *decoder, int charset, pneu_i_utf8_sink sink)
{
    return pneu_i_decoder_open_with(decoder, charset, sink, NULL);
}

void pneu_i_decoder_push(pneu_i_decoder *decoder, const char *text, size_t len)
{
    const unsigned char *bytes = (const unsigned char *)text;
    switch (decoder->charset->how) {
    case PNEU_I_DECODE_UTF_8: pneu_i_utf8_push(decoder, bytes, len); break;
    case PNEU_I_DECODE_SINGLE_BYTE: pneu_i_single_byte_push(decoder, bytes, len); break;
    case PNEU_I_DECODE_UTF_16LE:
    case PNEU_I_DECODE_UTF_16BE: pneu_i_utf16_push(decoder, bytes, len); break;
    case PNEU_I_DECODE_UTF_32LE:
    case PNEU_I_DECODE_UTF_32BE: pneu_i_utf32_push(decoder, bytes, len); break;
    case PNEU_I_DECODE_UTF_7: pneu_i_utf7_push(decoder, bytes, len); break;
    case PNEU_I_DECODE_ICONV: pneu_i_iconv_push(decoder, bytes, len); break;
    default: pneu_i_iso2022_push(decoder, bytes, len); break;
    }
}

int pneu_i_decoder_is_within(const pneu_i_decoder *decoder)
{
    return decoder->held_len > 0 || decoder->high != 0;
}

void pneu_i_decoder_finish(pneu_i_decoder *decoder)
{
    switch (decoder->charset->how) {
    case PNEU_I_DECODE_UTF_8: pneu_i_utf8_finish(decoder); break;
    case PNEU_I_DECODE_SINGLE_BYTE: break;
    case PNEU_I_DECODE_UTF_7: pneu_i_utf7_finish(decoder); break;
    case PNEU_I_DECODE_ICONV: pneu_i_iconv_finish(decoder); break;
    case PNEU_I_DECODE_ISO_2022_JP:
    case PNEU_I_DECODE_ISO_2022_KR:
    case PNEU_I_DECODE_HZ: pneu_i_iso2022_finish(decoder); break;
    default: pneu_i_utf16_finish(decoder); break;
    }
    pneu_i_decoder_flush(decoder);
}

void pneu_i_decoder_restart(pneu_i_decoder *decoder)
{
    pneu_i_decoder_finish(decoder);
    decoder->had_errors = 0;
    decoder->ended_open = 0;
    decoder->is_started = 0;
    decoder->state = 0;
    decoder->saw_escape = 0;
    decoder->bit_count = 0;
}

void pneu_i_decoder_close(pneu_i_decoder *decoder)
{
    if (decoder->iconv != NULL && decoder->handles != NULL)
        pneu_i_handles_return(decoder->handles, decoder->iconv);
    else if (decoder->iconv != NULL)
        pneu_i_iconv_free(decoder->iconv);
    decoder->iconv = NULL;
}
