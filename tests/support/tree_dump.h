/* A message's tree as text, so that two can be compared; and filling one by pushes. */
#ifndef TESTS_SUPPORT_TREE_DUMP_H
#define TESTS_SUPPORT_TREE_DUMP_H

#include "pneu/tree.h"
#include "support/chunks.h"
#include "support/text.h"

/* Pushes the bytes as told, and finishes. PNEU_OK, or the message's error. */
pneu_status tree_stream(pneu_message *message, const char *bytes, size_t len, chunking how);

/* Notes down all that can be asked of a message, after pneu_message_load: parts, spans, fields, names, parameters, bodies,
 * defects. What was not kept is noted as such. PNEU_OK, or the first error that is not about keeping. */
pneu_status tree_dump(text *out, pneu_message *message);

/* Only what is known in every keep mode: structure, spans, types, encodings, decoded lengths, defects. */
pneu_status tree_dump_outline(text *out, pneu_message *message);

#endif
