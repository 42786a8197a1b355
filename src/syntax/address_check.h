/* What a display name may be up to. */
#ifndef PNEU_SYNTAX_ADDRESS_CHECK_H
#define PNEU_SYNTAX_ADDRESS_CHECK_H

#include "pneu/address.h"
#include "syntax/address_name.h"

/* Reports what deceives in a name (decoded; from [start, end) of the value) beside this address, and in the address. */
void pneu_i_address_check(const pneu_i_address_name *name, const pneu_mailbox *mailbox, pneu_i_address_log *log,
                          size_t start, size_t end);

#endif
