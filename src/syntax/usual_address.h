/* The short way through address lists as nearly all mail has them. */
#ifndef PNEU_SYNTAX_USUAL_ADDRESS_H
#define PNEU_SYNTAX_USUAL_ADDRESS_H

#include "pneu/address.h"

/*
 * Reads the value if it is a list of "a.b@c.d", "Words <a.b@c.d>" or "\"Plain text\" <a.b@c.d>" with commas between
 * them, where words may be usual encoded words, a comment of plain text may follow, and names and comments may be in
 * UTF-8. The list is that of the long way, which reports nothing there. PNEU_ERR_NOT_FOUND: the value is not usual, and the arena is as before.
 * PNEU_ERR_MEMORY.
 */
pneu_status pneu_i_usual_addresses_read(pneu_arena *arena, pneu_str value, pneu_address_list *out);

/* The long way. */
pneu_status pneu_i_any_addresses_read(pneu_arena *arena, pneu_str value, int32_t mode, const pneu_defect_sink *sink,
                                      pneu_address_list *out);

#endif
