/*
 * A text decoded in pieces is the text decoded whole, with the same summary, whatever handles are kept; it is
 * well-formed UTF-8 without NUL. Byte 0: the label, 0xFE: HTML without one; byte 1: the cuts, and how often the text
 * is repeated (the window of the choice is passed then); the rest: the text.
 */
#include <stdlib.h>

#include "charset/label_table.h"
#include "charset/text_decoder.h"
#include "pneu/charset.h"
#include "support/chunks.h"
#include "support/must.h"
#include "support/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef struct reading {
    pneu_text_decoder *decoder;
    text out;
} reading;

static void read_until(reading *r, pneu_status end)
{
    char buffer[700];
    size_t written;
    pneu_status status;
    while ((status = pneu_text_decoder_read(r->decoder, buffer, sizeof buffer, &written)) == PNEU_OK)
        text_add(&r->out, buffer, written);
    MUST(status == end);
}

static int32_t push(void *ctx, const void *bytes, size_t len)
{
    reading *r = ctx;
    MUST(pneu_text_decoder_push(r->decoder, bytes, len) == PNEU_OK);
    read_until(r, PNEU_MORE);
    return 0;
}

static pneu_text_decoder *new_decoder(pneu_charsets *charsets, pneu_str label, uint32_t flags)
{
    pneu_text_decoder *decoder;
    MUST(pneu_text_decoder_new(charsets, label, flags, NULL, &decoder) == PNEU_OK);
    return decoder;
}

static void check(pneu_charsets *charsets, pneu_str label, pneu_str in, uint32_t flags, chunking how)
{
    pneu_arena *arena;
    pneu_decoded_text whole;
    pneu_text_summary summary;
    reading r = {NULL, {NULL, 0, 0}};
    MUST(pneu_arena_new(NULL, &arena) == PNEU_OK);
    MUST(pneu_i_text_decoder_run(arena, new_decoder(NULL, label, flags), in, &whole) == PNEU_OK);
    MUST(pneu_i_utf8_valid(whole.text.ptr, whole.text.len) == whole.text.len);
    MUST(whole.text.len == 0 || memchr(whole.text.ptr, 0, whole.text.len) == NULL);
    r.decoder = new_decoder(charsets, label, flags);
    (void)feed_chunks(in.ptr, in.len, how, push, &r);
    MUST(pneu_text_decoder_finish(r.decoder) == PNEU_OK);
    read_until(&r, PNEU_DONE);
    pneu_text_decoder_summary(r.decoder, &summary);
    MUST(memcmp(&summary, &whole.summary, sizeof summary) == 0);
    MUST(r.out.len == whole.text.len && (r.out.len == 0 || memcmp(r.out.ptr, whole.text.ptr, r.out.len) == 0));
    pneu_text_decoder_free(r.decoder);
    text_free(&r.out);
    pneu_arena_free(arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static pneu_charsets *charsets; /* kept: iconv is slow to open */
    text in = {NULL, 0, 0};
    if (size < 2)
        return 0;
    pneu_str label = pneu_i_str(data[0] < PNEU_I_CHARSET_COUNT ? pneu_i_charset_at(data[0])->name : "");
    size_t times = data[1] == 0xFF ? 70000 / (size - 1) : 1;
    chunking how = {data[1] & 7, times > 1 ? 9999 : 1 + ((size_t)data[1] & 63), data[1] & 32 ? 1u + data[1] : 0};
    text_add(&in, "", 0);
    for (size_t i = 0; i < times; i++)
        text_add(&in, data + 2, size - 2);
    MUST(charsets != NULL || pneu_charsets_new(NULL, &charsets) == PNEU_OK);
    check(charsets, label, pneu_i_str_of(in.ptr, in.len), data[0] == 0xFE ? PNEU_TEXT_HTML : 0, how);
    text_free(&in);
    return 0;
}
