/*
 * The structure of an ARC chain: the fields of a header sorted into sets by their instance numbers, and checked as far
 * as that goes without a signature.
 * In: fields by name and raw value, in any order. Out: none, intact (with the sets) or failed (with the first fault).
 * Invariants: memory is that of the tag lists and of at most 50 sets; fields of other names are passed over.
 * RFC 8617 sections 4.1, 4.2.1 and 5.2 (steps 1 to 3), 5.1.1 (order).
 * Not handled: signatures, keys, and what the results say.
 */
#include "pneu/auth.h"
#include "syntax/value_reader.h"

#define INSTANCES_MAX 50 /* RFC 8617 section 4.2.1 */
#define NO_FIELD SIZE_MAX

enum {
    RESULTS = 0,
    SIGNATURE = 1,
    SEAL = 2,
    KINDS = 3
};

typedef struct chain_reader {
    pneu_arena *arena;
    const pneu_field_value *fields;
    uint32_t highest;
    int32_t fault;
    size_t fault_field;
    pneu_status status;
    size_t index[KINDS][INSTANCES_MAX + 1];
    pneu_str cv[INSTANCES_MAX + 1]; /* of the seals */
} chain_reader;

static void fail(chain_reader *reader, int32_t fault, size_t field)
{
    if (reader->fault != PNEU_ARC_FAULT_NONE)
        return;
    reader->fault = fault;
    reader->fault_field = field;
}

static int has_tags(const pneu_tag_list *list, const char *const *names)
{
    pneu_str value;
    for (; *names != NULL; names++)
        if (pneu_tag_list_find(list, pneu_i_str(*names), &value) != PNEU_OK)
            return 0;
    return 1;
}

/* 1*2DIGIT, or 0. */
static uint32_t instance_of(pneu_str digits)
{
    uint32_t instance = 0;
    return digits.len <= 2 && pneu_i_value_number(digits, &instance) ? instance : 0;
}

/* Reads a signature or seal; gives its instance, and what else the chain wants to know. */
static uint32_t read_tags(chain_reader *reader, int kind, size_t field, pneu_str *cv)
{
    static const char *const needed[KINDS][8] = {
        {NULL}, {"a", "b", "bh", "d", "h", "i", "s", NULL}, {"a", "b", "cv", "d", "i", "s", NULL}};
    pneu_tag_list list;
    pneu_str value = pneu_i_str("");
    pneu_status status = pneu_tag_list_parse(reader->arena, reader->fields[field].value, PNEU_LENIENT, NULL, &list);
    if (status != PNEU_OK) {
        reader->status = status;
        return 0;
    }
    if (kind == SEAL && pneu_tag_list_find(&list, pneu_i_str("h"), &value) == PNEU_OK)
        fail(reader, PNEU_ARC_FAULT_SEAL_H, field);
    if (!list.is_valid || !has_tags(&list, needed[kind]))
        fail(reader, PNEU_ARC_FAULT_SYNTAX, field);
    (void)pneu_tag_list_find(&list, pneu_i_str("cv"), cv);
    return pneu_tag_list_find(&list, pneu_i_str("i"), &value) == PNEU_OK ? instance_of(value) : 0;
}

static uint32_t read_results(chain_reader *reader, size_t field)
{
    pneu_auth_results results;
    pneu_status status =
        pneu_arc_results_parse(reader->arena, reader->fields[field].value, PNEU_LENIENT, NULL, &results);
    if (status != PNEU_OK) {
        reader->status = status;
        return 0;
    }
    return results.instance;
}

static void read_field(chain_reader *reader, int kind, size_t field)
{
    pneu_str cv = pneu_i_str("");
    uint32_t instance = kind == RESULTS ? read_results(reader, field) : read_tags(reader, kind, field, &cv);
    if (instance > reader->highest)
        reader->highest = instance;
    if (instance == 0 || instance > INSTANCES_MAX) {
        fail(reader, PNEU_ARC_FAULT_INSTANCE, field);
        return;
    }
    if (reader->index[kind][instance] != NO_FIELD) {
        fail(reader, PNEU_ARC_FAULT_DUPLICATE, field);
        return;
    }
    reader->index[kind][instance] = field;
    if (kind == SEAL)
        reader->cv[instance] = cv;
}

static int kind_of(pneu_str name)
{
    switch (pneu_field_id(name)) {
    case PNEU_FIELD_ARC_AUTHENTICATION_RESULTS: return RESULTS;
    case PNEU_FIELD_ARC_MESSAGE_SIGNATURE: return SIGNATURE;
    case PNEU_FIELD_ARC_SEAL: return SEAL;
    default: return KINDS;
    }
}

/* Every set from 1 up has its three fields, and its seal says what its place asks for. */
static void check_sets(chain_reader *reader, size_t field_count)
{
    for (uint32_t i = 1; i <= reader->highest && i <= INSTANCES_MAX; i++) {
        for (int kind = RESULTS; kind < KINDS; kind++)
            if (reader->index[kind][i] == NO_FIELD)
                fail(reader, PNEU_ARC_FAULT_INCOMPLETE, field_count);
        if (reader->index[SEAL][i] != NO_FIELD && !pneu_i_str_is(reader->cv[i], i == 1 ? "none" : "pass"))
            fail(reader, PNEU_ARC_FAULT_CV, reader->index[SEAL][i]);
    }
}

static pneu_status give_sets(const chain_reader *reader, pneu_arc_chain *chain)
{
    pneu_arc_set *sets = pneu_i_arena_alloc(reader->arena, reader->highest * sizeof *sets);
    if (sets == NULL)
        return PNEU_ERR_MEMORY;
    for (uint32_t i = 1; i <= reader->highest; i++) {
        sets[i - 1].results = reader->index[RESULTS][i];
        sets[i - 1].signature = reader->index[SIGNATURE][i];
        sets[i - 1].seal = reader->index[SEAL][i];
    }
    chain->sets = sets;
    return PNEU_OK;
}

static void reader_init(chain_reader *reader, pneu_arena *arena, const pneu_field_value *fields)
{
    memset(reader, 0, sizeof *reader);
    reader->arena = arena;
    reader->fields = fields;
    for (int kind = RESULTS; kind < KINDS; kind++)
        for (size_t i = 0; i <= INSTANCES_MAX; i++)
            reader->index[kind][i] = NO_FIELD;
}

pneu_status pneu_arc_chain_read(pneu_arena *arena, const pneu_field_value *fields, size_t field_count,
                                pneu_arc_chain *out)
{
    chain_reader reader;
    size_t found = 0;
    if (arena == NULL || out == NULL || (fields == NULL && field_count > 0))
        return PNEU_ERR_ARGUMENT;
    reader_init(&reader, arena, fields);
    for (size_t i = 0; i < field_count && reader.status == PNEU_OK; i++) {
        int kind = kind_of(fields[i].name);
        if (kind == KINDS)
            continue;
        found++;
        read_field(&reader, kind, i);
    }
    if (reader.status != PNEU_OK)
        return reader.status;
    check_sets(&reader, field_count);
    int32_t state = reader.fault != PNEU_ARC_FAULT_NONE ? PNEU_ARC_FAIL : found > 0 ? PNEU_ARC_INTACT : PNEU_ARC_NONE;
    pneu_arc_chain chain = {state, reader.fault, reader.highest, 0, reader.fault_field, NULL};
    pneu_status status = state == PNEU_ARC_INTACT ? give_sets(&reader, &chain) : PNEU_OK;
    if (status == PNEU_OK)
        *out = chain;
    return status;
}
