/*
 * Do the rules fit a part? In: its fields as they pass, its entity at the header's end. Out: the rules that
 * fit. Every name that a field tells counts, since programs differ on which of them they take (RFC 2183 section
 * 2.3, RFC 2231); what is shown is the one that pneu_part_filename gives.
 * Invariants: memory of one header, in the plan's scratch.
 */
#include "filter/pattern.h"
#include "filter/strip_plan.h"

static pneu_status add_name(pneu_strip_plan *plan, pneu_str name)
{
    pneu_i_strip_names *names = &plan->names;
    void *array = names->names;
    if (name.len == 0)
        return PNEU_OK;
    pneu_status status =
        pneu_i_alloc_grow(&plan->alloc, &array, &names->capacity, names->count + 1, sizeof *names->names);
    names->names = array;
    if (status == PNEU_OK)
        names->names[names->count++] = name;
    return status;
}

/* The parameter's value; ptr NULL if there is none. */
static pneu_str param(const pneu_mime_value *value, const char *name)
{
    for (size_t i = 0; i < value->param_count; i++)
        if (pneu_i_str_is(value->params[i].name, name))
            return value->params[i].value;
    return pneu_i_str_of(NULL, 0);
}

static pneu_status note_type(pneu_strip_plan *plan, pneu_str value)
{
    pneu_mime_value parsed;
    pneu_status status = pneu_content_type_parse(&plan->scratch, value, PNEU_LENIENT, NULL, &parsed);
    if (status != PNEU_OK)
        return status;
    pneu_str name = param(&parsed, "name");
    if (!plan->names.has_type)
        plan->names.name = name;
    plan->names.has_type = 1;
    return add_name(plan, name);
}

static pneu_status note_disposition(pneu_strip_plan *plan, pneu_str value)
{
    pneu_mime_value parsed;
    pneu_status status = pneu_content_disposition_parse(&plan->scratch, value, PNEU_LENIENT, NULL, &parsed);
    if (status != PNEU_OK)
        return status;
    pneu_str name = param(&parsed, "filename");
    if (!plan->names.has_disposition)
        plan->names.filename = name;
    plan->names.has_disposition = 1;
    return add_name(plan, name);
}

pneu_status pneu_i_strip_note_names(pneu_strip_plan *plan, int32_t id, pneu_str value)
{
    return id == PNEU_FIELD_CONTENT_TYPE ? note_type(plan, value) : note_disposition(plan, value);
}

pneu_status pneu_i_strip_shown_name(pneu_strip_plan *plan, pneu_str *out)
{
    pneu_str name = plan->names.filename.len > 0 ? plan->names.filename : plan->names.name;
    *out = pneu_i_str_of("", 0);
    pneu_status status = name.len > 0 ? pneu_safe_filename(&plan->arena, name, out) : PNEU_OK;
    return status == PNEU_ERR_NOT_FOUND ? PNEU_OK : status;
}

static int has_name(const pneu_strip_plan *plan, pneu_str pattern)
{
    for (size_t i = 0; i < plan->names.count; i++)
        if (pneu_i_pattern_fits(pattern, plan->names.names[i]))
            return 1;
    return 0;
}

static int is_text(pneu_str type)
{
    return type.len > 5 && memcmp(type.ptr, "text/", 5) == 0;
}

static int is_attachment(const pneu_strip_plan *plan, const pneu_entity *entity)
{
    return plan->names.count > 0 || pneu_i_str_is(entity->disposition, "attachment") || !is_text(entity->type);
}

static int fits(const pneu_strip_plan *plan, const pneu_strip_rule *rule, const pneu_entity *entity)
{
    if (rule->type.len > 0 ? !pneu_i_pattern_fits(rule->type, entity->type) : !is_attachment(plan, entity))
        return 0;
    return rule->name.len == 0 || has_name(plan, rule->name);
}

void pneu_i_strip_apply_rules(pneu_strip_plan *plan, const pneu_entity *entity, pneu_i_strip_frame *frame)
{
    if (entity->kind == PNEU_KIND_MULTIPART)
        return;
    for (size_t i = 0; i < plan->rule_count; i++)
        if (fits(plan, &plan->rules[i], entity)) {
            frame->rules[i / 32] |= (uint32_t)1 << (i % 32);
            frame->is_candidate = 1;
        }
}

int pneu_i_strip_find_rule(const pneu_strip_plan *plan, const pneu_i_strip_frame *frame, uint64_t encoded_size,
                           uint32_t *rule)
{
    for (size_t i = 0; i < plan->rule_count; i++) {
        const pneu_strip_rule *known = &plan->rules[i];
        int is_encoded = (known->flags & PNEU_STRIP_ENCODED_SIZE) != 0;
        uint64_t size = is_encoded ? encoded_size : frame->item.told.size;
        if ((frame->rules[i / 32] >> (i % 32) & 1) == 0 || (known->larger_than > 0 && size <= known->larger_than))
            continue;
        *rule = (uint32_t)i;
        return 1;
    }
    return 0;
}
