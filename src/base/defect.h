/* What the library knows of a code beyond the public properties. */
#ifndef PNEU_BASE_DEFECT_H
#define PNEU_BASE_DEFECT_H

#include "pneu/defect.h"

/* The choice (PNEU_READING_...) that gives the other reading of this defect, or PNEU_READING_NONE. */
uint16_t pneu_i_defect_reading(int32_t code);

/* Sets severity, marks and reading of a find to the usual ones of its code and detail, which are known ones. */
void pneu_i_defect_weigh(pneu_defect *find);

/* 1 for the codes whose finds are not all of one severity and marks: these are weighed even where they get no record. */
static inline int pneu_i_defect_varies(int32_t code)
{
    switch (code) {
    case PNEU_DEFECT_LINE_NUL:
    case PNEU_DEFECT_HDR_DUPLICATE_SINGLETON:
    case PNEU_DEFECT_ADDR_OBSOLETE:
    case PNEU_DEFECT_ADDR_NAME_IS_ADDRESS:
    case PNEU_DEFECT_ADDR_EW_SPECIALS:
    case PNEU_DEFECT_DATE_ZONE:
    case PNEU_DEFECT_PARAM_INVALID_NAME:
    case PNEU_DEFECT_PARAM_ENCODED_WORD:
    case PNEU_DEFECT_MIME_BOUNDARY_NOT_FOUND:
    case PNEU_DEFECT_CTE_UNKNOWN:
    case PNEU_DEFECT_CTE_TOKEN_JUNK:
    case PNEU_DEFECT_CTE_B64_JUNK:
    case PNEU_DEFECT_CTE_B64_EARLY_PAD:
    case PNEU_DEFECT_CHARSET_DANGEROUS:
    case PNEU_DEFECT_SEC_FILENAME_UNSAFE:
    case PNEU_DEFECT_LIMIT_TOKENS: return 1;
    default: return 0;
    }
}

static inline void pneu_i_defect_set_add(pneu_defect_set *set, int32_t code)
{
    set->bits[code / 64] |= UINT64_C(1) << (code % 64);
}

/* pneu_defect_set_has for a code that is one. */
static inline int pneu_i_defect_set_has(const pneu_defect_set *set, int32_t code)
{
    return (set->bits[code / 64] >> (code % 64) & 1) != 0;
}

/* 1 for a set with a code that is in the other one, too. */
static inline int pneu_i_defect_sets_meet(const pneu_defect_set *a, const pneu_defect_set *b)
{
    return ((a->bits[0] & b->bits[0]) | (a->bits[1] & b->bits[1])) != 0;
}

/* The next code of a set after `code`, which is PNEU_DEFECT_NONE for the first one; PNEU_DEFECT_COUNT if there is none. */
static inline int32_t pneu_i_defect_set_next(const pneu_defect_set *set, int32_t code)
{
    for (code++; code < PNEU_DEFECT_COUNT; code++) {
        uint64_t rest = set->bits[code / 64] >> (code % 64);
        if ((rest & 1) != 0)
            return code;
        if (rest == 0)
            code |= 63; /* on to the next word */
    }
    return PNEU_DEFECT_COUNT;
}

static inline void pneu_i_defect_set_join(pneu_defect_set *set, const pneu_defect_set *other)
{
    set->bits[0] |= other->bits[0];
    set->bits[1] |= other->bits[1];
}

#endif
