/*
 * Everything at once: what is otherwise made when asked for, so that a const message can be read by several threads.
 * In: a finished message. Out: decoded lengths, names, parameters, values of fields, and the defects that only this shows:
 * cte_b64_*, cte_qp_*, cte_legacy, limit_output, param_name_conflict, and those of addresses, dates, identifiers and encoded words.
 * Invariants: each body is read once; a find is reported once, also when load is called again after it ran out of memory.
 */
#include "tree/details.h"
#include "tree/field_list.h"
#include "tree/part_bytes.h"
#include "tree/values.h"

static pneu_status load_body(pneu_message *message, uint32_t part)
{
    pneu_i_node *node = &message->nodes[part];
    if (node->kind != PNEU_KIND_LEAF || (node->state & PNEU_I_EXAMINED) != 0)
        return PNEU_OK;
    pneu_str raw;
    pneu_status status = pneu_i_raw_body(message, part, &raw);
    if (status != PNEU_OK)
        return status;
    node->state |= PNEU_I_EXAMINED;
    status = pneu_i_examine_body(message, part, PNEU_I_EXAMINE_ALL, raw, &node->decoded_length);
    if (status != PNEU_OK)
        return status;
    node->state |= PNEU_I_LENGTH_KNOWN;
    return PNEU_OK;
}

static pneu_status check_length(pneu_message *message, uint32_t part)
{
    const pneu_i_node *node = &message->nodes[part];
    return pneu_i_node_is_encoded(node) ? pneu_i_check_output(message, part, node->decoded_length) : PNEU_OK;
}

static pneu_status load_names(pneu_message *message, uint32_t part)
{
    pneu_i_details *details;
    pneu_status status = pneu_i_details_know(message, part, PNEU_I_KNOW_ALL, &details);
    pneu_i_node *node = &message->nodes[part];
    if (status != PNEU_OK || !details->names_differ || (node->state & PNEU_I_NAMES_COMPARED) != 0)
        return status;
    node->state |= PNEU_I_NAMES_COMPARED;
    pneu_span where = {node->offset, 0};
    pneu_i_field_place(message, node, PNEU_FIELD_CONTENT_DISPOSITION, &where);
    return pneu_i_message_report(message, part, PNEU_DEFECT_PARAM_NAME_CONFLICT, PNEU_DETAIL_NONE, &where);
}

pneu_status pneu_message_load(pneu_message *message)
{
    if (message == NULL)
        return PNEU_ERR_ARGUMENT;
    if (!message->is_finished)
        return message->error != PNEU_OK ? message->error : PNEU_ERR_STATE;
    pneu_status status = PNEU_OK;
    for (uint32_t part = 0; part < message->node_count && status == PNEU_OK; part++) {
        status = load_body(message, part);
        if (status == PNEU_OK)
            status = check_length(message, part);
        if (status == PNEU_OK)
            status = load_names(message, part);
        if (status == PNEU_OK)
            status = pneu_i_values_load(message, part);
    }
    pneu_i_message_sort_defects(message);
    return status;
}
