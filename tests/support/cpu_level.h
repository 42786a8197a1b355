/*
 * The kernels that a test program runs with: those of the environment variable PNEU_CPU_LEVEL (a name of a level), or
 * without it the best there are. tests/meson.build names the programs that are run with each.
 */
#ifndef PNEU_TESTS_CPU_LEVEL_H
#define PNEU_TESTS_CPU_LEVEL_H

#include "pneu/base.h"

/* The value for PNEU_OPTION_CPU_LEVEL. Ends the program if the variable has no meaning. */
int32_t cpu_level_asked(void);

/* Options with that level; valid as long as the program runs. */
const pneu_options *cpu_level_options(void);

#endif
