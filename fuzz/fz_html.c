/*
 * HTML in pieces gives the text of HTML whole, with every flag and width: well-formed UTF-8 without controls but LF and
 * tab, no space before a line end, no more than linear. Byte 0: flags and width; byte 1: the cuts; the rest: HTML.
 */
#include <stdlib.h>

#include "charset/charset.h"
#include "pneu/view.h"
#include "support/chunks.h"
#include "support/must.h"
#include "support/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef struct reading {
    pneu_html_text *html;
    text out;
} reading;

static void read_until(reading *r, pneu_status end)
{
    char buffer[300];
    size_t written;
    pneu_status status;
    while ((status = pneu_html_text_read(r->html, buffer, sizeof buffer, &written)) == PNEU_OK)
        text_add(&r->out, buffer, written);
    MUST(status == end);
}

static int32_t push(void *ctx, const void *bytes, size_t len)
{
    reading *r = ctx;
    MUST(pneu_html_text_push(r->html, bytes, len) == PNEU_OK);
    read_until(r, PNEU_MORE);
    return 0;
}

static void check_clean(pneu_str s, size_t size)
{
    MUST(pneu_i_utf8_valid(s.ptr, s.len) == s.len && s.len <= 100 + 40 * size);
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        MUST(c >= 0x20 || c == '\n' || c == '\t');
        MUST(c != 0x7F && (c != 0xC2 || (unsigned char)s.ptr[i + 1] >= 0xA0));
        MUST(c != '\n' || (i > 0 && s.ptr[i - 1] != ' '));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    pneu_arena *arena;
    pneu_str whole;
    reading r = {NULL, {NULL, 0, 0}};
    if (size < 2)
        return 0;
    uint32_t flags = data[0] & 7, width = data[0] >> 3;
    chunking how = {data[1] & 15, 1 + ((size_t)data[1] >> 3), data[1] & 128 ? 1u + data[1] : 0};
    pneu_str in = pneu_i_str_of(data + 2, size - 2);
    MUST(pneu_arena_new(NULL, &arena) == PNEU_OK);
    MUST(pneu_html_to_text(arena, in, flags, width * 3, &whole) == PNEU_OK);
    check_clean(whole, in.len);
    MUST(pneu_html_text_new(flags, width * 3, NULL, &r.html) == PNEU_OK);
    for (int again = 0; again < 2; again++) {
        (void)feed_chunks(in.ptr, in.len, how, push, &r);
        MUST(pneu_html_text_finish(r.html) == PNEU_OK);
        read_until(&r, PNEU_DONE);
        MUST(r.out.len == whole.len && (whole.len == 0 || memcmp(r.out.ptr, whole.ptr, whole.len) == 0));
        pneu_html_text_reset(r.html);
        text_clear(&r.out);
    }
    pneu_html_text_free(r.html);
    text_free(&r.out);
    pneu_arena_free(arena);
    return 0;
}
