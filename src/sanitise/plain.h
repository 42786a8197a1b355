/* The plain profile, by fields and by parts: see pneu_part_is_plain (pneu/sanitise.h). */
#ifndef PNEU_SANITISE_PLAIN_H
#define PNEU_SANITISE_PLAIN_H

#include "base/arena.h"
#include "pneu/sanitise.h"
#include "tree/message.h"

#define PNEU_I_PLAIN_KEPT ((size_t)65536) /* bytes of scratch that are kept from field to field */

/* *is_plain: the value of a field with this id, line ends and folds included, has no form but that of the profile. The
 * arena is used for scratch. PNEU_OK or PNEU_ERR_MEMORY. */
pneu_status pneu_i_plain_value(pneu_arena *arena, int32_t id, pneu_str value, int *is_plain);

/* 1 for fields in which comments are not plain. */
int pneu_i_bars_comments(int32_t id);

/* 1 if "boundary" stands in the text, whatever its case: beside the boundary of a multipart that misleads. */
int pneu_i_mentions_boundary(pneu_str text);

/* 1 if all but the values of a finished tree's part is plain: one type, parts in a multipart, no message encoded. */
int pneu_i_is_plain_part(const pneu_message *message, uint32_t part);

#endif
