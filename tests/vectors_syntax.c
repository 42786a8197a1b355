/*
 * The test vectors of charsets and of the values of MIME fields: charsets.json, mime_params.json, encoded_words.tsv
 * and the unfolding of headers.json. What builds values is in vectors_format.c.
 * Each input is copied to a block of exactly its size, so that a sanitiser sees a byte read too many. Charsets are
 * also decoded byte by byte, which must give the same.
 */
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "charset/text_builder.h"
#include "pneu/syntax.h"
#include "support/mime_text.h"
#include "support/vectors.h"
#include "syntax/decode_text.h"

static const pneu_str no_value = {NULL, 0};
static pneu_arena *arena;

static int has_level(vectors *v, size_t i, const char *level)
{
    return vectors_is(v, i, "level", "both") || vectors_is(v, i, "level", level);
}

/* ---- Charsets ----------------------------------------------------------------------------------------------- */

static void check_label(vectors *v, size_t i)
{
    int charset = pneu_i_charset_find(vectors_text(v, i, "in"));
    pneu_str name = charset < 0 ? no_value : pneu_i_str(pneu_i_charset_at(charset)->name);
    vectors_check_octets(v, i, vectors_text(v, i, "out"), name);
}

/* The text in pieces of this size. */
static pneu_str decode_in_pieces(pneu_str in, int charset, size_t piece)
{
    pneu_i_text_builder builder;
    pneu_i_decoder decoder;
    pneu_str out = no_value;
    pneu_i_text_builder_init(&builder, arena, in.len);
    if (!pneu_i_decoder_open(&decoder, charset, pneu_i_text_builder_sink(&builder)))
        return no_value;
    for (size_t at = 0; at < in.len; at += piece)
        pneu_i_decoder_push(&decoder, in.ptr + at, in.len - at < piece ? in.len - at : piece);
    pneu_i_decoder_finish(&decoder);
    pneu_i_decoder_close(&decoder);
    (void)pneu_i_text_builder_end(&builder, &out);
    return out;
}

static void check_decode(vectors *v, size_t i)
{
    pneu_str in = exact_copy(vectors_text(v, i, "in"));
    int charset = pneu_i_charset_find(vectors_text(v, i, "charset"));
    pneu_str whole = decode_in_pieces(in, charset, in.len + 1);
    pneu_str bytewise = decode_in_pieces(in, charset, 1);
    if (vectors_check_octets(v, i, vectors_text(v, i, "out"), whole))
        vectors_check_octets(v, i, whole, bytewise);
    free((char *)in.ptr);
}

static void check_fallback(vectors *v, size_t i)
{
    pneu_i_charset_info info;
    pneu_str utf8 = no_value;
    pneu_str in = exact_copy(vectors_text(v, i, "in"));
    const json_t *out = vectors_json(v, i, "out");
    (void)pneu_i_charset_to_utf8(arena, vectors_text(v, i, "label"), in, PNEU_I_DROP_NUL, &utf8, &info);
    if (vectors_check_octets(v, i, vectors_member(v, out, "text"), utf8))
        vectors_check_octets(v, i, vectors_member(v, out, "charset"), pneu_i_str(info.charset));
    free((char *)in.ptr);
}

static size_t check_charsets(void)
{
    static const char mail_means[] = "the web's meaning; mail has another one (see the op mail_alias)";
    static const char *const web_only[] = {"cs059", "cs062", "cs063", "cs064", "cs065"};
    vectors *v = vectors_open("charsets.json");
    for (size_t k = 0; k < sizeof web_only / sizeof web_only[0]; k++)
        vectors_dispute(v, web_only[k], mail_means);
    for (size_t i = 0; i < vectors_count(v); i++) {
        if (vectors_is(v, i, "op", "label") || vectors_is(v, i, "op", "mail_alias"))
            check_label(v, i);
        else if (vectors_is(v, i, "op", "decode"))
            check_decode(v, i);
        else
            check_fallback(v, i);
    }
    return vectors_close(v);
}

/* ---- Content-Type and Content-Disposition --------------------------------------------------------------------- */

static pneu_str param_value(const pneu_mime_value *value, const char *name)
{
    for (size_t i = 0; i < value->param_count; i++)
        if (pneu_i_str_is(value->params[i].name, name))
            return value->params[i].value;
    return no_value;
}

static void check_value(vectors *v, size_t i, const pneu_mime_value *value)
{
    const json_t *out = vectors_json(v, i, "out");
    json_t *params = json_object_get(out, "params");
    const char *name;
    json_t *expected;
    if (!vectors_check_octets(v, i, vectors_member(v, out, "value"), value->value) ||
        !vectors_check(v, i, json_object_size(params) == value->param_count))
        return;
    json_object_foreach(params, name, expected)
    {
        if (!vectors_check_octets(v, i, vectors_octets(v, expected), param_value(value, name)))
            return;
    }
}

static void check_parse(vectors *v, size_t i, int32_t mode)
{
    pneu_mime_value value;
    pneu_str in = exact_copy(vectors_text(v, i, "in"));
    pneu_status status = vectors_is(v, i, "op", "content_type")
                             ? pneu_content_type_parse(arena, in, mode, NULL, &value)
                             : pneu_content_disposition_parse(arena, in, mode, NULL, &value);
    free((char *)in.ptr);
    if (vectors_check(v, i, status == PNEU_OK))
        check_value(v, i, &value);
}

static size_t check_params(void)
{
    vectors *v = vectors_open("mime_params.json");
    for (size_t i = 0; i < vectors_count(v); i++) {
        if (vectors_is(v, i, "op", "build_param"))
            continue;
        if (has_level(v, i, "lenient"))
            check_parse(v, i, PNEU_LENIENT);
        if (has_level(v, i, "strict"))
            check_parse(v, i, PNEU_STRICT);
    }
    return vectors_close(v);
}

/* ---- Texts ------------------------------------------------------------------------------------------------------ */

static void check_text(vectors *v, size_t i, int32_t mode)
{
    pneu_str out = no_value;
    pneu_str in = vectors_text(v, i, "input");
    int is_comment = vectors_is(v, i, "op", "decode_comment");
    if (is_comment) /* the parentheses are not part of the content */
        in = pneu_i_str_of(in.ptr + 1, in.len - 2);
    in = exact_copy(in);
    pneu_i_text_rules rules = {mode, PNEU_I_COMMENT, NULL};
    pneu_status status =
        is_comment ? pneu_i_text_decode(arena, in, &rules, &out) : pneu_decode_text(arena, in, mode, NULL, &out);
    free((char *)in.ptr);
    if (vectors_check(v, i, status == PNEU_OK))
        vectors_check_octets(v, i, vectors_text(v, i, "expected"), out);
}

static size_t check_words(void)
{
    vectors *v = vectors_open("encoded_words.tsv");
    for (size_t i = 0; i < vectors_count(v); i++) {
        if (!vectors_is(v, i, "op", "decode_text") && !vectors_is(v, i, "op", "decode_comment"))
            continue;
        if (has_level(v, i, "lenient"))
            check_text(v, i, PNEU_LENIENT);
        if (has_level(v, i, "strict"))
            check_text(v, i, PNEU_STRICT);
    }
    return vectors_close(v);
}

static size_t check_unfold(void)
{
    vectors *v = vectors_open("headers.json");
    for (size_t i = 0; i < vectors_count(v); i++) {
        pneu_str out = no_value;
        if (!vectors_is(v, i, "op", "unfold"))
            continue;
        pneu_str in = exact_copy(vectors_text(v, i, "in"));
        (void)pneu_unfold(arena, in, &out);
        vectors_check_octets(v, i, vectors_text(v, i, "out"), out);
        free((char *)in.ptr);
    }
    return vectors_close(v);
}

int main(void)
{
    if (pneu_arena_new(NULL, &arena) != PNEU_OK)
        return 1;
    size_t failed = check_charsets() + check_params() + check_words() + check_unfold();
    pneu_arena_free(arena);
    return failed > 0;
}
