/* The vectors that the command may use: PNEU_CPU_LEVEL in the environment. The library never reads that itself. */
#ifndef PNEU_CLI_CPU_LEVEL_H
#define PNEU_CLI_CPU_LEVEL_H

#include "cli/cli.h"
#include "pneu/codec.h"

/* Sets cli->options to have the level that the environment names; without one they stay NULL, the library's defaults. 0
 * if it names none that there is (the user was told). */
int cpu_level_by_environment(struct cli *cli);

/* The same level for a codec. */
void cpu_level_set(const struct cli *cli, pneu_codec *codec);

#endif
