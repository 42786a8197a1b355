/* The bytes of parts: of the input, of decoded messages, and decoded bodies. */
#ifndef PNEU_TREE_PART_BYTES_H
#define PNEU_TREE_PART_BYTES_H

#include "tree/message.h"

/* The part's body as it stands. PNEU_OK, PNEU_ERR_NOT_KEPT or PNEU_ERR_MEMORY. */
pneu_status pneu_i_raw_body(pneu_message *message, uint32_t part, pneu_str *body);

/* Reports limit_output, once, if a decoded body of this length is over MAX_OUTPUT. PNEU_OK or PNEU_ERR_MEMORY. */
pneu_status pneu_i_check_output(pneu_message *message, uint32_t part, uint64_t length);

#endif
