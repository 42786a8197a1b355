/* Runs the canonical form of a body over bytes that are cut in a given way. */
#ifndef TESTS_SUPPORT_CANON_RUN_H
#define TESTS_SUPPORT_CANON_RUN_H

#include "pneu/canon.h"
#include "support/chunks.h"
#include "support/text.h"

typedef struct canon_run {
    pneu_canon_body *body;
    text *out;
    size_t room; /* bytes a read, at most 4096 */
} canon_run;

/* Pushes one piece and reads what there is: for feed_chunks. PNEU_OK, or an error. */
int32_t canon_run_push(void *ctx, const void *bytes, size_t len);

/* Finishes and reads to the end. PNEU_DONE, or an error. */
pneu_status canon_run_end(canon_run *run);

/* How a body is made. */
typedef struct canon_how {
    int32_t algorithm;
    uint32_t flags;
    int64_t limit;
} canon_how;

/* All of it, with a body of its own; `out` is emptied first. Ends the program where a call fails. Gives the length of
 * the canonical form, what is beyond the limit included. */
uint64_t canon_run_whole(canon_how how, pneu_str in, chunking cut, text *out);

#endif
