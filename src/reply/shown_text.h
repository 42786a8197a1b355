/* Which parts of a message are its text, as a reader would see it. */
#ifndef PNEU_REPLY_SHOWN_TEXT_H
#define PNEU_REPLY_SHOWN_TEXT_H

#include "pneu/tree.h"

/* What a part is. */
enum {
    PNEU_I_SHOWN_NOT = 0,
    PNEU_I_SHOWN_TEXT,       /* of the text */
    PNEU_I_SHOWN_ALTERNATIVE /* HTML that says the same again */
};

/* By part. */
typedef struct pneu_i_shown_text {
    const uint8_t *parts; /* PNEU_I_SHOWN_... */
} pneu_i_shown_text;

/* PNEU_OK or PNEU_ERR_MEMORY. */
pneu_status pneu_i_shown_text_find(const pneu_message *message, pneu_arena *arena, pneu_i_shown_text *shown);

/* 1 if the part stands in a message in the message. */
int pneu_i_is_nested(const pneu_message *message, uint32_t part);

#endif
