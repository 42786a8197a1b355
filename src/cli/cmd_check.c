/*
 * pneu check: what is wrong with messages, for people and (--json) for programs; and pages on what can be wrong.
 * In: messages. Out: diagnostics. A message that has something of --fail-on or above makes the exit code 1.
 * Each message is read into memory, one that is too large for it into a temporary file.
 */
#include <string.h>

#include "cli/check_json.h"
#include "cli/color.h"
#include "cli/defect_page.h"
#include "cli/defect_sums.h"
#include "cli/diagnostics.h"
#include "cli/display.h"
#include "cli/jobs.h"
#include "cli/message_input.h"
#include "cli/verb.h"
#include "pneu/check.h"
#include "pneu/policy.h"

enum {
    OPT_FAIL_ON = 1,
    OPT_POLICY,
    OPT_SHOW,
    OPT_JSON,
    OPT_SUMMARY,
    OPT_QUIET,
    OPT_EXPLAIN,
    OPT_COLOR,
    OPT_ASCII,
    OPT_JOBS
};

struct check {
    struct message_input from;
    pneu_charsets *charsets; /* kept from message to message */
    struct diagnostics_look look;
    struct defect_sums sums;
    int32_t fail_on; /* a severity, or PNEU_POLICY_NEVER */
    int is_json;
    int is_summary;
    int is_quiet;
};

/* ---- One message ------------------------------------------------------------------------------------------------ */

static pneu_status report(struct cli *cli, struct check *check, pneu_message *message, const char *name)
{
    int is_refused = pneu_message_severity(message) >= check->fail_on;
    pneu_status status = PNEU_OK;

    if (check->is_summary)
        defect_sums_add(&check->sums, message, is_refused);
    else if (check->is_json)
        status = check_json_write(&cli->out, message, check->from.bytes, name, is_refused);
    else if (!check->is_quiet)
        status = diagnostics_write(&cli->out, message, check->from.bytes, name, &check->look);
    if (status == PNEU_OK && is_refused)
        cli_raise(cli, CLI_REPORT);
    return status;
}

static void check_input(struct cli *cli, struct input *input, void *state)
{
    struct check *check = state;
    pneu_message *message = message_input_whole(cli, &check->from, input);
    pneu_status status;

    if (!message)
        return;
    status = pneu_message_check(message, check->charsets);
    if (status == PNEU_OK)
        status = report(cli, check, message, input->name);
    cli_complain_status(cli, input->name, status);
}

/* ---- The command line ------------------------------------------------------------------------------------------- */

/* The severity that an option names, if it was given. 0 if it is none, which has been told. */
static int read_severity(struct cli *cli, const struct arguments *arguments, int id, int32_t *severity)
{
    const char *word = arguments_value(arguments, id);

    if (!word)
        return 1;
    if (id == OPT_FAIL_ON && strcmp(word, "never") == 0) {
        *severity = PNEU_POLICY_NEVER;
        return 1;
    }
    *severity = pneu_severity_by_name((pneu_str){word, strlen(word)});
    if (*severity < 0)
        cli_complain(cli, CLI_USAGE, NULL, "--%s takes info, warn, ambiguous%s, not '%s'",
                     id == OPT_FAIL_ON ? "fail-on" : "show", id == OPT_FAIL_ON ? ", attack or never" : " or attack",
                     word);
    return *severity >= 0;
}

static int read_policy(struct cli *cli, const struct arguments *arguments, struct check *check)
{
    const char *word = arguments_value(arguments, OPT_POLICY);
    int32_t policy = word ? pneu_policy_by_name((pneu_str){word, strlen(word)}) : PNEU_POLICY_DEFAULT;
    pneu_status status;

    if (policy < 0) {
        cli_complain(cli, CLI_USAGE, NULL, "--policy takes mta, mua, scanner or strict, not '%s'", word);
        return 0;
    }
    if (policy == PNEU_POLICY_DEFAULT)
        return 1;
    status = cli->options ? PNEU_OK : pneu_options_new(NULL, &cli->options);
    if (status == PNEU_OK)
        status = pneu_options_set_policy(cli->options, policy);
    cli_complain_status(cli, NULL, status);
    check->fail_on = pneu_policy_severity(policy);
    return status == PNEU_OK;
}

static int read_output(struct cli *cli, const struct arguments *arguments, struct check *check)
{
    const char *color = arguments_value(arguments, OPT_COLOR);

    check->is_json = arguments_has(arguments, OPT_JSON);
    check->is_summary = arguments_has(arguments, OPT_SUMMARY);
    check->is_quiet = arguments_has(arguments, OPT_QUIET);
    check->look.is_color = color_decide(color, cli->out.fd);
    check->look.display = arguments_has(arguments, OPT_ASCII) ? DISPLAY_ASCII : cli->display;
    if (check->look.is_color < 0)
        cli_complain(cli, CLI_USAGE, NULL, "--color takes auto, always or never, not '%s'", color);
    else if (check->is_json + check->is_summary + check->is_quiet > 1)
        cli_complain(cli, CLI_USAGE, NULL, "only one of --json, --summary and --quiet");
    else
        return 1;
    return 0;
}

static void add_sums(void *sums, const void *more)
{
    defect_sums_join(sums, more);
}

static void check_messages(struct cli *cli, const struct arguments *arguments, struct check *check)
{
    struct job job = {.user = {check_input, check}, .tally = {&check->sums, sizeof check->sums, add_sums}};
    pneu_status status;

    if (!jobs_read(cli, arguments, OPT_JOBS, &job.workers))
        return;
    status = pneu_charsets_new(NULL, &check->charsets);
    cli_complain_status(cli, NULL, status);
    if (status != PNEU_OK)
        return;
    cli->out.flushing = OUTPUT_WHOLE_LINES;
    jobs_each(cli, arguments->operands, arguments->operand_count, &job);
    if (check->is_summary)
        defect_sums_write(&cli->out, &check->sums, check->look.show, check->look.is_color);
}

static void run(struct cli *cli, const struct arguments *arguments)
{
    struct check check = {.fail_on = PNEU_SEVERITY_AMBIGUOUS};
    const char *explain = arguments_value(arguments, OPT_EXPLAIN);

    if (!read_output(cli, arguments, &check) || !read_severity(cli, arguments, OPT_SHOW, &check.look.show))
        return;
    if (explain && arguments->operand_count > 0)
        cli_complain(cli, CLI_USAGE, NULL, "--explain takes a code and no file");
    else if (explain)
        defect_page_write(cli, explain, check.look.is_color);
    else if (read_policy(cli, arguments, &check) && read_severity(cli, arguments, OPT_FAIL_ON, &check.fail_on))
        check_messages(cli, arguments, &check);
    message_input_free(&check.from);
    pneu_charsets_free(check.charsets);
}

static const struct option options[] = {
    {OPT_FAIL_ON, 'f', "fail-on", "SEVERITY",
     "exit with 1 from this severity on: info, warn, ambiguous (the default),\n"
     "attack or never"},
    {OPT_POLICY, 'p', "policy", "POLICY",
     "mta (exit with 1 from attack on), mua (never), scanner (from ambiguous on,\n"
     "and look on behind the usual limits), strict (from ambiguous on)"},
    {OPT_SHOW, '\0', "show", "SEVERITY", "show nothing below this severity; info (the default) shows everything"},
    {OPT_JSON, 'j', "json", NULL, "one JSON object a message and line, as docs/json.md describes it"},
    {OPT_SUMMARY, 's', "summary", NULL, "only a table over all messages: how often each code was found"},
    {OPT_QUIET, 'q', "quiet", NULL, "print nothing: the exit code tells"},
    {OPT_EXPLAIN, 'e', "explain", "CODE", "read no message, but tell all about a code; list: name all; all: tell all"},
    {OPT_COLOR, '\0', "color", "WHEN", "auto (the default), always or never"},
    {OPT_JOBS, 'J', "jobs", "N", JOBS_HELP},
    {OPT_ASCII, '\0', "ascii", NULL, "show other characters as escapes, whatever the locale says"},
    {0},
};

const struct verb verb_check = {
    .name = "check",
    .summary = "tell what is wrong with messages",
    .usage = "[OPTION]... [FILE]...",
    .about =
        "Tells everything that is wrong with each message: FILE:LINE:COLUMN: SEVERITY: CODE: what it is; the line\n"
        "itself; and, from warn on, what pneu makes of it and what other programs do. Columns count bytes. The\n"
        "severities: info, harmless; warn, wrong, but read alike by nearly all programs; ambiguous, mainstream\n"
        "programs read it differently; attack, no honest sender does it. A message is read into memory, one of more\n"
        "than 256 MiB into a temporary file.",
    .options = options,
    .exits = "  0 nothing of --fail-on or above was found; 1 something was; 2 usage; 3 a file cannot be read, output\n"
             "  cannot be written, no memory.",
    .example = "  pneu check suspicious.eml\n  pneu check --summary Maildir/\n  pneu check --explain sec_dup_from",
    .run = run,
};
