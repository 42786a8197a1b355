/*
 * The header of a message in the making, from options and lines as people write them. In: "Name: value" in UTF-8.
 * Out: fields by their kind. Date and Message-ID come from the clock, from random bytes and the machine's name
 * where nobody says otherwise: the library has none of them.
 */
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cli/draft.h"
#include "pneu/field.h"
#include "pneu/msgid.h"

#define HOST_MAX 256

static pneu_str str(const char *text)
{
    return (pneu_str){text, strlen(text)};
}

/* A name for messages, NUL-terminated. */
static const char *shown(pneu_str name, char *room, size_t capacity)
{
    size_t len = name.len < capacity - 1 ? name.len : capacity - 1;

    memcpy(room, name.ptr, len);
    room[len] = '\0';
    return room;
}

/* ---- Fields by their kind -------------------------------------------------------------------------------------- */

static pneu_status add_date(struct draft *draft, pneu_str name, pneu_str value)
{
    pneu_date date;
    pneu_status status = pneu_date_parse(value, PNEU_LENIENT, NULL, &date);

    return status == PNEU_OK ? pneu_builder_add_date(draft->builder, 0, name, &date) : PNEU_ERR_ARGUMENT;
}

static pneu_status add_ids(struct draft *draft, pneu_str name, pneu_str value)
{
    pneu_msgid_list list;
    pneu_status status = pneu_msgid_list_parse(draft->arena, value, PNEU_LENIENT, NULL, &list);

    return status == PNEU_OK ? pneu_builder_add_ids(draft->builder, 0, name, list.ids, list.count) : status;
}

static pneu_status add_field(struct draft *draft, pneu_str name, pneu_str value)
{
    int32_t id = pneu_field_id(name);

    switch (pneu_field_kind(id)) {
    case PNEU_FIELD_KIND_TEXT: return pneu_builder_add_text(draft->builder, 0, name, value);
    case PNEU_FIELD_KIND_ADDRESSES: return pneu_builder_add_address_text(draft->builder, 0, name, value);
    case PNEU_FIELD_KIND_DATE: return add_date(draft, name, value);
    case PNEU_FIELD_KIND_IDS: return add_ids(draft, name, value);
    default: return pneu_builder_add_raw(draft->builder, 0, name, value);
    }
}

int draft_add_field(struct draft *draft, pneu_str name, pneu_str value)
{
    char room[100];

    return draft_takes(draft, add_field(draft, name, value), shown(name, room, sizeof room));
}

/* ---- Options --------------------------------------------------------------------------------------------------- */

/* A field from an option takes the place of one that is there. */
static int replace_field(struct draft *draft, const char *name, pneu_str value)
{
    (void)pneu_builder_remove_fields(draft->builder, 0, str(name));
    return draft_add_field(draft, str(name), value);
}

/* The values of an option, with ", " between them. 0 on an error, which has been told. */
static int join_values(struct draft *draft, int option, struct blob *joined)
{
    const struct arguments *arguments = draft->arguments;

    for (size_t i = 0; i < arguments->option_count; i++) {
        const char *value = arguments->options[i].value;

        if (arguments->options[i].id != option)
            continue;
        if ((joined->len > 0 && !blob_append(joined, ", ", 2)) || !blob_append(joined, value, strlen(value)))
            return draft_takes(draft, PNEU_ERR_MEMORY, NULL);
    }
    return 1;
}

static int add_addresses(struct draft *draft, int option, const char *name)
{
    struct blob joined = {0};
    int is_fine = join_values(draft, option, &joined);

    if (is_fine && arguments_has(draft->arguments, option))
        is_fine = replace_field(draft, name, (pneu_str){joined.bytes, joined.len});
    blob_free(&joined);
    return is_fine;
}

int draft_addresses(struct draft *draft, int option, pneu_address_list *list)
{
    struct blob joined = {0};
    pneu_status status = PNEU_OK;

    memset(list, 0, sizeof *list);
    if (!join_values(draft, option, &joined))
        return 0;
    if (joined.len > 0)
        status = pneu_address_list_parse(draft->arena, (pneu_str){joined.bytes, joined.len}, PNEU_LENIENT, NULL, list);
    blob_free(&joined); /* only raw names point there, and nobody looks at them */
    return draft_takes(draft, status, NULL);
}

/* "Name: value" of --header. */
static int add_line(struct draft *draft, const char *line)
{
    const char *colon = strchr(line, ':');

    if (!colon) {
        cli_complain(draft->cli, CLI_USAGE, NULL, "--header takes 'Name: value': '%s'", line);
        return 0;
    }
    const char *value = colon + 1 + strspn(colon + 1, " \t");
    return draft_add_field(draft, (pneu_str){line, (size_t)(colon - line)}, str(value));
}

static int add_lines(struct draft *draft)
{
    for (size_t i = 0; i < draft->arguments->option_count; i++)
        if (draft->arguments->options[i].id == DRAFT_HEADER && !add_line(draft, draft->arguments->options[i].value))
            return 0;
    return 1;
}

/* ---- Date and identifier --------------------------------------------------------------------------------------- */

/* Minutes east of UTC, of the local time. */
static int32_t local_offset(time_t now)
{
    struct tm local, utc;

    if (!localtime_r(&now, &local) || !gmtime_r(&now, &utc))
        return 0;
    int days = local.tm_year != utc.tm_year ? (local.tm_year > utc.tm_year ? 1 : -1) : local.tm_yday - utc.tm_yday;
    return (int32_t)((days * 24 + local.tm_hour - utc.tm_hour) * 60 + local.tm_min - utc.tm_min);
}

static int add_now(struct draft *draft)
{
    time_t now = time(NULL);
    pneu_date date = {(int64_t)now, local_offset(now), 1};
    pneu_status status = pneu_builder_add_date(draft->builder, 0, str("Date"), &date);

    return draft_takes(draft, status, "Date");
}

static int add_new_id(struct draft *draft)
{
    char host[HOST_MAX] = "localhost";
    const char *given = arguments_value(draft->arguments, DRAFT_HOST);

    if (!given && gethostname(host, sizeof host - 1) != 0)
        given = "localhost";
    return draft_takes(draft, pneu_builder_add_message_id(draft->builder, str(given ? given : host), NULL),
                       "Message-ID");
}

int draft_add_options(struct draft *draft)
{
    static const struct {
        int option;
        const char *name;
    } addresses[] = {
        {DRAFT_FROM, "From"}, {DRAFT_TO, "To"}, {DRAFT_CC, "Cc"}, {DRAFT_BCC, "Bcc"}, {DRAFT_REPLY_TO, "Reply-To"}};
    const char *subject = arguments_value(draft->arguments, DRAFT_SUBJECT);
    const char *date = arguments_value(draft->arguments, DRAFT_DATE);
    const char *id = arguments_value(draft->arguments, DRAFT_MESSAGE_ID);

    for (size_t i = 0; i < sizeof addresses / sizeof addresses[0]; i++)
        if (!add_addresses(draft, addresses[i].option, addresses[i].name))
            return 0;
    if (subject && !replace_field(draft, "Subject", str(subject)))
        return 0;
    if (!add_lines(draft) || (date && !replace_field(draft, "Date", str(date))) ||
        (id && !replace_field(draft, "Message-ID", str(id))))
        return 0;
    if (!pneu_builder_has_field(draft->builder, 0, str("Date")) && !add_now(draft))
        return 0;
    return pneu_builder_has_field(draft->builder, 0, str("Message-ID")) || add_new_id(draft);
}
