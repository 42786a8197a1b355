/* The address to which one posts to the mailing list that a message came from. */
#ifndef PNEU_REPLY_LIST_POST_H
#define PNEU_REPLY_LIST_POST_H

#include "pneu/address.h"
#include "pneu/tree.h"

/* In the arena. PNEU_ERR_NOT_FOUND: there is none; PNEU_ERR_MEMORY; PNEU_ERR_NOT_KEPT. */
pneu_status pneu_i_list_post_find(pneu_message *message, pneu_arena *arena, pneu_mailbox *out);

#endif
