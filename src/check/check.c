/*
 * Everything that is wrong with a message. In: a finished message. Out: its defects, complete.
 * Invariants: linear; each find is reported once, however often a check is asked for; a check that ran out of memory goes
 * on where it stopped, without what its last step would have found.
 * Not handled: other readings of the same bytes, and what is to be done about a find.
 */
#include "check/check.h"

#include "pneu/check.h"

/* PNEU_OK, PNEU_ERR_MEMORY, or PNEU_ERR_NOT_KEPT if a body could not be looked at. */
static pneu_status check_part(pneu_message *message, uint32_t part, pneu_charsets *charsets)
{
    pneu_status status = pneu_i_check_names(message, part);
    if (status == PNEU_OK)
        status = pneu_i_check_shape(message, part);
    if (status == PNEU_OK)
        status = pneu_i_check_lines(message, part);
    if (status == PNEU_OK)
        status = pneu_i_check_text(message, part, charsets);
    return status == PNEU_ERR_LIMIT ? PNEU_OK : status; /* limit_output says so */
}

pneu_status pneu_message_check(pneu_message *message, pneu_charsets *charsets)
{
    pneu_status status = pneu_message_load(message);
    pneu_status kept = PNEU_OK;
    if (status != PNEU_OK)
        return status;
    for (uint32_t part = 0; part < message->node_count && status == PNEU_OK; part++) {
        status = check_part(message, part, charsets);
        if (status == PNEU_ERR_NOT_KEPT) {
            kept = status;
            status = PNEU_OK;
        }
    }
    pneu_i_message_sort_defects(message);
    return status == PNEU_OK ? kept : status;
}

int32_t pneu_message_severity(const pneu_message *message)
{
    int32_t worst = -1;
    for (int32_t code = 1; code < PNEU_DEFECT_COUNT; code++)
        if (pneu_message_defect_count(message, code) > 0 && pneu_message_defect_severity(message, code) > worst)
            worst = pneu_message_defect_severity(message, code);
    return worst;
}

int32_t pneu_message_is_conforming(const pneu_message *message)
{
    int32_t marks = pneu_message_part_count(message) > 0 ? 0 : PNEU_MARK_NONCONFORMING;
    for (int32_t code = 1; code < PNEU_DEFECT_COUNT; code++)
        marks |= pneu_message_defect_marks(message, code);
    return (marks & PNEU_MARK_NONCONFORMING) == 0;
}
