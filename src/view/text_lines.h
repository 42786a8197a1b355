/* The lines of a text body, one after the other, with what format=flowed or a plain quote says of each. */
#ifndef PNEU_VIEW_TEXT_LINES_H
#define PNEU_VIEW_TEXT_LINES_H

#include "base/str.h"
#include "pneu/view.h"

typedef struct pneu_i_text_line {
    pneu_str text; /* without marks, stuffing, line end and (DelSp) the last space; NULs may still be in it */
    size_t quote;
    int kind; /* PNEU_PARAGRAPH_...; FLOWED: the next line may go on with it */
} pneu_i_text_line;

/* Takes the next line off `rest`; 0 if there is none. `body` is PNEU_BODY_FIXED, _FLOWED or _DELSP. In fixed text marks
 * may have a space after each. */
int pneu_i_text_line_next(pneu_str *rest, int body, pneu_i_text_line *line);

/* 1 if `line` belongs to the paragraph that ended with `last` so far. */
int pneu_i_text_line_goes_on(const pneu_i_text_line *last, const pneu_i_text_line *line);

/* 1 for the line that separates a signature. */
int pneu_i_is_signature_line(pneu_str text);

#endif
