/* What pneu crlf and pneu lf have in common. */
#ifndef PNEU_CLI_LINE_ENDS_H
#define PNEU_CLI_LINE_ENDS_H

#include "cli/arguments.h"

/* The options of both. */
extern const struct option line_ends_options[];

/* Writes every input through this codec, and warns of each CR that is not followed by LF. */
void line_ends_run(struct cli *cli, const struct arguments *arguments, int32_t kind);

#endif
