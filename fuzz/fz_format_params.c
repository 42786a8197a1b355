/*
 * MIME parameters. Byte 0: flags; byte 1: the column; the rest: a Content-Disposition. What a lenient reader makes of it is
 * written, unless it cannot be, and then both readers read the same again; lines hold.
 */
#include "base/str.h"
#include "pneu/format.h"
#include "support/header_text.h"
#include "support/must.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Whatever the label, readers take 7-bit text with escapes for ISO-2022-JP, and drop a byte order mark. */
static int hides_charset(pneu_str s)
{
    return (s.len > 0 && memchr(s.ptr, 0x1B, s.len) != NULL) || (s.len >= 3 && memcmp(s.ptr, "\xEF\xBB\xBF", 3) == 0);
}

static void check_params(pneu_arena *arena, pneu_str in, const pneu_format *format)
{
    pneu_mime_value given, back;
    pneu_str out;
    MUST(pneu_content_disposition_parse(arena, in, PNEU_LENIENT, NULL, &given) == PNEU_OK);
    if (pneu_mime_value_format(arena, &given, format, &out) != PNEU_OK)
        return;
    MUST(header_lines_hold(out, format->column, 76));
    int is_type = memchr(given.value.ptr, '/', given.value.len) != NULL;
    MUST((is_type ? pneu_content_type_parse : pneu_content_disposition_parse)(arena, out, PNEU_STRICT, NULL, &back) ==
         PNEU_OK);
    MUST(pneu_i_str_equal(given.value, back.value) && given.param_count == back.param_count);
    for (size_t i = 0; i < back.param_count; i++) {
        MUST(pneu_i_str_equal(given.params[i].name, back.params[i].name));
        MUST(hides_charset(given.params[i].value) || pneu_i_str_equal(given.params[i].value, back.params[i].value));
        MUST(pneu_i_str_equal(given.params[i].language, back.params[i].language));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    pneu_arena *arena = NULL;
    if (size < 2 || pneu_arena_new(NULL, &arena) != PNEU_OK)
        return 0;
    char *copy = malloc(size > 2 ? size - 2 : 1); /* exactly the text, so that a byte read too many is seen */
    if (copy != NULL) {
        memcpy(copy, data + 2, size - 2);
        pneu_str in = {copy, size - 2};
        pneu_format format = {data[0] & 3, data[1]};
        check_params(arena, in, &format);
        free(copy);
    }
    pneu_arena_free(arena);
    return 0;
}
