/* What an edit means for the parts around it: their encodings, signatures and boundaries. */
#ifndef PNEU_EDIT_AROUND_H
#define PNEU_EDIT_AROUND_H

#include "edit/header_patch.h"

/* What content asks of the parts around it, in this order. */
enum {
    PNEU_I_NEEDS_7BIT = PNEU_ENCODING_7BIT,
    PNEU_I_NEEDS_8BIT = PNEU_ENCODING_8BIT,
    PNEU_I_NEEDS_BINARY = PNEU_ENCODING_BINARY
};

/* Room for so many patches and touches, and for what pneu_i_around_touch puts for an edit inside of `part`. *field: what
 * it needs, in the arena. PNEU_OK or PNEU_ERR_MEMORY. */
typedef struct pneu_i_around {
    uint32_t part; /* the innermost part around, or PNEU_NO_PART */
    int32_t needs;
    pneu_i_new_field *fields; /* one for each part whose encoding is raised */
} pneu_i_around;
pneu_status pneu_i_around_room(pneu_message *message, pneu_i_around *around, size_t patches, size_t touches);

/* Raises the encodings of `part` and of what is around it, and tells which signatures are void. */
void pneu_i_around_touch(pneu_message *message, const pneu_i_around *around);

#endif
