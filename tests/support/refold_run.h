/* Messages with their long header lines folded, and the law that holds of what comes out. */
#ifndef TESTS_SUPPORT_REFOLD_RUN_H
#define TESTS_SUPPORT_REFOLD_RUN_H

#include "pneu/refold.h"
#include "support/chunks.h"
#include "support/text.h"

/* How to fold. */
typedef struct refold_way {
    pneu_refold_choices choices;
    chunking how;    /* the pushes */
    size_t capacity; /* of reads; 0: large */
    const pneu_alloc *alloc;
} refold_way;

/* What came of it. */
typedef struct refold_result {
    pneu_status status; /* PNEU_OK, or why not */
    text out;
    text notes; /* a line each: kind, part, offset, field */
    pneu_refold_summary summary;
} refold_result;

void refold_run(const refold_way *way, const char *bytes, size_t len, refold_result *result);
void refold_result_free(refold_result *result);

/* Ends the program unless the result keeps the law: the output is the input with line ends put in before white space, as
 * many as are told, none of them making a line of white space; it parses to the same parts with the same fields, unfolded,
 * and the same other bytes; no line that is still too long could have been broken at white space; and folding again
 * changes nothing. */
void refold_must_keep_law(const refold_way *way, const char *bytes, size_t len, const refold_result *result);

/* Ends the program unless the same way with other chunks, of `size` bytes, gives the same. */
void refold_must_not_depend_on_chunks(const refold_way *way, const char *bytes, size_t len,
                                      const refold_result *expected, chunking how, size_t capacity);

#endif
