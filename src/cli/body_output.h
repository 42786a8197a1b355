/* The decoded body of a part on its way out. */
#ifndef PNEU_CLI_BODY_OUTPUT_H
#define PNEU_CLI_BODY_OUTPUT_H

#include "cli/output.h"
#include "pneu/tree.h"

/* Writes the body in pieces, in constant memory; of a message its bytes. *length is how many bytes it has. PNEU_OK also
 * where the output fails, which stays with the output. */
pneu_status body_output_write(struct output *out, pneu_message *message, uint32_t part, uint64_t *length);

#endif
