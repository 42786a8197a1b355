#include "support/address_text.h"

#include <stdlib.h>

#include "base/str.h"
#include "support/mime_text.h"

static void add_place(void *ctx, int32_t code, int32_t detail, uint64_t offset, uint64_t length)
{
    text_print(ctx, " %s@%d+%d", detail != 0 ? pneu_detail_name(detail) : pneu_defect_name(code), (int)offset,
               (int)length);
}

pneu_defect_sink place_text_sink(text *to)
{
    pneu_defect_sink sink = {add_place, to};
    return sink;
}

static void add_mailbox(text *to, const pneu_mailbox *mailbox)
{
    if (mailbox->name.len > 0)
        text_print(to, "[%.*s]", (int)mailbox->name.len, mailbox->name.ptr);
    if (mailbox->route.len > 0)
        text_print(to, "{%.*s}", (int)mailbox->route.len, mailbox->route.ptr);
    if (mailbox->flags & PNEU_MAILBOX_UNREADABLE)
        text_print(to, "!");
    else if (mailbox->flags & PNEU_MAILBOX_NULL)
        text_print(to, "<>");
    else
        text_add(to, mailbox->address.ptr, mailbox->address.len);
}

static void add_space(text *to)
{
    if (to->len > 0)
        text_print(to, " ");
}

static void add_mailboxes(text *to, const pneu_address_list *list, size_t first, size_t end)
{
    for (size_t i = first; i < end; i++) {
        add_space(to);
        add_mailbox(to, &list->mailboxes[i]);
    }
}

static void add_group(text *to, const pneu_address_list *list, const pneu_group *group)
{
    add_space(to);
    text_print(to, "%.*s:", (int)group->name.len, group->name.ptr);
    for (size_t i = 0; i < group->count; i++) {
        if (i > 0)
            text_print(to, ",");
        add_mailbox(to, &list->mailboxes[group->first + i]);
    }
    text_print(to, ";");
}

void address_list_text(text *to, const pneu_address_list *list)
{
    size_t at = 0;
    for (size_t i = 0; i < list->group_count; i++) {
        add_mailboxes(to, list, at, list->groups[i].first);
        add_group(to, list, &list->groups[i]);
        at = list->groups[i].first + list->groups[i].count;
    }
    add_mailboxes(to, list, at, list->mailbox_count);
}

void address_text(text *to, pneu_str value, int32_t mode, const pneu_defect_sink *sink)
{
    pneu_arena *arena = NULL;
    pneu_address_list list;
    if (pneu_arena_new(NULL, &arena) != PNEU_OK)
        abort();
    pneu_str copy = exact_copy(value);
    pneu_status status = pneu_address_list_parse(arena, copy, mode, sink, &list);
    free((char *)copy.ptr);
    if (status == PNEU_OK)
        address_list_text(to, &list);
    else
        text_print(to, "%s", pneu_status_name(status));
    pneu_arena_free(arena);
}

static void read_beginnings(pneu_str value)
{
    text ignored = {NULL, 0, 0};
    for (; value.len > 0; value.len--) {
        text_clear(&ignored);
        address_text(&ignored, value, PNEU_LENIENT, NULL);
        address_text(&ignored, value, PNEU_STRICT, NULL);
    }
    text_free(&ignored);
}

int address_rows_failed(const address_row *rows, size_t count)
{
    text value = {NULL, 0, 0}, defects = {NULL, 0, 0};
    pneu_defect_sink sink = place_text_sink(&defects);
    int failed = 0;
    for (size_t i = 0; i < count; i++) {
        text_clear(&value);
        text_clear(&defects);
        address_text(&value, pneu_i_str(rows[i].in), PNEU_LENIENT, &sink);
        failed += !text_equals(rows[i].name, &value, rows[i].out);
        failed += !text_equals(rows[i].name, &defects, rows[i].defects);
        read_beginnings(pneu_i_str(rows[i].in));
    }
    text_free(&value);
    text_free(&defects);
    return failed;
}
