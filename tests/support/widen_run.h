/* Messages with their bodies decoded in place, and the law that holds of what comes out. */
#ifndef TESTS_SUPPORT_WIDEN_RUN_H
#define TESTS_SUPPORT_WIDEN_RUN_H

#include "pneu/widen.h"
#include "support/chunks.h"
#include "support/text.h"

/* How to widen. */
typedef struct widen_way {
    pneu_widen_choices choices;
    chunking how;    /* the pushes */
    size_t capacity; /* of reads; 0: large */
    const pneu_alloc *alloc;
} widen_way;

/* What came of it. */
typedef struct widen_result {
    pneu_status status; /* PNEU_OK, or why not */
    text out;
    text notes; /* a line each: kind, part, offset, field */
    pneu_widen_summary summary;
} widen_result;

void widen_run(const widen_way *way, const char *bytes, size_t len, widen_result *result);
void widen_result_free(widen_result *result);

/*
 * Ends the program unless the result keeps the law: the same parts, with the same types, names, fields (but
 * Content-Transfer-Encoding) and decoded bodies, also on the wire, with CRLF for LF; as many bodies decoded as are told; no
 * header says less than what is in it needs; widened again it is itself; and as 7-bit ASCII, if it can become that, it has
 * the same bodies again.
 */
void widen_must_keep_law(const widen_way *way, const char *bytes, size_t len, const widen_result *result);

/* Ends the program unless the same way with other chunks gives the same. */
void widen_must_not_depend_on_chunks(const widen_way *way, const char *bytes, size_t len, const widen_result *expected,
                                     chunking how, size_t capacity);

#endif
