/*
 * The bytes that an ARC-Seal signs: whole sets of ARC fields in relaxed form, the oldest first, the seal itself last.
 * In: the raw fields of a header, an instance. Out: bytes in the arena.
 * A chain that failed (cv=fail) need not be whole, and its newest seal signs its own set alone: so the fields are
 * looked for here by their instance, and not by pneu_arc_chain_read, which gives the sets of an intact chain only.
 * RFC 8617 sections 5.1.1 and 5.1.2.
 * Not handled: whether the chain is intact (pneu/auth.h).
 */
#include "base/str.h"
#include "pneu/auth.h"
#include "view/canon_field.h"

#define INSTANCES_MAX 50 /* RFC 8617 section 4.2.1 */

enum {
    RESULTS = 0,
    SIGNATURE = 1,
    SEAL = 2,
    KINDS = 3
};

typedef struct arc_sets {
    pneu_arena *arena;
    const pneu_str *field[KINDS][INSTANCES_MAX + 1];
    uint8_t is_double[KINDS][INSTANCES_MAX + 1];
    uint8_t has_failed[INSTANCES_MAX + 1]; /* the seal says cv=fail */
} arc_sets;

static int kind_of(pneu_str field)
{
    switch (pneu_field_id(pneu_i_canon_name(field))) {
    case PNEU_FIELD_ARC_AUTHENTICATION_RESULTS: return RESULTS;
    case PNEU_FIELD_ARC_MESSAGE_SIGNATURE: return SIGNATURE;
    case PNEU_FIELD_ARC_SEAL: return SEAL;
    default: return KINDS;
    }
}

/* 1*2DIGIT, or 0. */
static uint32_t number_of(pneu_str digits)
{
    uint32_t number = 0;
    for (size_t i = 0; i < digits.len; i++) {
        if (digits.len > 2 || !pneu_i_is((unsigned char)digits.ptr[i], PNEU_I_DIGIT))
            return 0;
        number = number * 10 + (uint32_t)(digits.ptr[i] - '0');
    }
    return number;
}

/* The instance a field says it is of; 0 where it says none. */
static pneu_status read_instance(const arc_sets *sets, int kind, pneu_str value, uint32_t *instance, int *has_failed)
{
    pneu_auth_results results;
    pneu_tag_list list;
    pneu_str text;
    pneu_status status;
    *instance = 0;
    *has_failed = 0;
    if (kind == RESULTS) {
        status = pneu_arc_results_parse(sets->arena, value, PNEU_LENIENT, NULL, &results);
        if (status == PNEU_OK)
            *instance = results.instance;
        return status;
    }
    status = pneu_tag_list_parse(sets->arena, value, PNEU_LENIENT, NULL, &list);
    if (status != PNEU_OK)
        return status;
    if (pneu_tag_list_find(&list, pneu_i_str("i"), &text) == PNEU_OK)
        *instance = number_of(text);
    *has_failed = pneu_tag_list_find(&list, pneu_i_str("cv"), &text) == PNEU_OK && pneu_i_str_is(text, "fail");
    return PNEU_OK;
}

static pneu_status sort_fields(arc_sets *sets, const pneu_str *fields, size_t count)
{
    pneu_status status = PNEU_OK;
    for (size_t i = 0; i < count && status == PNEU_OK; i++) {
        int kind = kind_of(fields[i]), has_failed;
        uint32_t instance;
        if (kind == KINDS)
            continue;
        status = read_instance(sets, kind, pneu_i_canon_value(fields[i]), &instance, &has_failed);
        if (status != PNEU_OK || instance == 0 || instance > INSTANCES_MAX)
            continue;
        sets->is_double[kind][instance] = sets->field[kind][instance] != NULL;
        sets->field[kind][instance] = &fields[i];
        if (kind == SEAL)
            sets->has_failed[instance] = (uint8_t)has_failed;
    }
    return status;
}

static int has_set(const arc_sets *sets, uint32_t instance)
{
    for (int kind = RESULTS; kind < KINDS; kind++)
        if (sets->field[kind][instance] == NULL || sets->is_double[kind][instance])
            return 0;
    return 1;
}

pneu_status pneu_canon_arc_seal(pneu_arena *arena, const pneu_str *fields, size_t count, uint32_t instance,
                                uint32_t flags, pneu_str *out)
{
    pneu_i_text_builder builder;
    pneu_i_canon_form form = {PNEU_CANON_RELAXED, flags};
    arc_sets sets = {.arena = arena};
    if (arena == NULL || (fields == NULL && count > 0) || out == NULL || !pneu_i_canon_form_is_known(form))
        return PNEU_ERR_ARGUMENT;
    if (instance == 0 || instance > INSTANCES_MAX)
        return PNEU_ERR_NOT_FOUND;
    pneu_status status = sort_fields(&sets, fields, count);
    if (status != PNEU_OK)
        return status;
    pneu_i_text_builder_init(&builder, arena, 1024);
    for (uint32_t i = sets.has_failed[instance] ? instance : 1; i <= instance; i++) {
        if (!has_set(&sets, i))
            return PNEU_ERR_NOT_FOUND;
        pneu_i_canon_add_field(&builder, *sets.field[RESULTS][i], form);
        pneu_i_canon_add_field(&builder, *sets.field[SIGNATURE][i], form);
        if (i < instance)
            pneu_i_canon_add_field(&builder, *sets.field[SEAL][i], form);
    }
    status = pneu_i_canon_add_own(&builder, *sets.field[SEAL][instance], form);
    return status != PNEU_OK ? status : pneu_i_text_builder_end(&builder, out);
}
