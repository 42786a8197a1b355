/*
 * pneu date: dates as mail has them, read leniently, and written in the one form that is right.
 * In: dates as operands, or lines of standard input, or the Date fields of messages (--file). Out: one line a date, in
 * columns with a tab between them, or one JSON object. Lines are answered as they come, so that another program can ask
 * through a pair of pipes; memory depends on the longest of them only.
 * Not handled: a date of now, or in the zone of this place: nothing here looks at a clock.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/display.h"
#include "cli/field_value.h"
#include "cli/header_input.h"
#include "cli/values_json.h"
#include "cli/verb.h"
#include "pneu/date.h"

enum {
    OPT_FILE = 1,
    OPT_JSON,
    OPT_STRICT
};

struct dates {
    struct cli *cli;
    struct header_input header;
    struct json json;
    pneu_arena *arena;
    int is_json;
    int mode; /* PNEU_LENIENT or PNEU_STRICT */
    int has_many;
};

static void collect_defect(void *ctx, int32_t code, int32_t detail, uint64_t offset, uint64_t length)
{
    unsigned char *found = ctx;

    (void)detail;
    (void)offset;
    (void)length;
    found[code] = 1;
}

/* A date that was asked for; `text` is "" where it cannot be written. */
struct answer {
    const char *file; /* NULL for operands and lines */
    pneu_str value;
    pneu_date date;
    int has_date;
    pneu_str text;
    unsigned char defects[PNEU_DEFECT_COUNT]; /* 1 for each code found */
};

static void write_json(struct json *json, const struct answer *answer)
{
    json_object_begin(json);
    json_key(json, "file");
    if (answer->file)
        json_text(json, answer->file);
    else
        json_null(json);
    json_key(json, "value");
    json_str(json, answer->value);
    json_key(json, "text");
    json_str_or_null(json, answer->text);
    json_key(json, "date");
    if (answer->has_date)
        values_json_date(json, &answer->date);
    else
        json_null(json);
    json_key(json, "defects");
    json_array_begin(json);
    for (int32_t code = 1; code < PNEU_DEFECT_COUNT; code++)
        if (answer->defects[code])
            json_text(json, pneu_defect_name(code));
    json_array_end(json);
    json_object_end(json);
    json_line_end(json);
}

static void write_zone(struct output *out, const pneu_date *date)
{
    uint32_t minutes = (uint32_t)(date->offset_min < 0 ? -date->offset_min : date->offset_min);

    if (!date->zone_known) {
        output_text(out, "unknown");
        return;
    }
    output_char(out, date->offset_min < 0 ? '-' : '+');
    output_number(out, minutes / 600);
    output_number(out, minutes / 60 % 10);
    output_number(out, minutes % 60 / 10);
    output_number(out, minutes % 10);
}

static void write_line(const struct dates *dates, const struct answer *answer)
{
    struct output *out = &dates->cli->out;
    int64_t epoch = answer->date.epoch;

    if (answer->file && dates->has_many) {
        display_words(out, answer->file, dates->cli->display);
        output_text(out, ": ");
    }
    output_str(out, answer->text);
    output_char(out, '\t');
    if (epoch < 0)
        output_char(out, '-');
    output_number(out, epoch < 0 ? 0 - (uint64_t)epoch : (uint64_t)epoch);
    output_char(out, '\t');
    write_zone(out, &answer->date);
    output_char(out, '\n');
}

static pneu_status read_date(struct dates *dates, struct answer *answer)
{
    pneu_defect_sink sink = {collect_defect, answer->defects};
    pneu_status status = pneu_date_parse(answer->value, dates->mode, &sink, &answer->date);

    if (status == PNEU_ERR_NOT_FOUND || status == PNEU_ERR_SYNTAX)
        return PNEU_OK;
    answer->has_date = status == PNEU_OK;
    if (status == PNEU_OK)
        status = pneu_date_format(dates->arena, &answer->date, &answer->text);
    /* A year or zone that can be read but, by RFC 5322, not be written. */
    return status == PNEU_ERR_ARGUMENT ? PNEU_OK : status;
}

/* `raw` is read; shown is what it is on one line. */
static void answer_date(struct dates *dates, const char *file, pneu_str raw)
{
    struct answer answer = {.file = file, .value = raw, .text = {"", 0}};
    pneu_status status;

    pneu_arena_reset(dates->arena);
    status = read_date(dates, &answer);
    if (status == PNEU_OK)
        status = field_value_unfold(dates->arena, raw, &answer.value);
    cli_complain_status(dates->cli, file, status);
    if (status != PNEU_OK)
        return;
    if (!answer.has_date)
        cli_complain(dates->cli, CLI_REPORT, file, "no date: '%.*s'",
                     (int)(answer.value.len < 200 ? answer.value.len : 200), answer.value.ptr);
    if (dates->is_json)
        write_json(&dates->json, &answer);
    else if (answer.has_date)
        write_line(dates, &answer);
}

static void use_message(struct cli *cli, struct input *input, void *state)
{
    static const pneu_str name = {"Date", 4};
    struct dates *dates = state;
    pneu_message *message = header_input_read(&dates->header, input);
    struct field_value value;
    pneu_field field;
    pneu_status status = message ? PNEU_OK : PNEU_ERR_NOT_FOUND;
    uint32_t found = 0;

    for (uint32_t i = 0; status == PNEU_OK && !output_failed(&cli->out); i++) {
        status = pneu_part_find_field(message, 0, PNEU_FIELD_DATE, name, &i, &field);
        if (status == PNEU_OK)
            status = field_value_read(message, 0, &field, &value);
        if (status != PNEU_OK)
            break;
        answer_date(dates, input->name, value.raw);
        found++;
    }
    if (status != PNEU_ERR_NOT_FOUND)
        cli_complain_status(cli, input->name, status);
    else if (message && found == 0)
        cli_complain(cli, CLI_REPORT, input->name, "has no Date field");
}

static void use_lines(struct dates *dates)
{
    struct output *out = &dates->cli->out;
    char *line = NULL;
    size_t capacity = 0;
    ssize_t len;

    while (!output_failed(out) && (len = getline(&line, &capacity, stdin)) >= 0) {
        while (len > 0 && (line[len - 1] == '\n' || line[len - 1] == '\r'))
            len--;
        answer_date(dates, NULL, (pneu_str){line, (size_t)len});
        output_flush(out);
    }
    if (!output_failed(out) && !feof(stdin))
        cli_complain_errno(dates->cli, "-", "cannot read");
    free(line);
}

static void use_operands(struct dates *dates, const struct arguments *arguments)
{
    if (arguments->operand_count == 0)
        use_lines(dates);
    for (size_t i = 0; i < arguments->operand_count; i++) {
        const char *value = arguments->operands[i];

        if (strcmp(value, "-") == 0)
            use_lines(dates);
        else
            answer_date(dates, NULL, (pneu_str){value, strlen(value)});
    }
}

static int init(struct cli *cli, struct dates *dates)
{
    pneu_status status = pneu_arena_new(NULL, &dates->arena);

    cli_complain_status(cli, NULL, status);
    json_init(&dates->json, &cli->out);
    return status == PNEU_OK && header_input_init(cli, &dates->header);
}

static void run(struct cli *cli, const struct arguments *arguments)
{
    struct dates dates = {.cli = cli, .is_json = arguments_has(arguments, OPT_JSON)};
    const char **files;
    size_t count;

    dates.mode = arguments_has(arguments, OPT_STRICT) ? PNEU_STRICT : PNEU_LENIENT;
    if (arguments_has(arguments, OPT_FILE) && arguments->operand_count > 0) {
        cli_complain(cli, CLI_USAGE, NULL, "either dates or, with --file, messages can be given");
        return;
    }
    files = arguments_values(arguments, OPT_FILE, &count);
    if (!files) {
        cli_complain_status(cli, NULL, PNEU_ERR_MEMORY);
        return;
    }
    dates.has_many = inputs_are_many(files, count);
    if (init(cli, &dates)) {
        if (count > 0)
            inputs_each(cli, files, count, use_message, &dates);
        else
            use_operands(&dates, arguments);
    }
    header_input_free(&dates.header);
    pneu_arena_free(dates.arena);
    free(files);
}

static const struct option options[] = {
    {OPT_FILE, 'f', "file", "FILE",
     "read the Date fields of this message (or all below this directory)\n"
     "in place of dates; '-' is standard input; may be repeated"},
    {OPT_JSON, 'j', "json", NULL, "one JSON object a date and line, as docs/json.md describes it"},
    {OPT_STRICT, 's', "strict", NULL, "read what RFC 5322 allows, its obsolete forms included, and nothing else"},
    {0},
};

const struct verb verb_date = {
    .name = "date",
    .summary = "read dates as mail has them",
    .usage = "[OPTION]... [DATE]...\n       pneu date [OPTION]... --file FILE...",
    .about =
        "Reads each DATE, or each line of standard input ('-', or no DATE at all), or the Date fields of messages. "
        "One\n"
        "line a date, with a tab between the columns: the date as RFC 5322 has it, seconds since 1970, and the zone:\n"
        "'+0100', or 'unknown', where the time is taken as UTC. The first column is empty where RFC 5322 has no form\n"
        "for the date. Much that the RFC does not allow is read, too. With several messages each line begins with the\n"
        "file's name. Of messages only the header is read. What is no date has no line; with --json it has one.",
    .options = options,
    .exits = "  0 all are dates; 1 one is no date, or a message has none, which is told; 2 usage; 3 a file cannot be\n"
             "  read, output cannot be written, no memory.",
    .example = "  pneu date 'Sat, 21 Nov 2026 09:05 +0100'\n  pneu date --file mail.eml",
    .run = run,
};
