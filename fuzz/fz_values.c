/*
 * Values of fields, asked of a tree: whatever the bytes, no text that is given has CR, LF or NUL in it, slices lie
 * where they may be read, and asking twice gives the same.
 */
#include <stdint.h>
#include <string.h>

#include "pneu/tree.h"
#include "support/mail_mutator.h"
#include "support/must.h"

static void check_text(pneu_str value)
{
    for (size_t i = 0; i < value.len; i++)
        MUST(value.ptr[i] != '\r' && value.ptr[i] != '\n' && value.ptr[i] != '\0');
}

static void check_addresses(const pneu_address_list *list)
{
    for (size_t i = 0; i < list->mailbox_count; i++) {
        const pneu_mailbox *box = &list->mailboxes[i];
        const pneu_str texts[] = {box->name, box->address, box->local, box->domain, box->comment, box->route};
        for (size_t k = 0; k < COUNT_OF(texts); k++)
            check_text(texts[k]);
        MUST(box->group == PNEU_NO_GROUP || box->group < list->group_count);
    }
    for (size_t i = 0; i < list->group_count; i++) {
        check_text(list->groups[i].name);
        MUST(list->groups[i].first <= list->mailbox_count);
        MUST(list->groups[i].count <= list->mailbox_count - list->groups[i].first);
    }
}

static void check_value(pneu_message *message, uint32_t part, int32_t id)
{
    pneu_address_list list;
    pneu_msgid_list ids;
    pneu_date date, again;
    pneu_str value;
    int32_t has;
    switch (pneu_field_kind(id)) {
    case PNEU_FIELD_KIND_TEXT:
        MUST(pneu_part_field_text(message, part, id, &value, &has) == PNEU_OK);
        check_text(value);
        break;
    case PNEU_FIELD_KIND_ADDRESSES:
        MUST(pneu_part_field_addresses(message, part, id, &list, &has) == PNEU_OK);
        check_addresses(&list);
        break;
    case PNEU_FIELD_KIND_DATE:
        MUST(pneu_part_field_date(message, part, id, &date, &has) == PNEU_OK);
        MUST(pneu_part_field_date(message, part, id, &again, &has) == PNEU_OK);
        MUST(date.epoch == again.epoch && date.offset_min == again.offset_min && date.zone_known == again.zone_known);
        break;
    case PNEU_FIELD_KIND_IDS:
        MUST(pneu_part_field_ids(message, part, id, &ids, &has) == PNEU_OK);
        for (size_t i = 0; i < ids.count; i++)
            check_text(ids.ids[i]);
        break;
    default: break;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
MAIL_MUTATOR(0)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    pneu_message *message;
    MUST(pneu_message_parse(data, size, NULL, NULL, &message) == PNEU_OK);
    uint32_t parts = pneu_message_part_count(message);
    for (uint32_t part = 0; part < parts && part < 8; part++)
        for (int32_t id = 1; id < PNEU_FIELD_COUNT; id++)
            check_value(message, part, id);
    MUST(pneu_message_load(message) == PNEU_OK);
    pneu_message_free(message);
    return 0;
}
