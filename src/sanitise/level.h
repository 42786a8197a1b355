/* Which defects a level mends. */
#ifndef PNEU_SANITISE_LEVEL_H
#define PNEU_SANITISE_LEVEL_H

#include "pneu/sanitise.h"
#include "tree/message.h"

/* The codes of a part of a checked message that the level mends: none of these may be left. Not among them are those that
 * no rewriting mends. Of a code whose finds differ in severity the worst one that the part may have counts. */
pneu_defect_set pneu_i_level_found(const pneu_message *message, uint32_t part, int32_t level);

#endif
