/*
 * The test vectors of addresses (addresses.json): address_list, read in the modes that the level names, and
 * format_mailbox. A name of "" and no name are the same. Each input stands in a block of exactly its size, that is gone
 * before the result is looked at.
 */
#include <stdlib.h>
#include <string.h>

#include "pneu/address.h"
#include "support/mime_text.h"
#include "support/vectors.h"

static pneu_arena *arena;

/* ---- address_list ------------------------------------------------------------------------------------------------ */

static json_t *json_of_mailbox(const pneu_mailbox *mailbox)
{
    pneu_str name = mailbox->name, address = mailbox->address;
    json_t *email = mailbox->flags & PNEU_MAILBOX_UNREADABLE ? json_null() : json_stringn(address.ptr, address.len);
    return json_pack("{so so}", "name", name.len > 0 ? json_stringn(name.ptr, name.len) : json_null(), "email", email);
}

static json_t *json_of_list(const pneu_address_list *list)
{
    json_t *all = json_array();
    size_t group = 0;
    for (size_t i = 0; i < list->mailbox_count || group < list->group_count; group++) {
        size_t first = group < list->group_count ? list->groups[group].first : list->mailbox_count;
        for (; i < first; i++)
            json_array_append_new(all, json_of_mailbox(&list->mailboxes[i]));
        if (group == list->group_count)
            break;
        json_t *members = json_array();
        for (; i < first + list->groups[group].count; i++)
            json_array_append_new(members, json_of_mailbox(&list->mailboxes[i]));
        pneu_str name = list->groups[group].name;
        json_array_append_new(all, json_pack("{so so}", "group", json_stringn(name.ptr, name.len), "members", members));
    }
    return all;
}

/* Names of "" become null. */
static void normalise(json_t *value)
{
    size_t i;
    json_t *entry;
    json_array_foreach(value, i, entry)
    {
        const char *name = json_string_value(json_object_get(entry, "name"));
        if (name != NULL && *name == '\0')
            json_object_set_new(entry, "name", json_null());
        normalise(json_object_get(entry, "members"));
    }
}

static int json_matches(const json_t *expected, json_t *actual)
{
    json_t *copy = json_deep_copy(expected);
    normalise(copy);
    int matches = json_equal(copy, actual);
    if (!matches)
        json_dumpf(actual, stderr, JSON_COMPACT);
    json_decref(copy);
    json_decref(actual);
    return matches;
}

static void check_list(vectors *v, size_t i, int32_t mode)
{
    pneu_address_list list;
    pneu_str in = exact_copy(vectors_text(v, i, "in"));
    pneu_status status = pneu_address_list_parse(arena, in, mode, NULL, &list);
    free((char *)in.ptr);
    const json_t *out = vectors_json(v, i, "out");
    vectors_check(v, i, status == PNEU_OK ? json_matches(out, json_of_list(&list)) : json_is_null(out));
}

/* ---- format_mailbox ---------------------------------------------------------------------------------------------- */

static pneu_str text_of(const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);
    pneu_str octets = {json_is_string(value) ? json_string_value(value) : "", json_string_length(value)};
    return octets;
}

static pneu_mailbox mailbox_of(const json_t *object)
{
    pneu_mailbox mailbox;
    if (pneu_mailbox_init(arena, text_of(object, "name"), text_of(object, "email"), &mailbox) != PNEU_OK)
        memset(&mailbox, 0, sizeof mailbox);
    return mailbox;
}

static pneu_status format_group(const json_t *in, pneu_str *out)
{
    pneu_mailbox members[8];
    const json_t *array = json_object_get(in, "members");
    pneu_group group = {.name = text_of(in, "group"), .count = json_array_size(array)};
    pneu_address_list list = {members, group.count, &group, 1, 0};
    for (size_t i = 0; i < group.count && i < sizeof members / sizeof members[0]; i++)
        members[i] = mailbox_of(json_array_get(array, i));
    return pneu_address_list_format(arena, &list, NULL, out);
}

static void check_format(vectors *v, size_t i)
{
    pneu_str out = {NULL, 0}, in = vectors_text(v, i, "in");
    json_t *value = json_loadb(in.ptr, in.len, 0, NULL);
    pneu_status status;
    if (json_object_get(value, "group") != NULL) {
        status = format_group(value, &out);
    } else {
        pneu_mailbox mailbox = mailbox_of(value);
        status = pneu_mailbox_format(arena, &mailbox, NULL, &out);
    }
    json_decref(value);
    if (vectors_check(v, i, status == PNEU_OK))
        vectors_check_octets(v, i, vectors_text(v, i, "out"), out);
}

int main(void)
{
    if (pneu_arena_new(NULL, &arena) != PNEU_OK)
        return 1;
    vectors *v = vectors_open("addresses.json");
    for (size_t i = 0; i < vectors_count(v); i++) {
        int is_strict = vectors_is(v, i, "level", "strict");
        if (vectors_is(v, i, "op", "format_mailbox")) {
            check_format(v, i);
            continue;
        }
        if (!is_strict)
            check_list(v, i, PNEU_LENIENT);
        if (is_strict || vectors_is(v, i, "level", "both"))
            check_list(v, i, PNEU_STRICT);
    }
    size_t failed = vectors_close(v);
    pneu_arena_free(arena);
    return failed > 0;
}
