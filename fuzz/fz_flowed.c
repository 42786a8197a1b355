/*
 * format=flowed: what is decoded and encoded decodes to the same paragraphs, but for spaces at their ends, and encodes
 * to the same text again; no line is over the width unless it is a word; nothing holds CR, LF or NUL. Byte 0: flags;
 * byte 1: the width; the rest: a text. Previews of it are one clean line.
 */
#include <stdlib.h>

#include "charset/charset.h"
#include "pneu/view.h"
#include "support/must.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_line(pneu_str s)
{
    for (size_t i = 0; i < s.len; i++)
        MUST(s.ptr[i] != '\r' && s.ptr[i] != '\n' && s.ptr[i] != '\0');
}

static pneu_str trimmed(pneu_str s)
{
    while (s.len > 0 && s.ptr[s.len - 1] == ' ')
        s.len--;
    return s;
}

static void check_same(const pneu_paragraphs *a, const pneu_paragraphs *b)
{
    MUST(a->count == b->count);
    for (size_t i = 0; i < a->count; i++) {
        check_line(a->items[i].text);
        MUST(a->items[i].quote == b->items[i].quote);
        MUST(pneu_i_str_equal(trimmed(a->items[i].text), trimmed(b->items[i].text)));
    }
}

static void check_preview(pneu_arena *arena, pneu_str text, int32_t kind)
{
    pneu_str line;
    size_t count = 0;
    MUST(pneu_preview(arena, text, kind, &line) == PNEU_OK);
    check_line(line);
    MUST(pneu_i_utf8_valid(line.ptr, line.len) == line.len);
    for (size_t i = 0; i < line.len; i++)
        count += ((unsigned char)line.ptr[i] & 0xC0) != 0x80;
    MUST(count <= PNEU_PREVIEW_MAX && trimmed(line).len == line.len && (line.len == 0 || *line.ptr != ' '));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    pneu_arena *arena;
    pneu_paragraphs first, second;
    pneu_str once, twice;
    if (size < 2)
        return 0;
    uint32_t delsp = data[0] & 1 ? PNEU_FLOWED_DELSP : 0, lf = data[0] & 2 ? PNEU_FLOWED_LF : 0, width = data[1] % 100;
    pneu_str text = pneu_i_str_of(data + 2, size - 2);
    MUST(pneu_arena_new(NULL, &arena) == PNEU_OK);
    MUST(pneu_flowed_decode(arena, text, delsp, &first) == PNEU_OK);
    if (pneu_flowed_encode(arena, &first, delsp | lf, width, &once) == PNEU_OK) {
        MUST(pneu_flowed_decode(arena, once, delsp, &second) == PNEU_OK);
        check_same(&first, &second);
        MUST(lf != 0 || pneu_flowed_decode(arena, once, delsp | PNEU_FLOWED_STRICT, &second) == PNEU_OK);
        MUST(pneu_flowed_encode(arena, &second, delsp | lf, width, &twice) == PNEU_OK && pneu_i_str_equal(once, twice));
    }
    for (int32_t kind = PNEU_BODY_FIXED; kind <= PNEU_BODY_HTML; kind++)
        check_preview(arena, text, kind);
    pneu_arena_free(arena);
    return 0;
}
