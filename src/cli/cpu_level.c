/*
 * The vectors that the command may use, from the environment: for comparing speeds, and for tests.
 * In: PNEU_CPU_LEVEL, the name of a level. Out: options that all verbs give to the library.
 */
#include "cli/cpu_level.h"

#include <stdlib.h>
#include <string.h>

int cpu_level_by_environment(struct cli *cli)
{
    const char *name = getenv("PNEU_CPU_LEVEL");
    int32_t level = PNEU_CPU_PORTABLE;
    pneu_status status;

    if (!name || name[0] == '\0')
        return 1;
    while (level <= PNEU_CPU_512 && strcmp(name, pneu_cpu_level_name(level)) != 0)
        level++;
    if (level > PNEU_CPU_512) {
        cli_complain(cli, CLI_USAGE, NULL, "PNEU_CPU_LEVEL: there is no level '%s': portable, 128, 256, 512", name);
        return 0;
    }
    status = pneu_options_new(NULL, &cli->options);
    if (status == PNEU_OK)
        status = pneu_options_set(cli->options, PNEU_OPTION_CPU_LEVEL, level);
    cli_complain_status(cli, NULL, status);
    return status == PNEU_OK;
}

void cpu_level_set(const struct cli *cli, pneu_codec *codec)
{
    int64_t level = PNEU_CPU_512;

    if (codec && cli->options && pneu_options_value(cli->options, PNEU_OPTION_CPU_LEVEL, &level) == PNEU_OK)
        (void)pneu_codec_set_cpu_level(codec, (int32_t)level);
}
