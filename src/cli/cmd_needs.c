/*
 * pneu needs: what a message asks of the transport that is to carry it, and with --offer whether that is enough.
 * In: messages. Out: a line each: the SMTP extensions it needs, its size with CRLF, its longest line, what is missing.
 * Memory is constant.
 */
#include <string.h>

#include "cli/display.h"
#include "cli/event_pump.h"
#include "cli/jobs.h"
#include "cli/json.h"
#include "cli/verb.h"
#include "pneu/needs.h"

enum {
    OPT_JSON = 1,
    OPT_OFFER,
    OPT_JOBS
};

struct examination {
    struct cli *cli;
    struct event_pump pump;
    struct json json;
    pneu_needs needs;
    pneu_offer offer;
    int has_offer;
    int is_json;
};

static const struct {
    uint32_t bit;
    const char *name; /* the extension's keyword in EHLO; in lower case what is none */
    const char *key;  /* NULL: told of what is missing only */
} needed[] = {
    {PNEU_NEEDS_8BITMIME, "8BITMIME", "8bitmime"},
    {PNEU_NEEDS_BINARYMIME, "BINARYMIME", "binarymime"},
    {PNEU_NEEDS_SMTPUTF8, "SMTPUTF8", "smtputf8"},
    {PNEU_NEEDS_CONVERSION, "conversion", "conversion"},
    {PNEU_NEEDS_SIZE, "SIZE", NULL},
};

enum {
    NEEDED_COUNT = sizeof needed / sizeof needed[0]
};

static int add_event(void *state, const pneu_event *event)
{
    struct examination *examination = state;

    (void)pneu_needs_add(&examination->needs, event);
    return EVENT_GO_ON;
}

static void write_json(struct examination *examination, const char *name, uint32_t missing)
{
    struct json *json = &examination->json;
    const pneu_needs *needs = &examination->needs;

    json_object_begin(json);
    json_key(json, "file");
    json_text(json, name);
    for (size_t i = 0; i < NEEDED_COUNT && needed[i].key; i++) {
        json_key(json, needed[i].key);
        json_bool(json, (needs->extensions & needed[i].bit) != 0);
    }
    json_key(json, "size");
    json_number(json, needs->size);
    json_key(json, "longest_line");
    json_number(json, needs->longest_line);
    if (examination->has_offer) {
        json_key(json, "missing");
        json_array_begin(json);
        for (size_t i = 0; i < NEEDED_COUNT; i++)
            if ((missing & needed[i].bit) != 0)
                json_text(json, needed[i].name);
        json_array_end(json);
    }
    json_object_end(json);
    json_line_end(json);
}

static void write_names(struct output *out, uint32_t bits)
{
    for (size_t i = 0; i < NEEDED_COUNT; i++)
        if ((bits & needed[i].bit) != 0) {
            output_char(out, ' ');
            output_text(out, needed[i].name);
        }
}

static void write_line(struct examination *examination, const char *name, uint32_t missing)
{
    struct output *out = &examination->cli->out;
    const pneu_needs *needs = &examination->needs;

    display_words(out, name, examination->cli->display);
    output_char(out, ':');
    write_names(out, needs->extensions);
    output_text(out, " SIZE=");
    output_number(out, needs->size);
    output_text(out, " longest line ");
    output_number(out, needs->longest_line);
    if (missing != 0) {
        output_text(out, "; missing:");
        write_names(out, missing);
    }
    output_char(out, '\n');
}

static void examine_input(struct cli *cli, struct input *input, void *state)
{
    struct examination *examination = state;
    uint32_t missing;

    memset(&examination->needs, 0, sizeof examination->needs);
    if (!event_pump_run(cli, &examination->pump, input, add_event, examination))
        return;
    missing = examination->has_offer ? pneu_needs_missing(&examination->needs, &examination->offer) : 0;
    if (examination->is_json)
        write_json(examination, input->name, missing);
    else
        write_line(examination, input->name, missing);
    if (missing != 0)
        cli_raise(cli, CLI_REPORT);
}

static void run(struct cli *cli, const struct arguments *arguments)
{
    struct examination examination = {.cli = cli, .is_json = arguments_has(arguments, OPT_JSON)};
    struct job job = {.user = {examine_input, &examination}};
    const char *offer = arguments_value(arguments, OPT_OFFER);

    if (!jobs_read(cli, arguments, OPT_JOBS, &job.workers))
        return;
    if (offer) {
        examination.has_offer = 1;
        (void)pneu_offer_parse((pneu_str){offer, strlen(offer)}, &examination.offer);
    }
    json_init(&examination.json, &cli->out);
    cli->out.flushing = OUTPUT_WHOLE_LINES;
    if (event_pump_init(cli, &examination.pump, INPUT_BLOCK))
        jobs_each(cli, arguments->operands, arguments->operand_count, &job);
    event_pump_free(&examination.pump);
}

static const struct option options[] = {
    {OPT_OFFER, 'o', "offer", "KEYWORDS", "what a server answers to EHLO: tell what is missing, and exit with 1 if so"},
    {OPT_JSON, 'j', "json", NULL, "one JSON object a message and line, as docs/json.md describes it"},
    {OPT_JOBS, 'J', "jobs", "N", JOBS_HELP},
    {0},
};

const struct verb verb_needs = {
    .name = "needs",
    .summary = "tell what messages ask of the transport",
    .usage = "[OPTION]... [FILE]...",
    .about =
        "Tells of each message which SMTP extensions a server must offer to be sent it as it is: 8BITMIME for bytes\n"
        "above 127, BINARYMIME for NUL, bare CR and lines over 998 bytes, SMTPUTF8 for bytes above 127 in headers;\n"
        "conversion where a header has what no extension carries; its size with CRLF at each line's end, as SIZE\n"
        "counts it; and the length of its longest line. --offer takes the whole reply to EHLO, or its keywords with\n"
        "white space between, BINARYMIME with CHUNKING only. It streams, in constant memory.",
    .options = options,
    .exits =
        "  0 all is well; 1 with --offer: something is missing; 2 usage; 3 a file cannot be read, output cannot be\n"
        "  written, no memory.",
    .example = "  pneu needs --offer '8BITMIME SIZE 10000000' mail.eml || echo 'not to that host as it is'",
    .run = run,
};
