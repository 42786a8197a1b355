/* One mailbox from one element of a list. */
#ifndef PNEU_SYNTAX_ADDRESS_MAILBOX_H
#define PNEU_SYNTAX_ADDRESS_MAILBOX_H

#include "base/arena.h"
#include "syntax/address_element.h"

/* Reads name, address, comment and route of a BARE, PHRASE or ANGLE element; defects go to `log`, whose flags become the
 * mailbox's. PNEU_OK or PNEU_ERR_MEMORY. */
pneu_status pneu_i_address_mailbox_read(pneu_arena *arena, const pneu_i_address_element *element, int32_t mode,
                                        pneu_i_address_log *log, pneu_mailbox *out);

#endif
