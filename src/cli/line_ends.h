/* What pneu crlf and pneu lf have in common. */
#ifndef PNEU_CLI_LINE_ENDS_H
#define PNEU_CLI_LINE_ENDS_H

#include "cli/arguments.h"
#include "cli/cli.h"

/* Writes all inputs with the line ends that this codec makes (PNEU_CODEC_TO_...). */
void line_ends_run(struct cli *cli, const struct arguments *arguments, int32_t codec);

extern const struct option line_ends_options[];

#endif
