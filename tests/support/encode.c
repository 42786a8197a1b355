/* Encodes with the library's own codecs, whose tests are elsewhere. */
#include "support/encode.h"

#include "pneu/codec.h"
#include "support/must.h"

static void read_all(text *out, pneu_codec *codec)
{
    char piece[512];
    size_t len;
    while (pneu_codec_read(codec, piece, sizeof piece, &len) == PNEU_OK)
        text_add(out, piece, len);
}

void text_add_encoded(text *out, int32_t kind, pneu_str bytes)
{
    pneu_codec *codec;
    MUST(pneu_codec_new(kind, 0, NULL, &codec) == PNEU_OK);
    MUST(pneu_codec_push(codec, bytes.ptr, bytes.len) == PNEU_OK);
    read_all(out, codec);
    MUST(pneu_codec_finish(codec) == PNEU_OK);
    read_all(out, codec);
    pneu_codec_free(codec);
}

void text_add_wrapped(text *out, pneu_str inner)
{
    text_print(out, "From: a@example.com\r\nDate: Sat, 21 Nov 2026 10:00:00 +0000\r\nMIME-Version: 1.0\r\n"
                    "Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n");
    text_add_encoded(out, PNEU_CODEC_BASE64_ENCODE, inner);
}
