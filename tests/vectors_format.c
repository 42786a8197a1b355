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

int main(void)
{
    if (pneu_arena_new(NULL, &arena) != PNEU_OK)
        return 1;
    size_t failed = check_words();
    pneu_arena_free(arena);
    return failed > 0;
}
