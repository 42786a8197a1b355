/* Looks for uuencoded blocks in text, which Outlook and Thunderbird show as attachments. */
#ifndef PNEU_TREE_UU_SCAN_H
#define PNEU_TREE_UU_SCAN_H

#include "pneu/base.h"

/* A zeroed struct is the start of a text. */
typedef struct pneu_i_uu_scan {
    uint64_t offset;     /* bytes seen */
    uint64_t line_start; /* of the line that begins like "begin" */
    uint8_t state;
} pneu_i_uu_scan;

/* Reads on, at most up to the next "begin MODE NAME" at the start of a line: *used bytes were read. 1 if there is
 * one: its line starts at scan->line_start, and has been read up to scan->offset, the first byte of the name
 * included. */
int pneu_i_uu_scan_find(pneu_i_uu_scan *scan, const char *bytes, size_t len, size_t *used);

#endif
