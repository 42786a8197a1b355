/*
 * pneu needs: what a message asks of the transport that is to carry it.
 * In: messages. Out: a line each: the SMTP extensions it needs, its size with CRLF, its longest line. Memory is constant.
 */
#include "cli/event_pump.h"
#include "cli/json.h"
#include "cli/verb.h"
#include "pneu/needs.h"

enum {
    OPT_JSON = 1
};

struct examination {
    struct cli *cli;
    struct event_pump pump;
    struct json json;
    pneu_needs needs;
    int is_json;
};

static const struct {
    uint32_t bit;
    const char *name; /* the extension's keyword in EHLO */
    const char *key;
} extensions[] = {
    {PNEU_NEEDS_8BITMIME, "8BITMIME", "8bitmime"},
    {PNEU_NEEDS_BINARYMIME, "BINARYMIME", "binarymime"},
    {PNEU_NEEDS_SMTPUTF8, "SMTPUTF8", "smtputf8"},
};

static int add_event(void *state, const pneu_event *event)
{
    struct examination *examination = state;

    (void)pneu_needs_add(&examination->needs, event);
    return EVENT_GO_ON;
}

static void write_json(struct examination *examination, const char *name)
{
    struct json *json = &examination->json;
    const pneu_needs *needs = &examination->needs;

    json_object_begin(json);
    json_key(json, "file");
    json_text(json, name);
    for (size_t i = 0; i < sizeof extensions / sizeof extensions[0]; i++) {
        json_key(json, extensions[i].key);
        json_bool(json, (needs->extensions & extensions[i].bit) != 0);
    }
    json_key(json, "size");
    json_number(json, needs->size);
    json_key(json, "longest_line");
    json_number(json, needs->longest_line);
    json_object_end(json);
    json_line_end(json);
}

static void write_line(struct output *out, const char *name, const pneu_needs *needs)
{
    output_text(out, name);
    output_text(out, ":");
    for (size_t i = 0; i < sizeof extensions / sizeof extensions[0]; i++)
        if ((needs->extensions & extensions[i].bit) != 0) {
            output_char(out, ' ');
            output_text(out, extensions[i].name);
        }
    output_text(out, " SIZE=");
    output_number(out, needs->size);
    output_text(out, " longest line ");
    output_number(out, needs->longest_line);
    output_char(out, '\n');
}

static void examine_input(struct cli *cli, struct input *input, void *state)
{
    static const pneu_needs none = {0};
    struct examination *examination = state;

    examination->needs = none;
    if (!event_pump_run(cli, &examination->pump, input, add_event, examination))
        return;
    if (examination->is_json)
        write_json(examination, input->name);
    else
        write_line(&cli->out, input->name, &examination->needs);
}

static void run(struct cli *cli, const struct arguments *arguments)
{
    struct examination examination = {.cli = cli, .is_json = arguments_has(arguments, OPT_JSON)};

    json_init(&examination.json, &cli->out);
    cli->out.flushing = OUTPUT_WHOLE_LINES;
    if (event_pump_init(cli, &examination.pump, INPUT_BLOCK))
        inputs_each(cli, arguments->operands, arguments->operand_count, examine_input, &examination);
    event_pump_free(&examination.pump);
}

static const struct option options[] = {
    {OPT_JSON, 'j', "json", NULL, "one JSON object a message and line, as docs/json.md describes it"},
    {0},
};

const struct verb verb_needs = {
    .name = "needs",
    .summary = "tell what messages ask of the transport",
    .usage = "[OPTION]... [FILE]...",
    .about =
        "Tells of each message which SMTP extensions a server must offer to be sent it as it is: 8BITMIME for bytes\n"
        "above 127, BINARYMIME for NUL, bare CR and lines over 998 bytes, SMTPUTF8 for bytes above 127 in headers;\n"
        "its size with CRLF at each line's end, as SIZE counts it; and the length of its longest line. It streams,\n"
        "in constant memory.",
    .options = options,
    .exits = "  0 all is well; 2 usage; 3 a file cannot be read, output cannot be written, no memory.",
    .example = "  pneu needs --json Maildir/new | jq -r 'select(.smtputf8) | .file'",
    .run = run,
};
