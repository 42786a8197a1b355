/*
 * Encoded words and charsets. Byte 0: a charset, or none; the rest: a text. A decoded text is well-formed UTF-8 without
 * control characters but tab, in both modes and as a comment; defects lie within it; decoding what was decoded, if no
 * word is left in it, changes nothing; the long way gives the same as the short one. A conversion gives the same in one
 * piece and byte by byte.
 */
#include <stdlib.h>

#include "charset/label_table.h"
#include "charset/text_builder.h"
#include "support/must.h"
#include "syntax/decode_text.h"
#include "syntax/encoded_word.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef struct seen {
    size_t length;
    size_t count;
} seen;

static void check_place(void *ctx, int32_t code, int32_t detail, uint64_t offset, uint64_t length)
{
    seen *to = ctx;
    (void)code;
    (void)detail;
    MUST(offset <= to->length && length <= to->length - offset);
    to->count++;
}

static void check_clean(pneu_str s)
{
    MUST(pneu_i_utf8_valid(s.ptr, s.len) == s.len);
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        MUST(c == '\t' || (c >= 0x20 && c != 0x7F));
        MUST(c != 0xC2 || (unsigned char)s.ptr[i + 1] >= 0xA0);
    }
}

static void check_text(pneu_arena *arena, pneu_str value, int32_t mode, int32_t kind)
{
    seen usual = {value.len, 0}, any = {value.len, 0};
    pneu_defect_sink sink = {check_place, &usual}, sink_of_any = {check_place, &any};
    pneu_i_text_rules rules = {mode, kind, &sink}, rules_of_any = {mode, kind, &sink_of_any};
    pneu_str out, again;
    MUST(pneu_i_text_decode(arena, value, &rules, &out) == PNEU_OK);
    check_clean(out);
    MUST(pneu_i_any_text_decode(arena, value, &rules_of_any, &again) == PNEU_OK);
    MUST(pneu_i_str_equal(out, again) && usual.count == any.count);
    if (kind == PNEU_I_UNSTRUCTURED && !pneu_i_word_is_in(out)) {
        MUST(pneu_decode_text(arena, out, mode, NULL, &again) == PNEU_OK);
        MUST(pneu_i_str_equal(out, again));
    }
}

static pneu_str convert(pneu_arena *arena, int charset, pneu_str in, size_t piece)
{
    pneu_i_text_builder builder;
    pneu_i_decoder decoder;
    pneu_str out = {NULL, 0};
    pneu_i_text_builder_init(&builder, arena, in.len);
    if (!pneu_i_decoder_open(&decoder, charset, pneu_i_text_builder_sink(&builder)))
        return out;
    for (size_t at = 0; at < in.len; at += piece)
        pneu_i_decoder_push(&decoder, in.ptr + at, in.len - at < piece ? in.len - at : piece);
    pneu_i_decoder_finish(&decoder);
    pneu_i_decoder_close(&decoder);
    MUST(pneu_i_text_builder_end(&builder, &out) == PNEU_OK);
    return out;
}

static void check_charset(pneu_arena *arena, int charset, pneu_str in)
{
    pneu_str whole = convert(arena, charset, in, in.len + 1);
    pneu_str bytewise = convert(arena, charset, in, 1);
    MUST(pneu_i_utf8_valid(whole.ptr, whole.len) == whole.len);
    MUST(pneu_i_str_equal(whole, bytewise));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    pneu_arena *arena = NULL;
    if (size < 1 || pneu_arena_new(NULL, &arena) != PNEU_OK)
        return 0;
    char *copy = malloc(size > 1 ? size - 1 : 1); /* exactly the text, so that a byte read too many is seen */
    if (copy != NULL) {
        memcpy(copy, data + 1, size - 1);
        pneu_str value = {copy, size - 1};
        check_text(arena, value, PNEU_LENIENT, PNEU_I_UNSTRUCTURED);
        check_text(arena, value, PNEU_STRICT, PNEU_I_UNSTRUCTURED);
        check_text(arena, value, PNEU_LENIENT, PNEU_I_COMMENT);
        if (data[0] < PNEU_I_CHARSET_COUNT)
            check_charset(arena, data[0], value);
        free(copy);
    }
    pneu_arena_free(arena);
    return 0;
}
