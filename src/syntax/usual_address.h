/* The short way through address lists as nearly all mail has them. */
#ifndef PNEU_SYNTAX_USUAL_ADDRESS_H
#define PNEU_SYNTAX_USUAL_ADDRESS_H

#include "pneu/address.h"

/* A longer value that is not usual in the end would have cost too much until then. */
#define PNEU_I_USUAL_ADDRESSES_MOST ((size_t)2048)

/*
 * Reads the value if it is a list of "a.b@c.d", "Words <a.b@c.d>" or "\"Plain text\" <a.b@c.d>" with commas between
 * them, where words may be usual encoded words, a comment of plain text may follow, and names and comments may be in
 * UTF-8. The list is that of the long way, which reports nothing there. PNEU_ERR_NOT_FOUND: the value is not usual or too
 * long, and the arena is as before.
 * PNEU_ERR_MEMORY.
 */
pneu_status pneu_i_usual_addresses_read(pneu_arena *arena, pneu_str value, pneu_address_list *out);

/* A copy of a value, in which it is read; eight bytes of NUL stand at `end`. */
typedef struct pneu_i_usual_text {
    char *start;
    char *end;
} pneu_i_usual_text;

/* Makes the copy. PNEU_ERR_NOT_FOUND: nothing in this value is usual. PNEU_ERR_MEMORY. */
pneu_status pneu_i_usual_text_init(pneu_arena *arena, pneu_str value, pneu_i_usual_text *out);

/* Reads the mailbox at `at`, where an element begins, up to the comma or the end behind it, and gives the place of that;
 * `at` if the element is not usual. The copy is changed within the element at most. */
size_t pneu_i_usual_mailbox_read(const pneu_i_usual_text *text, pneu_str value, size_t at, pneu_mailbox *out);

/* The long way. */
pneu_status pneu_i_any_addresses_read(pneu_arena *arena, pneu_str value, int32_t mode, const pneu_defect_sink *sink,
                                      pneu_address_list *out);

/* The same, but that elements which are usual are read as such. */
pneu_status pneu_i_mixed_addresses_read(pneu_arena *arena, pneu_str value, int32_t mode, const pneu_defect_sink *sink,
                                        pneu_address_list *out);

#endif
