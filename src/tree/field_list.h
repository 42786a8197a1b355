/* The fields of all headers, in one array. */
#ifndef PNEU_TREE_FIELD_LIST_H
#define PNEU_TREE_FIELD_LIST_H

#include "tree/message.h"

/* The id of a field in a message's array. */
static inline int32_t pneu_i_field_id(const pneu_field_span *span)
{
    return (int32_t)(span->id & ~(PNEU_I_FAR | PNEU_I_CUT));
}

/* Takes the fields of a FIELDS event, or the field or the further bytes of a FIELD_PIECE event, into the newest part's
 * header. PNEU_OK or PNEU_ERR_MEMORY. */
pneu_status pneu_i_field_list_take(pneu_message *message, const pneu_event *event);

/* The first byte of the part's header; NULL where headers are not kept. */
const char *pneu_i_header_bytes(const pneu_message *message, const pneu_i_node *node);

/* Where the first field with this id stands; *span is left alone if there is none. */
void pneu_i_field_place(const pneu_message *message, const pneu_i_node *node, int32_t id, pneu_span *span);

/* The id of the part's field in which this byte of its space stands; PNEU_FIELD_OTHER where there is none. */
int32_t pneu_i_field_at(const pneu_message *message, const pneu_i_node *node, uint64_t offset);

/* What a field of this part says: `raw` is everything behind its colon; without the line end. */
pneu_str pneu_i_field_value(const pneu_message *message, const pneu_i_node *node, pneu_str raw);

#endif
