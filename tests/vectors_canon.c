/*
 * The test vectors of what is signed: dkim_canon.json but for its tag lists (vectors_fields.c runs them), and
 * signed_part_bytes of sevenbit_transforms.json over corpus/messages. Inputs are copied to blocks of exactly their size;
 * bodies are run in every usual chunking, and in the vector's own.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "pneu/auth.h"
#include "pneu/canon.h"
#include "support/canon_run.h"
#include "support/files.h"
#include "support/mime_text.h"
#include "support/must.h"
#include "support/vectors.h"

static pneu_arena *arena;

static pneu_str text_str(const text *t)
{
    return pneu_i_str_of(t->ptr, t->len);
}

/* ---- Bodies ------------------------------------------------------------------------------------------------------- */

static void check_body(vectors *v, size_t i, int32_t algorithm)
{
    const json_t *limit = vectors_json(v, i, "l");
    canon_how how = {algorithm, 0, limit != NULL ? json_integer_value(limit) : PNEU_LIMIT_NONE};
    text found = {0};
    for (size_t k = 0; k <= usual_chunking_count; k++) {
        chunking cut = k < usual_chunking_count ? usual_chunkings[k] : WHOLE;
        (void)canon_run_whole(how, vectors_text(v, i, "in"), cut, &found);
        if (!vectors_check_octets(v, i, vectors_text(v, i, "out"), text_str(&found)))
            break;
    }
    text_free(&found);
}

static void body_simple(vectors *v, size_t i)
{
    check_body(v, i, PNEU_CANON_SIMPLE);
}

static void body_relaxed(vectors *v, size_t i)
{
    check_body(v, i, PNEU_CANON_RELAXED);
}

static void body_chunks(vectors *v, size_t i)
{
    const json_t *chunks = vectors_json(v, i, "chunks");
    text found = {0};
    canon_run run = {NULL, &found, 2};
    MUST(pneu_canon_body_new(PNEU_CANON_RELAXED, 0, PNEU_LIMIT_NONE, NULL, &run.body) == PNEU_OK);
    for (size_t k = 0; k < json_array_size(chunks); k++) {
        pneu_str chunk = exact_copy(vectors_octets(v, json_array_get(chunks, k)));
        MUST(canon_run_push(&run, chunk.ptr, chunk.len) == PNEU_OK);
        free((char *)chunk.ptr);
    }
    MUST(canon_run_end(&run) == PNEU_DONE);
    vectors_check_octets(v, i, vectors_text(v, i, "out"), text_str(&found));
    pneu_canon_body_free(run.body);
    text_free(&found);
    body_relaxed(v, i);
}

/* ---- Fields ------------------------------------------------------------------------------------------------------- */

static void check_field(vectors *v, size_t i, int32_t algorithm)
{
    pneu_str out = {NULL, 0}, in = exact_copy(vectors_text(v, i, "in"));
    MUST(pneu_canon_field(arena, in, algorithm, 0, &out) == PNEU_OK);
    free((char *)in.ptr);
    vectors_check_octets(v, i, vectors_text(v, i, "out"), out);
}

static void header_simple(vectors *v, size_t i)
{
    check_field(v, i, PNEU_CANON_SIMPLE);
}

static void header_relaxed(vectors *v, size_t i)
{
    check_field(v, i, PNEU_CANON_RELAXED);
}

static void strip_b(vectors *v, size_t i)
{
    pneu_str out = {NULL, 0}, in = exact_copy(vectors_text(v, i, "in"));
    MUST(pneu_canon_without_b(arena, in, &out) == PNEU_OK);
    free((char *)in.ptr);
    vectors_check_octets(v, i, vectors_text(v, i, "out"), out);
}

/* The array of texts in `out` is what was selected, without the null strings. */
static void select_signed(vectors *v, size_t i)
{
    const json_t *out = vectors_json(v, i, "out");
    pneu_str in = vectors_text(v, i, "in");
    pneu_message *message;
    const pneu_str *fields;
    const size_t *selected;
    size_t count, selected_count, k = 0;
    MUST(pneu_message_parse(in.ptr, in.len, NULL, NULL, &message) == PNEU_OK);
    MUST(pneu_canon_fields(message, arena, &fields, &count) == PNEU_OK);
    MUST(pneu_canon_select(arena, fields, count, vectors_text(v, i, "h"), &selected, &selected_count) == PNEU_OK);
    for (size_t n = 0; n < selected_count; n++) {
        if (selected[n] == PNEU_CANON_NO_FIELD)
            continue;
        pneu_str expected = vectors_octets(v, json_array_get(out, k++));
        if (!vectors_check_octets(v, i, expected, fields[selected[n]]))
            break;
    }
    vectors_check(v, i, k == json_array_size(out));
    pneu_message_free(message);
}

static void dkim_qp_decode(vectors *v, size_t i)
{
    for (int32_t mode = PNEU_LENIENT; mode <= PNEU_STRICT; mode++) {
        pneu_str out = {NULL, 0}, in = exact_copy(vectors_text(v, i, "in"));
        MUST(pneu_dkim_qp_decode(arena, in, mode, NULL, &out) == PNEU_OK);
        free((char *)in.ptr);
        vectors_check_octets(v, i, vectors_text(v, i, "out"), out);
    }
}

/* ---- multipart/signed --------------------------------------------------------------------------------------------- */

static void read_signed(pneu_message *message, uint32_t part, text *out)
{
    pneu_signed_reader *reader;
    char buffer[7];
    size_t written;
    MUST(pneu_signed_reader_new(message, part, NULL, &reader) == PNEU_OK);
    while (pneu_signed_reader_read(reader, buffer, sizeof buffer, &written) == PNEU_OK)
        text_add(out, buffer, written);
    pneu_signed_reader_free(reader);
}

static void signed_part_bytes(vectors *v, size_t i)
{
    char path[1024];
    const char *root = getenv("PNEU_SOURCE_ROOT");
    const json_t *out = vectors_json(v, i, "out");
    pneu_str name = vectors_text(v, i, "in");
    pneu_message *message;
    pneu_signed_part found;
    text bytes = {0};
    size_t len;
    (void)snprintf(path, sizeof path, "%s/corpus/messages/%.*s", root != NULL ? root : ".", (int)name.len, name.ptr);
    char *file = read_whole_file(path, &len);
    MUST(pneu_message_parse(file, len, NULL, NULL, &message) == PNEU_OK);
    MUST(pneu_signed_part_find(message, 0, arena, &found) == PNEU_OK);
    read_signed(message, found.content, &bytes);
    vectors_check(v, i, found.span.offset == (uint64_t)json_integer_value(json_object_get(out, "offset")));
    vectors_check(v, i, found.span.length == (uint64_t)json_integer_value(json_object_get(out, "length")));
    vectors_check(v, i, found.is_crlf && found.is_two && pneu_i_str_is(found.micalg, "pgp-sha256"));
    vectors_check_octets(v, i, vectors_member(v, out, "text"), text_str(&bytes));
    text_free(&bytes);
    pneu_message_free(message);
    free(file);
}

/* ---- The table ---------------------------------------------------------------------------------------------------- */

static const struct {
    const char *name;
    void (*run)(vectors *v, size_t i);
} ops[] = {
    {"body_simple", body_simple},
    {"body_relaxed", body_relaxed},
    {"body_simple_l", body_simple},
    {"body_relaxed_l", body_relaxed},
    {"body_relaxed_chunks", body_chunks},
    {"header_simple", header_simple},
    {"header_relaxed", header_relaxed},
    {"strip_b", strip_b},
    {"select_signed", select_signed},
    {"dkim_qp_decode", dkim_qp_decode},
    {"signed_part_bytes", signed_part_bytes},
};

int main(void)
{
    static const char *const files[] = {"dkim_canon.json", "sevenbit_transforms.json"};
    size_t failed = 0;
    if (pneu_arena_new(NULL, &arena) != PNEU_OK)
        return 1;
    for (size_t n = 0; n < sizeof files / sizeof files[0]; n++) {
        vectors *v = vectors_open(files[n]);
        for (size_t i = 0; i < vectors_count(v); i++)
            for (size_t k = 0; k < sizeof ops / sizeof ops[0]; k++)
                if (vectors_is(v, i, "op", ops[k].name))
                    ops[k].run(v, i);
        failed += vectors_close(v);
    }
    pneu_arena_free(arena);
    return failed > 0;
}
