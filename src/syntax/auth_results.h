/* What reading and writing of Authentication-Results share. */
#ifndef PNEU_SYNTAX_AUTH_RESULTS_H
#define PNEU_SYNTAX_AUTH_RESULTS_H

#include "pneu/auth.h"
#include "syntax/value_reader.h"

/* 1 if the value of a property needs no quotes: a token, a domain, or an address whose local part may be missing. */
int pneu_i_auth_value_is_plain(pneu_str value);

#endif
