/*
 * Messages to the user: "pneu VERB: FILE: what went wrong", on stderr, one line each, and the exit code that goes with
 * them. The progress line is taken away first. Names and texts may hold bytes from anywhere: they are made harmless.
 * Not handled: errors of stderr itself (there is nobody left to tell).
 */
#include "cli/cli.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/display.h"

void cli_raise(struct cli *cli, int code)
{
    if (code > cli->exit_code)
        cli->exit_code = code;
}

static void write_message(struct cli *cli, const char *file, const char *text)
{
    char buffer[1024];
    struct output err;

    progress_erase(&cli->progress);
    output_init(&err, STDERR_FILENO, buffer, sizeof buffer);
    output_text(&err, "pneu");
    if (cli->verb) {
        output_char(&err, ' ');
        output_text(&err, cli->verb);
    }
    output_text(&err, ": ");
    if (file) {
        display_words(&err, file, cli->display);
        output_text(&err, ": ");
    }
    display_words(&err, text, cli->display);
    output_char(&err, '\n');
    output_flush(&err);
}

void cli_complain(struct cli *cli, int code, const char *file, const char *format, ...)
{
    char text[2000];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    write_message(cli, file, text);
    cli_raise(cli, code);
}

void cli_complain_errno(struct cli *cli, const char *file, const char *what)
{
    cli_complain(cli, CLI_TROUBLE, file, "%s: %s", what, strerror(errno));
}

void cli_complain_status(struct cli *cli, const char *file, pneu_status status)
{
    if (status == PNEU_ERR_MEMORY)
        cli_complain(cli, CLI_TROUBLE, file, "out of memory");
    else if (status < 0)
        cli_complain(cli, CLI_TROUBLE, file, "the library says %s, which is a fault of pneu", pneu_status_name(status));
}

void cli_point_to_help(struct cli *cli)
{
    if (cli->verb)
        cli_complain(cli, CLI_USAGE, NULL, "see 'pneu %s --help'", cli->verb);
    else
        cli_complain(cli, CLI_USAGE, NULL, "see 'pneu --help'");
}
