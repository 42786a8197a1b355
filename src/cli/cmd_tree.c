/*
 * pneu tree: what a message is made of, for people and (--json) for programs.
 * In: messages. Out: a drawing each, or a line of JSON each.
 * Files up to INPUT_IN_MEMORY bytes are parsed in memory; pipes and larger files are streamed, with offsets kept only.
 * What needs bytes (--bodies, --text, --fields, --values) is read whole in any case.
 */
#include "cli/color.h"
#include "cli/display.h"
#include "cli/jobs.h"
#include "cli/message_input.h"
#include "cli/tree_json.h"
#include "cli/tree_lines.h"
#include "cli/verb.h"

enum {
    OPT_JSON = 1,
    OPT_BODIES,
    OPT_FIELDS,
    OPT_VALUES,
    OPT_TEXT,
    OPT_COLOR,
    OPT_ASCII,
    OPT_JOBS
};

struct tree {
    struct message_input from;
    struct tree_look look;
    int is_json;
    uint32_t with; /* TREE_JSON_... */
};

static void show_input(struct cli *cli, struct input *input, void *state)
{
    struct tree *tree = state;
    pneu_message *message;
    pneu_status status;

    if (!input_uncompress(cli, input))
        return;
    if (tree->with != 0 || (input->is_regular && input->size <= INPUT_IN_MEMORY))
        message = message_input_whole(cli, &tree->from, input);
    else
        message = message_input_offsets(cli, &tree->from, input);
    if (!message)
        return;
    status = pneu_message_load(message);
    if (status == PNEU_OK && tree->is_json)
        status = tree_json_write(&cli->out, message, input->name, tree->with);
    else if (status == PNEU_OK)
        status = tree_lines_write(&cli->out, message, input->name, &tree->look);
    cli_complain_status(cli, input->name, status);
}

static int read_options(struct cli *cli, const struct arguments *arguments, struct tree *tree)
{
    const char *color = arguments_value(arguments, OPT_COLOR);

    tree->is_json = arguments_has(arguments, OPT_JSON);
    if (arguments_has(arguments, OPT_BODIES))
        tree->with |= TREE_JSON_BODIES;
    if (arguments_has(arguments, OPT_FIELDS))
        tree->with |= TREE_JSON_FIELDS;
    if (arguments_has(arguments, OPT_VALUES))
        tree->with |= TREE_JSON_VALUES;
    if (arguments_has(arguments, OPT_TEXT))
        tree->with |= TREE_JSON_TEXT;
    tree->look.is_color = color_decide(color, cli->out.fd);
    tree->look.display = arguments_has(arguments, OPT_ASCII) ? DISPLAY_ASCII : cli->display;
    if (tree->look.is_color < 0)
        cli_complain(cli, CLI_USAGE, NULL, "--color takes auto, always or never, not '%s'", color);
    else if (tree->with != 0 && !tree->is_json)
        cli_complain(cli, CLI_USAGE, NULL, "--bodies, --text, --fields and --values go with --json");
    else
        return 1;
    return 0;
}

static void run(struct cli *cli, const struct arguments *arguments)
{
    struct tree tree = {.is_json = 0};
    struct job job = {.user = {show_input, &tree}};

    if (!read_options(cli, arguments, &tree) || !jobs_read(cli, arguments, OPT_JOBS, &job.workers))
        return;
    cli->out.flushing = OUTPUT_WHOLE_LINES;
    jobs_each(cli, arguments->operands, arguments->operand_count, &job);
    message_input_free(&tree.from);
}

static const struct option options[] = {
    {OPT_JSON, 'j', "json", NULL, "one JSON object a message and line, as docs/json.md describes it"},
    {OPT_BODIES, 'b', "bodies", NULL, "with --json: the decoded bodies too, in base64"},
    {OPT_TEXT, 't', "text", NULL, "with --json: the text bodies as UTF-8 too"},
    {OPT_FIELDS, 'f', "fields", NULL, "with --json: the header fields too"},
    {OPT_VALUES, 'v', "values", NULL, "with --json: what the header fields of each message say, by their types"},
    {OPT_COLOR, '\0', "color", "WHEN", "auto (the default), always or never"},
    {OPT_ASCII, '\0', "ascii", NULL, "draw with ASCII only, whatever the locale says"},
    {OPT_JOBS, 'J', "jobs", "N", JOBS_HELP},
    {0},
};

const struct verb verb_tree = {
    .name = "tree",
    .summary = "show the parts of a message",
    .usage = "[OPTION]... [FILE]...",
    .about =
        "Draws each message as a tree: section, type, encoding, size of the body in the file and decoded, name,\n"
        "charset and disposition of each part; then the defects found. A pipe is streamed in constant memory, with\n"
        "--json too; a file is read into memory up to 256 MiB, and so is everything with --bodies, --text,\n"
        "--fields or --values.",
    .options = options,
    .exits = "  0 every message was shown, whatever its defects; 2 usage; 3 a file cannot be read, output cannot be\n"
             "  written, no memory.",
    .example = "  pneu tree mail.eml\n  pneu tree --json Maildir/ | jq -r '.parts[] | select(.filename) | .filename'",
    .run = run,
};
