/*
 * pneu events: what the streaming parser says of a message, one line an event (include/pneu/parse.h has the list).
 * In: messages. Out: a trace, in constant memory; lines leave whole, as soon as their block is parsed.
 * Blocks are filled before they are parsed, so that a pipe and a file give the same trace; --block cuts them otherwise.
 */
#include "cli/display.h"
#include "cli/event_json.h"
#include "cli/event_line.h"
#include "cli/event_pump.h"
#include "cli/verb.h"

enum {
    OPT_JSON = 1,
    OPT_BLOCK
};

struct trace {
    struct cli *cli;
    struct event_pump pump;
    struct json json;
    int is_json;
    int has_many;
};

static int trace_event(void *state, const pneu_event *event)
{
    struct trace *trace = state;

    if (trace->is_json)
        event_json_write(&trace->json, event);
    else
        event_line_write(&trace->cli->out, event, trace->cli->display);
    return output_failed(&trace->cli->out) ? EVENT_ENOUGH : EVENT_GO_ON;
}

/* Which message the events are of, where there may be several; in JSON always. */
static void write_heading(struct trace *trace, const char *name)
{
    if (trace->is_json) {
        json_object_begin(&trace->json);
        json_key(&trace->json, "event");
        json_text(&trace->json, "MESSAGE");
        json_key(&trace->json, "file");
        json_text(&trace->json, name);
        json_object_end(&trace->json);
        json_line_end(&trace->json);
    } else if (trace->has_many) {
        output_text(&trace->cli->out, "MESSAGE      ");
        display_words(&trace->cli->out, name, trace->cli->display);
        output_char(&trace->cli->out, '\n');
    }
}

static void trace_input(struct cli *cli, struct input *input, void *state)
{
    struct trace *trace = state;

    write_heading(trace, input->name);
    event_pump_run(cli, &trace->pump, input, trace_event, trace);
}

static void run(struct cli *cli, const struct arguments *arguments)
{
    const char *block = arguments_value(arguments, OPT_BLOCK);
    struct trace trace = {.cli = cli, .is_json = arguments_has(arguments, OPT_JSON)};
    uint64_t size = INPUT_BLOCK;

    if (block && (!arguments_number(block, 16777216, &size) || size == 0)) {
        cli_complain(cli, CLI_USAGE, NULL, "--block takes a number from 1 to 16777216, not '%s'", block);
        return;
    }
    trace.has_many = inputs_are_many(arguments->operands, arguments->operand_count);
    json_init(&trace.json, &cli->out);
    cli->out.flushing = OUTPUT_WHOLE_LINES;
    if (event_pump_init(cli, &trace.pump, (size_t)size))
        inputs_each(cli, arguments->operands, arguments->operand_count, trace_input, &trace);
    event_pump_free(&trace.pump);
}

static const struct option options[] = {
    {OPT_JSON, 'j', "json", NULL, "one JSON object an event and line; first one that names the file"},
    {OPT_BLOCK, 'b', "block", "BYTES", "parse BYTES at a time (131072 if not given)"},
    {0},
};

const struct verb verb_events = {
    .name = "events",
    .summary = "show what the streaming parser says of a message",
    .usage = "[OPTION]... [FILE]...",
    .about =
        "One line an event: its type, part, offset and length, and what belongs to it: the fields' names, the\n"
        "entity at HEADER_END, the body's statistics at PART_END, a defect's code and place. The slices follow one\n"
        "another without a gap: together they are the message. It streams, in constant memory.",
    .options = options,
    .exits = "  0 the trace is complete; 2 usage; 3 a file cannot be read, output cannot be written, no memory.",
    .example = "  pneu events mail.eml\n  pneu events --json mail.eml | jq -c 'select(.event == \"DEFECT\")'",
    .run = run,
};
