/* What becomes of each part of a message that is sanitised. */
#ifndef PNEU_SANITISE_PLAN_H
#define PNEU_SANITISE_PLAN_H

#include "base/options.h"
#include "filter/byte_digest.h"
#include "pneu/sanitise.h"
#include "pneu/tree.h"
#include "write/choose_boundary.h"

#define PNEU_I_PLAIN_BOUNDARY 20 /* bytes of a boundary that is made here, the NUL not counted */

/* What is done to a part: bits. */
enum {
    PNEU_I_CLEAN = 1,  /* the header is written anew; of a multipart the delimiters, too */
    PNEU_I_RECODE = 2, /* the body is decoded, and encoded anew */
    PNEU_I_OPAQUE = 4  /* the part is written as bytes that nobody is to act on */
};

struct pneu_sanitise_plan {
    pneu_alloc alloc;
    pneu_sanitise_choices choices;
    pneu_message *tree; /* offsets only */
    pneu_i_boundary_watch watch;
    pneu_i_byte_digest seen;
    int is_finished;
    int letter;       /* of the fresh boundaries */
    uint8_t *actions; /* by part */
    size_t capacity;
    pneu_sanitise_refusal refusal;
    pneu_sanitise_summary summary;
    pneu_status error; /* sticky */
};

/* 1 if anything is changed. */
static inline int pneu_i_is_touched(const pneu_sanitise_plan *plan)
{
    return plan->summary.cleaned > 0;
}

/* The fresh boundary of a part: `text` has room for PNEU_I_PLAIN_BOUNDARY + 1 bytes. */
pneu_str pneu_i_plain_boundary(const pneu_sanitise_plan *plan, uint32_t part, char *text);

#endif
