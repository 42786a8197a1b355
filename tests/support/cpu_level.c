/* The kernels to run with, from the environment. */
#include "support/cpu_level.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int64_t cpu_level_asked(void)
{
    static const char *const names[] = {"", "portable", "128", "256", "512"};
    const char *name = getenv("PNEU_CPU_LEVEL");
    if (name == NULL)
        return 0;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(name, names[i]) == 0)
            return (int64_t)i;
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
