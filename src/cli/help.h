/* The help texts. */
#ifndef PNEU_CLI_HELP_H
#define PNEU_CLI_HELP_H

#include "cli/output.h"
#include "cli/verb.h"

/* How to call the command, in a few lines. */
void help_write_usage(struct output *out);

/* All verbs, and what is common to them. */
void help_write_all(struct output *out);

/* One verb. */
void help_write_verb(struct output *out, const struct verb *verb);

#endif
