/* The fields that a reader wants to see first. */
#ifndef PNEU_CLI_HEADER_LINES_H
#define PNEU_CLI_HEADER_LINES_H

#include "cli/output.h"
#include "pneu/tree.h"

/* Writes From, To, Cc, Date and Subject of the message, each decoded and on a line of its own, those that there are.
 * Nothing is written that a terminal could act on. The arena is reset. */
pneu_status header_lines_write(struct output *out, pneu_message *message, pneu_arena *arena, int display);

#endif
