/* The short way through texts as nearly all mail has them: ASCII, and usual encoded words. */
#ifndef PNEU_SYNTAX_USUAL_TEXT_H
#define PNEU_SYNTAX_USUAL_TEXT_H

#include "base/str.h"

#define PNEU_I_USUAL_TEXT_ROOM 8 /* bytes that `out` has beyond the value's length */

/* Writes what pneu_decode_text makes of the value and gives 1, if its words have `longest` bytes at most: then the long
 * way reports nothing but that a word is too long. 0: the value is not usual, and what stands in `out` is worth
 * nothing. */
int pneu_i_usual_text_write(pneu_str value, size_t longest, char *out, size_t *len);

#endif
