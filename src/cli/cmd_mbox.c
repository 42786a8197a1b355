/*
 * pneu mbox split|list|join: messages out of an mbox, what is in it, messages into one.
 * The three are files of their own; here are the options.
 */
#include <string.h>

#include "cli/mbox_verbs.h"
#include "cli/verb.h"

enum {
    OPT_VARIANT = 1,
    OPT_DIRECTORY,
    OPT_MAILDIR,
    OPT_JSON,
    OPT_LF,
    OPT_GZIP
};

enum {
    SPLIT = 1,
    LIST = 2,
    JOIN = 4
};

static const struct {
    const char *name;
    int bit;
    void (*run)(struct cli *cli, const struct mbox_options *options);
} kinds[] = {{"split", SPLIT, mbox_split_run}, {"list", LIST, mbox_list_run}, {"join", JOIN, mbox_join_run}};

/* Which kinds an option goes with. */
static int kinds_of(int option)
{
    switch (option) {
    case OPT_DIRECTORY:
    case OPT_MAILDIR: return SPLIT;
    case OPT_JSON: return LIST;
    case OPT_LF: return JOIN;
    case OPT_GZIP: return SPLIT | JOIN;
    default: return SPLIT | LIST | JOIN;
    }
}

/* The index of what is to be done, or -1, which has been told. */
static int find_kind(struct cli *cli, const struct arguments *arguments)
{
    const char *word = arguments->operand_count > 0 ? arguments->operands[0] : "";
    int kind = 0, count = (int)(sizeof kinds / sizeof kinds[0]);

    while (kind < count && strcmp(kinds[kind].name, word) != 0)
        kind++;
    if (kind == count) {
        cli_complain(cli, CLI_USAGE, NULL, "the first operand must be one of: split, list, join");
        cli_point_to_help(cli);
        return -1;
    }
    for (size_t i = 0; i < arguments->option_count; i++) {
        if (kinds_of(arguments->options[i].id) & kinds[kind].bit)
            continue;
        cli_complain(cli, CLI_USAGE, NULL, "an option that was given does not go with '%s'", word);
        return -1;
    }
    return kind;
}

static void run(struct cli *cli, const struct arguments *arguments)
{
    int kind = find_kind(cli, arguments);
    struct mbox_options options = {
        .variant = kind >= 0 ? mbox_variant_by_name(cli, arguments_value(arguments, OPT_VARIANT)) : -1};

    if (options.variant < 0)
        return;
    options.directory = arguments_value(arguments, OPT_DIRECTORY);
    options.is_maildir = arguments_has(arguments, OPT_MAILDIR);
    options.is_json = arguments_has(arguments, OPT_JSON);
    options.to_lf = arguments_has(arguments, OPT_LF);
    options.is_gzip = arguments_has(arguments, OPT_GZIP);
    options.files = arguments->operands + 1;
    options.file_count = arguments->operand_count - 1;
    kinds[kind].run(cli, &options);
}

static const struct option options[] = {
    {OPT_VARIANT, 'v', "variant", "NAME", "mboxrd (the default), mboxo, mboxcl, mboxcl2 or plain"},
    {OPT_DIRECTORY, 'd', "directory", "DIR", "split: write into this directory, which exists"},
    {OPT_MAILDIR, 'm', "maildir", NULL,
     "split: DIR is a Maildir; its tmp, new and cur are made if need be, and\n"
     "flags are those of the fields Status and X-Status"},
    {OPT_JSON, 'j', "json", NULL, "list: one JSON object a message and line"},
    {OPT_LF, 'l', "lf", NULL, "join: the messages with LF line ends, as files on Unix have them"},
    {OPT_GZIP, 'z', "gzip", NULL, "split, join: write compressed"},
    {0},
};

const struct verb verb_mbox = {
    .name = "mbox",
    .summary = "take mboxes apart, list or make them",
    .usage = "split -d DIR [OPTION]... [FILE]...\n       pneu mbox list|join [OPTION]... [FILE]...",
    .about =
        "split writes each message of the mboxes to a file of its own, 000001.eml and so on; none is overwritten.\n"
        "list writes a line a message: number, offset, size, date, sender, subject. join writes the messages (of\n"
        "directories: all below them) as one mbox. A From line counts behind an empty line and with a date; quotes\n"
        "are undone and set as the variant says; mboxrd is the one that loses nothing. Compressed files are read as\n"
        "well. All three stream, in constant memory.",
    .options = options,
    .exits = "  0 fine; 1 there are bytes before the first message (split, list); 2 usage; 3 a file cannot be read,\n"
             "  output cannot be written, no memory.",
    .example = "  pneu mbox list archive.mbox.gz\n  pneu mbox split -d messages archive.mbox\n"
               "  pneu mbox join --lf Maildir/cur >archive.mbox",
    .run = run,
};
