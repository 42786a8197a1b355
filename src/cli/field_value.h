/* What stands after the colon of a field. */
#ifndef PNEU_CLI_FIELD_VALUE_H
#define PNEU_CLI_FIELD_VALUE_H

#include "pneu/tree.h"

/* The bytes of a field of the part, and of its value: folds and all, without the last line end; whole, also where the
 * field is longer than the parser's limit. Borrowed from the message. */
struct field_value {
    pneu_str bytes;
    pneu_str raw;
    uint64_t offset; /* of `raw`, where the field's own offset counts */
};

pneu_status field_value_read(pneu_message *message, uint32_t part, const pneu_field *field, struct field_value *value);

/* The text without spaces and tabs around it. */
pneu_str field_value_trim(pneu_str text);

/* The value on one line, without blanks around it, otherwise as it stands. In the arena. */
pneu_status field_value_unfold(pneu_arena *arena, pneu_str raw, pneu_str *out);

#endif
