/* The parts of a message that are files to a person, and names to save them by. */
#ifndef PNEU_CLI_ATTACHMENT_H
#define PNEU_CLI_ATTACHMENT_H

#include "pneu/syntax.h"
#include "pneu/tree.h"

enum {
    ATTACHMENT_MARKED = 0,    /* leaves and messages that have a file name, or whose disposition is "attachment" */
    ATTACHMENT_EVERY_LEAF = 1 /* all leaves, those of messages within the message too */
};

/* The first attachment at *part or after it, in document order. PNEU_ERR_NOT_FOUND; PNEU_ERR_MEMORY. */
pneu_status attachment_find(pneu_message *message, int which, uint32_t *part);

/* The part after this one and all that is in it. */
uint32_t attachment_skip(const pneu_message *message, uint32_t part);

/* 1 for a message, encoded or not. */
int attachment_is_message(const pneu_message *message, uint32_t part);

/* A name that is safe to create, in the arena: what the sender calls the part, or else its section (or index) and an
 * ending by its type. That of a message ends with ".eml". PNEU_ERR_MEMORY. */
pneu_status attachment_name(pneu_message *message, uint32_t part, pneu_arena *arena, pneu_str *name);

#endif
