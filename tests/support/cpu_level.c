/* The kernels to run with, from the environment. */
#include "support/cpu_level.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int32_t cpu_level_asked(void)
{
    const char *name = getenv("PNEU_CPU_LEVEL");
    if (name == NULL)
        return PNEU_CPU_512;
    for (int32_t level = PNEU_CPU_PORTABLE; level <= PNEU_CPU_512; level++)
        if (strcmp(name, pneu_cpu_level_name(level)) == 0)
            return level;
    fprintf(stderr, "PNEU_CPU_LEVEL=%s: no such level\n", name);
    exit(2);
}

const pneu_options *cpu_level_options(void)
{
    static pneu_options *options;
    if (options == NULL && (pneu_options_new(NULL, &options) != PNEU_OK ||
                            pneu_options_set(options, PNEU_OPTION_CPU_LEVEL, cpu_level_asked()) != PNEU_OK))
        abort();
    return options;
}
