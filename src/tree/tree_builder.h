/* From the bytes of the input to nodes, fields and defects. */
#ifndef PNEU_TREE_TREE_BUILDER_H
#define PNEU_TREE_TREE_BUILDER_H

#include "tree/message.h"

/* Parses the next bytes of the input. PNEU_OK or PNEU_ERR_MEMORY. */
pneu_status pneu_i_tree_build(pneu_message *message, const void *bytes, size_t len);

/* The input is over: the tree is complete afterwards. PNEU_OK or PNEU_ERR_MEMORY. */
pneu_status pneu_i_tree_complete(pneu_message *message);

#endif
