/* What the plan needs to see of the bytes beside the tree: forms that are not plain, and the charsets of texts. */
#ifndef PNEU_SANITISE_SANITISE_SCAN_H
#define PNEU_SANITISE_SANITISE_SCAN_H

#include "base/arena.h"
#include "pneu/charset.h"
#include "tree/message.h"

/* What is seen of a part: bits, beside those of what is done to it (sanitise_plan.h). */
enum {
    PNEU_I_NOT_PLAIN = 8,        /* a value of the header is in no plain form */
    PNEU_I_SAY_UTF8 = 16,        /* a text above ASCII without a charset: this is it, */
    PNEU_I_SAY_WINDOWS_1252 = 32, /* or this */
    PNEU_I_TO_UTF8 = 64,         /* a text in a charset in which ASCII may hide */
    PNEU_I_HAS_CODED_CR = 128    /* a text in quoted-printable has a CR there */
};

typedef struct pneu_i_sanitise_scan {
    pneu_alloc alloc;
    int is_thorough; /* forms and missing charsets are looked at, too */
    pneu_arena arena;
    uint8_t *marks; /* by part */
    size_t capacity;
    size_t count;
    uint32_t part;           /* the leaf that passes, */
    int has_leaf;            /* if there was one */
    int is_open;             /* it is a text, */
    uint64_t wanted;         /* of which so many bytes are still of interest */
    pneu_text_decoder *text; /* of it; NULL before the first one */
    unsigned coded;          /* bytes of "=0D" that were seen at the end */
} pneu_i_sanitise_scan;

/* Watches the tree from now on; and ends, so that there are marks for all parts of the finished tree. PNEU_OK or
 * PNEU_ERR_MEMORY. */
void pneu_i_sanitise_scan_start(pneu_i_sanitise_scan *scan, pneu_message *tree);
pneu_status pneu_i_sanitise_scan_end(pneu_i_sanitise_scan *scan, const pneu_message *tree);

void pneu_i_sanitise_scan_reset(pneu_i_sanitise_scan *scan);
void pneu_i_sanitise_scan_free(pneu_i_sanitise_scan *scan);

#endif
