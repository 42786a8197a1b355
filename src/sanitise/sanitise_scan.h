/* What the plan needs to see of the bytes beside the tree: forms that are not plain, the charsets of texts, lines of base64
 * and addresses that no 7-bit message can have. */
#ifndef PNEU_SANITISE_SANITISE_SCAN_H
#define PNEU_SANITISE_SANITISE_SCAN_H

#include "base/arena.h"
#include "check/check.h"
#include "pneu/charset.h"
#include "tree/message.h"

/* What is seen of a part: bits, beside those of what is done to it (sanitise_plan.h). */
enum {
    PNEU_I_NOT_PLAIN = 16,         /* a value of the header is in no plain form */
    PNEU_I_SAY_UTF8 = 32,          /* a text above ASCII without a charset: this is it, */
    PNEU_I_SAY_WINDOWS_1252 = 64,  /* or this */
    PNEU_I_TO_UTF8 = 128,          /* a text in a charset in which ASCII may hide */
    PNEU_I_HAS_CODED_CR = 256,     /* a text in quoted-printable has a CR there */
    PNEU_I_HAS_WIDE_ADDRESS = 512, /* an address of the header has a local part that is not ASCII */
    PNEU_I_HAS_LONG_BASE64 = 1024  /* a line of base64 is over 76 bytes */
};

typedef struct pneu_i_sanitise_scan {
    pneu_alloc alloc;
    int is_thorough; /* forms, missing charsets and lines of base64 are looked at, too */
    pneu_message *tree;
    pneu_arena arena;
    uint16_t *marks; /* by part */
    size_t capacity;
    size_t count;
    uint32_t part;               /* the leaf that passes, */
    int has_leaf;                /* if there was one */
    uint32_t column;             /* of its line of base64 */
    int is_after_cr;             /* the last byte of it was a CR */
    unsigned coded;              /* bytes of "=0D" that were seen at the end */
    int interest;                /* in it as a text: INTEREST_... */
    int has_ascii;               /* and some of it has passed */
    uint64_t wanted;             /* bytes of it that are still to be decoded */
    pneu_i_text_escapes escapes; /* in it */
    pneu_text_decoder *text;     /* of it; NULL where there is none */
} pneu_i_sanitise_scan;

/* Watches the tree from now on; and ends, so that there are marks for all parts of the finished tree, and what was found
 * is among its defects. PNEU_OK or PNEU_ERR_MEMORY. */
void pneu_i_sanitise_scan_start(pneu_i_sanitise_scan *scan, pneu_message *tree);
pneu_status pneu_i_sanitise_scan_end(pneu_i_sanitise_scan *scan);

void pneu_i_sanitise_scan_reset(pneu_i_sanitise_scan *scan);
void pneu_i_sanitise_scan_free(pneu_i_sanitise_scan *scan);

/* For the files of the scan: marks a part; reports a find in the leaf that passes. PNEU_OK or PNEU_ERR_MEMORY. */
void pneu_i_sanitise_scan_mark(pneu_i_sanitise_scan *scan, uint32_t part, unsigned bits);
pneu_status pneu_i_sanitise_scan_report(pneu_i_sanitise_scan *scan, int32_t code, uint8_t severity);

/* The leaf that passes as a text, if it is one (sanitise_text.c): it begins; decoded bytes of it; it is over. PNEU_OK or
 * PNEU_ERR_MEMORY. */
pneu_status pneu_i_sanitise_text_begin(pneu_i_sanitise_scan *scan);
pneu_status pneu_i_sanitise_text_take(pneu_i_sanitise_scan *scan, pneu_str bytes);
pneu_status pneu_i_sanitise_text_close(pneu_i_sanitise_scan *scan);

#endif
