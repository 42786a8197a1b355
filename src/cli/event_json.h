/* An event on one line, for programs. */
#ifndef PNEU_CLI_EVENT_JSON_H
#define PNEU_CLI_EVENT_JSON_H

#include "cli/json.h"
#include "pneu/parse.h"

/* The event as a JSON object, and a line end: see docs/json.md. */
void event_json_write(struct json *json, const pneu_event *event);

#endif
