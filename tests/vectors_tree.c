/*
 * The test vectors of the tree: mime_tree.json over corpus/messages, and parse_header of headers.json. Each is run from
 * a buffer and streamed by pushes of 1 and 7 bytes.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pneu/syntax.h"
#include "support/files.h"
#include "support/tree_dump.h"
#include "support/vectors.h"

/* ---- mime_tree.json: [type, [children] | decoded leaf with CRLF shown as LF] ---------------------------------- */

static char *read_message(vectors *v, size_t i, size_t *len)
{
    const char *root = getenv("PNEU_SOURCE_ROOT");
    pneu_str name = vectors_text(v, i, "message");
    char path[1024];
    (void)snprintf(path, sizeof path, "%s/corpus/messages/%.*s", root != NULL ? root : ".", (int)name.len, name.ptr);
    return read_whole_file(path, len);
}

static int is_same_str(pneu_str a, pneu_str b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

/* Octets as latin-1 text in UTF-8, which is what the vector's string holds, CRLF as LF. */
static int leaf_matches(pneu_str body, const json_t *expected)
{
    pneu_str wanted = {json_string_value(expected), json_string_length(expected)};
    text shown = {NULL, 0, 0};
    text_add(&shown, "", 0);
    for (size_t i = 0; i < body.len; i++) {
        unsigned char c = (unsigned char)body.ptr[i];
        char utf8[2] = {(char)(0xc0 | c >> 6), (char)(0x80 | (c & 0x3f))};
        if (c == '\r' && i + 1 < body.len && body.ptr[i + 1] == '\n')
            continue;
        if (c < 128)
            text_add(&shown, &body.ptr[i], 1);
        else
            text_add(&shown, utf8, 2);
    }
    int matches = is_same_str((pneu_str){shown.ptr, shown.len}, wanted);
    text_free(&shown);
    return matches;
}

static int part_matches(pneu_message *message, uint32_t part, const json_t *expected);

static int children_match(pneu_message *message, uint32_t part, const json_t *children)
{
    uint32_t child = pneu_part_first_child(message, part);
    size_t index;
    const json_t *expected;
    if (pneu_part_child_count(message, part) != json_array_size(children))
        return 0;
    json_array_foreach(children, index, expected)
    {
        if (!part_matches(message, child, expected))
            return 0;
        child = pneu_part_next_sibling(message, child);
    }
    return 1;
}

/* The depth of the recursion is that of the vector. */
static int part_matches(pneu_message *message, uint32_t part, const json_t *expected)
{
    const json_t *content = json_array_get(expected, 1);
    const char *type = json_string_value(json_array_get(expected, 0));
    pneu_str actual, body;
    pneu_part_type(message, part, &actual);
    if (!is_same_str(actual, (pneu_str){type, strlen(type)}))
        return 0;
    if (json_is_array(content))
        return children_match(message, part, content);
    return pneu_part_child_count(message, part) == 0 && pneu_part_body(message, part, &body) == PNEU_OK &&
           leaf_matches(body, content);
}

/* ---- headers.json: the fields, their values unfolded, the body, and codes ------------------------------------- */

static int field_matches(pneu_message *message, uint32_t index, vectors *v, const json_t *expected)
{
    pneu_arena *arena;
    pneu_field field;
    pneu_str value;
    int matches = 0;
    if (pneu_arena_new(NULL, &arena) == PNEU_OK && pneu_part_field(message, 0, index, &field) == PNEU_OK &&
        pneu_unfold(arena, field.value, &value) == PNEU_OK)
        matches = is_same_str(field.name, vectors_octets(v, json_array_get(expected, 0))) &&
                  is_same_str(value, vectors_octets(v, json_array_get(expected, 1)));
    pneu_arena_free(arena);
    return matches;
}

static int codes_match(const pneu_message *message, const json_t *codes)
{
    pneu_defect_set found;
    size_t index;
    const json_t *code;
    pneu_message_defects_found(message, &found);
    json_array_foreach(codes, index, code)
    {
        pneu_str name = {json_string_value(code), json_string_length(code)};
        if (!pneu_defect_set_has(&found, pneu_defect_by_name(name)))
            return 0;
    }
    return 1;
}

static int header_matches(pneu_message *message, vectors *v, const json_t *expected)
{
    const json_t *fields = json_object_get(expected, "fields");
    pneu_str body;
    if (pneu_part_field_count(message, 0) != json_array_size(fields))
        return 0;
    for (uint32_t i = 0; i < json_array_size(fields); i++)
        if (!field_matches(message, i, v, json_array_get(fields, i)))
            return 0;
    return pneu_part_body(message, 0, &body) == PNEU_OK && is_same_str(body, vectors_member(v, expected, "body")) &&
           codes_match(message, json_object_get(expected, "diagnostics"));
}

/* ---- Each vector ----------------------------------------------------------------------------------------------- */

static int matches(pneu_message *message, vectors *v, size_t i)
{
    const json_t *out = vectors_json(v, i, "out");
    return json_is_array(out) ? part_matches(message, 0, out) : header_matches(message, v, out);
}

static void check(vectors *v, size_t i, const char *bytes, size_t len)
{
    static const size_t sizes[] = {1, 7};
    pneu_message *message;
    if (pneu_message_parse(bytes, len, NULL, NULL, &message) != PNEU_OK) {
        (void)vectors_check(v, i, 0);
        return;
    }
    int passed = matches(message, v, i);
    for (size_t size = 0; size < sizeof sizes / sizeof sizes[0]; size++) {
        pneu_message_reset(message);
        passed = passed && tree_stream(message, bytes, len, (chunking){0, sizes[size], 0}) == PNEU_OK &&
                 matches(message, v, i);
    }
    (void)vectors_check(v, i, passed);
    pneu_message_free(message);
}

int main(void)
{
    vectors *trees = vectors_open("mime_tree.json");
    for (size_t i = 0; i < vectors_count(trees); i++) {
        size_t len;
        char *bytes = read_message(trees, i, &len);
        check(trees, i, bytes, len);
        free(bytes);
    }
    vectors *headers = vectors_open("headers.json");
    for (size_t i = 0; i < vectors_count(headers); i++) {
        pneu_str in = vectors_text(headers, i, "in");
        if (vectors_is(headers, i, "op", "parse_header"))
            check(headers, i, in.ptr, in.len);
    }
    size_t failures = vectors_close(trees);
    return vectors_close(headers) + failures > 0;
}
