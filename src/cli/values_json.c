/*
 * What the fields of a header say, as JSON (docs/json.md, "values").
 * In: a part whose header is kept. Out: one object; each known field that is present, the first of each name, by its kind.
 * A field that says nothing readable is null. Not handled: MIME fields, whose values are keys of the part; Received.
 */
#include "cli/values_json.h"

#include <string.h>

enum {
    NAME_CAPACITY = 64
};

static void write_key(struct json *json, int32_t id)
{
    const char *name = pneu_field_name(id);
    char key[NAME_CAPACITY];
    size_t len = 0;

    for (; len < sizeof key - 1 && name[len]; len++)
        key[len] = (char)(name[len] >= 'A' && name[len] <= 'Z' ? name[len] + 32 : name[len]);
    json_key_str(json, (pneu_str){key, len});
}

static void write_pair(struct json *json, const char *key, pneu_str text)
{
    json_key(json, key);
    json_str(json, text);
}

void values_json_mailbox(struct json *json, const pneu_address_list *list, const pneu_mailbox *mailbox)
{
    write_pair(json, "name", mailbox->name);
    write_pair(json, "address", mailbox->address);
    write_pair(json, "local", mailbox->local);
    write_pair(json, "domain", mailbox->domain);
    json_key(json, "group");
    if (mailbox->group == PNEU_NO_GROUP)
        json_null(json);
    else
        json_str(json, list->groups[mailbox->group].name);
}

void values_json_addresses(struct json *json, const pneu_address_list *list)
{
    json_array_begin(json);
    for (size_t i = 0; i < list->mailbox_count; i++) {
        json_object_begin(json);
        values_json_mailbox(json, list, &list->mailboxes[i]);
        json_object_end(json);
    }
    json_array_end(json);
}

void values_json_date(struct json *json, const pneu_date *date)
{
    json_object_begin(json);
    json_key(json, "epoch");
    json_integer(json, date->epoch);
    json_key(json, "offset_min");
    json_integer(json, date->offset_min);
    json_key(json, "zone_known");
    json_bool(json, date->zone_known);
    json_object_end(json);
}

static pneu_status write_text(struct json *json, pneu_message *message, uint32_t part, int32_t id)
{
    pneu_str text;
    int32_t has;
    pneu_status status = pneu_part_field_text(message, part, id, &text, &has);

    if (status == PNEU_OK)
        json_str(json, text);
    return status;
}

static pneu_status write_addresses(struct json *json, pneu_message *message, uint32_t part, int32_t id)
{
    pneu_address_list list;
    int32_t has;
    pneu_status status = pneu_part_field_addresses(message, part, id, &list, &has);

    if (status == PNEU_OK)
        values_json_addresses(json, &list);
    return status;
}

static pneu_status write_date(struct json *json, pneu_message *message, uint32_t part, int32_t id)
{
    pneu_date date;
    int32_t has;
    pneu_status status = pneu_part_field_date(message, part, id, &date, &has);

    if (status == PNEU_OK && has)
        values_json_date(json, &date);
    else
        json_null(json);
    return status;
}

static pneu_status write_ids(struct json *json, pneu_message *message, uint32_t part, int32_t id)
{
    pneu_msgid_list list;
    int32_t has;
    pneu_status status = pneu_part_field_ids(message, part, id, &list, &has);

    json_array_begin(json);
    for (size_t i = 0; status == PNEU_OK && i < list.count; i++)
        json_str(json, list.ids[i]);
    json_array_end(json);
    return status;
}

typedef pneu_status (*value_writer)(struct json *json, pneu_message *message, uint32_t part, int32_t id);

pneu_status values_json_write(struct json *json, pneu_message *message, uint32_t part)
{
    static const value_writer writers[] = {
        [PNEU_FIELD_KIND_TEXT] = write_text,
        [PNEU_FIELD_KIND_ADDRESSES] = write_addresses,
        [PNEU_FIELD_KIND_DATE] = write_date,
        [PNEU_FIELD_KIND_IDS] = write_ids,
    };
    uint32_t count = pneu_part_field_count(message, part);
    char seen[PNEU_FIELD_COUNT] = {0};
    pneu_status status = PNEU_OK;

    json_object_begin(json);
    for (uint32_t i = 0; i < count && status == PNEU_OK; i++) {
        pneu_field field;

        status = pneu_part_field(message, part, i, &field);
        if (status != PNEU_OK || field.id == PNEU_FIELD_OTHER || seen[field.id])
            continue;
        seen[field.id] = 1;
        if ((size_t)pneu_field_kind(field.id) >= sizeof writers / sizeof writers[0])
            continue;
        write_key(json, field.id);
        status = writers[pneu_field_kind(field.id)](json, message, part, field.id);
    }
    json_object_end(json);
    return status;
}
