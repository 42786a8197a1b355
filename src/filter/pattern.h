/* Patterns of names: "*", "?" and backslash. */
#ifndef PNEU_FILTER_PATTERN_H
#define PNEU_FILTER_PATTERN_H

#include "base/str.h"

/* The offset of the first byte for which this is no pattern (a control character, a backslash at the end); its
 * length if it is one. */
size_t pneu_i_pattern_check(pneu_str pattern);

/* 1 if the pattern fits the whole text. A "?" fits one character of UTF-8. Takes at most length times length steps. */
int pneu_i_pattern_fits(pneu_str pattern, pneu_str text);

#endif
