/* Which other readings a message has: chosen from the defects of its primary one. */
#ifndef PNEU_CHECK_DEVIATIONS_H
#define PNEU_CHECK_DEVIATIONS_H

#include "pneu/readings.h"

#define PNEU_I_DEVIATIONS_MAX (PNEU_READINGS_MAX - 1) /* one more reading combines them */

/* One choice that is made otherwise, from a part on. */
typedef struct pneu_i_deviation {
    pneu_defect answers;
    uint8_t choice; /* PNEU_READING_... */
    uint8_t value;
    uint32_t space; /* where the part begins */
    uint64_t offset;
} pneu_i_deviation;

typedef struct pneu_i_deviations {
    size_t count;
    pneu_i_deviation item[PNEU_I_DEVIATIONS_MAX]; /* in the order of the defects */
} pneu_i_deviations;

/* The deviations of a message that was loaded. PNEU_OK or PNEU_ERR_MEMORY. */
pneu_status pneu_i_deviations_find(pneu_message *message, pneu_i_deviations *out);

/* All of them in one that show more than the primary reading does, from the first of them on; where they choose
 * differently, the most permissive choice. How many there are: with less than two there is nothing to combine. */
size_t pneu_i_deviations_join(const pneu_i_deviations *deviations, pneu_i_deviation *where, pneu_reading *reading);

#endif
