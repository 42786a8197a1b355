/*
 * pneu help [VERB]: the help of the command, or of one verb.
 */
#include "cli/help.h"
#include "cli/verb.h"

static void run(struct cli *cli, const struct arguments *arguments)
{
    const struct verb *verb;

    if (arguments->operand_count == 0) {
        help_write_all(&cli->out);
        return;
    }
    if (arguments->operand_count > 1) {
        cli_complain(cli, CLI_USAGE, NULL, "one verb at a time");
        return;
    }
    verb = verb_find(arguments->operands[0]);
    if (verb)
        help_write_verb(&cli->out, verb);
    else
        cli_complain(cli, CLI_USAGE, NULL, "there is no verb '%s'; 'pneu help' lists them", arguments->operands[0]);
}

static const struct option options[] = {{0}};

const struct verb verb_help = {
    .name = "help",
    .summary = "tell how to use the command, or one of its verbs",
    .usage = "[VERB]",
    .about = "Shows all verbs, or the options and exit codes of one with an example. 'pneu VERB --help' does the same.",
    .options = options,
    .exits = "  0 the help was shown; 2 there is no such verb; 3 output cannot be written.",
    .example = "  pneu help tree",
    .run = run,
};
