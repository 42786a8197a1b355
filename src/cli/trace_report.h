/* The trail of a message, for people and for programs. */
#ifndef PNEU_CLI_TRACE_REPORT_H
#define PNEU_CLI_TRACE_REPORT_H

#include "cli/json.h"
#include "pneu/trace.h"
#include "pneu/tree.h"

/* What is known of one message's way. Arrays are newest first, as the header has them; what is shown is numbered as the
 * message went, from 1. */
struct trace {
    const char *file;
    const pneu_received *received;
    const pneu_span *places; /* of the fields, in the file */
    pneu_trail trail;
    int has_own; /* own hosts were named */
};

/* The number of the hop with this index. */
uint32_t trace_number(const struct trace *trace, uint32_t index);

/* 1 if there is something to warn of: a time before the one of an older hop, or signs of a loop. */
int trace_has_warning(const struct trace *trace);

/* The hop that most newer hops share their host with; the trail is not empty. */
uint32_t trace_busiest(const struct trace *trace);

/* A heading, a table with a line a hop, and the warnings. `display` is DISPLAY_... */
void trace_lines_write(struct output *out, const struct trace *trace, int display);

/* One object and a line end: see docs/json.md. */
void trace_json_write(struct json *json, const struct trace *trace);

#endif
