/*
 * As whom one answers. In: the original, and the addresses of one's own. Out: the first of them that the message was
 * sent to, by what its author wrote, then by what the delivery noted; where that is none, the one that wrote it.
 * Invariant: as for recipients, the case of a local part does not matter.
 */
#include "base/str.h"
#include "pneu/reply.h"

static size_t find(const pneu_address_list *own, const pneu_address_list *named)
{
    for (size_t i = 0; i < named->mailbox_count; i++)
        for (size_t k = 0; k < own->mailbox_count; k++)
            if (pneu_i_str_same(own->mailboxes[k].address, named->mailboxes[i].address))
                return k;
    return own->mailbox_count;
}

pneu_status pneu_reply_identity(pneu_message *message, const pneu_address_list *own, size_t *index)
{
    static const int32_t ids[] = {
        PNEU_FIELD_TO,        PNEU_FIELD_CC,           PNEU_FIELD_BCC,           PNEU_FIELD_RESENT_TO,
        PNEU_FIELD_RESENT_CC, PNEU_FIELD_DELIVERED_TO, PNEU_FIELD_X_ORIGINAL_TO, PNEU_FIELD_ENVELOPE_TO,
        PNEU_FIELD_FROM};
    if (message == NULL || own == NULL || index == NULL)
        return PNEU_ERR_ARGUMENT;
    for (size_t i = 0; i < sizeof ids / sizeof ids[0]; i++) {
        pneu_address_list named;
        int32_t has;
        pneu_status status = pneu_part_field_addresses(message, 0, ids[i], &named, &has);
        if (status != PNEU_OK)
            return status;
        size_t found = has ? find(own, &named) : own->mailbox_count;
        if (found < own->mailbox_count) {
            *index = found;
            return PNEU_OK;
        }
    }
    return PNEU_ERR_NOT_FOUND;
}
