/*
 * Header text. Byte 0: flags and the class of a field; byte 1: the column; the rest: a text, and the value of a field.
 * What is written reads back as what was given, but for what pneu/format.h says is lost; lines are no longer than it says,
 * and none is blank; no line end comes but from folds.
 */
#include "base/str.h"
#include "pneu/format.h"
#include "support/header_text.h"
#include "support/must.h"
#include "syntax/decode_text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef pneu_status (*encoder)(pneu_arena *arena, pneu_str utf8, const pneu_format *format, pneu_str *out);

/* `kind`: of the text that the encoder's value holds. */
static void check_text(pneu_arena *arena, pneu_str in, const pneu_format *format, encoder encode, int kind)
{
    static const int32_t modes[] = {PNEU_LENIENT, PNEU_STRICT};
    pneu_str out, back;
    if (encode(arena, in, format, &out) != PNEU_OK) {
        MUST(header_has_breaks(in));
        return;
    }
    MUST(!header_has_breaks(in) && header_lines_hold(out, format->column, 76));
    MUST((format->flags & PNEU_FORMAT_UTF8) != 0 || header_is_ascii(out));
    for (size_t i = 0; i < COUNT_OF(modes); i++) {
        pneu_i_text_rules rules = {modes[i], kind == HEADER_COMMENT ? PNEU_I_COMMENT : PNEU_I_UNSTRUCTURED, NULL};
        pneu_str content = header_content(arena, out, kind);
        MUST(pneu_i_text_decode(arena, content, &rules, &back) == PNEU_OK);
        MUST(header_same_text(arena, in, back));
    }
}

/* Encoded text makes a field. */
static void check_subject(pneu_arena *arena, pneu_str in, const pneu_format *format)
{
    pneu_str text, field;
    if (pneu_text_encode(arena, in, format, &text) != PNEU_OK)
        return;
    MUST(pneu_field_fold(arena, pneu_i_str("Subject"), text, PNEU_FOLD_UNSTRUCTURED, format, &field) == PNEU_OK);
    MUST(header_lines_hold(pneu_i_str_of(field.ptr, field.len - 2), 0, 76));
}

static void check_field(pneu_arena *arena, pneu_str in, const pneu_format *format, int32_t fold_class)
{
    pneu_str out, again;
    pneu_str name = pneu_i_str("X-Name");
    if (pneu_field_fold(arena, name, in, fold_class, format, &out) != PNEU_OK)
        return;
    MUST(memcmp(out.ptr, "X-Name:", name.len + 1) == 0);
    pneu_str value = pneu_i_str_of(out.ptr + name.len + 1, out.len - name.len - 3);
    MUST(memcmp(value.ptr + value.len, "\r\n", 2) == 0 && header_lines_hold(value, (uint32_t)name.len + 1, 998));
    MUST(header_same_value(arena, in, value, fold_class == PNEU_FOLD_DKIM));
    MUST(pneu_field_fold(arena, name, value, fold_class, format, &again) == PNEU_OK || fold_class == PNEU_FOLD_DKIM);
    MUST(pneu_i_str_equal(out, again) || fold_class == PNEU_FOLD_DKIM);
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
        check_text(arena, in, &format, pneu_text_encode, HEADER_TEXT);
        check_text(arena, in, &format, pneu_phrase_encode, HEADER_PHRASE);
        check_text(arena, in, &format, pneu_comment_encode, HEADER_COMMENT);
        check_subject(arena, in, &format);
        check_field(arena, in, &format, (data[0] >> 2) % (PNEU_FOLD_NEVER + 1));
        free(copy);
    }
    pneu_arena_free(arena);
    return 0;
}
