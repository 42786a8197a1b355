/* Messages with attachments removed, and the law that holds of what comes out (DESIGN law 5). */
#ifndef TESTS_SUPPORT_STRIP_RUN_H
#define TESTS_SUPPORT_STRIP_RUN_H

#include "pneu/strip.h"
#include "support/chunks.h"
#include "support/text.h"

/* How to strip. */
typedef struct strip_way {
    const pneu_strip_rule *rules;
    size_t rule_count;
    pneu_strip_choices choices;
    const char *wording; /* NULL: none is set */
    chunking how;        /* the pushes */
    size_t capacity;     /* of reads; 0: large */
    const pneu_alloc *alloc;
} strip_way;

/* A part that a rule fits. */
typedef struct strip_fate {
    uint32_t part;
    int32_t fate;
} strip_fate;

/* What came of it. */
typedef struct strip_result {
    pneu_status status; /* PNEU_OK, or why not */
    text out;
    text items; /* a line each */
    strip_fate *fates;
    size_t fate_count;
    pneu_strip_summary summary;
} strip_result;

void strip_run(const strip_way *way, const char *bytes, size_t len, strip_result *result);
void strip_result_free(strip_result *result);

/* Ends the program unless the result keeps the law: parts that are not removed are the same parts, with the same
 * bytes, at the same place of the tree; where a note stands there is a text/plain leaf; no multipart lost all of its
 * parts; and where nothing was removed the output is the input. */
void strip_must_keep_law(const char *bytes, size_t len, const strip_result *result);

/* Rules to try on anything: the i-th set of a few. */
extern const size_t strip_rule_set_count;
strip_way strip_usual_way(size_t set);

#endif
