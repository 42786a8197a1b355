/* Known field names by hash. */
#ifndef PNEU_SYNTAX_FIELD_NAME_H
#define PNEU_SYNTAX_FIELD_NAME_H

#include "pneu/field.h"

/* The id of a name in any case, or PNEU_FIELD_OTHER. */
uint16_t pneu_i_field_id(const char *name, size_t length);

#endif
