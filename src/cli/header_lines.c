/*
 * A header for a reader: what the fields say, not how they are written.
 * In: a message. Out: lines. A name that could pass for an address stands in quotes, so that what is within the angle
 * brackets at its side is the address. What cannot be read is shown as it stands, its encoded words decoded.
 * Not handled: fields that occur several times (the first counts); Resent- fields.
 */
#include "cli/header_lines.h"

#include <string.h>

#include "cli/display.h"
#include "pneu/address.h"
#include "pneu/date.h"
#include "pneu/syntax.h"

struct header_lines {
    struct output *out;
    pneu_message *message;
    pneu_arena *arena;
    int display;
    pneu_str raw; /* the value of the field in work */
};

/* A tab, mostly of a fold, is a space here. */
static void write_str(const struct header_lines *to, pneu_str text)
{
    const char *tab;

    while (text.len > 0 && (tab = memchr(text.ptr, '\t', text.len)) != NULL) {
        size_t len = (size_t)(tab - text.ptr);

        display_text(to->out, (pneu_str){text.ptr, len}, to->display);
        output_char(to->out, ' ');
        text = (pneu_str){tab + 1, text.len - len - 1};
    }
    display_text(to->out, text, to->display);
}

static pneu_status write_raw(const struct header_lines *to, pneu_str raw)
{
    pneu_str text;
    pneu_status status = pneu_decode_text(to->arena, raw, PNEU_LENIENT, NULL, &text);

    if (status != PNEU_OK)
        return status;
    while (text.len > 0 && (text.ptr[0] == ' ' || text.ptr[0] == '\t'))
        text = (pneu_str){text.ptr + 1, text.len - 1};
    write_str(to, text);
    return PNEU_OK;
}

/* ---- Addresses ------------------------------------------------------------------------------------------------ */

static int needs_quotes(pneu_str name)
{
    for (size_t i = 0; i < name.len; i++)
        if (strchr("<>@,;:\"", name.ptr[i]))
            return 1;
    return 0;
}

static void write_name(const struct header_lines *to, pneu_str name)
{
    int quotes = needs_quotes(name);

    if (quotes)
        output_char(to->out, '"');
    for (size_t i = 0, from = 0; i <= name.len; i++) {
        if (i < name.len && name.ptr[i] != '"' && name.ptr[i] != '\\')
            continue;
        write_str(to, (pneu_str){name.ptr + from, i - from});
        if (i < name.len && quotes)
            output_char(to->out, '\\');
        from = i;
    }
    if (quotes)
        output_char(to->out, '"');
}

static pneu_status write_mailbox(const struct header_lines *to, const pneu_mailbox *mailbox)
{
    if ((mailbox->flags & PNEU_MAILBOX_UNREADABLE) != 0 && mailbox->offset <= to->raw.len &&
        mailbox->length <= to->raw.len - mailbox->offset)
        return write_raw(to, (pneu_str){to->raw.ptr + mailbox->offset, mailbox->length});
    if (mailbox->name.len > 0) {
        write_name(to, mailbox->name);
        output_text(to->out, " <");
    }
    write_str(to, mailbox->address);
    if (mailbox->name.len > 0)
        output_char(to->out, '>');
    return PNEU_OK;
}

/* Lists name their groups: "team: a@example.com, b@example.com;". */
struct list_place {
    size_t group; /* the next one */
    size_t end;   /* the first mailbox behind the open group */
    int is_in_group;
    int needs_comma;
};

static void separate(const struct header_lines *to, struct list_place *at)
{
    if (at->needs_comma)
        output_text(to->out, ", ");
    at->needs_comma = 1;
}

static void close_group(const struct header_lines *to, struct list_place *at, size_t mailbox)
{
    if (at->is_in_group && mailbox == at->end) {
        output_char(to->out, ';');
        at->is_in_group = 0;
    }
}

/* Ends and begins the groups that end and begin before this mailbox. */
static void write_groups(const struct header_lines *to, const pneu_address_list *list, struct list_place *at,
                         size_t mailbox)
{
    close_group(to, at, mailbox);
    for (; at->group < list->group_count && list->groups[at->group].first == mailbox; at->group++) {
        const pneu_group *group = &list->groups[at->group];

        separate(to, at);
        write_name(to, group->name);
        output_text(to->out, group->count > 0 ? ": " : ":");
        at->needs_comma = group->count == 0;
        at->is_in_group = 1;
        at->end = mailbox + group->count;
        close_group(to, at, mailbox);
    }
}

static pneu_status write_addresses(const struct header_lines *to, int32_t id)
{
    struct list_place at = {0};
    pneu_address_list list;
    int32_t has;
    pneu_status status = pneu_part_field_addresses(to->message, 0, id, &list, &has);

    if (status == PNEU_OK && !has)
        return write_raw(to, to->raw);
    for (size_t i = 0; status == PNEU_OK && i < list.mailbox_count; i++) {
        write_groups(to, &list, &at, i);
        separate(to, &at);
        status = write_mailbox(to, &list.mailboxes[i]);
    }
    if (status == PNEU_OK)
        write_groups(to, &list, &at, list.mailbox_count);
    return status;
}

/* ---- Other fields --------------------------------------------------------------------------------------------- */

static pneu_status write_date(const struct header_lines *to, int32_t id)
{
    pneu_date date;
    pneu_str text;
    int32_t has;
    pneu_status status = pneu_part_field_date(to->message, 0, id, &date, &has);

    if (status == PNEU_OK && has)
        status = pneu_date_format(to->arena, &date, &text);
    if ((status == PNEU_OK && !has) || status == PNEU_ERR_ARGUMENT)
        return write_raw(to, to->raw);
    if (status == PNEU_OK)
        write_str(to, text);
    return status;
}

static pneu_status write_text(const struct header_lines *to, int32_t id)
{
    pneu_str text;
    int32_t has;
    pneu_status status = pneu_part_field_text(to->message, 0, id, &text, &has);

    if (status == PNEU_OK)
        write_str(to, text);
    return status;
}

static pneu_status write_field(struct header_lines *to, int32_t id,
                               pneu_status (*write_value)(const struct header_lines *, int32_t))
{
    uint64_t place = output_place(to->out);
    uint32_t index = 0;
    pneu_field field;
    pneu_status status = pneu_part_find_field(to->message, 0, id, (pneu_str){NULL, 0}, &index, &field);

    if (status != PNEU_OK)
        return status == PNEU_ERR_NOT_FOUND ? PNEU_OK : status;
    to->raw = field.value;
    pneu_arena_reset(to->arena);
    output_text(to->out, pneu_field_name(id));
    output_text(to->out, ": ");
    status = write_value(to, id);
    if (status == PNEU_OK)
        output_char(to->out, '\n');
    else
        output_take_back(to->out, place);
    return status;
}

pneu_status header_lines_write(struct output *out, pneu_message *message, pneu_arena *arena, int display)
{
    static const struct {
        int32_t id;
        pneu_status (*write_value)(const struct header_lines *, int32_t);
    } fields[] = {
        {PNEU_FIELD_FROM, write_addresses}, {PNEU_FIELD_TO, write_addresses}, {PNEU_FIELD_CC, write_addresses},
        {PNEU_FIELD_DATE, write_date},      {PNEU_FIELD_SUBJECT, write_text},
    };
    struct header_lines to = {.out = out, .message = message, .arena = arena, .display = display};
    pneu_status status = PNEU_OK;

    for (size_t i = 0; i < sizeof fields / sizeof fields[0] && status == PNEU_OK; i++)
        status = write_field(&to, fields[i].id, fields[i].write_value);
    return status;
}
