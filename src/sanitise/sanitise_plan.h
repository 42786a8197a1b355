/* What becomes of each part of a message that is sanitised. */
#ifndef PNEU_SANITISE_PLAN_H
#define PNEU_SANITISE_PLAN_H

#include "base/options.h"
#include "filter/byte_digest.h"
#include "pneu/sanitise.h"
#include "pneu/tree.h"
#include "sanitise/sanitise_scan.h"
#include "write/choose_boundary.h"

#define PNEU_I_PLAIN_BOUNDARY 20 /* bytes of a boundary that is made here, the NUL not counted */

/* What is done to a part: bits, beside those of sanitise_scan.h. From PNEU_I_REASONS on it is told why: the bits of
 * PNEU_SANITISE_FOR_... */
enum {
    PNEU_I_CLEAN = 1,  /* the header is written anew; of a multipart the delimiters, too */
    PNEU_I_RECODE = 2, /* the body is decoded, and encoded anew */
    PNEU_I_OPAQUE = 4, /* the part is written as bytes that nobody is to act on */
    PNEU_I_REASONS = 12
};

struct pneu_sanitise_plan {
    pneu_alloc alloc;
    pneu_sanitise_choices choices;
    pneu_message *tree; /* offsets only */
    pneu_i_boundary_watch watch;
    pneu_i_byte_digest seen;
    int is_finished;
    int letter;                /* of the fresh boundaries */
    pneu_i_sanitise_scan scan; /* its marks by part hold what is done to it, too */
    pneu_sanitise_refusal refusal;
    pneu_sanitise_summary summary;
    pneu_status error; /* sticky */
};

/* 1 if anything is changed. */
static inline int pneu_i_is_touched(const pneu_sanitise_plan *plan)
{
    return plan->summary.cleaned > 0;
}

/* Marks what is done to each part of the finished tree, and sums it up (sanitise_marks.c). */
void pneu_i_sanitise_mark(pneu_sanitise_plan *plan);

/* Tells why the message of the finished tree is refused without PNEU_SANITISE_FORCE, if it is (sanitise_refusal.c): for
 * what stands in it; and once it is marked, for what cannot be written. PNEU_OK or PNEU_ERR_REFUSED. */
pneu_status pneu_i_sanitise_refuse_attacks(pneu_sanitise_plan *plan);
pneu_status pneu_i_sanitise_refuse_losses(pneu_sanitise_plan *plan);

/* The fresh boundary of a part, with this letter: `text` has room for PNEU_I_PLAIN_BOUNDARY + 1 bytes. */
pneu_str pneu_i_plain_boundary(int letter, uint32_t part, char *text);

#endif
