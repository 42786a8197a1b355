/*
 * Help texts, made from the table of verbs: what a verb's help says of its options is what the parser of options uses.
 * In: a verb or none. Out: text of at most 100 columns.
 */
#include "cli/help.h"

#include <string.h>

enum {
    VERB_COLUMN = 10,
    OPTION_COLUMN = 26
};

static void write_padded(struct output *out, const char *text, size_t width)
{
    size_t len = strlen(text);

    output_text(out, text);
    output_repeat(out, ' ', len < width ? width - len : 1);
}

static void write_verbs(struct output *out)
{
    const struct verb *verb;

    for (size_t i = 0; (verb = verb_at(i)) != NULL; i++) {
        output_text(out, "  ");
        write_padded(out, verb->name, VERB_COLUMN);
        output_text(out, verb->summary);
        output_char(out, '\n');
    }
}

void help_write_usage(struct output *out)
{
    output_text(out, "Usage: pneu VERB [OPTION]... [FILE]...\n\nVerbs:\n");
    write_verbs(out);
    output_text(out, "\n'pneu help VERB' tells more.\n");
}

void help_write_all(struct output *out)
{
    output_text(out, "pneu reads, changes, builds and writes Internet mail: messages of RFC 5322 and MIME.\n\n"
                     "Usage: pneu VERB [OPTION]... [FILE]...\n"
                     "       pneu help [VERB]\n"
                     "       pneu --version\n\nVerbs:\n");
    write_verbs(out);
    output_text(out,
                "\nFILE is a message in a file, '-' (or no FILE at all) is standard input. A directory stands for\n"
                "all regular files below it, in the order of their names; symbolic links in it are not followed.\n"
                "Each file gives a result of its own; if one cannot be read, the others are still done.\n"
                "'--' ends the options.\n\n"
                "Exit code: 0 all is well, 1 something to report (see the verb's help), 2 the command line makes\n"
                "no sense, 3 a file cannot be read, output cannot be written, or memory is out. Of several the\n"
                "highest. Where the reader of the output goes away the command ends quietly.\n\n"
                "Environment: NO_COLOR switches colours off; LC_ALL, LC_CTYPE and LANG say whether the terminal\n"
                "shows UTF-8.\n");
}

static size_t write_option_name(struct output *out, const struct option *option)
{
    size_t width = 6 + 2 + strlen(option->name);

    output_text(out, "  ");
    if (option->letter != '\0') {
        output_char(out, '-');
        output_char(out, option->letter);
        output_text(out, ", --");
    } else {
        output_text(out, "    --");
    }
    output_text(out, option->name);
    if (option->value) {
        output_char(out, ' ');
        output_text(out, option->value);
        width += 1 + strlen(option->value);
    }
    return width;
}

/* Help may have several lines: those after the first stand below it. */
static void write_option(struct output *out, const struct option *option)
{
    size_t width = write_option_name(out, option);
    const char *help = option->help;

    output_repeat(out, ' ', width < OPTION_COLUMN ? OPTION_COLUMN - width : 1);
    for (; *help != '\0'; help++) {
        output_char(out, *help);
        if (*help == '\n')
            output_repeat(out, ' ', OPTION_COLUMN);
    }
    output_char(out, '\n');
}

void help_write_verb(struct output *out, const struct verb *verb)
{
    output_text(out, "pneu ");
    output_text(out, verb->name);
    output_text(out, ": ");
    output_text(out, verb->summary);
    output_text(out, "\n\nUsage: pneu ");
    output_text(out, verb->name);
    output_char(out, ' ');
    output_text(out, verb->usage);
    output_text(out, "\n\n");
    output_text(out, verb->about);
    output_text(out, "\n\nOptions:\n");
    for (const struct option *option = verb->options; option->id != 0; option++)
        write_option(out, option);
    write_option(out, &arguments_help_option);
    output_text(out, "\nExit code:\n");
    output_text(out, verb->exits);
    output_text(out, "\n\nExample:\n");
    output_text(out, verb->example);
    output_char(out, '\n');
}
