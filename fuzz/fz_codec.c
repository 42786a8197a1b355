/*
 * What is encoded decodes to itself without a defect, however both sides are cut, and the encoded form is legal: its
 * alphabet, and lines of at most 76 characters. Byte 0: codec and flags; byte 1: the cuts; the rest: what is encoded.
 */
#include <string.h>

#include "support/codec_run.h"
#include "support/must.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct {
    int32_t encode, decode;
    uint32_t flags;
} pairs[] = {
    {PNEU_CODEC_BASE64_ENCODE, PNEU_CODEC_BASE64_DECODE, 0},
    {PNEU_CODEC_BASE64_ENCODE, PNEU_CODEC_BASE64_DECODE, PNEU_CODEC_LF_LINES},
    {PNEU_CODEC_QUOTED_PRINTABLE_ENCODE, PNEU_CODEC_QUOTED_PRINTABLE_DECODE, 0},
    {PNEU_CODEC_QUOTED_PRINTABLE_ENCODE, PNEU_CODEC_QUOTED_PRINTABLE_DECODE, PNEU_CODEC_BINARY},
    {PNEU_CODEC_QUOTED_PRINTABLE_ENCODE, PNEU_CODEC_QUOTED_PRINTABLE_DECODE,
     PNEU_CODEC_PROTECT_FROM | PNEU_CODEC_PROTECT_DOT | PNEU_CODEC_PROTECT_DASH},
    {PNEU_CODEC_QUOTED_PRINTABLE_ENCODE, PNEU_CODEC_QUOTED_PRINTABLE_DECODE,
     PNEU_CODEC_PROTECT_FROM | PNEU_CODEC_LF_LINES},
    {PNEU_CODEC_UU_ENCODE, PNEU_CODEC_UU_DECODE, 0},
};

static void check_lines(const codec_result *text, uint32_t flags)
{
    size_t start = 0;
    for (size_t i = 0; i < text->len; i++) {
        const char *line = text->bytes + start;
        unsigned char c = (unsigned char)text->bytes[i];
        MUST(c == '\t' || c == '\r' || c == '\n' || (c >= 32 && c < 127));
        MUST(c == '\n' || i - start < 77);
        if (c != '\n')
            continue;
        MUST(i == start || !(line[i - start - 1] == ' ' || line[i - start - 1] == '\t'));
        MUST(!(flags & PNEU_CODEC_PROTECT_DOT) || line[0] != '.');
        MUST(!(flags & PNEU_CODEC_PROTECT_DASH) || line[0] != '-');
        MUST(!(flags & PNEU_CODEC_PROTECT_FROM) || i - start < 5 || memcmp(line, "From ", 5) != 0);
        start = i + 1;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2)
        return 0;
    size_t which = data[0] % (sizeof pairs / sizeof *pairs), step = data[1] & 15;
    pneu_str in = {(const char *)data + 2, size - 2};
    codec_cut there = {data[1] >> 4, step, step * 3}, back = {step, data[1] >> 3, data[1] >> 5};
    codec_result text = codec_run(pairs[which].encode, pairs[which].flags, in, there);
    check_lines(&text, pairs[which].flags);
    pneu_str encoded = {text.bytes, text.len};
    codec_result bytes = codec_run(pairs[which].decode, 0, encoded, back);
    MUST(bytes.status == PNEU_DONE && bytes.defect_count == 0);
    MUST(bytes.len == in.len && memcmp(bytes.bytes, in.ptr, in.len) == 0);
    codec_result_free(&text);
    codec_result_free(&bytes);
    return 0;
}
