/* Known field names by hash. */
#ifndef PNEU_SYNTAX_FIELD_NAME_H
#define PNEU_SYNTAX_FIELD_NAME_H

#include "pneu/field.h"

#define PNEU_I_KNOWN_NAME_MAX 30 /* bytes of the longest known name, at most */

/* A known name, its length beside it: 32 bytes, for those who compare them with vectors. */
typedef struct pneu_i_known_name {
    char text[PNEU_I_KNOWN_NAME_MAX + 1];
    uint8_t length;
} pneu_i_known_name;

extern const pneu_i_known_name pneu_i_known_names[PNEU_FIELD_COUNT]; /* by id */

#define PNEU_I_NAME_SLOTS 512u

/* The id whose name hashes to each slot, 0 for none. */
extern const uint8_t pneu_i_name_slots[PNEU_I_NAME_SLOTS];

/* Four letters in lower case, the first one lowest; what else they hold becomes something else. */
static inline uint32_t pneu_i_name_word(const char *p)
{
    return ((uint32_t)(uint8_t)p[0] | (uint32_t)(uint8_t)p[1] << 8 | (uint32_t)(uint8_t)p[2] << 16 |
            (uint32_t)(uint8_t)p[3] << 24) |
           UINT32_C(0x20202020);
}

/* The slot of a name whose four middle and last four letters these are. */
static inline unsigned pneu_i_name_slot(uint32_t middle, uint32_t last)
{
    return (middle * UINT32_C(0x9f767c45) + last * UINT32_C(0x4164d839)) >> 23;
}

/* The id of a name in any case, or PNEU_FIELD_OTHER. */
uint16_t pneu_i_field_id(const char *name, size_t length);

#endif
