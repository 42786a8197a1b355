/* Options as the library reads them: one array of limits and one reading, copied into every object. */
#ifndef PNEU_BASE_OPTIONS_H
#define PNEU_BASE_OPTIONS_H

#include "base/alloc.h"

#define PNEU_I_OPTION_COUNT (PNEU_OPTION_MAX_OUTPUT + 1)

typedef struct pneu_i_settings {
    uint64_t limit[PNEU_I_OPTION_COUNT]; /* by key, in force; "none" is UINT64_MAX */
    pneu_reading reading;
} pneu_i_settings;

/* The settings of an options object, or the defaults for NULL. */
void pneu_i_settings_from(const pneu_options *options, pneu_i_settings *out);

#endif
