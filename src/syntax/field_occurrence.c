/*
 * How often fields may stand in the header of a message. In: the fields of a header. Out: what is missing, what is
 * there too often.
 * RFC 5322 sections 3.6, 3.6.2 and 3.6.6; RFC 2045 section 3, RFC 2183 section 2.
 * Invariants: two passes, linear; at most one fault for an id outside of Resent blocks, three for a block.
 * Not handled: the order of fields; how often trace fields may stand (any number: a topmost Return-Path counts).
 */
#include "base/arena.h"
#include "pneu/address.h"
#include "pneu/trace.h"
#include "syntax/arena_list.h"

int32_t pneu_field_occurrence(int32_t id)
{
    switch (id) {
    case PNEU_FIELD_DATE:
    case PNEU_FIELD_FROM: return PNEU_OCCURS_ONCE;
    case PNEU_FIELD_SENDER:
    case PNEU_FIELD_REPLY_TO:
    case PNEU_FIELD_TO:
    case PNEU_FIELD_CC:
    case PNEU_FIELD_BCC:
    case PNEU_FIELD_MESSAGE_ID:
    case PNEU_FIELD_IN_REPLY_TO:
    case PNEU_FIELD_REFERENCES:
    case PNEU_FIELD_SUBJECT:
    case PNEU_FIELD_MIME_VERSION:
    case PNEU_FIELD_CONTENT_TYPE:
    case PNEU_FIELD_CONTENT_TRANSFER_ENCODING:
    case PNEU_FIELD_CONTENT_DISPOSITION:
    case PNEU_FIELD_CONTENT_ID:
    case PNEU_FIELD_CONTENT_LOCATION:
    case PNEU_FIELD_CONTENT_DESCRIPTION: return PNEU_OCCURS_AT_MOST;
    case PNEU_FIELD_RESENT_FROM:
    case PNEU_FIELD_RESENT_SENDER:
    case PNEU_FIELD_RESENT_TO:
    case PNEU_FIELD_RESENT_CC:
    case PNEU_FIELD_RESENT_BCC:
    case PNEU_FIELD_RESENT_DATE:
    case PNEU_FIELD_RESENT_MESSAGE_ID:
    case PNEU_FIELD_RESENT_REPLY_TO: return PNEU_OCCURS_IN_BLOCK;
    default: return PNEU_OCCURS_ANY;
    }
}

/* One check of a header. */
typedef struct count_check {
    pneu_arena *arena;
    const pneu_field_value *fields;
    pneu_field_span *spans; /* of each field its id; no places */
    size_t field_count;
    size_t counts[PNEU_FIELD_COUNT];
    size_t second[PNEU_FIELD_COUNT]; /* the second field of an id */
    pneu_i_arena_list faults;
    pneu_status status;
} count_check;

static void count_fields(count_check *check)
{
    for (size_t i = 0; i < check->field_count; i++) {
        int32_t id = pneu_field_id(check->fields[i].name);
        check->spans[i].id = (uint16_t)id;
        if (++check->counts[id] == 2)
            check->second[id] = i;
    }
}

static void add_fault(count_check *check, int32_t kind, int32_t id, size_t index)
{
    pneu_count_fault *fault = pneu_i_arena_list_add(&check->faults);
    if (fault == NULL) {
        check->status = PNEU_ERR_MEMORY;
        return;
    }
    fault->kind = kind;
    fault->id = id;
    fault->index = index;
    fault->count = kind == PNEU_COUNT_MISSING ? 0 : check->counts[id];
}

/* The first field of an id from `at` to `end`, or `end`. */
static size_t find_field(const count_check *check, int32_t id, size_t at, size_t end)
{
    while (at < end && check->spans[at].id != id)
        at++;
    return at;
}

static int has_several_mailboxes(count_check *check, size_t field)
{
    pneu_address_list list = {NULL, 0, NULL, 0, 0};
    pneu_status status = pneu_address_list_parse(check->arena, check->fields[field].value, PNEU_LENIENT, NULL, &list);
    if (status != PNEU_OK)
        check->status = status;
    return list.mailbox_count > 1;
}

static void check_sender(count_check *check)
{
    if (check->counts[PNEU_FIELD_FROM] != 1 || check->counts[PNEU_FIELD_SENDER] > 0)
        return;
    if (has_several_mailboxes(check, find_field(check, PNEU_FIELD_FROM, 0, check->field_count)))
        add_fault(check, PNEU_COUNT_MISSING, PNEU_FIELD_SENDER, check->field_count);
}

static void check_rules(count_check *check)
{
    /* as RFC 5322 section 3.6 has them, then MIME's */
    static const uint8_t order[] = {
        PNEU_FIELD_DATE,
        PNEU_FIELD_FROM,
        PNEU_FIELD_SENDER,
        PNEU_FIELD_REPLY_TO,
        PNEU_FIELD_TO,
        PNEU_FIELD_CC,
        PNEU_FIELD_BCC,
        PNEU_FIELD_MESSAGE_ID,
        PNEU_FIELD_IN_REPLY_TO,
        PNEU_FIELD_REFERENCES,
        PNEU_FIELD_SUBJECT,
        PNEU_FIELD_MIME_VERSION,
        PNEU_FIELD_CONTENT_TYPE,
        PNEU_FIELD_CONTENT_TRANSFER_ENCODING,
        PNEU_FIELD_CONTENT_DISPOSITION,
        PNEU_FIELD_CONTENT_ID,
        PNEU_FIELD_CONTENT_LOCATION,
        PNEU_FIELD_CONTENT_DESCRIPTION,
    };
    for (size_t i = 0; i < sizeof order; i++) {
        int32_t id = order[i];
        if (check->counts[id] == 0 && pneu_field_occurrence(id) == PNEU_OCCURS_ONCE)
            add_fault(check, PNEU_COUNT_MISSING, id, check->field_count);
        if (check->counts[id] > 1)
            add_fault(check, PNEU_COUNT_REPEATED, id, check->second[id]);
        if (id == PNEU_FIELD_SENDER)
            check_sender(check);
    }
}

static void check_block(count_check *check, const pneu_resent_block *block)
{
    size_t end = (size_t)block->first + block->count;
    size_t from = find_field(check, PNEU_FIELD_RESENT_FROM, block->first, end);
    if (block->lacks & PNEU_RESENT_NO_DATE)
        add_fault(check, PNEU_COUNT_MISSING, PNEU_FIELD_RESENT_DATE, block->first);
    if (block->lacks & PNEU_RESENT_NO_FROM)
        add_fault(check, PNEU_COUNT_MISSING, PNEU_FIELD_RESENT_FROM, block->first);
    if (from < end && find_field(check, PNEU_FIELD_RESENT_SENDER, block->first, end) == end &&
        has_several_mailboxes(check, from))
        add_fault(check, PNEU_COUNT_MISSING, PNEU_FIELD_RESENT_SENDER, block->first);
}

static void check_blocks(count_check *check)
{
    const pneu_resent_block *blocks = NULL;
    uint32_t count = 0;
    pneu_status status = pneu_resent_blocks(check->arena, check->spans, (uint32_t)check->field_count, &blocks, &count);
    if (status != PNEU_OK)
        check->status = status;
    for (uint32_t i = 0; i < count; i++)
        check_block(check, &blocks[i]);
}

static int are_texts(const pneu_field_value *fields, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if ((fields[i].name.ptr == NULL && fields[i].name.len > 0) ||
            (fields[i].value.ptr == NULL && fields[i].value.len > 0))
            return 0;
    return 1;
}

pneu_status pneu_field_counts_check(pneu_arena *arena, const pneu_field_value *fields, size_t field_count,
                                    const pneu_count_fault **out, size_t *out_count)
{
    count_check check;
    if (arena == NULL || out == NULL || out_count == NULL || (fields == NULL && field_count > 0) ||
        field_count > UINT32_MAX || !are_texts(fields, field_count))
        return PNEU_ERR_ARGUMENT;
    memset(&check, 0, sizeof check);
    check.arena = arena;
    check.fields = fields;
    check.field_count = field_count;
    check.faults = pneu_i_arena_list_of(arena, sizeof(pneu_count_fault));
    check.spans = field_count <= SIZE_MAX / sizeof *check.spans
                      ? pneu_i_arena_alloc(arena, field_count * sizeof *check.spans)
                      : NULL;
    if (check.spans == NULL)
        return PNEU_ERR_MEMORY;
    count_fields(&check);
    check_rules(&check);
    check_blocks(&check);
    if (check.status != PNEU_OK)
        return check.status;
    *out = (const pneu_count_fault *)(const void *)check.faults.items;
    *out_count = check.faults.count;
    return PNEU_OK;
}
