/*
 * Dot stuffing: unstuff(stuff(b)) is b up to the final line end, for text whose line ends are CRLF; the stuffed form
 * has no end of data before its end; and what only looks like an end of data never ends it. Byte 0: the cuts; the rest:
 * what comes over the wire, and, with CR left out and each LF made CRLF, the text to be stuffed.
 */
#include <stdlib.h>
#include <string.h>

#include "support/codec_run.h"
#include "support/must.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *find_end_of_data(const char *text, size_t len)
{
    if (len >= 3 && memcmp(text, ".\r\n", 3) == 0)
        return text + 3;
    for (size_t i = 0; i + 5 <= len; i++)
        if (memcmp(text + i, "\r\n.\r\n", 5) == 0)
            return text + i + 5;
    return NULL;
}

static void check_round_trip(pneu_str text, codec_cut cut)
{
    codec_result stuffed = codec_run(PNEU_CODEC_DOT_STUFF, 0, text, cut);
    pneu_str wire = {stuffed.bytes, stuffed.len};
    MUST(find_end_of_data(wire.ptr, wire.len) == wire.ptr + wire.len);
    codec_result back = codec_run(PNEU_CODEC_DOT_UNSTUFF, 0, wire, cut);
    int has_end = text.len == 0 || (text.len >= 2 && memcmp(text.ptr + text.len - 2, "\r\n", 2) == 0);
    MUST(back.status == PNEU_DONE && back.len == text.len + (has_end ? 0 : 2));
    MUST(memcmp(back.bytes, text.ptr, text.len) == 0);
    codec_result_free(&stuffed);
    codec_result_free(&back);
}

/* Slices are what a reader gets. */
static void check_slices(pneu_str wire, size_t step, const codec_result *read)
{
    pneu_codec *codec;
    pneu_str slice;
    size_t len = 0, at = 0;
    MUST(pneu_codec_new(PNEU_CODEC_DOT_UNSTUFF, 0, NULL, &codec) == PNEU_OK);
    pneu_status status = PNEU_MORE;
    while (status == PNEU_MORE) {
        size_t next = wire.len - at < step ? wire.len - at : step;
        MUST((next > 0 ? pneu_codec_push(codec, wire.ptr + at, next) : pneu_codec_finish(codec)) == PNEU_OK);
        at += next;
        while ((status = pneu_codec_read_slice(codec, &slice)) == PNEU_OK) {
            MUST(slice.len > 0 && slice.len <= read->len - len && memcmp(read->bytes + len, slice.ptr, slice.len) == 0);
            len += slice.len;
        }
    }
    MUST(status == PNEU_DONE && len == read->len);
    MUST(pneu_codec_defect_count(codec, PNEU_DEFECT_LINE_BARE_LF) == read->counts[PNEU_DEFECT_LINE_BARE_LF]);
    MUST(pneu_codec_defect_count(codec, PNEU_DEFECT_LINE_BARE_CR) == read->counts[PNEU_DEFECT_LINE_BARE_CR]);
    pneu_codec_free(codec);
}

/* The bytes as they are: the end is where a plain search finds it, and nowhere else. */
static void check_end(pneu_str wire, codec_cut cut)
{
    const char *end = find_end_of_data(wire.ptr, wire.len);
    codec_result result = codec_run(PNEU_CODEC_DOT_UNSTUFF, 0, wire, cut);
    MUST((result.counts[PNEU_DEFECT_LINE_TRUNCATED_EOF] == 0) == (end != NULL));
    MUST(end == NULL || result.pushed - result.rest == (size_t)(end - wire.ptr));
    check_slices(wire, cut.step + 1, &result);
    check_slices(wire, wire.len + 1, &result);
    codec_result_free(&result);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 1)
        return 0;
    codec_cut cut = {data[0] & 3, data[0] >> 2 & 7, data[0] >> 5};
    char *text = malloc(size * 2);
    size_t len = 0;
    for (size_t i = 1; text != NULL && i < size; i++) {
        if (data[i] == '\n')
            text[len++] = '\r';
        if (data[i] != '\r')
            text[len++] = (char)data[i];
    }
    check_round_trip((pneu_str){text, len}, cut);
    check_end((pneu_str){(const char *)data + 1, size - 1}, cut);
    free(text);
    return 0;
}
