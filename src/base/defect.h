/* What the library knows of a code beyond the public properties. */
#ifndef PNEU_BASE_DEFECT_H
#define PNEU_BASE_DEFECT_H

#include "pneu/defect.h"

/* The choice (PNEU_READING_...) that gives the other reading of this defect, or PNEU_READING_NONE. */
uint16_t pneu_i_defect_reading(int32_t code);

/* Sets severity, marks and reading of a find to the usual ones of its code and detail, which are known ones. */
void pneu_i_defect_weigh(pneu_defect *find);

static inline void pneu_i_defect_set_add(pneu_defect_set *set, int32_t code)
{
    set->bits[code / 64] |= UINT64_C(1) << (code % 64);
}

static inline void pneu_i_defect_set_join(pneu_defect_set *set, const pneu_defect_set *other)
{
    set->bits[0] |= other->bits[0];
    set->bits[1] |= other->bits[1];
}

#endif
