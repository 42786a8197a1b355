/*
 * pneu strip: attachments removed by rule, with a note in their place or nothing.
 * In: messages, each read twice: what goes is known before the first byte is written. Out: the messages, or with --list
 * what would go. Memory is constant but for what goes.
 */
#include <string.h>
#include <unistd.h>

#include "cli/display.h"
#include "cli/json.h"
#include "cli/stage_pump.h"
#include "cli/strip_rules.h"
#include "cli/verb.h"

enum {
    OPT_TYPE = 1,
    OPT_NAME,
    OPT_LARGER,
    OPT_ENCODED,
    OPT_NOTE,
    OPT_NO_NOTE,
    OPT_SIGNED,
    OPT_LIST,
    OPT_JSON,
    OPT_QUIET
};

struct strip {
    pneu_strip_plan *plan;
    struct strip_rules rules;
    struct json json;
    struct stage_pump pump;
    int is_list;
    int is_json;
    int is_many;
    int is_quiet;
};

/* ---- What is told ----------------------------------------------------------------------------------------------- */

static const char *const fates[] = {"", "removed", "replaced", "left"};

static void write_line(struct cli *cli, const struct strip *strip, const char *file, const pneu_strip_item *item)
{
    struct output *out = &cli->out;

    if (strip->is_many) {
        display_words(out, file, cli->display);
        output_text(out, ": ");
    }
    output_text(out, fates[item->fate]);
    output_char(out, '\t');
    output_str(out, item->section);
    output_char(out, '\t');
    display_text(out, item->type, cli->display);
    output_char(out, '\t');
    output_number(out, item->size);
    output_char(out, '\t');
    display_text(out, item->name, isatty(out->fd) ? cli->display : DISPLAY_UTF8);
    output_char(out, '\n');
}

static void write_rule(struct json *json, const pneu_strip_rule *rule)
{
    json_key(json, "rule");
    json_object_begin(json);
    json_key(json, "type");
    json_str_or_null(json, rule->type);
    json_key(json, "name");
    json_str_or_null(json, rule->name);
    json_key(json, "larger_than");
    json_number(json, rule->larger_than);
    json_key(json, "encoded");
    json_bool(json, (rule->flags & PNEU_STRIP_ENCODED_SIZE) != 0);
    json_object_end(json);
}

static void write_json(struct strip *strip, const char *file, const pneu_strip_item *item)
{
    struct json *json = &strip->json;

    json_object_begin(json);
    json_key(json, "file");
    json_text(json, file);
    json_key(json, "fate");
    json_text(json, fates[item->fate]);
    json_key(json, "voids");
    json_bool(json, item->voids);
    json_key(json, "index");
    json_number(json, item->part);
    json_key(json, "section");
    json_str(json, item->section);
    json_key(json, "type");
    json_str(json, item->type);
    json_key(json, "name");
    json_str_or_null(json, item->name);
    json_key(json, "size");
    json_number(json, item->size);
    json_key(json, "offset");
    json_number(json, item->offset);
    json_key(json, "length");
    json_number(json, item->length);
    write_rule(json, &strip->rules.list[item->rule]);
    json_object_end(json);
    json_line_end(json);
}

static void write_list(struct cli *cli, struct strip *strip, const char *file)
{
    const pneu_strip_item *item;

    for (size_t i = 0; (item = pneu_strip_plan_item(strip->plan, i)) != NULL; i++) {
        if (strip->is_json)
            write_json(strip, file, item);
        else
            write_line(cli, strip, file, item);
    }
}

static void tell(struct cli *cli, const struct strip *strip, const char *name)
{
    pneu_strip_summary summary;

    pneu_strip_plan_summary(strip->plan, &summary);
    if (summary.left > 0)
        cli_complain(cli, CLI_REPORT, name, "%llu parts were left: they are signed or encrypted (see --signed)",
                     (unsigned long long)summary.left);
    if (strip->is_quiet || strip->is_list)
        return;
    if (summary.signed_parts > 0)
        cli_complain(cli, CLI_FINE, name, "warning: %llu signed or encrypted parts are void",
                     (unsigned long long)summary.signed_parts);
    if (summary.signatures > summary.in_doubt)
        cli_complain(cli, CLI_FINE, name, "warning: %llu DKIM or ARC signatures are void",
                     (unsigned long long)(summary.signatures - summary.in_doubt));
    if (summary.in_doubt > 0)
        cli_complain(cli, CLI_FINE, name, "warning: %llu DKIM or ARC signatures with l= are probably void",
                     (unsigned long long)summary.in_doubt);
}

/* ---- The passes ------------------------------------------------------------------------------------------------- */

static pneu_status push_plan(void *plan, const void *bytes, size_t len)
{
    return pneu_strip_plan_push(plan, bytes, len);
}

static int make_plan(struct cli *cli, struct strip *strip, struct twice_input *input)
{
    pneu_status status;

    pneu_strip_plan_reset(strip->plan);
    status = stage_pump_plan(cli, &strip->pump, input, push_plan, strip->plan);
    if (status == PNEU_OK)
        status = pneu_strip_plan_finish(strip->plan);
    cli_complain_status(cli, input->first.name, status);
    return status == PNEU_OK;
}

static void write_message(struct cli *cli, const struct strip *strip, struct twice_input *input)
{
    pneu_strip *filter = NULL;
    pneu_status status = pneu_strip_new(strip->plan, NULL, &filter);

    cli_complain_status(cli, input->first.name, status);
    if (status == PNEU_OK) {
        pneu_stage stage = pneu_strip_stage(filter);
        stage_pump_rewrite(cli, &strip->pump, input, &stage);
    }
    pneu_strip_free(filter);
}

static void strip_input(struct cli *cli, struct input *input, void *state)
{
    struct strip *strip = state;
    struct twice_input twice;

    if (twice_input_open(cli, &twice, input) && make_plan(cli, strip, &twice)) {
        if (strip->is_list)
            write_list(cli, strip, input->name);
        else
            write_message(cli, strip, &twice);
        tell(cli, strip, input->name);
    }
    twice_input_close(&twice);
}

/* ---- The command line ------------------------------------------------------------------------------------------- */

static int set_wording(struct cli *cli, const struct arguments *arguments, pneu_strip_plan *plan)
{
    const char *note = arguments_value(arguments, OPT_NOTE);
    pneu_status status = note ? pneu_strip_plan_set_wording(plan, (pneu_str){note, strlen(note)}) : PNEU_OK;

    if (status == PNEU_ERR_ARGUMENT)
        cli_complain(cli, CLI_USAGE, NULL, "the note must be UTF-8 without control characters, of at most %d bytes",
                     PNEU_STRIP_WORDING_MAX);
    else
        cli_complain_status(cli, NULL, status);
    return status == PNEU_OK;
}

static int set_up(struct cli *cli, const struct arguments *arguments, struct strip *strip)
{
    pneu_strip_choices choices = {.note = arguments_has(arguments, OPT_NO_NOTE) ? PNEU_STRIP_NO_NOTE : PNEU_STRIP_NOTE,
                                  .on_signed = arguments_has(arguments, OPT_SIGNED) ? PNEU_STRIP_CHANGE_SIGNED
                                                                                    : PNEU_STRIP_LEAVE_SIGNED};
    struct strip_rule_words words = {
        .types = OPT_TYPE, .names = OPT_NAME, .larger_than = OPT_LARGER, .encoded = OPT_ENCODED};
    pneu_status status;

    if (strip->is_json && !strip->is_list) {
        cli_complain(cli, CLI_USAGE, NULL, "--json goes with --list");
        return 0;
    }
    if (!strip_rules_read(cli, arguments, &words, &strip->rules))
        return 0;
    if (!stage_pump_init(cli, &strip->pump))
        return 0;
    status = pneu_strip_plan_new(cli->options, &choices, NULL, &strip->plan);
    cli_complain_status(cli, NULL, status);
    return status == PNEU_OK && strip_rules_give(cli, &strip->rules, strip->plan) &&
           set_wording(cli, arguments, strip->plan);
}

static void run(struct cli *cli, const struct arguments *arguments)
{
    struct strip strip = {.is_list = arguments_has(arguments, OPT_LIST),
                          .is_json = arguments_has(arguments, OPT_JSON),
                          .is_many = inputs_are_many(arguments->operands, arguments->operand_count),
                          .is_quiet = arguments_has(arguments, OPT_QUIET)};

    json_init(&strip.json, &cli->out);
    if (set_up(cli, arguments, &strip))
        inputs_each(cli, arguments->operands, arguments->operand_count, strip_input, &strip);
    pneu_strip_plan_free(strip.plan);
    strip_rules_free(&strip.rules);
    stage_pump_free(&strip.pump);
}

static const struct option options[] = {
    {OPT_TYPE, 't', "type", "PATTERN", "parts of this type, as image/* or text/html; again: of any of them"},
    {OPT_NAME, 'n', "name", "PATTERN", "parts with a file name like *.exe; again: like any of them"},
    {OPT_LARGER, 's', "larger-than", "SIZE", "parts of more bytes than this, decoded; K, M and G may follow"},
    {OPT_ENCODED, '\0', "encoded", NULL, "count the bytes as they stand in the message"},
    {OPT_NOTE, '\0', "note", "TEXT", "what the note in the place of a part says first"},
    {OPT_NO_NOTE, '\0', "no-note", NULL, "leave no note, where the message stays whole without one"},
    {OPT_SIGNED, '\0', "signed", NULL, "remove signed and encrypted parts too: that makes what is around them void"},
    {OPT_LIST, 'l', "list", NULL, "write no message, tell what would go"},
    {OPT_JSON, 'j', "json", NULL, "with --list: one JSON object a part and line, as docs/json.md describes it"},
    {OPT_QUIET, 'q', "quiet", NULL, "do not warn of signatures that are void"},
    {0},
};

const struct verb verb_strip = {
    .name = "strip",
    .summary = "remove attachments by type, name or size",
    .usage = "[OPTION]... [FILE]...",
    .about =
        "Writes each message without the parts that fit --type, --name and --larger-than, all of them that are given.\n"
        "In the place of a part stands a note with its name, type and size. All that is not removed keeps its bytes.\n"
        "In a PATTERN * is any run of characters, ? any one, and case does not matter. Without --type only "
        "attachments\n"
        "go; with it also the text of a message. A message that is one body alone gets the note as its body. Each "
        "input\n"
        "is read twice, a pipe from a temporary file without a name: nothing is written before all is known. --list\n"
        "tells, with tabs between, what becomes of a part, its section, type, size, and name.",
    .options = options,
    .exits = "  0 all is well; 1 parts were left since they are signed or encrypted; 2 usage;\n"
             "  3 a file cannot be read or was changed meanwhile, output cannot be written, no memory.",
    .example = "  pneu strip --type 'image/*' --larger-than 1M <mail.eml >small.eml",
    .run = run,
};
