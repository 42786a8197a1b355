/*
 * Who wrote a message: several authors, or a group, need one Sender (RFC 5322 section 3.6.2, RFC 6854), or nobody knows
 * whose domain vouches for it.
 * In: the fields of one header, in any order. Out: addr_multi_from, detail addr_group_in_from for a group; and
 * hdr_missing_required for Resent fields without Resent-From or Resent-Date. The first From
 * and the first Sender count. Where the elements of From are a guess, the code that says so is enough.
 */
#include "tree/authors.h"

static size_t count_addresses(const pneu_address_list *list)
{
    size_t count = 0;
    for (size_t i = 0; i < list->mailbox_count; i++)
        count += (list->mailboxes[i].flags & PNEU_MAILBOX_UNREADABLE) == 0 && list->mailboxes[i].domain.len > 0;
    return count;
}

static int is_resent(int32_t id)
{
    return id >= PNEU_FIELD_RESENT_FROM && id <= PNEU_FIELD_RESENT_REPLY_TO;
}

static unsigned resent_bit(int32_t id)
{
    return 1u << (id - PNEU_FIELD_RESENT_FROM);
}

void pneu_i_authors_note(pneu_i_authors *authors, int32_t id, const pneu_span *where, const pneu_i_value *value)
{
    if (is_resent(id) && authors->resent_seen == 0)
        authors->resent = *where;
    if (is_resent(id))
        authors->resent_seen |= resent_bit(id);
    if (id == PNEU_FIELD_FROM && !authors->has_from) {
        authors->has_from = 1;
        authors->from = *where;
        authors->is_unsure = value->is_unsure;
        authors->has_group = value->addresses.group_count > 0;
        authors->mailboxes = count_addresses(&value->addresses);
    } else if (id == PNEU_FIELD_SENDER && authors->senders == 0) {
        authors->senders = count_addresses(&value->addresses);
    }
}

/* Whoever sends a message once more tells who and when (RFC 5322 section 3.6.6); one of each is enough here. */
static pneu_status judge_resent(pneu_message *message, uint32_t part, const pneu_i_authors *authors)
{
    unsigned needed = resent_bit(PNEU_FIELD_RESENT_FROM) | resent_bit(PNEU_FIELD_RESENT_DATE);
    if (authors->resent_seen == 0 || (authors->resent_seen & needed) == needed)
        return PNEU_OK;
    return pneu_i_message_report(message, part, PNEU_DEFECT_HDR_MISSING_REQUIRED, PNEU_DETAIL_HDR_MISSING_RESENT,
                                 &authors->resent);
}

static pneu_status judge_authors(pneu_message *message, uint32_t part, const pneu_i_authors *authors)
{
    int has_many = authors->has_group || authors->mailboxes > 1;
    if (!has_many || authors->is_unsure || authors->senders == 1)
        return PNEU_OK;
    int32_t detail = authors->has_group ? PNEU_DETAIL_ADDR_GROUP_IN_FROM : PNEU_DETAIL_NONE;
    pneu_defect find = pneu_i_message_find(message, part, PNEU_DEFECT_ADDR_MULTI_FROM, detail);
    find.offset = authors->from.offset;
    find.length = authors->from.length;
    return pneu_i_message_record(message, &find);
}

pneu_status pneu_i_authors_judge(pneu_message *message, uint32_t part, const pneu_i_authors *authors)
{
    pneu_status status = judge_resent(message, part, authors);
    return status == PNEU_OK ? judge_authors(message, part, authors) : status;
}
