/*
 * pneu readings: a message as other parsers read it, where they differ.
 * In: messages; with "get" the number of a reading, a section and one message. Out: the tree of the primary reading, then
 * those of the others, each with the defect that it answers; or the decoded body of a part in one of them.
 */
#include <string.h>

#include "cli/body_output.h"
#include "cli/color.h"
#include "cli/display.h"
#include "cli/jobs.h"
#include "cli/message_input.h"
#include "cli/part_choice.h"
#include "cli/readings_json.h"
#include "cli/tree_lines.h"
#include "cli/verb.h"
#include "cli/wording.h"

enum {
    OPT_JSON = 1,
    OPT_INDEX,
    OPT_COLOR,
    OPT_ASCII,
    OPT_JOBS
};

struct readings {
    struct message_input from;
    struct tree_look look;
    int is_json;
    struct part_choice choice; /* with "get" */
    uint64_t number;
};

/* The other readings of an input, or NULL, which has been told. */
static pneu_readings *find_readings(struct cli *cli, struct readings *state, struct input *input)
{
    pneu_readings *readings = NULL;
    pneu_status status;

    if (!input_uncompress(cli, input) || !input_read_whole(cli, input, &state->from.blob))
        return NULL;
    status = pneu_readings_new(state->from.blob.bytes, state->from.blob.len, cli->options, NULL, &readings);
    cli_complain_status(cli, input->name, status);
    return readings;
}

/* ---- The list ----------------------------------------------------------------------------------------------- */

/* "reading 1: duplicate_field=1, since sec_dup_content_type at byte 60" */
static void write_heading(struct output *out, size_t number, const pneu_other_reading *other)
{
    const char *before = ": ";

    output_text(out, "reading ");
    output_number(out, number);
    for (int32_t i = 1; i < PNEU_READING_SIZE; i++) {
        if (other->reading.choice[i] == 0)
            continue;
        output_text(out, before);
        output_text(out, wording_reading(i));
        output_char(out, '=');
        output_number(out, other->reading.choice[i]);
        before = ", ";
    }
    if (other->answers) {
        output_text(out, ", since ");
        output_text(out, wording_detail(other->answers));
        output_text(out, " at byte ");
        output_number(out, other->answers->offset);
        if (other->answers->space != 0)
            output_text(out, " of a decoded message");
    } else {
        output_text(out, ", together");
    }
    output_char(out, '\n');
}

static pneu_status write_lines(struct cli *cli, const struct readings *list, pneu_readings *readings, const char *name)
{
    const pneu_other_reading *other;
    pneu_status status;

    output_text(&cli->out, "reading 0: what most programs read\n");
    status = tree_lines_write(&cli->out, pneu_readings_primary(readings), name, &list->look);
    for (size_t i = 1; status == PNEU_OK && (status = pneu_readings_next(readings, &other)) == PNEU_OK; i++) {
        write_heading(&cli->out, i, other);
        status = pneu_message_load(other->message);
        if (status == PNEU_OK)
            status = tree_lines_write(&cli->out, other->message, name, &list->look);
    }
    return status;
}

static void list_input(struct cli *cli, struct input *input, void *state)
{
    struct readings *list = state;
    pneu_readings *readings = find_readings(cli, list, input);
    pneu_status status;

    if (!readings)
        return;
    if (pneu_readings_count(readings) > 0)
        cli_raise(cli, CLI_REPORT);
    if (list->is_json)
        status = readings_json_write(&cli->out, readings, input->name);
    else
        status = write_lines(cli, list, readings, input->name);
    cli_complain_status(cli, input->name, status);
    pneu_readings_free(readings);
}

/* ---- One part ----------------------------------------------------------------------------------------------- */

/* The message in the reading of this number; NULL if there is none, which has been told. */
static pneu_message *find_message(struct cli *cli, pneu_readings *readings, uint64_t number, const char *name)
{
    const pneu_other_reading *other = NULL;
    pneu_status status = PNEU_OK;

    if (number == 0)
        return pneu_readings_primary(readings);
    if (number > pneu_readings_count(readings)) {
        cli_complain(cli, CLI_REPORT, name, "there are %zu other readings", pneu_readings_count(readings));
        return NULL;
    }
    for (uint64_t i = 0; i < number && status == PNEU_OK; i++)
        status = pneu_readings_next(readings, &other);
    cli_complain_status(cli, name, status);
    return status == PNEU_OK && other ? other->message : NULL;
}

static void get_from(struct cli *cli, struct input *input, void *state)
{
    struct readings *get = state;
    pneu_readings *readings = find_readings(cli, get, input);
    pneu_message *message = readings ? find_message(cli, readings, get->number, input->name) : NULL;
    uint32_t part = message ? part_choice_find(cli, &get->choice, message, input->name) : PNEU_NO_PART;
    uint64_t length;

    if (part != PNEU_NO_PART)
        cli_complain_status(cli, input->name, body_output_write(&cli->out, message, part, &length));
    pneu_readings_free(readings);
}

static void run_get(struct cli *cli, const struct arguments *arguments, struct readings *get)
{
    struct arguments rest = *arguments;

    if (arguments_has(arguments, OPT_JSON))
        cli_complain(cli, CLI_USAGE, NULL, "--json does not go with 'get'");
    else if (rest.operand_count < 2 || !arguments_number(rest.operands[1], PNEU_READINGS_MAX, &get->number))
        cli_complain(cli, CLI_USAGE, NULL, "'get' wants the number of a reading, from 0 to %d", PNEU_READINGS_MAX);
    else {
        rest.operands += 2;
        rest.operand_count -= 2;
        if (part_choice_by_operands(cli, &rest, arguments_value(arguments, OPT_INDEX), &get->choice))
            inputs_each(cli, get->choice.files, get->choice.file_count, get_from, get);
    }
}

/* ---- The verb ----------------------------------------------------------------------------------------------- */

static void run_list(struct cli *cli, const struct arguments *arguments, struct readings *list)
{
    struct job job = {.user = {list_input, list}};
    const char *color = arguments_value(arguments, OPT_COLOR);

    list->is_json = arguments_has(arguments, OPT_JSON);
    list->look.is_color = color_decide(color, cli->out.fd);
    list->look.display = arguments_has(arguments, OPT_ASCII) ? DISPLAY_ASCII : cli->display;
    if (list->look.is_color < 0)
        cli_complain(cli, CLI_USAGE, NULL, "--color takes auto, always or never, not '%s'", color);
    else if (arguments_has(arguments, OPT_INDEX))
        cli_complain(cli, CLI_USAGE, NULL, "--index goes with 'get'");
    else if (jobs_read(cli, arguments, OPT_JOBS, &job.workers)) {
        cli->out.flushing = OUTPUT_WHOLE_LINES;
        jobs_each(cli, arguments->operands, arguments->operand_count, &job);
    }
}

static void run(struct cli *cli, const struct arguments *arguments)
{
    struct readings readings = {.is_json = 0};

    if (arguments->operand_count > 0 && strcmp(arguments->operands[0], "get") == 0)
        run_get(cli, arguments, &readings);
    else
        run_list(cli, arguments, &readings);
    message_input_free(&readings.from);
}

static const struct option options[] = {
    {OPT_JSON, 'j', "json", NULL, "one JSON object a message and line, as docs/json.md describes it"},
    {OPT_INDEX, 'i', "index", "I", "get: the I-th part in document order, from 0, in place of SECTION"},
    {OPT_COLOR, '\0', "color", "WHEN", "auto (the default), always or never"},
    {OPT_ASCII, '\0', "ascii", NULL, "draw with ASCII only, whatever the locale says"},
    {OPT_JOBS, 'J', "jobs", "N", JOBS_HELP},
    {0},
};

const struct verb verb_readings = {
    .name = "readings",
    .summary = "show a message as other parsers read it",
    .usage =
        "[OPTION]... [FILE]...\n       pneu readings get N SECTION [FILE]\n       pneu readings get --index I N [FILE]",
    .about =
        "Deployed parsers read malformed mail differently, and what one does not see another opens. This draws the\n"
        "message in each reading: 0 is the one of all other verbs, what most programs read; each other one makes\n"
        "one choice otherwise, from the part on in which a defect asks for it; the last one combines them. There\n"
        "are at most 8. get writes the decoded body of a part in reading N. A file called get is given as ./get.",
    .options = options,
    .exits = "  0 there is one reading only, or the part was written; 1 there are others, or no such reading or part;\n"
             "  2 usage; 3 a file cannot be read, output cannot be written, no memory.",
    .example = "  pneu readings suspicious.eml\n  pneu readings get 3 2 suspicious.eml >hidden.exe",
    .run = run,
};
