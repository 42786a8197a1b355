/* What a message is after edits, as text. */
#ifndef TESTS_SUPPORT_EDIT_RUN_H
#define TESTS_SUPPORT_EDIT_RUN_H

#include "pneu/edit.h"
#include "pneu/write.h"
#include "support/text.h"

/* The tree of a message, in which no field is left out because of those before it: what field edits are held against. */
pneu_message *edit_parse(const void *bytes, size_t len);

/* All bytes of a part as it was read. */
pneu_str edit_bytes_of(pneu_message *message, uint32_t part);

/* Writes the message, or a part of it, `room` bytes at a time. PNEU_OK, or what refused. */
pneu_status edit_write(text *out, pneu_message *message, uint32_t part, uint32_t flags, size_t room);

/* What was touched: "encoding@0 close@3 ". */
void edit_print_touches(text *out, const pneu_message *message);

#endif
