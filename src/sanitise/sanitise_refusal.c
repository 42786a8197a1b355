/*
 * Whether a message is refused.
 * In: a finished tree that was checked. Out: the first reason to refuse it. What no honest sender does is repaired
 * without a question where it is of little weight; in From, Content-Type and Content-Transfer-Encoding, which say who
 * wrote and what the parts are, the one who asks is told first, and where a limit hides the rest of the message.
 * Invariant: of finds without a record nobody knows where they stand, so that is taken to be the worst place.
 * Not handled: RFC 6857, which has a form for addresses that are not ASCII, but a group, which is not plain.
 */
#include "sanitise/sanitise_plan.h"
#include "tree/field_list.h"

/* In whatever field: they are of those three, or of no field. */
static const uint8_t refused[] = {PNEU_DEFECT_SEC_DUP_FROM,  PNEU_DEFECT_SEC_DUP_CONTENT_TYPE,
                                  PNEU_DEFECT_SEC_DUP_CTE,   PNEU_DEFECT_SEC_DUP_BOUNDARY,
                                  PNEU_DEFECT_MIME_INDIRECT, PNEU_DEFECT_LIMIT_MESSAGE_SIZE,
                                  PNEU_DEFECT_LIMIT_NESTING, PNEU_DEFECT_LIMIT_PARTS};

/* Of severity attack, and found in the fields of a header. */
static const uint8_t of_fields[] = {PNEU_DEFECT_LINE_NUL,          PNEU_DEFECT_HDR_FOLD_IN_NAME,
                                    PNEU_DEFECT_ADDR_TWO_ANGLES,   PNEU_DEFECT_ADDR_MULTIPLE_AT,
                                    PNEU_DEFECT_ADDR_EW_IN_SPEC,   PNEU_DEFECT_EW_CONTROL,
                                    PNEU_DEFECT_SEC_HIDDEN_HEADER, PNEU_DEFECT_SEC_INVISIBLE_CHAR,
                                    PNEU_DEFECT_LIMIT_HEADER_SIZE, PNEU_DEFECT_LIMIT_TOKENS};

static pneu_status refuse(pneu_sanitise_plan *plan, uint32_t part, int32_t code)
{
    plan->refusal = (pneu_sanitise_refusal){PNEU_ERR_REFUSED, part, code, 0};
    return PNEU_ERR_REFUSED;
}

static int is_of_fields(int32_t code)
{
    for (size_t i = 0; i < sizeof of_fields; i++)
        if (of_fields[i] == code)
            return 1;
    return 0;
}

/* 1 for an attack on what the three fields say. An invisible character in Content-Type is in the name of a file. */
static int is_grave(const pneu_sanitise_plan *plan, const pneu_defect *find)
{
    if (find->severity < PNEU_SEVERITY_ATTACK || !is_of_fields(find->code))
        return 0;
    int32_t id = pneu_i_field_at(plan->tree, &plan->tree->nodes[find->part], find->offset);
    int is_of_mime = id == PNEU_FIELD_CONTENT_TYPE || id == PNEU_FIELD_CONTENT_TRANSFER_ENCODING;
    return id == PNEU_FIELD_FROM || (is_of_mime && find->code != PNEU_DEFECT_SEC_INVISIBLE_CHAR);
}

/* 1 for attacks of a code that were found more often than they were recorded. */
static int is_unsure(const pneu_sanitise_plan *plan, int32_t code, const uint32_t *recorded)
{
    return pneu_message_defect_count(plan->tree, code) > recorded[code] &&
           pneu_message_defect_severity(plan->tree, code) >= PNEU_SEVERITY_ATTACK;
}

/* Adds the codes that are refused wherever they were found. */
static void add_unsure(const pneu_sanitise_plan *plan, pneu_defect_set *codes)
{
    uint32_t recorded[PNEU_DEFECT_COUNT] = {0};
    for (size_t i = 0; i < pneu_message_defect_record_count(plan->tree); i++)
        recorded[pneu_message_defect(plan->tree, i)->code]++;
    for (size_t i = 0; i < sizeof of_fields; i++)
        if (is_unsure(plan, of_fields[i], recorded))
            pneu_i_defect_set_add(codes, of_fields[i]);
}

static pneu_status refuse_codes(pneu_sanitise_plan *plan, const pneu_defect_set *codes)
{
    uint32_t count = pneu_message_part_count(plan->tree);
    for (uint32_t part = 0; part < count; part++) {
        const pneu_defect_set *found = &plan->tree->nodes[part].summary.found;
        int32_t code = PNEU_DEFECT_NONE;
        if (!pneu_i_defect_sets_meet(found, codes))
            continue;
        do
            code = pneu_i_defect_set_next(found, code);
        while (!pneu_defect_set_has(codes, code));
        return refuse(plan, part, code);
    }
    return PNEU_OK;
}

pneu_status pneu_i_sanitise_refuse_attacks(pneu_sanitise_plan *plan)
{
    pneu_defect_set codes = {{0, 0}};
    for (size_t i = 0; i < sizeof refused; i++)
        pneu_i_defect_set_add(&codes, refused[i]);
    add_unsure(plan, &codes);
    pneu_status status = refuse_codes(plan, &codes);
    for (size_t i = 0; i < pneu_message_defect_record_count(plan->tree) && status == PNEU_OK; i++) {
        const pneu_defect *find = pneu_message_defect(plan->tree, i);
        if (is_grave(plan, find))
            status = refuse(plan, find->part, find->code);
    }
    return status;
}

pneu_status pneu_i_sanitise_refuse_losses(pneu_sanitise_plan *plan)
{
    uint32_t part = 0;
    while (part < plan->summary.parts && (plan->scan.marks[part] & PNEU_I_HAS_WIDE_ADDRESS) == 0)
        part++;
    if (!pneu_i_is_touched(plan) || part == plan->summary.parts)
        return PNEU_OK;
    int is_utf8 = pneu_defect_set_has(&plan->tree->nodes[part].summary.found, PNEU_DEFECT_HDR_UTF8);
    return refuse(plan, part, is_utf8 ? PNEU_DEFECT_HDR_UTF8 : PNEU_DEFECT_HDR_8BIT);
}
