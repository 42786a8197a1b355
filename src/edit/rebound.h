/* Another boundary for a multipart, where something that is put into it holds its own. */
#ifndef PNEU_EDIT_REBOUND_H
#define PNEU_EDIT_REBOUND_H

#include "edit/entity_content.h"
#include "edit/header_patch.h"

/* A change that is ready to be made. */
typedef struct pneu_i_rebound {
    struct pneu_i_rebound *next;
    uint32_t part;
    pneu_i_piece boundary;
    pneu_i_piece delimiter; /* "--", the boundary, a line end */
    pneu_i_piece close;     /* "--", the boundary, "--" */
    pneu_i_piece type;      /* the field Content-Type */
    size_t patches;         /* room for so many, and for one touch, must be reserved */
} pneu_i_rebound;

/* Prepares the change for a multipart; *made is in the arena. PNEU_ERR_BOUNDARY: its Content-Type, or a delimiter, is
 * not written in a way that lets the boundary be changed in place. PNEU_ERR_SIGNED: it is signed. PNEU_ERR_LIMIT,
 * PNEU_ERR_MEMORY. */
pneu_status pneu_i_rebound_prepare(pneu_message *message, uint32_t part, const pneu_i_content *content,
                                   pneu_i_rebound **made);

/* Makes it, in all that edits put there before, too. */
void pneu_i_rebound_put(pneu_message *message, pneu_i_rebound *change);

#endif
