/*
 * pneu sanitize: a message that all parsers read alike, from one that they read differently.
 * In: one message, read twice: a file from its place again, a pipe from a temporary file without a name. Out: the
 * message; on stderr what was done. A refusal is told before a byte is written.
 */
#include <stdlib.h>
#include <string.h>

#include "cli/json.h"
#include "cli/twice_input.h"
#include "cli/verb.h"
#include "pneu/sanitise.h"

enum {
    OPT_LEVEL = 1,
    OPT_FORCE,
    OPT_CRLF,
    OPT_SPOOL_MAX,
    OPT_LIST,
    OPT_JSON,
    OPT_QUIET
};

struct sanitize {
    pneu_sanitise_plan *plan;
    struct json json;
    char *block;
    uint64_t spool_max;
    int is_list;
    int is_json;
    int is_quiet;
};

/* ---- What is told ----------------------------------------------------------------------------------------------- */

static void tell_refusal(struct cli *cli, const pneu_sanitise_plan *plan, const char *name)
{
    pneu_sanitise_refusal refusal;

    pneu_sanitise_plan_refusal(plan, &refusal);
    cli_complain(cli, CLI_REPORT, name, "refused: %s in part %u (see --force)", pneu_defect_name(refusal.code),
                 (unsigned)refusal.part);
}

static void tell(struct cli *cli, const struct sanitize *state, const char *name)
{
    pneu_sanitise_summary summary;

    pneu_sanitise_plan_summary(state->plan, &summary);
    if (state->is_quiet || state->is_list || summary.cleaned == 0)
        return;
    cli_complain(cli, CLI_FINE, name, "cleaned %llu of %llu parts", (unsigned long long)summary.cleaned,
                 (unsigned long long)summary.parts);
    if (summary.losses > 0)
        cli_complain(cli, CLI_FINE, name, "warning: %llu parts lose addresses that ASCII cannot write",
                     (unsigned long long)summary.losses);
    if (summary.signed_parts > 0)
        cli_complain(cli, CLI_FINE, name, "warning: %llu signed parts are void",
                     (unsigned long long)summary.signed_parts);
    if (summary.signatures > 0)
        cli_complain(cli, CLI_FINE, name, "warning: %llu DKIM or ARC signatures are probably void",
                     (unsigned long long)summary.signatures);
}

static const struct {
    uint32_t bit;
    const char *name;
} reasons[] = {
    {PNEU_SANITISE_FOR_DEFECTS, "defects"},
    {PNEU_SANITISE_FOR_FORM, "form"},
    {PNEU_SANITISE_FOR_SEVEN_BIT, "7bit"},
    {PNEU_SANITISE_FOR_OTHERS, "others"},
};

static void write_line(struct cli *cli, const pneu_sanitise_item *item)
{
    const char *between = "\t";

    output_text(&cli->out, "cleaned\t");
    output_number(&cli->out, item->part);
    for (size_t i = 0; i < sizeof reasons / sizeof reasons[0]; i++)
        if ((item->reasons & reasons[i].bit) != 0) {
            output_text(&cli->out, between);
            output_text(&cli->out, reasons[i].name);
            between = ",";
        }
    between = "\t";
    for (int32_t code = 1; code < PNEU_DEFECT_COUNT; code++)
        if (pneu_defect_set_has(&item->found, code)) {
            output_text(&cli->out, between);
            output_text(&cli->out, pneu_defect_name(code));
            between = ",";
        }
    output_char(&cli->out, '\n');
}

static void write_codes(struct json *json, const pneu_defect_set *found)
{
    json_key(json, "defects");
    json_array_begin(json);
    for (int32_t code = 1; code < PNEU_DEFECT_COUNT; code++)
        if (pneu_defect_set_has(found, code))
            json_text(json, pneu_defect_name(code));
    json_array_end(json);
}

static void write_item(struct json *json, const pneu_sanitise_item *item)
{
    json_object_begin(json);
    json_key(json, "index");
    json_number(json, item->part);
    json_key(json, "reasons");
    json_array_begin(json);
    for (size_t i = 0; i < sizeof reasons / sizeof reasons[0]; i++)
        if ((item->reasons & reasons[i].bit) != 0)
            json_text(json, reasons[i].name);
    json_array_end(json);
    write_codes(json, &item->found);
    json_key(json, "loses_address");
    json_bool(json, item->loses_address);
    json_object_end(json);
}

static void write_parts(struct json *json, const pneu_sanitise_plan *plan, uint64_t count)
{
    pneu_sanitise_item item;

    json_key(json, "cleaned");
    json_array_begin(json);
    for (uint32_t part = 0; part < count; part++)
        if (pneu_sanitise_plan_item(plan, part, &item))
            write_item(json, &item);
    json_array_end(json);
}

static void write_refusal(struct json *json, const pneu_sanitise_plan *plan)
{
    pneu_sanitise_refusal refusal;

    pneu_sanitise_plan_refusal(plan, &refusal);
    json_key(json, "refused");
    if (refusal.status == PNEU_OK) {
        json_null(json);
        return;
    }
    json_object_begin(json);
    json_key(json, "index");
    json_number(json, refusal.part);
    json_key(json, "defect");
    json_text(json, pneu_defect_name(refusal.code));
    json_object_end(json);
}

static void write_json(struct sanitize *state, const char *name)
{
    struct json *json = &state->json;
    pneu_sanitise_summary summary;

    pneu_sanitise_plan_summary(state->plan, &summary);
    json_object_begin(json);
    json_key(json, "file");
    json_text(json, name);
    write_refusal(json, state->plan);
    json_key(json, "parts");
    json_number(json, summary.parts);
    write_parts(json, state->plan, summary.parts);
    json_key(json, "signed_parts");
    json_number(json, summary.signed_parts);
    json_key(json, "signatures");
    json_number(json, summary.signatures);
    json_object_end(json);
    json_line_end(json);
}

static void write_list(struct cli *cli, const struct sanitize *state)
{
    pneu_sanitise_summary summary;
    pneu_sanitise_item item;

    pneu_sanitise_plan_summary(state->plan, &summary);
    for (uint32_t part = 0; part < summary.parts; part++)
        if (pneu_sanitise_plan_item(state->plan, part, &item))
            write_line(cli, &item);
}

/* ---- The passes ------------------------------------------------------------------------------------------------- */

static int make_plan(struct cli *cli, struct sanitize *state, struct twice_input *input)
{
    pneu_status status = PNEU_OK;
    size_t got = INPUT_BLOCK;

    pneu_sanitise_plan_reset(state->plan);
    while (status == PNEU_OK && got == INPUT_BLOCK) {
        if (!twice_input_read(cli, input, state->block, INPUT_BLOCK, &got))
            return 0;
        status = pneu_sanitise_plan_push(state->plan, state->block, got);
    }
    if (status == PNEU_OK)
        status = pneu_sanitise_plan_finish(state->plan);
    if (state->is_json && (status == PNEU_OK || status == PNEU_ERR_REFUSED))
        write_json(state, input->first.name);
    if (status == PNEU_ERR_REFUSED)
        tell_refusal(cli, state->plan, input->first.name);
    else
        cli_complain_status(cli, input->first.name, status);
    return status == PNEU_OK;
}

/* PNEU_MORE, PNEU_DONE or an error. */
static pneu_status write_output(struct cli *cli, pneu_sanitise *filter)
{
    char room[16384];
    pneu_status status;
    size_t written;

    while ((status = pneu_sanitise_read(filter, room, sizeof room, &written)) == PNEU_OK)
        output_bytes(&cli->out, room, written);
    return status;
}

static void write_message(struct cli *cli, struct sanitize *state, struct twice_input *input)
{
    pneu_sanitise *filter = NULL;
    pneu_status status = pneu_sanitise_new(state->plan, NULL, &filter);
    size_t got = INPUT_BLOCK;

    while (status >= 0 && got == INPUT_BLOCK && !output_failed(&cli->out)) {
        if (!input_read(cli, &input->again, state->block, INPUT_BLOCK, &got)) {
            pneu_sanitise_free(filter);
            return;
        }
        status = pneu_sanitise_push(filter, state->block, got);
        if (status == PNEU_OK)
            status = write_output(cli, filter);
    }
    if (status == PNEU_MORE && !output_failed(&cli->out))
        status = pneu_sanitise_finish(filter);
    if (status == PNEU_OK)
        status = write_output(cli, filter);
    pneu_sanitise_free(filter);
    if (status == PNEU_ERR_CHANGED)
        cli_complain(cli, CLI_TROUBLE, input->first.name, "it was changed while it was read; the output is void");
    else
        cli_complain_status(cli, input->first.name, status);
}

static void sanitize_input(struct cli *cli, struct input *input, void *state)
{
    struct sanitize *sanitize = state;
    struct twice_input twice;

    int is_open = twice_input_open(cli, &twice, input);

    twice.spool_max = sanitize->spool_max;
    if (is_open && make_plan(cli, sanitize, &twice)) {
        if (sanitize->is_list && !sanitize->is_json)
            write_list(cli, sanitize);
        else if (!sanitize->is_list && twice_input_rewind(cli, &twice))
            write_message(cli, sanitize, &twice);
        tell(cli, sanitize, input->name);
    }
    twice_input_close(&twice);
}

/* ---- The command line ------------------------------------------------------------------------------------------- */

static int read_choices(struct cli *cli, const struct arguments *arguments, pneu_sanitise_choices *choices)
{
    const char *level = arguments_value(arguments, OPT_LEVEL);

    memset(choices, 0, sizeof *choices);
    if (arguments_has(arguments, OPT_FORCE))
        choices->flags |= PNEU_SANITISE_FORCE;
    if (arguments_has(arguments, OPT_CRLF))
        choices->flags |= PNEU_SANITISE_CRLF;
    if (level && strcmp(level, "all") == 0)
        choices->level = PNEU_SANITISE_ALL;
    else if (level && strcmp(level, "ambiguous") != 0) {
        cli_complain(cli, CLI_USAGE, NULL, "--level takes ambiguous or all, not '%s'", level);
        return 0;
    }
    if (arguments->operand_count > 1 && !arguments_has(arguments, OPT_LIST)) {
        cli_complain(cli, CLI_USAGE, NULL, "one message at a time");
        return 0;
    }
    return 1;
}

static int read_output(struct cli *cli, const struct arguments *arguments, struct sanitize *state)
{
    const char *spool_max = arguments_value(arguments, OPT_SPOOL_MAX);

    state->is_list = arguments_has(arguments, OPT_LIST);
    state->is_json = arguments_has(arguments, OPT_JSON);
    state->is_quiet = arguments_has(arguments, OPT_QUIET);
    json_init(&state->json, &cli->out);
    if (state->is_json && !state->is_list) {
        cli_complain(cli, CLI_USAGE, NULL, "--json goes with --list");
        return 0;
    }
    if (spool_max && (!arguments_number(spool_max, UINT64_MAX, &state->spool_max) || state->spool_max == 0)) {
        cli_complain(cli, CLI_USAGE, NULL, "--spool-max takes a number of bytes, not '%s'", spool_max);
        return 0;
    }
    return 1;
}

static void run(struct cli *cli, const struct arguments *arguments)
{
    struct sanitize state = {0};
    pneu_sanitise_choices choices;
    pneu_status status;

    if (!read_choices(cli, arguments, &choices) || !read_output(cli, arguments, &state))
        return;
    status = pneu_sanitise_plan_new(NULL, &choices, NULL, &state.plan);
    state.block = malloc(INPUT_BLOCK);
    if (status == PNEU_OK && !state.block)
        status = PNEU_ERR_MEMORY;
    cli_complain_status(cli, NULL, status);
    if (status == PNEU_OK)
        inputs_each(cli, arguments->operands, arguments->operand_count, sanitize_input, &state);
    pneu_sanitise_plan_free(state.plan);
    free(state.block);
}

static const struct option options[] = {
    {OPT_LEVEL, 'l', "level", "LEVEL",
     "ambiguous (the default): mend what parsers read differently; all:\n"
     "mend everything that can be mended"},
    {OPT_FORCE, 'f', "force", NULL, "repair what is refused otherwise"},
    {OPT_CRLF, '\0', "crlf", NULL, "CRLF line ends also where nothing is mended"},
    {OPT_SPOOL_MAX, '\0', "spool-max", "BYTES", "the most bytes of a temporary file; by default there is no limit"},
    {OPT_LIST, '\0', "list", NULL, "write no message, tell which parts would be cleaned, and why"},
    {OPT_JSON, 'j', "json", NULL, "with --list: one JSON object a message and line, as docs/json.md describes it"},
    {OPT_QUIET, 'q', "quiet", NULL, "say nothing but errors"},
    {0},
};

const struct verb verb_sanitize = {
    .name = "sanitize",
    .summary = "write a message so that all parsers read it alike",
    .usage = "[OPTION]... [FILE]",
    .about =
        "Writes the message as pneu reads it, so plainly that no other reading is left. What is well-formed keeps its\n"
        "bytes; a message without a defect of the level passes byte for byte. A message that is changed is 7-bit,\n"
        "with CRLF. Memory is constant but for some bytes a part: a file is read twice, a pipe goes through a "
        "temporary\n"
        "file. --list tells, with tabs between, the index of each part that is cleaned, why, and the defects found in it.",
    .options = options,
    .exits =
        "  0 the message was written; 1 it was refused, and nothing was written; 2 usage; 3 the file cannot be read,\n"
        "  output cannot be written, no memory.",
    .example = "  pneu sanitize <suspicious.eml | sendmail -t",
    .run = run,
};
