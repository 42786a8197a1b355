/*
 * What a parser said of a message, in a form that does not depend on how the input was cut (law 2): fields one by one,
 * neighbouring pieces of one kind merged, defects apart. While it listens it checks law 1: the slices tile the input.
 */
#ifndef TESTS_SUPPORT_EVENT_TRACE_H
#define TESTS_SUPPORT_EVENT_TRACE_H

#include "pneu/parse.h"
#include "support/chunks.h"
#include "support/text.h"

typedef struct event_trace {
    text events;       /* a line an event */
    text defects;      /* a line a defect, then a line a count */
    const char *input; /* NULL: slices are not compared */
    size_t input_len;
    uint64_t position; /* bytes tiled so far */
    uint64_t event_count;
    const char *violation; /* what law 1 was broken by, or NULL */
    struct {
        int32_t type; /* of the pieces being merged, 0 for none */
        uint32_t part;
        uint64_t offset;
        uint64_t length;
        uint64_t first_length;
    } run;
} event_trace;

/* Parses the bytes with a parser that is new or reset, pushing as told, and notes down everything. The trace must be
 * zeroed, or one that was used before: it starts anew. PNEU_OK, or the error of the parser. */
pneu_status event_trace_parse(event_trace *self, pneu_parser *parser, const char *bytes, size_t len, chunking how);

/* 1 if both traces tell the same; else prints where they differ. */
int event_trace_is_same(const char *name, const event_trace *expected, const event_trace *actual);

void event_trace_free(event_trace *self);

#endif
