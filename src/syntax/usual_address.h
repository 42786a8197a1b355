/* The short way through address lists as nearly all mail has them. */
#ifndef PNEU_SYNTAX_USUAL_ADDRESS_H
#define PNEU_SYNTAX_USUAL_ADDRESS_H

#include "pneu/address.h"

/* Reads the value if it is a list of "a.b@c.d", "Words <a.b@c.d>" or "\"Plain text\" <a.b@c.d>" with commas between them:
 * 1 if it did. Then the mailboxes are those of the long way, which reports nothing there, but that their names and
 * addresses are still slices of the value: pneu_i_usual_addresses_copy makes them texts. `mailboxes` has room for one
 * more than there are commas. */
int pneu_i_usual_addresses_find(pneu_str value, pneu_mailbox *mailboxes, size_t *count);

/* PNEU_OK or PNEU_ERR_MEMORY. */
pneu_status pneu_i_usual_addresses_copy(pneu_arena *arena, pneu_mailbox *mailboxes, size_t count);

/* The long way. */
pneu_status pneu_i_any_addresses_read(pneu_arena *arena, pneu_str value, int32_t mode, const pneu_defect_sink *sink,
                                      pneu_address_list *out);

#endif
