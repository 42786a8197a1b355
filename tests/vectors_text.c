/*
 * The test vectors of text bodies: format_flowed.json, and charsets.json through the public functions. Each input is
 * copied to a block of exactly its size; charsets are decoded whole and by pushes and reads of 1 and 3 bytes.
 */
#include <stdlib.h>
#include <string.h>

#include "pneu/charset.h"
#include "pneu/view.h"
#include "support/mime_text.h"
#include "support/must.h"
#include "support/vectors.h"

static const pneu_str no_value = {NULL, 0};
static pneu_arena *arena;
static pneu_charsets *charsets;

static int has_level(vectors *v, size_t i, const char *level)
{
    return vectors_is(v, i, "level", "both") || vectors_is(v, i, "level", level);
}

/* ---- charsets.json ---------------------------------------------------------------------------------------------- */

static void check_label(vectors *v, size_t i)
{
    pneu_str name = no_value;
    (void)pneu_charset_find(vectors_text(v, i, "in"), &name);
    vectors_check_octets(v, i, vectors_text(v, i, "out"), name);
}

static void read_all(pneu_text_decoder *decoder, size_t room, text *out, pneu_status end)
{
    char buffer[64];
    size_t written;
    pneu_status status;
    while ((status = pneu_text_decoder_read(decoder, buffer, room, &written)) == PNEU_OK)
        text_add(out, buffer, written);
    MUST(status == end);
}

static pneu_text_summary decode_in_pieces(pneu_str label, pneu_str in, uint32_t flags, size_t piece, text *out)
{
    pneu_text_decoder *decoder;
    pneu_text_summary summary;
    MUST(pneu_text_decoder_new(charsets, label, flags, NULL, &decoder) == PNEU_OK);
    text_add(out, "", 0);
    for (size_t at = 0; at < in.len; at += piece) {
        pneu_str part = exact_copy((pneu_str){in.ptr + at, in.len - at < piece ? in.len - at : piece});
        MUST(pneu_text_decoder_push(decoder, part.ptr, part.len) == PNEU_OK);
        read_all(decoder, piece < 64 ? piece : 64, out, PNEU_MORE);
        free((char *)part.ptr);
    }
    MUST(pneu_text_decoder_finish(decoder) == PNEU_OK);
    read_all(decoder, 64, out, PNEU_DONE);
    pneu_text_decoder_summary(decoder, &summary);
    pneu_text_decoder_free(decoder);
    return summary;
}

/* The text, and for `out` an object also the charset, in any pieces. */
static void check_decode(vectors *v, size_t i)
{
    static const size_t pieces[] = {1, 3, SIZE_MAX / 2};
    int is_fallback = vectors_is(v, i, "op", "fallback");
    const json_t *out = vectors_json(v, i, "out");
    pneu_str expected = is_fallback ? vectors_member(v, out, "text") : vectors_text(v, i, "out");
    for (size_t k = 0; k < COUNT_OF(pieces); k++) {
        text found = {0};
        pneu_text_summary summary =
            decode_in_pieces(vectors_text(v, i, is_fallback ? "label" : "charset"), vectors_text(v, i, "in"),
                             is_fallback ? 0 : PNEU_TEXT_KEEP_NUL, pieces[k], &found);
        int passed = vectors_check_octets(v, i, expected, (pneu_str){found.ptr, found.len});
        if (passed && is_fallback)
            passed = vectors_check_octets(v, i, vectors_member(v, out, "charset"), summary.charset);
        text_free(&found);
        if (!passed)
            return;
    }
}

static size_t check_charsets(void)
{
    static const char mail_means[] = "the web's meaning; mail has another one (see the op mail_alias)";
    static const char *const web_only[] = {"cs059", "cs062", "cs063", "cs064", "cs065"};
    vectors *v = vectors_open("charsets.json");
    for (size_t k = 0; k < COUNT_OF(web_only); k++)
        vectors_dispute(v, web_only[k], mail_means);
    for (size_t i = 0; i < vectors_count(v); i++) {
        if (vectors_is(v, i, "op", "label") || vectors_is(v, i, "op", "mail_alias"))
            check_label(v, i);
        else
            check_decode(v, i);
    }
    return vectors_close(v);
}

/* ---- format_flowed.json ------------------------------------------------------------------------------------------ */

static uint32_t delsp_of(vectors *v, size_t i)
{
    return json_is_true(vectors_json(v, i, "delsp")) ? PNEU_FLOWED_DELSP : 0;
}

static void check_flowed_decode(vectors *v, size_t i, uint32_t flags)
{
    const json_t *out = vectors_json(v, i, "out");
    pneu_str in = exact_copy(vectors_text(v, i, "in"));
    pneu_paragraphs found = {NULL, 0};
    pneu_status status = pneu_flowed_decode(arena, in, delsp_of(v, i) | flags, &found);
    free((char *)in.ptr);
    if (!vectors_check(v, i, status == PNEU_OK && found.count == json_array_size(out)))
        return;
    for (size_t k = 0; k < found.count; k++) {
        const json_t *expected = json_array_get(out, k);
        json_int_t quote = json_integer_value(json_object_get(expected, "quote"));
        if (!vectors_check_octets(v, i, vectors_member(v, expected, "text"), found.items[k].text) ||
            !vectors_check(v, i, quote == (json_int_t)found.items[k].quote))
            return;
    }
}

static void check_flowed_encode(vectors *v, size_t i)
{
    json_t *in = json_loads(json_string_value(vectors_json(v, i, "in")), 0, NULL);
    uint32_t width = (uint32_t)json_integer_value(vectors_json(v, i, "width"));
    pneu_paragraph items[8] = {{no_value, 0, 0}};
    pneu_paragraphs paragraphs = {items, json_array_size(in)};
    pneu_str out = no_value;
    MUST(paragraphs.count <= COUNT_OF(items));
    for (size_t k = 0; k < paragraphs.count; k++) {
        const json_t *item = json_array_get(in, k);
        items[k].text = exact_copy(vectors_member(v, item, "text"));
        items[k].quote = (uint32_t)json_integer_value(json_object_get(item, "quote"));
    }
    MUST(pneu_flowed_encode(arena, &paragraphs, delsp_of(v, i), width, &out) == PNEU_OK);
    vectors_check_octets(v, i, vectors_text(v, i, "out"), out);
    for (size_t k = 0; k < paragraphs.count; k++)
        free((char *)items[k].text.ptr);
    json_decref(in);
}

static size_t check_flowed(void)
{
    vectors *v = vectors_open("format_flowed.json");
    for (size_t i = 0; i < vectors_count(v); i++) {
        if (vectors_is(v, i, "op", "encode")) {
            check_flowed_encode(v, i);
            continue;
        }
        if (has_level(v, i, "lenient"))
            check_flowed_decode(v, i, 0);
        if (has_level(v, i, "strict"))
            check_flowed_decode(v, i, PNEU_FLOWED_STRICT);
    }
    return vectors_close(v);
}

int main(void)
{
    MUST(pneu_arena_new(NULL, &arena) == PNEU_OK && pneu_charsets_new(NULL, &charsets) == PNEU_OK);
    size_t failed = check_charsets() + check_flowed();
    pneu_charsets_free(charsets);
    pneu_arena_free(arena);
    return failed > 0;
}
