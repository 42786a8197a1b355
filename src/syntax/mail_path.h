/* Paths and mailboxes of transport (RFC 5321 section 4.1.2), and the words of trace fields. No memory. */
#ifndef PNEU_SYNTAX_MAIL_PATH_H
#define PNEU_SYNTAX_MAIL_PATH_H

#include "base/str.h"

typedef struct pneu_i_path {
    pneu_str address; /* without angle brackets and source route; a slice of the text */
    int has_brackets;
    int has_route;
    size_t end; /* after the path; what follows in the text is no part of it */
} pneu_i_path;

/* Reads the path at the beginning of a text without white space around it. Never fails: without brackets the address is
 * the whole text. */
void pneu_i_path_read(pneu_str text, pneu_i_path *out);

/* 1 if the text is local-part "@" domain, without white space and comments. */
int pneu_i_is_mailbox(pneu_str text);

/* 1 if the text is one token of a Received field (RFC 5322 section 3.6.7), or an address as Gmail writes it. */
int pneu_i_is_received_token(pneu_str text);

#endif
