/* A message as 7-bit ASCII, in an arena. */
#ifndef PNEU_REPLY_ASCII_MESSAGE_H
#define PNEU_REPLY_ASCII_MESSAGE_H

#include "pneu/base.h"

/* PNEU_OK, or why it cannot be had: what pneu_ascii_plan_push returns. `alloc` is for the time of the call. */
pneu_status pneu_i_ascii_message_make(pneu_arena *arena, const pneu_alloc *alloc, pneu_str message, pneu_str *out);

#endif
