/*
 * The test vectors of the codecs. Each is run whole, at every split in two and byte by byte, and must give the same. A
 * vector whose level is strict runs with PNEU_CODEC_STRICT, lenient without, both with each.
 */
#include <stdio.h>
#include <string.h>

#include "support/codec_run.h"
#include "support/vectors.h"

static const pneu_str no_value = {NULL, 0};

static int has_level(vectors *v, size_t i, const char *level)
{
    return vectors_is(v, i, "level", "both") || vectors_is(v, i, "level", level);
}

static pneu_str text_of(const codec_result *result)
{
    pneu_str s = {result->bytes, result->len};
    return s;
}

/* Runs one vector in one mode, in every cut, and checks the bytes (no value: an error is expected). */
static void check_run(vectors *v, size_t i, int32_t kind, uint32_t flags)
{
    pneu_str in = vectors_text(v, i, "input"), expected = vectors_text(v, i, "expected");
    codec_result result = codec_run(kind, flags, in, (codec_cut){0, 0, 0});
    vectors_check_octets(v, i, expected, result.status == PNEU_DONE ? text_of(&result) : no_value);
    if (codec_find_cut_that_differs(kind, flags, in) >= 0)
        vectors_check(v, i, 0);
    codec_result_free(&result);
}

static void check_decode(vectors *v, size_t i, int32_t kind)
{
    if (has_level(v, i, "lenient"))
        check_run(v, i, kind, 0);
    if (has_level(v, i, "strict"))
        check_run(v, i, kind, PNEU_CODEC_STRICT);
}

static uint32_t encode_flags(vectors *v, size_t i)
{
    if (vectors_is(v, i, "mode", "text"))
        return PNEU_CODEC_TEXT;
    if (vectors_is(v, i, "mode", "binary"))
        return PNEU_CODEC_BINARY;
    if (vectors_is(v, i, "opt", "from"))
        return PNEU_CODEC_PROTECT_FROM;
    return vectors_is(v, i, "opt", "dot") ? PNEU_CODEC_PROTECT_DOT : 0;
}

static size_t check_table(const char *file, int32_t decode, int32_t encode)
{
    vectors *v = vectors_open(file);
    for (size_t i = 0; i < vectors_count(v); i++) {
        if (vectors_is(v, i, "op", "decode"))
            check_decode(v, i, decode);
        else
            check_run(v, i, encode, encode_flags(v, i));
    }
    return vectors_close(v);
}

/* ---- uuencode and yEnc -------------------------------------------------------------------------------------- */

static int is_text(vectors *v, const json_t *out, const char *key, const char *actual)
{
    pneu_str expected = vectors_member(v, out, key);
    return expected.ptr == NULL || (expected.len == strlen(actual) && memcmp(expected.ptr, actual, expected.len) == 0);
}

static int has_expected_properties(vectors *v, const json_t *out, const codec_result *result)
{
    const json_t *size = json_object_get(out, "size"), *crc_ok = json_object_get(out, "crc_ok");
    if (size != NULL && (uint64_t)json_integer_value(size) != result->declared_size)
        return 0;
    if (crc_ok != NULL && json_is_true(crc_ok) != (result->checksum == PNEU_CHECKSUM_GOOD))
        return 0;
    return is_text(v, out, "name", result->name) && is_text(v, out, "mode", result->mode);
}

static void check_file(vectors *v, size_t i, int32_t kind, uint32_t flags)
{
    pneu_str in = vectors_text(v, i, "in");
    const json_t *out = vectors_json(v, i, "out");
    codec_result result = codec_run(kind, flags, in, (codec_cut){0, 0, 0});
    if (json_is_null(out)) {
        int is_refused = flags == 0 ? result.status == PNEU_DONE && result.len == 0 : result.status == PNEU_ERR_SYNTAX;
        vectors_check(v, i, is_refused && result.name[0] == '\0');
    } else {
        vectors_check_octets(v, i, vectors_member(v, out, "data"), text_of(&result));
        vectors_check(v, i, result.status == PNEU_DONE && has_expected_properties(v, out, &result));
    }
    if (codec_find_cut_that_differs(kind, flags, in) >= 0)
        vectors_check(v, i, 0);
    codec_result_free(&result);
}

static size_t check_legacy(void)
{
    vectors *v = vectors_open("legacy_encodings.json");
    for (size_t i = 0; i < vectors_count(v); i++) {
        int32_t kind = vectors_is(v, i, "op", "uudecode") ? PNEU_CODEC_UU_DECODE : PNEU_CODEC_YENC_DECODE;
        if (has_level(v, i, "lenient"))
            check_file(v, i, kind, 0);
        if (has_level(v, i, "strict"))
            check_file(v, i, kind, PNEU_CODEC_STRICT);
    }
    return vectors_close(v);
}

/* ---- Dot stuffing ------------------------------------------------------------------------------------------- */

static void check_stuff(vectors *v, size_t i)
{
    uint32_t flags = vectors_is(v, i, "newline", "normalise") ? PNEU_CODEC_FIX_CR
                     : vectors_is(v, i, "newline", "reject")  ? PNEU_CODEC_STRICT
                                                              : 0;
    pneu_str in = vectors_text(v, i, "in");
    codec_result result = codec_run(PNEU_CODEC_DOT_STUFF, flags, in, (codec_cut){0, 0, 0});
    vectors_check_octets(v, i, vectors_text(v, i, "out"), result.status == PNEU_DONE ? text_of(&result) : no_value);
    if (codec_find_cut_that_differs(PNEU_CODEC_DOT_STUFF, flags, in) >= 0)
        vectors_check(v, i, 0);
    codec_result_free(&result);
}

/* Unfinished input, as it comes from a connection: what is given out so far, what is behind the end, and whether it
 * came. */
static int unstuff_matches(vectors *v, size_t i, codec_cut cut)
{
    pneu_str in = vectors_text(v, i, "in");
    const json_t *out = vectors_json(v, i, "out");
    pneu_str data = vectors_member(v, out, "data"), rest = vectors_member(v, out, "rest");
    pneu_codec *codec = NULL;
    if (pneu_codec_new(PNEU_CODEC_DOT_UNSTUFF, 0, NULL, &codec) != PNEU_OK)
        return 0;
    codec_result result = codec_run_on(codec, in, cut, CODEC_RUN_LEAVE_OPEN);
    int is_done = json_is_true(json_object_get(out, "done"));
    int matches = result.len == data.len && memcmp(result.bytes, data.ptr, data.len) == 0;
    matches &= result.status == (is_done ? PNEU_DONE : PNEU_MORE);
    matches &= result.rest + (in.len - result.pushed) == rest.len;
    codec_result_free(&result);
    pneu_codec_free(codec);
    return matches;
}

static void check_unstuff(vectors *v, size_t i)
{
    pneu_str in = vectors_text(v, i, "in");
    int matches = unstuff_matches(v, i, (codec_cut){0, 1, 1}) && unstuff_matches(v, i, (codec_cut){0, 0, 0});
    for (size_t cut = 1; cut < in.len; cut++)
        matches &= unstuff_matches(v, i, (codec_cut){cut, 0, 0});
    vectors_check(v, i, matches);
}

static size_t check_dots(void)
{
    vectors *v = vectors_open("dot_stuffing.json");
    for (size_t i = 0; i < vectors_count(v); i++) {
        if (vectors_is(v, i, "op", "stuff"))
            check_stuff(v, i);
        else if (vectors_is(v, i, "op", "unstuff"))
            check_unstuff(v, i);
    }
    return vectors_close(v);
}

int main(void)
{
    size_t failed = check_table("base64.tsv", PNEU_CODEC_BASE64_DECODE, PNEU_CODEC_BASE64_ENCODE);
    failed +=
        check_table("quoted_printable.tsv", PNEU_CODEC_QUOTED_PRINTABLE_DECODE, PNEU_CODEC_QUOTED_PRINTABLE_ENCODE);
    failed += check_legacy();
    failed += check_dots();
    return failed > 0;
}
