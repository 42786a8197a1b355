/*
 * pneu cat: the parser's events written out again, which is the input, byte for byte (DESIGN law 4). For whoever wants
 * to see it for his own mail, and as a test of the parser in a pipe.
 * In: messages. Out: the same bytes; exit code 1 if they could not be the same. Memory is constant.
 */
#include "cli/event_pump.h"
#include "cli/packing.h"
#include "cli/verb.h"

enum {
    OPT_GZIP = 1
};

struct copy {
    struct cli *cli;
    struct event_pump pump;
    uint64_t written;
    int has_gap; /* an event did not begin where the one before it ended */
};

static int copy_event(void *state, const pneu_event *event)
{
    struct copy *copy = state;

    if (event->slice.len == 0)
        return EVENT_GO_ON;
    if (event->offset != copy->written)
        copy->has_gap = 1;
    output_str(&copy->cli->out, event->slice);
    copy->written += event->slice.len;
    return output_failed(&copy->cli->out) ? EVENT_ENOUGH : EVENT_GO_ON;
}

static void copy_input(struct cli *cli, struct input *input, void *state)
{
    struct copy *copy = state;

    copy->written = 0;
    copy->has_gap = 0;
    if (!event_pump_run(cli, &copy->pump, input, copy_event, copy))
        return;
    if (copy->has_gap || copy->written != copy->pump.read)
        cli_complain(cli, CLI_REPORT, input->name, "the output is not the input (%llu bytes read, %llu written)",
                     (unsigned long long)copy->pump.read, (unsigned long long)copy->written);
}

static void run(struct cli *cli, const struct arguments *arguments)
{
    struct copy copy = {.cli = cli};

    if (arguments_has(arguments, OPT_GZIP) && !packing_begin(cli, &cli->out))
        return;
    if (event_pump_init(cli, &copy.pump, INPUT_BLOCK))
        inputs_each(cli, arguments->operands, arguments->operand_count, copy_input, &copy);
    event_pump_free(&copy.pump);
}

static const struct option options[] = {
    {OPT_GZIP, 'z', "gzip", NULL, "compress the output"},
    {0},
};

const struct verb verb_cat = {
    .name = "cat",
    .summary = "parse messages and write them again, byte for byte",
    .usage = "[OPTION]... [FILE]...",
    .about =
        "Writes every message from the parser's events: the output is the input, whatever the input is. It streams,\n"
        "in constant memory. A check of offsets and lengths runs along. Of a compressed file (gzip) what it holds is\n"
        "written.",
    .options = options,
    .exits = "  0 the output is the input; 1 it is not (a fault of pneu: please report it); 2 usage;\n"
             "  3 a file cannot be read, output cannot be written, no memory.",
    .example = "  pneu cat mail.eml | cmp - mail.eml",
    .run = run,
};
