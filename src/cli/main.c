/*
 * The command `pneu`: finds the verb, reads its options, lets it run, and closes the output.
 * In: the command line. Out: the exit code, the worst of all that happened (see cli.h).
 * SIGPIPE is left as it was inherited, so that `pneu ... | head` ends as every filter does; where it is ignored, a
 * closed pipe ends the command with exit code 3 and no message. Every other error of the output is told.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/cli.h"
#include "cli/cpu_level.h"
#include "cli/display.h"
#include "cli/help.h"
#include "cli/verb.h"

enum {
    OUTPUT_BUFFER = 65536
};

/* A program may be started with descriptors 0 to 2 closed. Then the first file opened would become standard output, and
 * be written to. Each is filled with something that gives EBADF for its proper use, as if it still were closed. */
static void occupy_standard_descriptors(void)
{
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
        if (fcntl(fd, F_GETFD) < 0 && errno == EBADF && open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY) < 0)
            _exit(CLI_TROUBLE);
}

static void run_verb(struct cli *cli, const struct verb *verb, char **words)
{
    struct arguments arguments;

    cli->verb = verb->name;
    if (!arguments_parse(cli, verb->options, words, &arguments)) {
        if (cli->exit_code == CLI_USAGE)
            cli_point_to_help(cli);
    } else if (arguments_has(&arguments, OPTION_HELP)) {
        help_write_verb(&cli->out, verb);
    } else {
        verb->run(cli, &arguments);
    }
    arguments_free(&arguments);
}

static void write_version(struct output *out)
{
    output_text(out, "pneu " PNEU_VERSION_STRING " (libpneu ");
    output_text(out, pneu_version());
    output_text(out, ")\n");
}

static void write_usage_to_stderr(void)
{
    char buffer[1024];
    struct output err;

    output_init(&err, STDERR_FILENO, buffer, sizeof buffer);
    help_write_usage(&err);
    output_flush(&err);
}

static int is_any(const char *word, const char *first, const char *second)
{
    return strcmp(word, first) == 0 || strcmp(word, second) == 0;
}

static void dispatch(struct cli *cli, char **words)
{
    const struct verb *verb = words[0] ? verb_find(words[0]) : NULL;

    if (verb) {
        run_verb(cli, verb, words + 1);
    } else if (!words[0]) {
        write_usage_to_stderr();
        cli_raise(cli, CLI_USAGE);
    } else if (is_any(words[0], "--help", "-h")) {
        help_write_all(&cli->out);
    } else if (is_any(words[0], "--version", "-V")) {
        write_version(&cli->out);
    } else {
        cli_complain(cli, CLI_USAGE, NULL, "there is no %s '%s'", words[0][0] == '-' ? "option" : "verb", words[0]);
        cli_point_to_help(cli);
    }
}

static void close_output(struct cli *cli)
{
    output_close(&cli->out);
    if (!output_failed(&cli->out))
        return;
    errno = cli->out.error;
    if (errno == EPIPE)
        cli_raise(cli, CLI_TROUBLE);
    else
        cli_complain_errno(cli, "standard output", "cannot write");
}

int main(int argc, char **argv)
{
    struct cli cli = {0};
    char *buffer;

    occupy_standard_descriptors();
    cli.display = display_by_environment();
    progress_init(&cli.progress);
    buffer = malloc(OUTPUT_BUFFER);
    if (!buffer) {
        cli_complain_status(&cli, NULL, PNEU_ERR_MEMORY);
        return cli.exit_code;
    }
    output_init(&cli.out, STDOUT_FILENO, buffer, OUTPUT_BUFFER);
    if (cpu_level_by_environment(&cli))
        dispatch(&cli, argc > 0 ? argv + 1 : argv);
    progress_erase(&cli.progress);
    close_output(&cli);
    pneu_options_free(cli.options);
    free(buffer);
    return cli.exit_code;
}
