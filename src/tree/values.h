/* Values of known fields: texts, addresses, dates, identifiers. Made when first asked for, and kept with the message. */
#ifndef PNEU_TREE_VALUES_H
#define PNEU_TREE_VALUES_H

#include "pneu/address.h"
#include "pneu/date.h"
#include "pneu/msgid.h"
#include "tree/message.h"

/* What a field says; which of them counts follows from the field's kind. */
typedef struct pneu_i_value {
    int32_t has;   /* 0 if nothing could be read */
    int is_unsure; /* what the elements of a list are is a guess */
    pneu_str text;
    pneu_date date;
    pneu_address_list addresses;
    pneu_msgid_list ids;
} pneu_i_value;

/* Makes the values of the part's header that were not asked for yet, and so reports what is wrong in them. PNEU_OK or
 * PNEU_ERR_MEMORY. */
pneu_status pneu_i_values_load(pneu_message *message, uint32_t part);

/* Where headers are not kept: reports what is wrong in the values of a passing FIELDS or FIELD_PIECE event of the newest
 * part; and, when its header ends, what is wrong in them together. PNEU_OK or PNEU_ERR_MEMORY. */
pneu_status pneu_i_values_check(pneu_message *message, const pneu_event *event);
pneu_status pneu_i_values_check_end(pneu_message *message);

#endif
