/* An event on one line, for people. */
#ifndef PNEU_CLI_EVENT_LINE_H
#define PNEU_CLI_EVENT_LINE_H

#include "cli/output.h"
#include "pneu/parse.h"

/* "BODY         part=1 offset=512 length=1024" and what else the event tells; nothing a terminal could act on. */
void event_line_write(struct output *out, const pneu_event *event, int display);

#endif
