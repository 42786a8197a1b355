/* What a check found in a message, for people. */
#ifndef PNEU_CLI_DIAGNOSTICS_H
#define PNEU_CLI_DIAGNOSTICS_H

#include "cli/output.h"
#include "pneu/tree.h"

struct diagnostics_look {
    int is_color;
    int display;  /* DISPLAY_... */
    int32_t show; /* the least severity that is shown */
};

/* Writes what was found in a message that was checked, `bytes` its input. Nothing where nothing is to be shown.
 * PNEU_ERR_MEMORY: nothing was written. */
pneu_status diagnostics_write(struct output *out, pneu_message *message, pneu_str bytes, const char *file,
                              const struct diagnostics_look *look);

#endif
