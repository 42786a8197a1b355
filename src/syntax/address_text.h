/* The text of addresses and names: what may be in them, and how a local part is quoted. */
#ifndef PNEU_SYNTAX_ADDRESS_TEXT_H
#define PNEU_SYNTAX_ADDRESS_TEXT_H

#include "syntax/scan.h"

/* 1 if the text may be a name: well-formed UTF-8 without control characters but tab. */
int pneu_i_is_name(pneu_str text);

/* Writes the text as a quoted string to `to`, which has room for 2 * len + 2 bytes; gives their number. */
size_t pneu_i_write_quoted(pneu_str text, char *to);

#endif
