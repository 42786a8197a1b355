/*
 * pneu addresses: who wrote a message, and to whom: the addresses of its header, taken apart.
 * In: names of fields as operands, messages by --file or on standard input. Out: one line an address, in columns with a
 * tab between them, or one JSON object. Only the header is read. What cannot be read as an address is told.
 * Not handled: headers of parts; what is wrong with an address (pneu tree tells it).
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/display.h"
#include "cli/field_names.h"
#include "cli/field_value.h"
#include "cli/header_input.h"
#include "cli/jobs.h"
#include "cli/values_json.h"
#include "cli/verb.h"
#include "pneu/address.h"

enum {
    OPT_FILE = 1,
    OPT_JSON,
    OPT_JOBS
};

struct addresses {
    struct cli *cli;
    const struct arguments *arguments; /* its operands are the names of fields */
    struct header_input header;
    struct json json;
    pneu_arena *arena;
    int display; /* DISPLAY_... */
    int is_json;
    int has_many;
    int has_pointed; /* to --file: once is enough */
};

/* One field, and what is in it. */
struct found {
    const char *file;
    pneu_field field;
    struct field_value value;
    pneu_address_list list;
};

static int is_wanted(const struct addresses *addresses, const pneu_field *field)
{
    if (addresses->arguments->operand_count > 0)
        return field_names_has(addresses->arguments, field->name);
    return field->id >= PNEU_FIELD_FROM && field->id <= PNEU_FIELD_BCC;
}

/* Controls are escaped, tabs too, so that a column is a column. */
static void write_column(struct addresses *to, pneu_str text, char end)
{
    display_text(&to->cli->out, text, to->display);
    output_char(&to->cli->out, end);
}

static void write_line(struct addresses *to, const struct found *found, const pneu_mailbox *mailbox)
{
    static const pneu_str none = {"", 0};

    if (to->has_many) {
        display_words(&to->cli->out, found->file, to->display);
        output_text(&to->cli->out, ": ");
    }
    write_column(to, found->field.name, '\t');
    write_column(to, mailbox->name, '\t');
    write_column(to, mailbox->address, '\t');
    write_column(to, mailbox->group == PNEU_NO_GROUP ? none : found->list.groups[mailbox->group].name, '\n');
}

static void write_flags(struct json *json, uint32_t flags)
{
    static const char *const names[] = {"unreadable", "no_domain", "null", "comment_name",
                                        "repaired",   "untrusted", "utf8"};

    json_key(json, "flags");
    json_array_begin(json);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if ((flags >> i & 1) != 0)
            json_text(json, names[i]);
    json_array_end(json);
}

static void write_json(struct json *json, const struct found *found, const pneu_mailbox *mailbox)
{
    json_object_begin(json);
    json_key(json, "file");
    json_text(json, found->file);
    json_key(json, "field");
    json_str(json, found->field.name);
    values_json_mailbox(json, &found->list, mailbox);
    write_flags(json, mailbox->flags);
    json_key(json, "offset");
    json_number(json, found->value.offset + mailbox->offset);
    json_key(json, "length");
    json_number(json, mailbox->length);
    json_object_end(json);
    json_line_end(json);
}

static void tell_unreadable(struct addresses *addresses, const struct found *found, pneu_str bytes)
{
    cli_complain(addresses->cli, CLI_REPORT, found->file, "%.*s: no address: '%.*s'", (int)found->field.name.len,
                 found->field.name.ptr, (int)(bytes.len < 200 ? bytes.len : 200), bytes.ptr);
}

/* The number of addresses that could be read. */
static size_t write_field(struct addresses *addresses, const struct found *found)
{
    const pneu_address_list *list = &found->list;
    size_t readable = 0;

    for (size_t i = 0; i < list->mailbox_count && !output_failed(&addresses->cli->out); i++) {
        const pneu_mailbox *mailbox = &list->mailboxes[i];
        int is_unreadable = (mailbox->flags & PNEU_MAILBOX_UNREADABLE) != 0;

        if (is_unreadable)
            tell_unreadable(addresses, found, (pneu_str){found->value.raw.ptr + mailbox->offset, mailbox->length});
        else
            readable++;
        if (addresses->is_json)
            write_json(&addresses->json, found, mailbox);
        else if (!is_unreadable)
            write_line(addresses, found, mailbox);
    }
    if (list->unread > 0)
        cli_complain(addresses->cli, CLI_REPORT, found->file, "%.*s: more than %d addresses; the rest is not shown",
                     (int)found->field.name.len, found->field.name.ptr, PNEU_ADDRESS_MAX);
    return readable;
}

static pneu_status read_field(struct addresses *addresses, pneu_message *message, struct found *found)
{
    pneu_status status = field_value_read(message, 0, &found->field, &found->value);

    pneu_arena_reset(addresses->arena);
    if (status != PNEU_OK)
        return status;
    return pneu_address_list_parse(addresses->arena, found->value.raw, PNEU_LENIENT, NULL, &found->list);
}

static void use_input(struct cli *cli, struct input *input, void *state)
{
    struct addresses *addresses = state;
    pneu_message *message = header_input_read(&addresses->header, input);
    struct found found = {.file = input->name};
    pneu_status status = PNEU_OK;
    size_t readable = 0;
    uint32_t count;

    if (!message)
        return;
    count = pneu_part_field_count(message, 0);
    for (uint32_t i = 0; i < count && status == PNEU_OK && !output_failed(&cli->out); i++) {
        status = pneu_part_field(message, 0, i, &found.field);
        if (status != PNEU_OK || !is_wanted(addresses, &found.field))
            continue;
        status = read_field(addresses, message, &found);
        if (status == PNEU_OK)
            readable += write_field(addresses, &found);
    }
    cli_complain_status(cli, input->name, status);
    if (readable > 0 || status != PNEU_OK)
        return;
    cli_raise(cli, CLI_REPORT);
    field_names_point_to_file(cli, addresses->arguments, &addresses->has_pointed);
}

/* Fields that are known to hold something else cannot be asked for; of others it is the user who knows. 0 if there is
 * one, which has been told. */
static int hold_addresses(struct cli *cli, const struct arguments *arguments)
{
    for (size_t i = 0; i < arguments->operand_count; i++) {
        const char *name = arguments->operands[i];
        int32_t id = pneu_field_id((pneu_str){name, strlen(name)});

        if (id == PNEU_FIELD_OTHER || pneu_field_kind(id) == PNEU_FIELD_KIND_ADDRESSES)
            continue;
        cli_complain(cli, CLI_USAGE, NULL, "the field '%s' holds no addresses", name);
        return 0;
    }
    return 1;
}

static int init(struct cli *cli, struct addresses *addresses)
{
    pneu_status status = pneu_arena_new(NULL, &addresses->arena);

    cli_complain_status(cli, NULL, status);
    json_init(&addresses->json, &cli->out);
    addresses->display = isatty(cli->out.fd) ? cli->display : DISPLAY_UTF8;
    return status == PNEU_OK && header_input_init(cli, &addresses->header);
}

static void run(struct cli *cli, const struct arguments *arguments)
{
    struct addresses addresses = {.cli = cli, .arguments = arguments, .is_json = arguments_has(arguments, OPT_JSON)};
    struct job job = {.user = {use_input, &addresses}};
    const char **files;
    size_t count;

    if (!hold_addresses(cli, arguments) || !jobs_read(cli, arguments, OPT_JOBS, &job.workers))
        return;
    files = arguments_values(arguments, OPT_FILE, &count);
    if (!files) {
        cli_complain_status(cli, NULL, PNEU_ERR_MEMORY);
        return;
    }
    addresses.has_many = inputs_are_many(files, count);
    if (init(cli, &addresses))
        jobs_each(cli, files, count, &job);
    header_input_free(&addresses.header);
    pneu_arena_free(addresses.arena);
    free(files);
}

static const struct option options[] = {
    {OPT_FILE, 'f', "file", "FILE", "read this message (or all below this directory); may be repeated"},
    {OPT_JSON, 'j', "json", NULL, "one JSON object an address and line, as docs/json.md describes it"},
    {OPT_JOBS, 'J', "jobs", "N", JOBS_HELP},
    {0},
};

const struct verb verb_addresses = {
    .name = "addresses",
    .summary = "show the addresses of a header",
    .usage = "[OPTION]... [FIELD]... [--file FILE]...",
    .about =
        "Shows the addresses in the fields with the names given, or in From, Sender, Reply-To, To, Cc and Bcc if\n"
        "there is no FIELD, in the order of the message. One line an address, with a tab between the columns: the\n"
        "field, the name decoded to UTF-8, the address, the group it is in. A column may be empty, and controls in it\n"
        "are escaped; an empty group has no line. Operands are names of fields, never files: messages are given with\n"
        "--file, or on standard input. With several messages each line begins with the file's name. Only the header\n"
        "is read.",
    .options = options,
    .exits = "  0 addresses were shown, and all that there are; 1 a message has none in these fields, or something in\n"
             "  them is no address, which is told; 2 usage; 3 a file cannot be read, output cannot be written, no\n"
             "  memory.",
    .example =
        "  pneu addresses <mail.eml\n  pneu addresses --json to cc --file Maildir/cur | jq -r .address | sort -u",
    .run = run,
};
