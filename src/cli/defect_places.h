/* The defects of a message with their lines and columns, in their order. */
#ifndef PNEU_CLI_DEFECT_PLACES_H
#define PNEU_CLI_DEFECT_PLACES_H

#include "cli/place.h"
#include "pneu/tree.h"

/* A walk over the records of a message. */
struct defect_places {
    pneu_message *message;
    size_t index; /* of the next one */
    uint32_t space;
    struct place_walk walk; /* over the bytes of the space */
};

/* One of them. */
struct placed_defect {
    const pneu_defect *defect;
    struct place place; /* in the text */
    pneu_str text;      /* the bytes of its space */
};

/* Makes all bytes that defects stand in. `bytes` is the input of the message, which was checked. PNEU_ERR_MEMORY. */
pneu_status defect_places_begin(struct defect_places *places, pneu_message *message, pneu_str bytes);

/* The next one; 0 behind the last. */
int defect_places_next(struct defect_places *places, struct placed_defect *placed);

#endif
