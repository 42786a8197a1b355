/*
 * pneu sanitize: a message that all parsers read alike, from one that they read differently.
 * In: one message, read twice: a file from its place again, a pipe from a temporary file without a name. Out: the
 * message; on stderr what was done. A refusal is told before a byte is written.
 */
#include <string.h>

#include "cli/sanitize_report.h"
#include "cli/stage_pump.h"
#include "cli/verb.h"
#include "pneu/sanitise.h"

enum {
    OPT_LEVEL = 1,
    OPT_READINGS,
    OPT_FORCE,
    OPT_CRLF,
    OPT_SPOOL_MAX,
    OPT_LIST,
    OPT_JSON,
    OPT_QUIET
};

struct sanitize {
    pneu_sanitise_plan *plan;
    struct stage_pump pump;
    uint64_t spool_max;
    int is_union; /* what other readings show is kept */
    int is_list;
    int is_json;
    int is_quiet;
};

/* ---- The passes ------------------------------------------------------------------------------------------------- */

static pneu_status push_plan(void *plan, const void *bytes, size_t len)
{
    return pneu_sanitise_plan_push(plan, bytes, len);
}

static int make_plan(struct cli *cli, struct sanitize *state, struct twice_input *input)
{
    pneu_status status;

    pneu_sanitise_plan_reset(state->plan);
    status = stage_pump_plan(cli, &state->pump, input, push_plan, state->plan);
    if (status == PNEU_OK)
        status = pneu_sanitise_plan_finish(state->plan);
    if (state->is_json && (status == PNEU_OK || status == PNEU_ERR_REFUSED))
        sanitize_write_json(cli, state->plan, input->first.name);
    if (status == PNEU_ERR_REFUSED)
        sanitize_tell_refusal(cli, state->plan, input->first.name);
    else
        cli_complain_status(cli, input->first.name, status);
    return status == PNEU_OK;
}

static void write_message(struct cli *cli, struct sanitize *state, struct twice_input *input)
{
    pneu_sanitise *filter = NULL;
    pneu_status status = pneu_sanitise_new(state->plan, NULL, &filter);

    cli_complain_status(cli, input->first.name, status);
    if (status == PNEU_OK) {
        pneu_stage stage = pneu_sanitise_stage(filter);
        stage_pump_rewrite(cli, &state->pump, input, &stage);
    }
    pneu_sanitise_free(filter);
}

/* The same with the message in memory. */
static void write_union(struct cli *cli, struct sanitize *state, struct twice_input *input)
{
    struct blob blob = {0};
    pneu_arena *arena = NULL;
    pneu_str out;
    size_t added = 0;
    pneu_status status = pneu_arena_new(NULL, &arena);

    if (status == PNEU_OK && twice_input_rewind(cli, input) && input_read_whole(cli, &input->again, &blob)) {
        pneu_str message = {blob.bytes, blob.len};
        status = pneu_sanitise_union(state->plan, arena, message, &out, &added);
        if (status == PNEU_OK)
            output_bytes(&cli->out, out.ptr, out.len);
    }
    if (status == PNEU_ERR_CHANGED)
        cli_complain(cli, CLI_TROUBLE, input->first.name, "it was changed while it was read");
    else
        cli_complain_status(cli, input->first.name, status);
    if (added > 0 && !state->is_quiet)
        cli_complain(cli, CLI_FINE, input->first.name, "bodies of other readings attached: %llu",
                     (unsigned long long)added);
    pneu_arena_free(arena);
    blob_free(&blob);
}

static void sanitize_input(struct cli *cli, struct input *input, void *state)
{
    struct sanitize *sanitize = state;
    struct twice_input twice;

    int is_open = twice_input_open(cli, &twice, input);

    twice.spool_max = sanitize->spool_max;
    if (is_open && make_plan(cli, sanitize, &twice)) {
        if (sanitize->is_list && !sanitize->is_json)
            sanitize_write_list(cli, sanitize->plan);
        else if (!sanitize->is_list)
            (sanitize->is_union ? write_union : write_message)(cli, sanitize, &twice);
        if (!sanitize->is_list && !sanitize->is_quiet)
            sanitize_tell_summary(cli, sanitize->plan, input->name);
    }
    twice_input_close(&twice);
}

/* ---- The command line ------------------------------------------------------------------------------------------- */

static int read_choices(struct cli *cli, const struct arguments *arguments, pneu_sanitise_choices *choices)
{
    const char *level = arguments_value(arguments, OPT_LEVEL), *readings = arguments_value(arguments, OPT_READINGS);

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
    if (readings && strcmp(readings, "primary") != 0 && strcmp(readings, "union") != 0) {
        cli_complain(cli, CLI_USAGE, NULL, "--readings takes primary or union, not '%s'", readings);
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
    const char *readings = arguments_value(arguments, OPT_READINGS);

    state->is_list = arguments_has(arguments, OPT_LIST);
    state->is_json = arguments_has(arguments, OPT_JSON);
    state->is_quiet = arguments_has(arguments, OPT_QUIET);
    state->is_union = readings && strcmp(readings, "union") == 0;
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
    status = pneu_sanitise_plan_new(cli->options, &choices, NULL, &state.plan);
    cli_complain_status(cli, NULL, status);
    if (stage_pump_init(cli, &state.pump) && status == PNEU_OK)
        inputs_each(cli, arguments->operands, arguments->operand_count, sanitize_input, &state);
    pneu_sanitise_plan_free(state.plan);
    stage_pump_free(&state.pump);
}

static const struct option options[] = {
    {OPT_LEVEL, 'l', "level", "LEVEL",
     "ambiguous (the default): mend what parsers read differently; all:\n"
     "mend everything that can be mended"},
    {OPT_READINGS, 'r', "readings", "WHICH",
     "primary (the default): what pneu reads; union: also, as attachments,\n"
     "what only other parsers find in a message that is mended (in memory)"},
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
        "file. --list tells, with tabs between, the index of each part that is cleaned, why, and the defects found in "
        "it.",
    .options = options,
    .exits =
        "  0 the message was written; 1 it was refused, and nothing was written; 2 usage; 3 the file cannot be read,\n"
        "  output cannot be written, no memory.",
    .example = "  pneu sanitize <suspicious.eml >clean.eml",
    .run = run,
};
