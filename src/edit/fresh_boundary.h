/* Boundaries that are in nothing that they are to delimit. */
#ifndef PNEU_EDIT_FRESH_BOUNDARY_H
#define PNEU_EDIT_FRESH_BOUNDARY_H

#include "edit/entity_content.h"

/* PNEU_ERR_BOUNDARY if a line of the part as read or as edited, or of the content, begins with "--" and the boundary,
 * or a boundary around it, in it or in the content is too like it; `content` is what is about to be put there, or
 * NULL. PNEU_ERR_LIMIT, PNEU_ERR_MEMORY. */
pneu_status pneu_i_boundary_check(pneu_message *message, uint32_t part, const pneu_i_content *content,
                                  pneu_str boundary);

/* Makes one that passes, from what the part holds and the content; in the arena. PNEU_ERR_BOUNDARY if none does. */
pneu_status pneu_i_boundary_choose(pneu_message *message, uint32_t part, const pneu_i_content *content,
                                   pneu_str *boundary);

#endif
