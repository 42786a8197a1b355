/* To whom a program may send an answer by itself. */
#ifndef PNEU_REPLY_AUTO_ANSWER_H
#define PNEU_REPLY_AUTO_ANSWER_H

#include "pneu/address.h"
#include "pneu/tree.h"

/* The return path, in the arena. PNEU_ERR_NOT_FOUND: nobody wants such an answer; PNEU_ERR_MEMORY,
 * PNEU_ERR_NOT_KEPT. */
pneu_status pneu_i_auto_answer_find(pneu_message *message, pneu_arena *arena, pneu_mailbox *out);

#endif
