/*
 * The defects of a message: those of its parsers and those that the tree itself finds, in one log.
 * In: finds in any order. Out: records in order of release (defect_log.h), uncapped counts and sets. Invariant: a code is
 * in the set of its part and in that of the message; which records are kept does not depend on the order they come in, for
 * that changes with the size of the pushes (a body is examined, and what it encodes is parsed, as it comes).
 */
#include "tree/message.h"

pneu_status pneu_i_message_record(pneu_message *message, const pneu_defect *defect)
{
    pneu_part_summary *summary = &message->nodes[defect->part].summary;
    pneu_status status = pneu_i_defect_log_keep_first(&message->log, &message->alloc, defect);
    if (status != PNEU_OK)
        return status;
    pneu_i_defect_set_add(&summary->found, defect->code);
    if (summary->worst < defect->severity)
        summary->worst = defect->severity;
    return PNEU_OK;
}

pneu_defect pneu_i_message_find(const pneu_message *message, uint32_t part, int32_t code, int32_t detail)
{
    pneu_defect find = {0, 0, part, message->nodes[part].space, (uint16_t)code, (uint16_t)detail, 0, 0, 0};
    pneu_i_defect_weigh(&find);
    return find;
}

pneu_status pneu_i_message_report(pneu_message *message, uint32_t part, int32_t code, int32_t detail,
                                  const pneu_span *where)
{
    pneu_defect find = pneu_i_message_find(message, part, code, detail);
    find.offset = where->offset;
    find.length = where->length;
    return pneu_i_message_record(message, &find);
}

void pneu_i_message_sort_defects(pneu_message *message)
{
    pneu_i_defect_log_release(&message->log);
}

static int can_be_read(const pneu_message *message)
{
    return message != NULL && message->is_finished;
}

size_t pneu_message_defect_record_count(const pneu_message *message)
{
    return can_be_read(message) ? message->log.count : 0;
}

const pneu_defect *pneu_message_defect(const pneu_message *message, size_t index)
{
    if (index >= pneu_message_defect_record_count(message))
        return NULL;
    return &pneu_i_defect_log_records(&message->log)[index];
}

static int is_found(const pneu_message *message, int32_t code)
{
    return can_be_read(message) && code > PNEU_DEFECT_NONE && code < PNEU_DEFECT_COUNT &&
           pneu_defect_set_has(&message->log.found, code);
}

uint64_t pneu_message_defect_count(const pneu_message *message, int32_t code)
{
    return is_found(message, code) ? pneu_i_defect_log_count(&message->log, code) : 0;
}

int32_t pneu_message_defect_severity(const pneu_message *message, int32_t code)
{
    return is_found(message, code) ? pneu_i_defect_log_worst(&message->log, code) : 0;
}

int32_t pneu_message_defect_marks(const pneu_message *message, int32_t code)
{
    return is_found(message, code) ? pneu_i_defect_log_marks(&message->log, code) : 0;
}

void pneu_message_defects_found(const pneu_message *message, pneu_defect_set *set)
{
    if (set == NULL)
        return;
    memset(set, 0, sizeof *set);
    if (can_be_read(message))
        *set = message->log.found;
}

void pneu_part_defects_found(const pneu_message *message, uint32_t part, pneu_defect_set *set)
{
    const pneu_i_node *node = pneu_i_part(message, part);
    if (set == NULL)
        return;
    memset(set, 0, sizeof *set);
    if (node != NULL)
        *set = node->summary.found;
}
