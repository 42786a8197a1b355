/* What a body that is at hand asks of its encoding. */
#ifndef PNEU_EDIT_BODY_SURVEY_H
#define PNEU_EDIT_BODY_SURVEY_H

#include "base/str.h"

/* Offsets are `len` where there is no such byte. */
typedef struct pneu_i_body_survey {
    size_t first_high;  /* byte above 127 */
    size_t first_odd;   /* NUL, or a CR without LF */
    size_t first_long;  /* the 999th byte of a line */
    size_t longest;     /* bytes of the longest line, its end not counted */
    size_t bare_lfs;    /* LF without CR */
    int has_loose_ends; /* a line ends in white space, or begins with "From " (RFC 3156 section 5) */
} pneu_i_body_survey;

void pneu_i_body_survey_make(pneu_i_body_survey *survey, pneu_str body);

#endif
