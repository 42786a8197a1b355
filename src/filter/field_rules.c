/*
 * Edits of fields as a list of rules, for a header that passes.
 * In: rules, checked when they are given; fields, one after the other. Out: what becomes of each field. Invariant: a field
 * that goes through all rules comes out as it would if the rules were edits of a whole header, made one after the other.
 * RFC 5322 section 2.2.
 */
#include "filter/field_rules.h"

#include "base/str.h"
#include "edit/field_text.h"

#define KEPT ((size_t)16384) /* bytes of memory, from one message to the next */

void pneu_i_rules_init(pneu_i_rules *rules, const pneu_alloc *alloc)
{
    memset(rules, 0, sizeof *rules);
    rules->alloc = *alloc;
    pneu_i_arena_init(&rules->arena, alloc);
}

void pneu_i_rules_free(pneu_i_rules *rules)
{
    pneu_i_arena_free(&rules->arena);
    pneu_i_alloc_free(&rules->alloc, rules->list, rules->capacity * sizeof *rules->list);
}

void pneu_i_rules_restart(pneu_i_rules *rules)
{
    for (size_t i = 0; i < rules->count; i++)
        rules->list[i].is_used = 0;
}

void pneu_i_rules_clear(pneu_i_rules *rules)
{
    pneu_i_arena_reset(&rules->arena, KEPT);
    memset(&rules->refused, 0, sizeof rules->refused);
    rules->count = 0;
    rules->format_flags = 0;
}

/* ---- Making -------------------------------------------------------------------------------------------------- */

pneu_status pneu_i_rules_refuse(pneu_i_rules *rules, pneu_status status, int32_t argument, size_t offset)
{
    rules->refused.status = status;
    rules->refused.argument = argument;
    rules->refused.offset = offset;
    return status;
}

static pneu_status check_name(pneu_i_rules *rules, pneu_str name, int32_t argument)
{
    size_t bad = name.ptr != NULL ? pneu_i_name_first_bad(name) : 0;
    return bad > 0 && bad == name.len ? PNEU_OK : pneu_i_rules_refuse(rules, PNEU_ERR_ARGUMENT, argument, bad);
}

static pneu_status add_rule(pneu_i_rules *rules, pneu_i_rule *made)
{
    void *list = rules->list;
    pneu_status status = pneu_i_arena_copy(&rules->arena, made->name, &made->name);
    if (status == PNEU_OK)
        status = pneu_i_alloc_grow(&rules->alloc, &list, &rules->capacity, rules->count + 1, sizeof *made);
    rules->list = list;
    if (status != PNEU_OK)
        return pneu_i_rules_refuse(rules, status, 0, 0);
    rules->list[rules->count++] = *made;
    return PNEU_OK;
}

pneu_status pneu_i_rules_put(pneu_i_rules *rules, int32_t where, pneu_str name, pneu_str value)
{
    pneu_i_rule made = {.what = where, .name = name};
    if (where < PNEU_PUT_SET || where > PNEU_PUT_PREPEND)
        return pneu_i_rules_refuse(rules, PNEU_ERR_ARGUMENT, 2, 0);
    pneu_status status = check_name(rules, name, 3);
    if (status != PNEU_OK)
        return status;
    size_t bad = value.ptr != NULL ? pneu_i_value_first_bad(value, rules->format_flags) : 0;
    if (bad < value.len)
        return pneu_i_rules_refuse(rules, PNEU_ERR_ARGUMENT, 4, bad);
    status = pneu_i_field_text(&rules->arena, name, value, rules->format_flags, &made.text[0]);
    if (status == PNEU_OK)
        status = pneu_i_arena_copy(&rules->arena, made.text[0], &made.text[1]);
    if (status != PNEU_OK)
        return pneu_i_rules_refuse(rules, status, status == PNEU_ERR_MEMORY ? 0 : 4, 0);
    made.text[1] = pneu_i_field_with_lf(made.text[1]);
    return add_rule(rules, &made);
}

pneu_status pneu_i_rules_remove(pneu_i_rules *rules, pneu_str name)
{
    pneu_i_rule made = {.what = PNEU_I_RULE_REMOVE, .name = name};
    pneu_status status = check_name(rules, name, 2);
    return status == PNEU_OK ? add_rule(rules, &made) : status;
}

pneu_status pneu_i_rules_rename(pneu_i_rules *rules, pneu_str name, pneu_str new_name)
{
    pneu_i_rule made = {.what = PNEU_I_RULE_RENAME, .name = name};
    pneu_status status = check_name(rules, name, 2);
    if (status == PNEU_OK)
        status = check_name(rules, new_name, 3);
    if (status != PNEU_OK)
        return status;
    status = pneu_i_arena_copy(&rules->arena, new_name, &made.text[0]);
    if (status != PNEU_OK)
        return pneu_i_rules_refuse(rules, status, 0, 0);
    made.text[1] = made.text[0];
    return add_rule(rules, &made);
}

/* ---- Following ----------------------------------------------------------------------------------------------------- */

void pneu_i_rules_follow(pneu_i_rules *rules, size_t first, pneu_i_outcome *field)
{
    for (size_t i = first; i < rules->count && !field->is_dropped; i++) {
        pneu_i_rule *next = &rules->list[i];
        if (!pneu_i_str_same(field->name, next->name))
            continue;
        if (next->what == PNEU_I_RULE_REMOVE || (next->what == PNEU_I_RULE_SET && next->is_used)) {
            field->is_dropped = 1;
        } else if (next->what == PNEU_I_RULE_SET) {
            next->is_used = 1;
            field->text = i;
            field->name = next->name;
            field->is_renamed = 0;
        } else if (next->what == PNEU_I_RULE_RENAME) {
            field->name = next->text[0];
            field->is_renamed = 1;
        }
    }
}
