/* The text of addresses: what is a dot-atom, and how other local parts are quoted. */
#ifndef PNEU_SYNTAX_ADDRESS_TEXT_H
#define PNEU_SYNTAX_ADDRESS_TEXT_H

#include "base/str.h"

/* 1 if the text is a dot-atom-text (RFC 5322 section 3.2.3, RFC 6532 section 3.2). */
int pneu_i_is_dot_atom(pneu_str text);

/* Writes the text as a quoted string to `to`, which has room for 2 * len + 2 bytes; gives their number. */
size_t pneu_i_write_quoted(pneu_str text, char *to);

#endif
