/*
 * pneu extract: attachments to files.
 * In: messages, a directory. Out: new files in it (save_dir.c), and a line each once it is whole.
 * Memory: the message. Not handled: making the directory; unpacking archives and TNEF.
 */
#include <string.h>
#include <unistd.h>

#include "cli/attachment.h"
#include "cli/body_output.h"
#include "cli/display.h"
#include "cli/json.h"
#include "cli/message_input.h"
#include "cli/part_choice.h"
#include "cli/save_dir.h"
#include "cli/verb.h"

enum {
    OPT_DIRECTORY = 1,
    OPT_ALL,
    OPT_LIST,
    OPT_JSON
};

struct extract {
    struct message_input from;
    struct save_dir dir;
    pneu_arena *arena;
    struct json json;
    int which;   /* ATTACHMENT_... */
    int is_list; /* nothing is written */
    int is_json;
    int has_many;
    struct saved_file file; /* the last one written */
};

/* An attachment that was written, or would be. */
struct result {
    const char *file;
    uint32_t part;
    uint64_t size;
    pneu_str name;
};

static void write_line(struct cli *cli, const struct extract *extract, const struct result *result)
{
    char buffer[SECTION_CAPACITY];

    if (extract->has_many) {
        display_words(&cli->out, result->file, cli->display);
        output_text(&cli->out, ": ");
    }
    output_str(&cli->out, part_label(extract->from.whole, result->part, buffer));
    output_char(&cli->out, '\t');
    output_number(&cli->out, result->size);
    output_char(&cli->out, '\t');
    display_text(&cli->out, result->name, isatty(cli->out.fd) ? cli->display : DISPLAY_UTF8);
    output_char(&cli->out, '\n');
}

static pneu_status write_json(struct json *json, pneu_message *message, const struct result *result)
{
    char buffer[SECTION_CAPACITY];
    pneu_str section = part_section_text(message, result->part, buffer), type, filename;
    int32_t has;
    pneu_status status = pneu_part_filename(message, result->part, &filename, &has);

    pneu_part_type(message, result->part, &type);
    json_object_begin(json);
    json_key(json, "file");
    json_text(json, result->file);
    json_key(json, "index");
    json_number(json, result->part);
    json_key(json, "section");
    if (section.ptr)
        json_str(json, section);
    else
        json_null(json);
    json_key(json, "type");
    json_str(json, type);
    json_key(json, "filename");
    if (status == PNEU_OK && has)
        json_str(json, filename);
    else
        json_null(json);
    json_key(json, "name");
    json_str(json, result->name);
    json_key(json, "size");
    json_number(json, result->size);
    json_object_end(json);
    json_line_end(json);
    return status;
}

static pneu_status write_result(struct cli *cli, struct extract *extract, const struct result *result)
{
    if (extract->is_json)
        return write_json(&extract->json, extract->from.whole, result);
    write_line(cli, extract, result);
    return PNEU_OK;
}

/* 1 if the file is there now, under the name that the result then has. */
static int save(struct extract *extract, struct result *result)
{
    struct saved_file *file = &extract->file;
    pneu_status status;

    if (!saved_file_begin(&extract->dir, result->name, file))
        return 0;
    status = body_output_write(&file->out, extract->from.whole, result->part, &result->size);
    if (!saved_file_keep(&extract->dir, file, status))
        return 0;
    result->name = (pneu_str){file->name, strlen(file->name)};
    return 1;
}

static pneu_status extract_part(struct cli *cli, struct extract *extract, struct result *result)
{
    pneu_status status;

    pneu_arena_reset(extract->arena);
    status = attachment_name(extract->from.whole, result->part, extract->arena, &result->name);
    if (status == PNEU_OK && extract->is_list)
        status = pneu_part_decoded_length(extract->from.whole, result->part, &result->size);
    if (status != PNEU_OK || (!extract->is_list && !save(extract, result)))
        return status;
    return write_result(cli, extract, result);
}

static void extract_from(struct cli *cli, struct input *input, void *state)
{
    struct extract *extract = state;
    pneu_message *message = message_input_whole(cli, &extract->from, input);
    struct result result = {.file = input->name};
    pneu_status status = message ? PNEU_OK : PNEU_ERR_NOT_FOUND;

    while (status == PNEU_OK && !output_failed(&cli->out)) {
        status = attachment_find(message, extract->which, &result.part);
        if (status != PNEU_OK)
            break;
        status = extract_part(cli, extract, &result);
        result.part = attachment_skip(message, result.part);
    }
    if (status != PNEU_ERR_NOT_FOUND)
        cli_complain_status(cli, input->name, status);
}

static int read_options(struct cli *cli, const struct arguments *arguments, struct extract *extract)
{
    extract->is_list = arguments_has(arguments, OPT_LIST);
    extract->is_json = arguments_has(arguments, OPT_JSON);
    extract->which = arguments_has(arguments, OPT_ALL) ? ATTACHMENT_EVERY_LEAF : ATTACHMENT_MARKED;
    extract->has_many = inputs_are_many(arguments->operands, arguments->operand_count);
    if (extract->is_list || arguments_has(arguments, OPT_DIRECTORY))
        return 1;
    cli_complain(cli, CLI_USAGE, NULL, "a directory must be named with -d, or --list be given");
    return 0;
}

static void run(struct cli *cli, const struct arguments *arguments)
{
    struct extract extract = {.dir = {.fd = -1}};
    pneu_status status;

    if (!read_options(cli, arguments, &extract)) {
        cli_point_to_help(cli);
        return;
    }
    json_init(&extract.json, &cli->out);
    cli->out.flushing = OUTPUT_WHOLE_LINES;
    status = pneu_arena_new(NULL, &extract.arena);
    cli_complain_status(cli, NULL, status);
    if (status == PNEU_OK &&
        (extract.is_list || save_dir_open(cli, &extract.dir, arguments_value(arguments, OPT_DIRECTORY))))
        inputs_each(cli, arguments->operands, arguments->operand_count, extract_from, &extract);
    save_dir_close(&extract.dir);
    pneu_arena_free(extract.arena);
    message_input_free(&extract.from);
}

static const struct option options[] = {
    {OPT_DIRECTORY, 'd', "directory", "DIR", "write into this directory, which must exist"},
    {OPT_ALL, 'a', "all", NULL,
     "every part that holds no others, texts too; messages in the\n"
     "message are taken apart"},
    {OPT_LIST, 'l', "list", NULL, "only tell what would be written; names are not numbered"},
    {OPT_JSON, 'j', "json", NULL, "one JSON object a file and line"},
    {0},
};

const struct verb verb_extract = {
    .name = "extract",
    .summary = "write attachments to files",
    .usage = "[OPTION]... --directory DIR [FILE]...\n       pneu extract [OPTION]... --list [FILE]...",
    .about =
        "Writes each part that has a file name, or is marked as an attachment, to a new file, and tells its section,\n"
        "size and name, separated by tabs. A message that is an attachment becomes one file, NAME.eml.\n"
        "The sender's name is made safe: no path, no control or invisible characters, no device, at most 255\n"
        "bytes. Without a name it is part-SECTION, with an ending by the type. What is there is never overwritten,\n"
        "and no link is followed: a second a.txt is 'a (2).txt'. A file that cannot be written whole is removed.\n"
        "Files can be read by their owner only, for mail is private. The message is read into memory.",
    .options = options,
    .exits = "  0 everything there is was written, if only nothing; 2 usage; 3 a file cannot be read, or one not be\n"
             "  written (the others are), output cannot be written, no memory.",
    .example = "  mkdir parts && pneu extract -d parts mail.eml\n  pneu extract --list Maildir/",
    .run = run,
};
