/* Sanitising whole messages in memory, in pieces of any size. */
#ifndef TESTS_SUPPORT_SANITISE_RUN_H
#define TESTS_SUPPORT_SANITISE_RUN_H

#include "pneu/sanitise.h"
#include "support/chunks.h"
#include "support/text.h"

typedef struct sanitise_how {
    int32_t level; /* PNEU_SANITISE_... */
    uint32_t flags;
    chunking cuts; /* of the input, in both passes */
    size_t room;   /* bytes of output that are asked for at a time */
    const pneu_alloc *alloc;
} sanitise_how;

/* The output, appended to *out. PNEU_OK, or the first error: of the plan nothing was written then. */
pneu_status sanitise_run(const char *bytes, size_t len, const sanitise_how *how, text *out,
                         pneu_sanitise_summary *summary);

/* What is wrong with an output, or NULL: it must be 7-bit, without a defect of the level, and pass a second time. Or, where
 * nothing was cleaned, be the input. */
const char *sanitise_fault(const char *bytes, size_t len, const sanitise_how *how);

/* The same with what other readings show; and what is wrong with that, or NULL: the same, and nothing of it may be
 * lost. */
pneu_status sanitise_union(const char *bytes, size_t len, const sanitise_how *how, text *out, size_t *added);
const char *sanitise_union_fault(const char *bytes, size_t len, const sanitise_how *how);

#endif
