/* The end of functions that write a value, read it again strictly, and give it only if it says what it was made of. */
#ifndef PNEU_SYNTAX_READ_BACK_H
#define PNEU_SYNTAX_READ_BACK_H

#include "pneu/base.h"

/* `status`: of reading it again; `is_same`: that gave what was wanted. PNEU_OK, *out is the text; PNEU_ERR_ARGUMENT, it
 * says something else, or nothing; or another error of reading. */
static inline pneu_status pneu_i_read_back_give(pneu_status status, int is_same, pneu_str text, pneu_str *out)
{
    if (status == PNEU_ERR_SYNTAX || (status == PNEU_OK && !is_same))
        return PNEU_ERR_ARGUMENT;
    if (status == PNEU_OK)
        *out = text;
    return status;
}

#endif
