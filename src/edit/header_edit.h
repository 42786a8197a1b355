/* Making fields and putting them, for the edits of parts. */
#ifndef PNEU_EDIT_HEADER_EDIT_H
#define PNEU_EDIT_HEADER_EDIT_H

#include "edit/around.h"

/* A field that is folded, with the message's line ends. Refuses what cannot be a field: the arguments `name` and the
 * one behind it are numbered from `argument` on. */
pneu_status pneu_i_field_make(pneu_message *message, pneu_str name, pneu_str value, int32_t argument,
                              pneu_i_new_field *field);

#endif
