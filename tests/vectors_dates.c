/*
 * The test vectors of dates and identifiers: dates.json, message_ids.json, the URLs of related_cid_crypto.json, and
 * base_subject.tsv. Each input is copied to a block of exactly its size, so that a sanitiser sees a byte read too many.
 */
#include <stdlib.h>

#include "base/str.h"
#include "pneu/date.h"
#include "pneu/msgid.h"
#include "support/mime_text.h"
#include "support/vectors.h"

#define IDS_MAX 8

static const pneu_str no_value = {NULL, 0};
static pneu_arena *arena;

static int has_level(vectors *v, size_t i, const char *level)
{
    return vectors_is(v, i, "level", "both") || vectors_is(v, i, "level", level);
}

static int64_t integer_of(const json_t *object, const char *key)
{
    return json_integer_value(json_object_get(object, key));
}

static int is_date(const pneu_date *date, const json_t *out)
{
    return date->epoch == integer_of(out, "epoch") && date->offset_min == integer_of(out, "offset_min") &&
           date->zone_known == json_is_true(json_object_get(out, "zone_known"));
}

static void check_date(vectors *v, size_t i, int32_t mode)
{
    pneu_date date;
    pneu_str in = exact_copy(vectors_text(v, i, "in"));
    const json_t *out = vectors_json(v, i, "out");
    pneu_status status = pneu_date_parse(in, mode, NULL, &date);
    if (json_is_null(out))
        vectors_check(v, i, status == (mode == PNEU_STRICT ? PNEU_ERR_SYNTAX : PNEU_ERR_NOT_FOUND));
    else
        vectors_check(v, i, status == PNEU_OK && is_date(&date, out));
    free((char *)in.ptr);
}

/* What is for lenient mode only has no value in strict mode. */
static void check_refusal(vectors *v, size_t i)
{
    pneu_date date;
    vectors_check(v, i, pneu_date_parse(vectors_text(v, i, "in"), PNEU_STRICT, NULL, &date) == PNEU_ERR_SYNTAX);
}

static void check_format(vectors *v, size_t i)
{
    pneu_str written = no_value;
    json_t *in = json_loads(vectors_text(v, i, "in").ptr, 0, NULL);
    pneu_date date = {integer_of(in, "epoch"), (int32_t)integer_of(in, "offset_min"), 1};
    if (vectors_check(v, i, pneu_date_format(arena, &date, &written) == PNEU_OK))
        vectors_check_octets(v, i, vectors_text(v, i, "out"), written);
    json_decref(in);
}

static size_t check_dates(void)
{
    vectors *v = vectors_open("dates.json");
    for (size_t i = 0; i < vectors_count(v); i++) {
        if (vectors_is(v, i, "op", "format_date")) {
            check_format(v, i);
            continue;
        }
        if (has_level(v, i, "lenient"))
            check_date(v, i, PNEU_LENIENT);
        if (has_level(v, i, "strict"))
            check_date(v, i, PNEU_STRICT);
        else
            check_refusal(v, i);
    }
    return vectors_close(v);
}

/* ---- Identifiers ---------------------------------------------------------------------------------------------- */

static void check_same_ids(vectors *v, size_t i, const json_t *expected, const pneu_str *ids, size_t count)
{
    if (!vectors_check(v, i, json_array_size(expected) == count))
        return;
    for (size_t k = 0; k < count; k++)
        if (!vectors_check_octets(v, i, vectors_octets(v, json_array_get(expected, k)), ids[k]))
            return;
}

static void check_list(vectors *v, size_t i, int32_t mode)
{
    pneu_msgid_list list;
    pneu_str in = exact_copy(vectors_text(v, i, "in"));
    pneu_status status = pneu_msgid_list_parse(arena, in, mode, NULL, &list);
    free((char *)in.ptr);
    if (vectors_check(v, i, status == PNEU_OK))
        check_same_ids(v, i, vectors_json(v, i, "out"), list.ids, list.count);
}

/* The strings of a JSON array; at most IDS_MAX. */
static pneu_msgid_list ids_of(vectors *v, const json_t *array, pneu_str *ids)
{
    pneu_msgid_list list = {ids, NULL, json_array_size(array)};
    for (size_t k = 0; k < list.count && k < IDS_MAX; k++)
        ids[k] = vectors_octets(v, json_array_get(array, k));
    return list;
}

static void check_format_references(vectors *v, size_t i)
{
    pneu_str ids[IDS_MAX], written = no_value;
    json_t *in = json_loads(vectors_text(v, i, "in").ptr, 0, NULL);
    pneu_msgid_list list = ids_of(v, in, ids);
    if (vectors_check(v, i, pneu_references_format(arena, list.ids, list.count, 0, &written) == PNEU_OK))
        vectors_check_octets(v, i, vectors_text(v, i, "out"), written);
    json_decref(in);
}

static void check_reply(vectors *v, size_t i)
{
    pneu_str some[IDS_MAX], others[IDS_MAX];
    pneu_msgid_list reply;
    json_t *in = json_loads(vectors_text(v, i, "in").ptr, 0, NULL);
    const json_t *out = vectors_json(v, i, "out");
    pneu_str message_id = vectors_member(v, in, "message_id");
    pneu_msgid_list references = ids_of(v, json_object_get(in, "references"), some);
    pneu_msgid_list in_reply_to = ids_of(v, json_object_get(in, "in_reply_to"), others);
    if (vectors_check(v, i, pneu_references_reply(arena, message_id, &references, &in_reply_to, &reply) == PNEU_OK)) {
        check_same_ids(v, i, json_object_get(out, "references"), reply.ids, reply.count);
        check_same_ids(v, i, json_object_get(out, "in_reply_to"), &message_id, message_id.len > 0);
    }
    json_decref(in);
}

static void check_normal_form(vectors *v, size_t i)
{
    pneu_str out = no_value;
    pneu_str in = vectors_text(v, i, "in");
    if (vectors_check(v, i, pneu_msgid_normalise(arena, in, &out) == PNEU_OK && pneu_msgid_equal(in, out)))
        vectors_check_octets(v, i, vectors_text(v, i, "out"), out);
}

static size_t check_ids(void)
{
    vectors *v = vectors_open("message_ids.json");
    for (size_t i = 0; i < vectors_count(v); i++) {
        int is_list = vectors_is(v, i, "op", "msgid_list");
        if (is_list && has_level(v, i, "lenient"))
            check_list(v, i, PNEU_LENIENT);
        if (is_list && has_level(v, i, "strict"))
            check_list(v, i, PNEU_STRICT);
        if (vectors_is(v, i, "op", "format_references"))
            check_format_references(v, i);
        if (vectors_is(v, i, "op", "reply_references"))
            check_reply(v, i);
        if (vectors_is(v, i, "op", "msgid_normalise"))
            check_normal_form(v, i);
    }
    return vectors_close(v);
}

/* ---- URLs and subjects ---------------------------------------------------------------------------------------- */

static void check_url_of_cid(vectors *v, size_t i)
{
    pneu_str url = no_value;
    (void)pneu_cid_url_format(arena, vectors_text(v, i, "in"), &url);
    vectors_check_octets(v, i, vectors_text(v, i, "out"), url);
}

static void check_cid_of_url(vectors *v, size_t i)
{
    pneu_str id = no_value;
    pneu_str out = vectors_text(v, i, "out");
    pneu_status status = pneu_cid_url_parse(arena, vectors_text(v, i, "in"), &id);
    if (vectors_check(v, i, status == (out.ptr != NULL ? PNEU_OK : PNEU_ERR_NOT_FOUND)))
        vectors_check_octets(v, i, out, id);
}

static void check_mid_url(vectors *v, size_t i)
{
    pneu_mid_url ids = {{NULL, 0}, {NULL, 0}};
    const json_t *out = vectors_json(v, i, "out");
    pneu_str content_id = vectors_member(v, out, "cid");
    (void)pneu_mid_url_parse(arena, vectors_text(v, i, "in"), &ids);
    if (vectors_check_octets(v, i, vectors_member(v, out, "mid"), ids.message_id))
        vectors_check_octets(v, i, content_id.ptr != NULL ? content_id : pneu_i_str(""), ids.content_id);
}

static size_t check_urls(void)
{
    vectors *v = vectors_open("related_cid_crypto.json");
    for (size_t i = 0; i < vectors_count(v); i++) {
        if (vectors_is(v, i, "op", "cid_to_url"))
            check_url_of_cid(v, i);
        if (vectors_is(v, i, "op", "url_to_cid"))
            check_cid_of_url(v, i);
        if (vectors_is(v, i, "op", "mid_url"))
            check_mid_url(v, i);
    }
    return vectors_close(v);
}

static size_t check_subjects(void)
{
    vectors *v = vectors_open("base_subject.tsv");
    for (size_t i = 0; i < vectors_count(v); i++) {
        pneu_str base = no_value;
        int32_t is_marked = -1;
        pneu_str in = exact_copy(vectors_text(v, i, "input"));
        (void)pneu_base_subject(arena, in, &is_marked, &base);
        if (vectors_check(v, i, is_marked == vectors_is(v, i, "is_reply_or_fwd", "True")))
            vectors_check_octets(v, i, vectors_text(v, i, "expected"), base);
        free((char *)in.ptr);
    }
    return vectors_close(v);
}

int main(void)
{
    if (pneu_arena_new(NULL, &arena) != PNEU_OK)
        return 1;
    size_t failed = check_dates() + check_ids() + check_urls() + check_subjects();
    pneu_arena_free(arena);
    return failed > 0;
}
