/* The decoded value of one parameter. */
#ifndef PNEU_SYNTAX_PARAM_VALUE_H
#define PNEU_SYNTAX_PARAM_VALUE_H

#include "syntax/rfc2231.h"

/* Decodes the value of the name of record `first`, which must be the name's first. PNEU_OK; PNEU_DONE: the name has no
 * value (only sections that cannot be joined); PNEU_ERR_MEMORY. */
pneu_status pneu_i_param_decode(pneu_arena *arena, const pneu_i_params *params, size_t first, int32_t mode,
                                pneu_param *out);

/* Raw bytes as UTF-8 without CR, LF and NUL. PNEU_OK or PNEU_ERR_MEMORY. */
pneu_status pneu_i_raw_decode(pneu_arena *arena, pneu_str raw, pneu_str *out);

/* A copy in lower case (ASCII). PNEU_OK or PNEU_ERR_MEMORY. */
pneu_status pneu_i_lower_copy(pneu_arena *arena, pneu_str text, pneu_str *out);

#endif
