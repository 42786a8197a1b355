/* What a field's value is faulty in as a whole, though each thing in it can be read. */
#ifndef PNEU_TREE_VALUE_CHECK_H
#define PNEU_TREE_VALUE_CHECK_H

#include "tree/values.h"

/* Reports an empty list of addresses or identifiers, and several senders. Only for a value in which nothing else was
 * found. */
void pneu_i_value_check(int32_t id, pneu_str raw, const pneu_i_value *value, const pneu_defect_sink *sink);

/* Reports, once, a line with an encoded word that is over 76 bytes. `before` bytes of the field stand before the value. */
void pneu_i_word_lines_check(pneu_str raw, size_t before, const pneu_defect_sink *sink);

#endif
