/*
 * A set of addresses by hash. In: mailboxes. Out: whether one is new, as pneu_mailbox_is_same says. The table is
 * half empty, and grows by being made anew; a hostile list can make its hashes meet, so that the cost of one is
 * that of a run of slots: LOOKS_MAX bounds it, and what is not found within it counts as new.
 */
#include "reply/address_set.h"

#include "base/arena.h"
#include "base/str.h"

#define LOOKS_MAX ((size_t)64)

static uint64_t hash_of(const pneu_mailbox *mailbox)
{
    uint64_t hash = UINT64_C(14695981039346656037);
    for (size_t i = 0; i < mailbox->local.len; i++)
        hash = (hash ^ (unsigned char)mailbox->local.ptr[i]) * UINT64_C(1099511628211);
    for (size_t i = 0; i < mailbox->domain.len; i++)
        hash = (hash ^ (unsigned char)pneu_i_lower(mailbox->domain.ptr[i])) * UINT64_C(1099511628211);
    return hash ^ hash >> 32;
}

/* The slot of the mailbox, or the free one where it would stand; NULL after too many looks. */
static uint32_t *find_slot(const pneu_i_address_set *set, const pneu_mailbox *mailbox)
{
    size_t slots = 2 * set->capacity, at = (size_t)(hash_of(mailbox) % slots);
    for (size_t looks = 0; looks < LOOKS_MAX; looks++, at = (at + 1) % slots)
        if (set->slots[at] == 0 || pneu_mailbox_is_same(&set->members[set->slots[at] - 1], mailbox))
            return &set->slots[at];
    return NULL;
}

int pneu_i_address_set_add(pneu_i_address_set *set, const pneu_mailbox *mailbox)
{
    uint32_t *slot = find_slot(set, mailbox);
    if (slot != NULL && *slot != 0)
        return 0;
    set->members[set->count++] = *mailbox;
    if (slot != NULL)
        *slot = (uint32_t)set->count;
    return 1;
}

pneu_status pneu_i_address_set_reserve(pneu_i_address_set *set, size_t more)
{
    pneu_i_address_set larger = {set->arena, NULL, 0, set->count + more, NULL};
    if (more <= set->capacity - set->count)
        return PNEU_OK;
    larger.members = pneu_i_arena_alloc(set->arena, larger.capacity * sizeof *larger.members);
    larger.slots = pneu_i_arena_alloc(set->arena, 2 * larger.capacity * sizeof *larger.slots);
    if (larger.members == NULL || larger.slots == NULL)
        return PNEU_ERR_MEMORY;
    memset(larger.slots, 0, 2 * larger.capacity * sizeof *larger.slots);
    for (size_t i = 0; i < set->count; i++)
        (void)pneu_i_address_set_add(&larger, &set->members[i]);
    *set = larger;
    return PNEU_OK;
}
