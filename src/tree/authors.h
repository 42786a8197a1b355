/* Who wrote a message, by From and Sender together (RFC 5322 section 3.6.2, RFC 6854). */
#ifndef PNEU_TREE_AUTHORS_H
#define PNEU_TREE_AUTHORS_H

#include "tree/values.h"

/* Takes in a field of a header: its id, its value and where that stands. */
void pneu_i_authors_note(pneu_i_authors *authors, int32_t id, const pneu_span *where, const pneu_i_value *value);

/* At the header's end: reports addr_multi_from and missing Resent fields. PNEU_OK or PNEU_ERR_MEMORY. */
pneu_status pneu_i_authors_judge(pneu_message *message, uint32_t part, const pneu_i_authors *authors);

#endif
