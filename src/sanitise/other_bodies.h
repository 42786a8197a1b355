/* What other readings of a message show, and the primary one does not. */
#ifndef PNEU_SANITISE_OTHER_BODIES_H
#define PNEU_SANITISE_OTHER_BODIES_H

#include "base/arena.h"
#include "pneu/base.h"

/* The decoded body of a leaf. */
typedef struct pneu_i_other_body {
    pneu_str bytes;
    pneu_str name; /* of its file, made safe; "" for none */
} pneu_i_other_body;

typedef struct pneu_i_other_bodies {
    pneu_i_other_body *item;
    size_t count;
} pneu_i_other_bodies;

/* All bodies that are in leaves of other readings (pneu/readings.h) alone, each once, without those that are blank: in
 * the order of the readings; in the arena. PNEU_OK or PNEU_ERR_MEMORY. */
pneu_status pneu_i_other_bodies_find(pneu_arena *arena, pneu_str message, const pneu_options *options,
                                     pneu_i_other_bodies *out);

#endif
