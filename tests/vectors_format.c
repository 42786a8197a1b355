/*
 * The test vectors of what is written: encoded_words.tsv, mime_params.json and headers.json. Each input is copied to a
 * block of exactly its size, so that a sanitiser sees a byte read too many.
 */
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "charset/charset.h"
#include "pneu/format.h"
#include "support/mime_text.h"
#include "support/vectors.h"

static const pneu_str no_value = {NULL, 0};
static pneu_arena *arena;

/* ---- Encoded words ------------------------------------------------------------------------------------------------ */

static void check_encode(vectors *v, size_t i)
{
    pneu_str out = no_value;
    pneu_str in = exact_copy(vectors_text(v, i, "input"));
    pneu_status status = vectors_is(v, i, "op", "encode_text") ? pneu_text_encode(arena, in, NULL, &out)
                                                               : pneu_phrase_encode(arena, in, NULL, &out);
    free((char *)in.ptr);
    if (vectors_check(v, i, status == PNEU_OK))
        vectors_check_octets(v, i, vectors_text(v, i, "expected"), out);
}

/* 1 if each line has at most `most` bytes, the first one `column` bytes less. */
static int has_short_lines(pneu_str lines, size_t column, size_t most)
{
    for (size_t i = 0; i < lines.len; i++) {
        column++;
        if (lines.ptr[i] == '\n')
            column = 0;
        else if (lines.ptr[i] != '\r' && column > most)
            return 0;
    }
    return 1;
}

/* Strict mode decodes word by word, and only words within 75 bytes: so no character is split, and no word too long. */
static void check_roundtrip(vectors *v, size_t i)
{
    static const pneu_format after_subject = {0, 9};
    pneu_str out, back = no_value;
    pneu_str in = exact_copy(vectors_text(v, i, "input"));
    pneu_status status = pneu_text_encode(arena, in, &after_subject, &out);
    free((char *)in.ptr);
    if (!vectors_check(v, i, status == PNEU_OK && has_short_lines(out, 9, 76)))
        return;
    (void)pneu_decode_text(arena, out, PNEU_STRICT, NULL, &back);
    vectors_check_octets(v, i, vectors_text(v, i, "expected"), back);
}

static size_t check_words(void)
{
    vectors *v = vectors_open("encoded_words.tsv");
    for (size_t i = 0; i < vectors_count(v); i++) {
        if (vectors_is(v, i, "op", "encode_text") || vectors_is(v, i, "op", "encode_phrase"))
            check_encode(v, i);
        else if (vectors_is(v, i, "op", "encode_text_roundtrip"))
            check_roundtrip(v, i);
    }
    return vectors_close(v);
}

/* ---- Parameters --------------------------------------------------------------------------------------------------- */

/* Where sections begin is our choice: lines are short, and reading gives the value back. */
static void check_sections(vectors *v, size_t i, pneu_str out)
{
    pneu_mime_value back;
    if (!vectors_check(v, i, has_short_lines(out, 0, 78)))
        return;
    pneu_status status = pneu_content_disposition_parse(arena, out, PNEU_STRICT, NULL, &back);
    if (vectors_check(v, i, status == PNEU_OK && back.param_count == 1))
        vectors_check_octets(v, i, vectors_text(v, i, "in"), back.params[0].value);
}

static void check_param(vectors *v, size_t i)
{
    static const char before[] = "attachment; ";
    pneu_str out = no_value;
    pneu_str expected = vectors_text(v, i, "out");
    pneu_str in = exact_copy(vectors_text(v, i, "in"));
    pneu_param param = {vectors_text(v, i, "name"), in, no_value, no_value};
    pneu_mime_value value = {pneu_i_str("attachment"), no_value, &param, 1};
    pneu_status status = pneu_mime_value_format(arena, &value, NULL, &out);
    free((char *)in.ptr);
    if (!vectors_check(v, i, status == PNEU_OK && out.len > sizeof before - 1))
        return;
    if (memchr(expected.ptr, '\n', expected.len) != NULL)
        check_sections(v, i, out);
    else
        vectors_check_octets(v, i, expected, pneu_i_str_from(out, sizeof before - 1));
}

static size_t check_params(void)
{
    vectors *v = vectors_open("mime_params.json");
    for (size_t i = 0; i < vectors_count(v); i++)
        if (vectors_is(v, i, "op", "build_param"))
            check_param(v, i);
    return vectors_close(v);
}

/* ---- Fields ------------------------------------------------------------------------------------------------------- */

static pneu_str without_blanks(pneu_str s)
{
    char *out = malloc(s.len);
    size_t len = 0;
    for (size_t i = 0; i < s.len; i++)
        if (!pneu_i_is_space((unsigned char)s.ptr[i]))
            out[len++] = s.ptr[i];
    return pneu_i_str_of(out, len);
}

/* A signature: lines are short, and without white space the field is the same. */
static void check_signature(vectors *v, size_t i, pneu_str name, pneu_str value, pneu_str field)
{
    pneu_str expected = without_blanks(value);
    pneu_str actual = without_blanks(pneu_i_str_from(field, name.len + 1));
    if (vectors_check(v, i, has_short_lines(field, 0, 78)))
        vectors_check_octets(v, i, expected, actual);
    free((char *)expected.ptr);
    free((char *)actual.ptr);
}

static void check_fold(vectors *v, size_t i)
{
    pneu_str field = no_value;
    pneu_str name = exact_copy(vectors_text(v, i, "name"));
    pneu_str in = exact_copy(vectors_text(v, i, "in"));
    pneu_str out = vectors_text(v, i, "out");
    pneu_status status = pneu_field_fold(arena, name, in, pneu_fold_class(pneu_field_id(name)), NULL, &field);
    if (vectors_is(v, i, "level", "property"))
        check_signature(v, i, name, in, field);
    else
        vectors_check_octets(v, i, out, status == PNEU_OK ? field : no_value);
    free((char *)name.ptr);
    free((char *)in.ptr);
}

/* Neither the field nor a text for it is made. */
static void check_reject(vectors *v, size_t i)
{
    pneu_str out = no_value;
    pneu_str name = vectors_text(v, i, "name");
    pneu_str in = exact_copy(vectors_text(v, i, "in"));
    vectors_check(v, i, pneu_field_fold(arena, name, in, PNEU_FOLD_UNSTRUCTURED, NULL, &out) == PNEU_ERR_ARGUMENT);
    if (vectors_is(v, i, "name", "Subject"))
        vectors_check(v, i, pneu_text_encode(arena, in, NULL, &out) == PNEU_ERR_ARGUMENT);
    vectors_check(v, i, out.ptr == NULL);
    free((char *)in.ptr);
}

static size_t check_fields(void)
{
    vectors *v = vectors_open("headers.json");
    vectors_dispute(v, "hd040", "its first line has 79 bytes; see docs/decisions/seventy-eight-is-the-width.md");
    for (size_t i = 0; i < vectors_count(v); i++) {
        if (vectors_is(v, i, "op", "fold"))
            check_fold(v, i);
        else if (vectors_is(v, i, "op", "build_reject"))
            check_reject(v, i);
    }
    return vectors_close(v);
}

int main(void)
{
    if (pneu_arena_new(NULL, &arena) != PNEU_OK)
        return 1;
    size_t failed = check_words() + check_params() + check_fields();
    pneu_arena_free(arena);
    return failed > 0;
}
