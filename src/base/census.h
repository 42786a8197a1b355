/* What lines are made of that are to be sent. */
#ifndef PNEU_BASE_CENSUS_H
#define PNEU_BASE_CENSUS_H

#include <stdint.h>

#include "base/line.h"

/* What a run of lines is made of. A zeroed struct stands before the first byte, at the start of a line. */
typedef struct pneu_i_census {
    uint64_t length;
    uint64_t bare_lf; /* line ends without CR */
    uint64_t column;  /* bytes of the open line */
    int has_high;     /* bytes of 128 and more */
    int has_nul;
    int has_bare_cr;   /* a CR that is not followed by LF */
    int has_long_line; /* over PNEU_I_LINE_MAX bytes */
    int is_after_cr;   /* the last byte was CR, and counts neither as bare nor for the column yet */
} pneu_i_census;

#endif
