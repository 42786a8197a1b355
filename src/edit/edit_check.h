/* What all edits share: whether a part can be edited, why an edit is refused, and the message's line end. */
#ifndef PNEU_EDIT_EDIT_CHECK_H
#define PNEU_EDIT_EDIT_CHECK_H

#include "pneu/edit.h"
#include "tree/message.h"

/* Forgets the last refusal. PNEU_OK if the part can be edited, else what pneu/edit.h says. */
pneu_status pneu_i_edit_begin(pneu_message *message, uint32_t part);

/* Notes why the edit is refused, and returns the status. */
pneu_status pneu_i_edit_refuse(pneu_message *message, pneu_status status, int32_t argument, uint64_t offset);

/* The same for an argument that is NULL or out of its domain. */
pneu_status pneu_i_edit_refuse_argument(pneu_message *message, int32_t argument);

/* PNEU_OK if this is the name of a field; else it is refused. */
pneu_status pneu_i_edit_check_name(pneu_message *message, pneu_str name, int32_t argument);

/* How the message ends its lines. */
pneu_str pneu_i_edit_eol(const pneu_message *message);

/* 1 if the byte ends a line of the message. */
int pneu_i_edit_is_line_end(const pneu_message *message, char c);

/* The bytes from `offset` to `end` of the input. */
pneu_str pneu_i_edit_input(const pneu_message *message, uint64_t offset, uint64_t end);

/* Room for pieces, in the message's arena. PNEU_OK or PNEU_ERR_MEMORY. */
pneu_status pneu_i_edit_pieces(pneu_message *message, size_t count, pneu_i_piece **pieces);

pneu_i_piece pneu_i_piece_of(pneu_str bytes);

#endif
