/* What every verb is given: where output goes, how to tell the user about trouble, and the exit code so far. */
#ifndef PNEU_CLI_CLI_H
#define PNEU_CLI_CLI_H

#include "cli/output.h"
#include "cli/progress.h"
#include "pneu/base.h"

/* Exit codes; of several the highest counts. */
enum {
    CLI_FINE = 0,
    CLI_REPORT = 1, /* something to report; each verb's help says what */
    CLI_USAGE = 2,  /* the command line makes no sense */
    CLI_TROUBLE = 3 /* a file cannot be read or the output not be written; no memory */
};

struct cli {
    const char *verb; /* NULL before it is known */
    struct output out;
    struct progress progress;
    int display;           /* DISPLAY_... of the environment */
    pneu_options *options; /* for all that is made of the library's; NULL: its defaults */
    int exit_code;
};

#if defined(__GNUC__) || defined(__clang__)
#define CLI_PRINTF(text, first) __attribute__((format(printf, text, first)))
#else
#define CLI_PRINTF(text, first)
#endif

/* Raises the exit code to at least `code`. */
void cli_raise(struct cli *cli, int code);

/* "pneu VERB: FILE: text" on stderr, on one line whatever the bytes of name and text; FILE may be NULL. The text is cut
 * at 2000 bytes. The exit code is raised to `code` (CLI_FINE for a mere warning). */
void cli_complain(struct cli *cli, int code, const char *file, const char *format, ...) CLI_PRINTF(4, 5);

/* "pneu VERB: FILE: cannot open: No such file or directory", from errno, with exit code 3. */
void cli_complain_errno(struct cli *cli, const char *file, const char *what);

/* The same for an error of the library. Nothing for a status that is none. */
void cli_complain_status(struct cli *cli, const char *file, pneu_status status);

/* Points to the help of the verb, with exit code 2; after a complaint about the command line. */
void cli_point_to_help(struct cli *cli);

#endif
