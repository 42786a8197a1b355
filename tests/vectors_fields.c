/*
 * The test vectors of fields as values: trace_auth_list.json, the tag lists of dkim_canon.json, of
 * related_cid_crypto.json and headers.json the ops in `ops` below. Each input is copied to a block of exactly its size, so
 * that a sanitiser sees a byte read too many.
 *
 * Run elsewhere: cid_to_url, url_to_cid, mid_url (vectors_dates.c), what is about signatures and encryption
 * (vectors_crypto.c); parse_header (vectors_tree.c), unfold (vectors_syntax.c), fold, build_reject (vectors_format.c).
 * Not run, because the library has no such function yet: all but tag_list of dkim_canon.json.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "pneu/auth.h"
#include "pneu/list.h"
#include "support/mime_text.h"
#include "support/vectors.h"

#define FIELDS_MAX 16

static pneu_arena *arena;

/* 1 if the JSON value is this text, or null and there is none. */
static int is_text(vectors *v, const json_t *expected, pneu_str actual)
{
    pneu_str wanted = vectors_octets(v, expected);
    return (wanted.ptr == NULL) == (actual.ptr == NULL) && pneu_i_str_equal(wanted, actual);
}

static int is_texts(vectors *v, const json_t *expected, const pneu_str *texts, size_t count)
{
    int same = json_array_size(expected) == count;
    for (size_t i = 0; same && i < count; i++)
        same = is_text(v, json_array_get(expected, i), texts[i]);
    return same;
}

static int is_number(const json_t *expected, int64_t actual)
{
    return json_is_integer(expected) && json_integer_value(expected) == actual;
}

/* ---- Authentication-Results and tag lists ------------------------------------------------------------------------ */

static int is_result(vectors *v, const json_t *expected, const pneu_auth_result *result)
{
    json_t *props = json_object_get(expected, "props");
    const json_t *version = json_object_get(expected, "method_version");
    int same = is_text(v, json_object_get(expected, "method"), result->method) &&
               is_text(v, json_object_get(expected, "result"), result->result) &&
               is_text(v, json_object_get(expected, "reason"), result->reason) &&
               (version == NULL || is_number(version, result->method_version)) &&
               json_object_size(props) == result->property_count;
    for (size_t i = 0; same && i < result->property_count; i++) {
        const pneu_auth_property *property = &result->properties[i];
        char name[128];
        snprintf(name, sizeof name, "%.*s.%.*s", (int)property->type.len, property->type.ptr, (int)property->name.len,
                 property->name.ptr);
        same = is_text(v, json_object_get(props, name), property->value);
    }
    return same;
}

static int auth_results(vectors *v, size_t i, int32_t mode)
{
    const json_t *out = vectors_json(v, i, "out"), *results = json_object_get(out, "results");
    pneu_auth_results read;
    pneu_str in = exact_copy(vectors_text(v, i, "in"));
    pneu_status status = pneu_auth_results_parse(arena, in, mode, NULL, &read);
    free((char *)in.ptr);
    if (status != PNEU_OK)
        return json_is_null(out);
    int same = is_text(v, json_object_get(out, "authserv_id"), read.authserv_id) &&
               is_number(json_object_get(out, "version"), read.version) &&
               json_array_size(results) == read.result_count;
    for (size_t k = 0; same && k < read.result_count; k++)
        same = is_result(v, json_array_get(results, k), &read.results[k]);
    return same;
}

static int tag_list(vectors *v, size_t i, int32_t mode)
{
    const json_t *out = vectors_json(v, i, "out");
    pneu_tag_list list;
    pneu_str in = exact_copy(vectors_text(v, i, "in"));
    pneu_status status = pneu_tag_list_parse(arena, in, mode, NULL, &list);
    free((char *)in.ptr);
    if (status != PNEU_OK || !list.is_valid)
        return json_is_null(out);
    int same = json_object_size(out) == list.tag_count;
    for (size_t k = 0; same && k < list.tag_count; k++) {
        char name[128];
        snprintf(name, sizeof name, "%.*s", (int)list.tags[k].name.len, list.tags[k].name.ptr);
        same = is_text(v, json_object_get(out, name), list.tags[k].value);
    }
    return same;
}

/* ---- ARC -------------------------------------------------------------------------------------------------------- */

/* Splits "Name: value" lines. */
static size_t split_fields(pneu_str in, pneu_field_value *fields)
{
    size_t count = 0, at = 0;
    while (at < in.len && count < FIELDS_MAX) {
        size_t end = at + (size_t)((const char *)memchr(in.ptr + at, '\n', in.len - at) - (in.ptr + at)) + 1;
        size_t colon = (size_t)((const char *)memchr(in.ptr + at, ':', end - at) - in.ptr);
        fields[count].name = pneu_i_str_of(in.ptr + at, colon - at);
        fields[count++].value = pneu_i_str_of(in.ptr + colon + 1, end - colon - 1);
        at = end;
    }
    return count;
}

static int arc_structure(vectors *v, size_t i, int32_t mode)
{
    static const char *const states[] = {"none", "structure-ok", "fail"};
    const json_t *out = vectors_json(v, i, "out");
    pneu_field_value fields[FIELDS_MAX];
    pneu_arc_chain chain;
    (void)mode;
    size_t count = split_fields(vectors_text(v, i, "in"), fields);
    return pneu_arc_chain_read(arena, fields, count, &chain) == PNEU_OK &&
           is_text(v, json_object_get(out, "cv"), pneu_i_str(states[chain.state])) &&
           is_number(json_object_get(out, "n"), chain.instance_count);
}

static int is_signed_field(const json_t *expected, const pneu_field_value *field, size_t instance, int is_last)
{
    char name[128];
    snprintf(name, sizeof name, "%.*s i=%zu%s", (int)field->name.len, field->name.ptr, instance,
             is_last ? " (b= emptied)" : "");
    return json_is_string(expected) && strcmp(json_string_value(expected), name) == 0;
}

static int arc_seal_order(vectors *v, size_t i, int32_t mode)
{
    const json_t *out = vectors_json(v, i, "out");
    pneu_field_value fields[FIELDS_MAX];
    pneu_arc_chain chain;
    (void)mode;
    size_t count = split_fields(vectors_text(v, i, "in"), fields), at = 0;
    if (pneu_arc_chain_read(arena, fields, count, &chain) != PNEU_OK || chain.state != PNEU_ARC_INTACT)
        return 0;
    int same = json_array_size(out) == 3 * chain.instance_count;
    for (size_t k = 1; same && k <= chain.instance_count; k++) {
        const pneu_arc_set *set = &chain.sets[k - 1];
        same = is_signed_field(json_array_get(out, at++), &fields[set->results], k, 0) &&
               is_signed_field(json_array_get(out, at++), &fields[set->signature], k, 0) &&
               is_signed_field(json_array_get(out, at++), &fields[set->seal], k, k == chain.instance_count);
    }
    return same;
}

/* ---- Lists and automatic mail -------------------------------------------------------------------------------------- */

static int list_urls(vectors *v, size_t i, int32_t mode)
{
    const json_t *out = vectors_json(v, i, "out");
    pneu_list_urls list;
    pneu_str in = exact_copy(vectors_text(v, i, "in"));
    pneu_status status = pneu_list_urls_parse(arena, in, mode, NULL, &list);
    free((char *)in.ptr);
    if (status == PNEU_ERR_SYNTAX)
        return json_array_size(out) == 0; /* the field is ignored */
    pneu_str note = vectors_text(v, i, "note");
    int says_no = note.ptr != NULL && strstr(note.ptr, "no=true") != NULL;
    return status == PNEU_OK && is_texts(v, out, list.urls, list.url_count) && list.is_no == says_no;
}

static int list_id(vectors *v, size_t i, int32_t mode)
{
    const json_t *out = vectors_json(v, i, "out");
    pneu_list_id id;
    pneu_str in = exact_copy(vectors_text(v, i, "in"));
    pneu_status status = pneu_list_id_parse(arena, in, mode, NULL, &id);
    free((char *)in.ptr);
    return status == PNEU_OK && is_text(v, json_object_get(out, "phrase"), id.phrase) &&
           is_text(v, json_object_get(out, "id"), id.id);
}

/* The JSON text in "in". */
static json_t *input_object(vectors *v, size_t i)
{
    pneu_str in = vectors_text(v, i, "in");
    json_t *object = json_loadb(in.ptr, in.len, 0, NULL);
    if (object == NULL)
        abort();
    return object;
}

static int one_click(vectors *v, size_t i, int32_t mode)
{
    json_t *fields = input_object(v, i);
    pneu_str url = {NULL, 0};
    (void)mode;
    pneu_status status = pneu_one_click_url(arena, vectors_member(v, fields, "List-Unsubscribe"),
                                            vectors_member(v, fields, "List-Unsubscribe-Post"), &url);
    json_decref(fields);
    return (status == PNEU_OK || status == PNEU_ERR_NOT_FOUND) && is_text(v, vectors_json(v, i, "out"), url);
}

static int auto_submitted(vectors *v, size_t i, int32_t mode)
{
    const json_t *out = vectors_json(v, i, "out");
    pneu_auto_submitted read;
    pneu_str in = exact_copy(vectors_text(v, i, "in"));
    pneu_status status = pneu_auto_submitted_parse(arena, in, mode, NULL, &read);
    free((char *)in.ptr);
    return status == PNEU_OK && is_text(v, json_object_get(out, "keyword"), read.keyword) &&
           json_is_true(json_object_get(out, "auto")) == read.is_automatic;
}

/* ---- References and file names ------------------------------------------------------------------------------------- */

static int related_root(vectors *v, size_t i, int32_t mode)
{
    json_t *object = input_object(v, i), *parts = json_object_get(object, "parts");
    pneu_str ids[FIELDS_MAX];
    size_t found = 0, count = json_array_size(parts);
    for (size_t k = 0; k < count; k++)
        ids[k] = vectors_octets(v, json_array_get(parts, k));
    pneu_status status = pneu_related_root(vectors_member(v, object, "start"), ids, count, mode, NULL, &found);
    json_decref(object);
    return status == PNEU_OK && is_number(vectors_json(v, i, "out"), (int64_t)found);
}

static int resolve_location(vectors *v, size_t i, int32_t mode)
{
    pneu_str out = {NULL, 0};
    (void)mode;
    pneu_str in = exact_copy(vectors_text(v, i, "in"));
    (void)pneu_location_resolve(arena, vectors_text(v, i, "base"), in, &out);
    free((char *)in.ptr);
    return is_text(v, vectors_json(v, i, "out"), out);
}

static int safe_filename(vectors *v, size_t i, int32_t mode)
{
    pneu_str out = {NULL, 0};
    (void)mode;
    pneu_str in = exact_copy(vectors_text(v, i, "in"));
    (void)pneu_safe_filename(arena, in, &out);
    free((char *)in.ptr);
    return is_text(v, vectors_json(v, i, "out"), out);
}

/* ---- Headers -------------------------------------------------------------------------------------------------------- */

/* The fields before the empty line at the end of the header. */
static size_t header_fields(vectors *v, size_t i, pneu_field_value *fields)
{
    pneu_str in = vectors_text(v, i, "in");
    return split_fields(pneu_i_str_of(in.ptr, in.len - 2), fields);
}

static int field_counts(vectors *v, size_t i, int32_t mode)
{
    const json_t *out = vectors_json(v, i, "out");
    pneu_field_value fields[FIELDS_MAX];
    const pneu_count_fault *faults = NULL;
    size_t found = 0, count = header_fields(v, i, fields);
    (void)mode;
    if (pneu_field_counts_check(arena, fields, count, &faults, &found) != PNEU_OK)
        return 0;
    int same = json_array_size(out) == found;
    for (size_t k = 0; same && k < found; k++) {
        char fault[64];
        snprintf(fault, sizeof fault, "%s:%s", faults[k].kind == PNEU_COUNT_MISSING ? "missing" : "duplicate",
                 pneu_field_name(faults[k].id));
        same = is_text(v, json_array_get(out, k), pneu_i_str(fault));
    }
    return same;
}

static int merge_repeated(vectors *v, size_t i, int32_t mode)
{
    pneu_field_value fields[FIELDS_MAX];
    pneu_str values[FIELDS_MAX], merged = {NULL, 0};
    json_t *out = (json_t *)vectors_json(v, i, "out"), *expected;
    size_t count = header_fields(v, i, fields);
    const char *name;
    (void)mode;
    for (size_t k = 0; k < count; k++)
        values[k] = fields[k].value;
    int32_t id = pneu_field_id(fields[0].name); /* all are of one name */
    int same = json_object_size(out) == 1 && pneu_field_merge(arena, id, values, count, &merged) == PNEU_OK;
    json_object_foreach(out, name, expected) same =
        same && pneu_field_id(pneu_i_str(name)) == id && is_text(v, expected, merged);
    return same;
}

/* ---- The table ------------------------------------------------------------------------------------------------------ */

static const struct {
    const char *name;
    int (*run)(vectors *v, size_t i, int32_t mode);
} ops[] = {
    {"auth_results", auth_results},     {"tag_list", tag_list},
    {"arc_structure", arc_structure},   {"arc_seal_order", arc_seal_order},
    {"list_urls", list_urls},           {"list_id", list_id},
    {"one_click", one_click},           {"auto_submitted", auto_submitted},
    {"related_root", related_root},     {"resolve_location", resolve_location},
    {"safe_filename", safe_filename},   {"field_counts", field_counts},
    {"merge_repeated", merge_repeated},
};

static void check(vectors *v, size_t i)
{
    for (size_t k = 0; k < sizeof ops / sizeof ops[0]; k++) {
        if (!vectors_is(v, i, "op", ops[k].name))
            continue;
        if (!vectors_is(v, i, "level", "strict"))
            vectors_check(v, i, ops[k].run(v, i, PNEU_LENIENT));
        if (vectors_is(v, i, "level", "both") || vectors_is(v, i, "level", "strict"))
            vectors_check(v, i, ops[k].run(v, i, PNEU_STRICT));
    }
}

int main(void)
{
    static const char *const files[] = {"trace_auth_list.json", "related_cid_crypto.json", "dkim_canon.json",
                                        "headers.json"};
    size_t failed = 0;
    if (pneu_arena_new(NULL, &arena) != PNEU_OK)
        return 1;
    for (size_t k = 0; k < sizeof files / sizeof files[0]; k++) {
        vectors *v = vectors_open(files[k]);
        for (size_t i = 0; i < vectors_count(v); i++)
            check(v, i);
        failed += vectors_close(v);
    }
    pneu_arena_free(arena);
    return failed > 0;
}
