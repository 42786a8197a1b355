/*
 * The test vectors of trace fields: received.json. Each value is copied to a block of exactly its size, so that a
 * sanitiser sees a byte read too many.
 */
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "pneu/trace.h"
#include "support/mime_text.h"
#include "support/vectors.h"

static pneu_arena *arena;

static int has_level(vectors *v, size_t i, const char *level)
{
    return vectors_is(v, i, "level", "both") || vectors_is(v, i, "level", level);
}

/* ---- received ----------------------------------------------------------------------------------------------------- */

/* What the vector does not name must not be there. */
static int check_item(vectors *v, size_t i, const json_t *object, const char *key, const pneu_trace_text *item)
{
    pneu_str expected = object != NULL ? vectors_member(v, object, key) : pneu_i_str("");
    return vectors_check_octets(v, i, expected.ptr != NULL ? expected : pneu_i_str(""), item->text);
}

static int check_number(vectors *v, size_t i, const json_t *object, const char *key, int64_t actual)
{
    const json_t *expected = json_object_get(object, key);
    return vectors_check(v, i, (json_is_integer(expected) ? json_integer_value(expected) : 0) == actual);
}

static int check_date(vectors *v, size_t i, const json_t *out, const pneu_received *received)
{
    if (!json_is_integer(json_object_get(out, "date")))
        return vectors_check(v, i, !received->has_date);
    return vectors_check(v, i, received->has_date) && check_number(v, i, out, "date", received->date.epoch);
}

static int check_items(vectors *v, size_t i, const json_t *out, const pneu_received *received)
{
    const json_t *from = json_object_get(out, "from"), *tls = json_object_get(out, "tls");
    return check_item(v, i, from, "helo", &received->from.name) &&
           check_item(v, i, from, "rdns", &received->from.rdns) && check_item(v, i, from, "ip", &received->from.ip) &&
           check_number(v, i, from, "port", received->from.port) && check_item(v, i, out, "by", &received->by.name) &&
           check_item(v, i, out, "by_ip", &received->by.ip) && check_item(v, i, out, "via", &received->via) &&
           check_item(v, i, out, "with", &received->with) && check_item(v, i, out, "id", &received->id) &&
           check_item(v, i, out, "for", &received->recipient) &&
           check_item(v, i, out, "envelope_from", &received->envelope_from) &&
           check_item(v, i, tls, "version", &received->tls.version) &&
           check_item(v, i, tls, "cipher", &received->tls.cipher) &&
           check_number(v, i, tls, "bits", received->tls.bits) && check_date(v, i, out, received);
}

/* Vectors name a comment only where it is all there is. */
static int check_comment(vectors *v, size_t i, const json_t *out, const pneu_received *received)
{
    return json_object_get(out, "comment") == NULL || check_item(v, i, out, "comment", &received->comment);
}

static void check_received(vectors *v, size_t i, int32_t mode)
{
    pneu_received received;
    const json_t *out = vectors_json(v, i, "out");
    pneu_str in = exact_copy(vectors_text(v, i, "in"));
    pneu_status status = pneu_received_parse(arena, in, mode, NULL, &received);
    free((char *)in.ptr);
    if (vectors_check(v, i, status == PNEU_OK) && check_items(v, i, out, &received))
        check_comment(v, i, out, &received);
}

/* ---- format_received ------------------------------------------------------------------------------------------------ */

static pneu_trace_text item_of(const json_t *object, const char *key)
{
    const char *value = json_string_value(json_object_get(object, key));
    pneu_trace_text item = {pneu_i_str(value != NULL ? value : ""), 0, 0};
    return item;
}

static void check_format(vectors *v, size_t i)
{
    pneu_received received;
    pneu_str value = {NULL, 0};
    text field = {0};
    pneu_str in = vectors_text(v, i, "in");
    json_t *object = json_loadb(in.ptr, in.len, 0, NULL);
    const json_t *from = json_object_get(object, "from");
    memset(&received, 0, sizeof received);
    received.from.name = item_of(from, "helo");
    received.from.rdns = item_of(from, "rdns");
    received.from.ip = item_of(from, "ip");
    received.by.name = item_of(object, "by");
    received.with = item_of(object, "with");
    received.id = item_of(object, "id");
    received.recipient = item_of(object, "for");
    received.recipient_count = received.recipient.text.len > 0;
    received.has_date = pneu_date_parse(item_of(object, "date").text, PNEU_STRICT, NULL, &received.date) == PNEU_OK;
    if (vectors_check(v, i, pneu_received_format(arena, &received, &value) == PNEU_OK)) {
        text_print(&field, "Received: %.*s\r\n", (int)value.len, value.ptr);
        vectors_check_octets(v, i, vectors_text(v, i, "out"), pneu_i_str_of(field.ptr, field.len));
    }
    text_free(&field);
    json_decref(object);
}

/* ---- with_protocol, hop_count ---------------------------------------------------------------------------------------- */

static void check_protocol(vectors *v, size_t i)
{
    static const struct {
        const char *key;
        int32_t bit;
    } keys[] = {{"tls", PNEU_PROTOCOL_TLS},
                {"auth", PNEU_PROTOCOL_AUTH},
                {"lmtp", PNEU_PROTOCOL_LMTP},
                {"utf8", PNEU_PROTOCOL_UTF8},
                {"ehlo", PNEU_PROTOCOL_EHLO}};
    pneu_str in = vectors_text(v, i, "in");
    json_t *object = json_loadb(in.ptr, in.len, 0, NULL);
    int32_t bits = 0;
    for (size_t k = 0; k < sizeof keys / sizeof keys[0]; k++)
        bits |= json_is_true(json_object_get(object, keys[k].key)) ? keys[k].bit : 0;
    const char *name = pneu_protocol_name(bits);
    if (vectors_check_octets(v, i, vectors_text(v, i, "out"), pneu_i_str(name)))
        vectors_check_octets(v, i, pneu_i_str(name),
                             pneu_i_str(pneu_protocol_name(pneu_protocol_parse(pneu_i_str(name)))));
    json_decref(object);
}

static void check_hop_count(vectors *v, size_t i)
{
    pneu_trail trail;
    pneu_trail_options options = {NULL, 0, 0, 0};
    pneu_str in = vectors_text(v, i, "in");
    json_t *object = json_loadb(in.ptr, in.len, 0, NULL);
    uint32_t count = (uint32_t)json_integer_value(json_object_get(object, "received_fields"));
    pneu_received *received = calloc(count + 1, sizeof *received);
    options.max_hops = (uint32_t)json_integer_value(json_object_get(object, "max_hops"));
    pneu_status status = pneu_trail_build(arena, received, count, &options, &trail);
    if (vectors_check(v, i, status == PNEU_OK))
        vectors_check(v, i, (trail.loop != 0) == json_is_true(vectors_json(v, i, "out")));
    free(received);
    json_decref(object);
}

int main(void)
{
    if (pneu_arena_new(NULL, &arena) != PNEU_OK)
        return 1;
    vectors *v = vectors_open("received.json");
    for (size_t i = 0; i < vectors_count(v); i++) {
        if (vectors_is(v, i, "op", "format_received"))
            check_format(v, i);
        else if (vectors_is(v, i, "op", "with_protocol"))
            check_protocol(v, i);
        else if (vectors_is(v, i, "op", "hop_count"))
            check_hop_count(v, i);
        else if (has_level(v, i, "lenient"))
            check_received(v, i, PNEU_LENIENT);
        if (vectors_is(v, i, "op", "received") && has_level(v, i, "strict"))
            check_received(v, i, PNEU_STRICT);
    }
    size_t failed = vectors_close(v);
    pneu_arena_free(arena);
    return failed > 0;
}
