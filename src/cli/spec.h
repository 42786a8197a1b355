/* The text specification of a message, as 'pneu build --spec' reads it. */
#ifndef PNEU_CLI_SPEC_H
#define PNEU_CLI_SPEC_H

#include "cli/draft.h"

/* Adds what the text says: header and parts. `name`: of the file, for what is told. 0 on an error, which has been
 * told. */
int spec_read(struct draft *draft, const char *name, pneu_str text);

#endif
