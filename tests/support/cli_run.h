/* The command run in this process, with its standard input and outputs in files. */
#ifndef TESTS_SUPPORT_CLI_RUN_H
#define TESTS_SUPPORT_CLI_RUN_H

#include <stddef.h>

typedef struct cli_input {
    const char *bytes;
    size_t len;
    int is_pipe; /* as far as a pipe takes that at once; else it is a file */
} cli_input;

typedef struct cli_result {
    char *out, *err; /* with a NUL behind them */
    size_t out_len, err_len;
} cli_result;

/* main() of src/cli/main.c, by another name (fuzz/meson.build). */
int cli_main(int argc, char **argv);

/* Runs the command, and gives its exit code. */
int cli_run(int argc, char **argv, const cli_input *input, cli_result *result);

void cli_result_free(cli_result *result);

#endif
