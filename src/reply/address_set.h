/* Addresses that were seen, so that nobody is named twice. */
#ifndef PNEU_REPLY_ADDRESS_SET_H
#define PNEU_REPLY_ADDRESS_SET_H

#include "pneu/address.h"

/* A zeroed set with its arena is empty. */
typedef struct pneu_i_address_set {
    pneu_arena *arena;
    pneu_mailbox *members;
    size_t count;
    size_t capacity; /* of members; there are twice as many slots */
    uint32_t *slots; /* 1 + the number of a member, or 0 */
} pneu_i_address_set;

/* Room for `more` further members. PNEU_OK or PNEU_ERR_MEMORY. */
pneu_status pneu_i_address_set_reserve(pneu_i_address_set *set, size_t more);

/* Adds the address of the mailbox: 1, or 0 if it was there. There must be room. */
int pneu_i_address_set_add(pneu_i_address_set *set, const pneu_mailbox *mailbox);

#endif
