/*
 * pneu edit: changes fields of messages that pass. In: messages. Out: the same with the edits of the command line
 * made on the header, in their order; every other byte as it was. Memory is constant. Values are UTF-8: texts and
 * names of addresses are encoded as mail has them (RFC 2047).
 */
#include <string.h>

#include "cli/stage_pump.h"
#include "cli/verb.h"
#include "pneu/address.h"
#include "pneu/field_edit.h"

enum {
    OPT_SET = 1,
    OPT_ADD,
    OPT_PREPEND,
    OPT_REMOVE,
    OPT_RENAME,
    OPT_UTF8
};

struct editing {
    pneu_field_editor *editor;
    pneu_arena *arena;
    uint32_t format;
    struct stage_pump pump;
};

/* ---- Edits --------------------------------------------------------------------------------------------------- */

static pneu_str str(const char *text)
{
    return (pneu_str){text, strlen(text)};
}

static int is_ascii(pneu_str text)
{
    for (size_t i = 0; i < text.len; i++)
        if ((unsigned char)text.ptr[i] >= 0x80)
            return 0;
    return 1;
}

/* "Name: value" taken apart; 0 without a colon. White space around the value is not part of it. */
static int split(const char *word, pneu_str *name, pneu_str *value)
{
    const char *colon = strchr(word, ':');

    if (!colon)
        return 0;
    *name = (pneu_str){word, (size_t)(colon - word)};
    *value = str(colon + 1 + strspn(colon + 1, " \t"));
    while (value->len > 0 && (value->ptr[value->len - 1] == ' ' || value->ptr[value->len - 1] == '\t'))
        value->len--;
    return 1;
}

/* What is not ASCII, encoded as the kind of the field allows; other values stay as they are. */
static pneu_status encode_value(const struct editing *editing, pneu_str name, pneu_str *value)
{
    int32_t kind = pneu_field_kind(pneu_field_id(name));
    pneu_format format = {editing->format, (uint32_t)name.len + 2};
    pneu_address_list list;
    pneu_status status;

    if (is_ascii(*value) || (kind != PNEU_FIELD_KIND_TEXT && kind != PNEU_FIELD_KIND_ADDRESSES))
        return PNEU_OK;
    if (kind == PNEU_FIELD_KIND_TEXT)
        return pneu_text_encode(editing->arena, *value, &format, value);
    status = pneu_address_list_parse(editing->arena, *value, PNEU_LENIENT, NULL, &list);
    return status == PNEU_OK ? pneu_address_list_format(editing->arena, &list, &format, value) : status;
}

static pneu_status put(const struct editing *editing, int32_t where, pneu_str name, pneu_str value)
{
    pneu_status status = encode_value(editing, name, &value);

    return status == PNEU_OK ? pneu_field_editor_put(editing->editor, where, name, value) : status;
}

static void complain_edit(struct cli *cli, const char *word, pneu_status status)
{
    if (status == PNEU_ERR_ARGUMENT)
        cli_complain(cli, CLI_USAGE, NULL, "'%s' makes no field", word);
    else if (status == PNEU_ERR_LIMIT)
        cli_complain(cli, CLI_USAGE, NULL, "'%s': a line would be longer than mail allows", word);
    else
        cli_complain_status(cli, NULL, status);
}

static int give_edit(struct cli *cli, const struct editing *editing, const struct given_option *option)
{
    static const int32_t places[] = {
        [OPT_SET] = PNEU_PUT_SET, [OPT_ADD] = PNEU_PUT_ADD, [OPT_PREPEND] = PNEU_PUT_PREPEND};
    pneu_status status = PNEU_OK;
    pneu_str name, value;

    if (option->id == OPT_REMOVE) {
        status = pneu_field_editor_remove(editing->editor, str(option->value));
    } else if (option->id != OPT_UTF8 && !split(option->value, &name, &value)) {
        cli_complain(cli, CLI_USAGE, NULL, "'%s' has no colon", option->value);
        return 0;
    } else if (option->id == OPT_RENAME) {
        status = pneu_field_editor_rename(editing->editor, name, value);
    } else if (option->id != OPT_UTF8) {
        status = put(editing, places[option->id], name, value);
    }
    complain_edit(cli, option->value, status);
    return status == PNEU_OK;
}

/* ---- The verb ------------------------------------------------------------------------------------------------ */

static void edit_input(struct cli *cli, struct input *input, void *state)
{
    const struct editing *editing = state;
    pneu_stage stage = pneu_field_editor_stage(editing->editor);

    if (input_uncompress(cli, input))
        cli_complain_status(cli, input->name, stage_pump_run(cli, &editing->pump, input, &stage));
}

static int init(struct cli *cli, struct editing *editing, const struct arguments *arguments)
{
    pneu_status status;

    *editing = (struct editing){.format = arguments_has(arguments, OPT_UTF8) ? PNEU_FORMAT_UTF8 : 0};
    if (!stage_pump_init(cli, &editing->pump))
        return 0;
    status = pneu_field_editor_new(NULL, &editing->editor);
    if (status == PNEU_OK)
        status = pneu_arena_new(NULL, &editing->arena);
    if (status == PNEU_OK)
        status = pneu_field_editor_set_format(editing->editor, editing->format);
    cli_complain_status(cli, NULL, status);
    for (size_t i = 0; status == PNEU_OK && i < arguments->option_count; i++)
        if (!give_edit(cli, editing, &arguments->options[i]))
            return 0;
    return status == PNEU_OK;
}

static void run(struct cli *cli, const struct arguments *arguments)
{
    struct editing editing;

    if (init(cli, &editing, arguments))
        inputs_each(cli, arguments->operands, arguments->operand_count, edit_input, &editing);
    pneu_field_editor_free(editing.editor);
    pneu_arena_free(editing.arena);
    stage_pump_free(&editing.pump);
}

static const struct option options[] = {
    {OPT_SET, 's', "set", "NAME: VALUE", "for the first field of this name; its others go"},
    {OPT_ADD, 'a', "add", "NAME: VALUE", "at the end of the header"},
    {OPT_PREPEND, 'p', "prepend", "NAME: VALUE", "at the top of the header, as Received: is"},
    {OPT_REMOVE, 'r', "remove", "NAME", "all fields of this name"},
    {OPT_RENAME, 'n', "rename", "NAME:NEW", "all fields of this name; values stay"},
    {OPT_UTF8, 'u', "utf8", NULL, "write UTF-8 as it is, for SMTPUTF8 (RFC 6532)"},
    {0},
};

const struct verb verb_edit = {
    .name = "edit",
    .summary = "change the fields of the header",
    .usage = "[OPTION]... [FILE]...",
    .about =
        "Writes each message with the edits made on its header, one after the other, in the order given. What is\n"
        "set and not there is added at the end. Everything else keeps its bytes, and signatures of the body stay\n"
        "good. Values are UTF-8, and are encoded and folded as mail has them; line ends are those of the message.\n"
        "It streams, in constant memory.",
    .options = options,
    .exits = "  0 all is well; 2 usage, or a value that no field can have; 3 a file cannot be read, output cannot be\n"
             "  written, no memory.",
    .example = "  pneu edit --remove Bcc --set 'Subject: as discussed' <mail.eml",
    .run = run,
};
