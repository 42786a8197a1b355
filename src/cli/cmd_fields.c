/*
 * pneu fields: the fields of a header, all of them or those of some names.
 * In: names as operands, messages by --file or on standard input, so that a name is never taken for a file. Out: one
 * line a field, unfolded; or raw bytes; or one JSON object a header. Of the message's own header only the header is
 * read: the rest of a pipe or file is left alone. Other parts need the whole message in memory.
 */
#include <stdio.h>
#include <stdlib.h>

#include "cli/field_names.h"
#include "cli/field_output.h"
#include "cli/header_input.h"
#include "cli/jobs.h"
#include "cli/part_choice.h"
#include "cli/verb.h"

enum {
    OPT_FILE = 1,
    OPT_VALUE,
    OPT_RAW,
    OPT_JSON,
    OPT_DECODE,
    OPT_SECTION,
    OPT_MIME,
    OPT_INDEX,
    OPT_ALL,
    OPT_JOBS
};

enum {
    ROOT_HEADER = 0,
    CHOSEN_HEADER = 1,
    ALL_HEADERS = 2
};

struct fields {
    struct cli *cli;
    const struct arguments *arguments; /* its operands are the names */
    struct header_input header;
    struct field_output to;
    struct part_choice choice;
    int which; /* ..._HEADER(S) */
    int has_many;
    int has_pointed; /* to --file: once is enough */
};

static void write_origin(struct fields *fields, const char *file, pneu_str section, uint32_t part)
{
    char label[SECTION_CAPACITY + 1];

    if (fields->which != ALL_HEADERS) {
        field_output_origin(&fields->to, fields->has_many ? file : NULL, NULL);
        return;
    }
    if (section.ptr)
        snprintf(label, sizeof label, "%.*s", (int)section.len, section.ptr);
    else
        snprintf(label, sizeof label, "#%lu", (unsigned long)part);
    field_output_origin(&fields->to, fields->has_many ? file : NULL, label);
}

static void begin_json_header(struct fields *fields, const char *file, pneu_str section, uint32_t part)
{
    struct json *json = &fields->to.json;

    json_object_begin(json);
    json_key(json, "file");
    json_text(json, file);
    json_key(json, "index");
    json_number(json, part);
    json_key(json, "section");
    if (section.ptr)
        json_str(json, section);
    else
        json_null(json);
    json_key(json, "fields");
    json_array_begin(json);
}

static void end_json_header(struct fields *fields, pneu_status status)
{
    json_array_end(&fields->to.json);
    json_object_end(&fields->to.json);
    if (status == PNEU_OK)
        json_line_end(&fields->to.json);
    else
        json_line_drop(&fields->to.json);
}

/* A field for a person or a script: its line, or its bytes. */
static pneu_status write_plain(struct fields *fields, pneu_message *message, uint32_t part, const pneu_field *field,
                               const char *file)
{
    char buffer[SECTION_CAPACITY];
    uint64_t place = output_place(&fields->cli->out);
    pneu_status status;

    if (fields->to.form != FIELD_RAW)
        write_origin(fields, file, part_section_text(message, part, buffer), part);
    status = field_output_write(&fields->to, message, part, field);
    if (status != PNEU_OK)
        output_take_back(&fields->cli->out, place);
    return status;
}

/* Writes what is wanted of a part's header; the number of fields written. */
static size_t write_header(struct fields *fields, pneu_message *message, uint32_t part, const char *file)
{
    char buffer[SECTION_CAPACITY];
    pneu_str section = part_section_text(message, part, buffer);
    uint32_t count = pneu_part_field_count(message, part);
    pneu_status status = PNEU_OK;
    size_t written = 0;

    if (fields->to.form == FIELD_JSON)
        begin_json_header(fields, file, section, part);
    for (uint32_t i = 0; i < count && status == PNEU_OK && !output_failed(&fields->cli->out); i++) {
        pneu_field field;

        status = pneu_part_field(message, part, i, &field);
        if (status != PNEU_OK || !field_names_has(fields->arguments, field.name))
            continue;
        if (fields->to.form == FIELD_JSON)
            status = field_output_write(&fields->to, message, part, &field);
        else
            status = write_plain(fields, message, part, &field, file);
        written++;
    }
    if (fields->to.form == FIELD_JSON)
        end_json_header(fields, status);
    cli_complain_status(fields->cli, file, status);
    return written;
}

static void use_input(struct cli *cli, struct input *input, void *state)
{
    struct fields *fields = state;
    pneu_message *message = fields->which == ROOT_HEADER ? header_input_read(&fields->header, input)
                                                         : message_input_whole(cli, &fields->header.from, input);
    uint32_t part = 0;
    size_t written = 0;

    if (!message)
        return;
    if (fields->which == CHOSEN_HEADER) {
        part = part_choice_find(cli, &fields->choice, message, input->name);
        if (part == PNEU_NO_PART)
            return;
        if (!arguments_has(fields->arguments, OPT_MIME))
            part = part_choice_header(message, part);
    }
    if (fields->which == ALL_HEADERS)
        for (; part < pneu_message_part_count(message); part++)
            written += write_header(fields, message, part, input->name);
    else
        written = write_header(fields, message, part, input->name);
    if (written > 0 || fields->arguments->operand_count == 0)
        return;
    cli_raise(cli, CLI_REPORT);
    field_names_point_to_file(cli, fields->arguments, &fields->has_pointed);
}

static int form_wanted(const struct arguments *arguments)
{
    if (arguments_has(arguments, OPT_JSON))
        return FIELD_JSON;
    if (arguments_has(arguments, OPT_RAW))
        return FIELD_RAW;
    return arguments_has(arguments, OPT_VALUE) ? FIELD_VALUES : FIELD_LINES;
}

/* 0 if the command line makes no sense, which has been told. */
static int read_which(struct fields *fields)
{
    const char *index = arguments_value(fields->arguments, OPT_INDEX);
    const char *section = arguments_value(fields->arguments, OPT_SECTION);
    int all = arguments_has(fields->arguments, OPT_ALL);

    if ((index != NULL) + (section != NULL) + all > 1) {
        cli_complain(fields->cli, CLI_USAGE, NULL, "only one of --section, --index and --all-parts can be had");
        return 0;
    }
    if (arguments_has(fields->arguments, OPT_RAW) && arguments_has(fields->arguments, OPT_DECODE)) {
        cli_complain(fields->cli, CLI_USAGE, NULL, "--raw and --decode exclude each other");
        return 0;
    }
    fields->which = all ? ALL_HEADERS : index || section ? CHOSEN_HEADER : ROOT_HEADER;
    fields->choice.section = section;
    return !index || part_choice_by_index(fields->cli, index, &fields->choice);
}

static void run(struct cli *cli, const struct arguments *arguments)
{
    struct fields fields = {.cli = cli, .arguments = arguments};
    struct job job = {.user = {use_input, &fields}};
    const char **files;
    size_t count;

    if (!read_which(&fields) || !jobs_read(cli, arguments, OPT_JOBS, &job.workers))
        return;
    files = arguments_values(arguments, OPT_FILE, &count);
    if (!files) {
        cli_complain_status(cli, NULL, PNEU_ERR_MEMORY);
        return;
    }
    fields.has_many = inputs_are_many(files, count);
    if (field_output_init(cli, &fields.to, form_wanted(arguments)) && header_input_init(cli, &fields.header)) {
        fields.to.is_decoded = arguments_has(arguments, OPT_DECODE);
        jobs_each(cli, files, count, &job);
    }
    field_output_free(&fields.to);
    header_input_free(&fields.header);
    free(files);
}

static const struct option options[] = {
    {OPT_FILE, 'f', "file", "FILE", "read this message (or all below this directory); may be repeated"},
    {OPT_VALUE, 'v', "value", NULL, "the values alone, without the names"},
    {OPT_RAW, 'r', "raw", NULL, "the fields' bytes as they stand, folds and line ends included"},
    {OPT_JSON, 'j', "json", NULL, "one JSON object a header and line"},
    {OPT_DECODE, 'd', "decode", NULL,
     "texts and the names in addresses decoded to UTF-8, by the field's\n"
     "kind; with --json as one more key"},
    {OPT_SECTION, 's', "section", "SECTION",
     "of this part, in place of the message; of a message part the header\n"
     "of the message in it"},
    {OPT_MIME, 'm', "mime", NULL, "with --section or --index: of the part itself, also of a message part"},
    {OPT_INDEX, 'i', "index", "N", "of the N-th part in document order, from 0"},
    {OPT_ALL, 'a', "all-parts", NULL, "of all parts, each line with the part's section or index"},
    {OPT_JOBS, 'J', "jobs", "N", JOBS_HELP},
    {0},
};

const struct verb verb_fields = {
    .name = "fields",
    .summary = "show the fields of a header",
    .usage = "[OPTION]... [NAME]... [--file FILE]...",
    .about =
        "Shows the header fields with the names given, whatever their case, or all if there is no NAME, in the order\n"
        "of the message: one line a field, its folds undone, otherwise as it stands. Operands are names, never\n"
        "files: messages are given with --file, or on standard input. With several messages each line begins with\n"
        "the file's name. Of a message without --section, --index or --all-parts only the header is read.",
    .options = options,
    .exits = "  0 fields were shown; 1 a message has none of the names, or there is no such part; 2 usage;\n"
             "  3 a file cannot be read, output cannot be written, no memory.",
    .example = "  pneu fields --decode from to subject <mail.eml\n  pneu fields --value subject --file Maildir/cur",
    .run = run,
};
