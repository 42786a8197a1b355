/*
 * Fields of a header together: counts name fields that are there or not; what is merged is clean, and merged again it is
 * itself; lists that are each read strictly make one list with all their mailboxes. The input: lines of "Name: value".
 */
#include "base/str.h"
#include "pneu/address.h"
#include "support/values.h"

#define FIELDS_MAX 64

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static size_t split(pneu_str in, pneu_field_value *fields, pneu_str *values)
{
    size_t count = 0;
    while (in.len > 0 && count < FIELDS_MAX) {
        const char *end = memchr(in.ptr, '\n', in.len), *colon = memchr(in.ptr, ':', in.len);
        size_t line = end != NULL ? (size_t)(end - in.ptr) + 1 : in.len;
        size_t name = colon != NULL && (size_t)(colon - in.ptr) < line ? (size_t)(colon - in.ptr) : 0;
        fields[count].name = pneu_i_str_of(in.ptr, name);
        values[count] = pneu_i_str_of(in.ptr + name + (name > 0), line - name - (name > 0));
        fields[count].value = values[count];
        count++;
        in = pneu_i_str_from(in, line);
    }
    return count;
}

static void check_counts(pneu_arena *arena, const pneu_field_value *fields, size_t count)
{
    const pneu_count_fault *faults;
    size_t found;
    MUST(pneu_field_counts_check(arena, fields, count, &faults, &found) == PNEU_OK);
    MUST(found <= PNEU_FIELD_COUNT + 2 * count);
    for (size_t i = 0; i < found; i++) {
        int is_missing = faults[i].kind == PNEU_COUNT_MISSING;
        MUST(is_missing ? faults[i].count == 0 && faults[i].index <= count
                        : faults[i].count > 1 && pneu_field_id(fields[faults[i].index].name) == faults[i].id);
        MUST(pneu_field_occurrence(faults[i].id) != PNEU_OCCURS_ANY);
    }
}

/* The mailboxes of a list, or SIZE_MAX if it is not read strictly. */
static size_t mailboxes_in(pneu_arena *arena, pneu_str value)
{
    pneu_address_list list;
    return pneu_address_list_parse(arena, value, PNEU_STRICT, NULL, &list) == PNEU_OK ? list.mailbox_count : SIZE_MAX;
}

static void check_merge(pneu_arena *arena, int32_t id, const pneu_str *values, size_t count)
{
    pneu_str merged, again;
    size_t sum = 0;
    pneu_status status = pneu_field_merge(arena, id, values, count, &merged);
    MUST(status == PNEU_OK || (status == PNEU_ERR_SYNTAX && pneu_field_merging(id) == PNEU_MERGE_LIST));
    if (status != PNEU_OK)
        return;
    must_be_clean(merged);
    MUST(pneu_field_merge(arena, id, &merged, 1, &again) == PNEU_OK && pneu_i_str_equal(merged, again));
    for (size_t i = 0; i < count && sum != SIZE_MAX; i++) {
        size_t more = mailboxes_in(arena, values[i]);
        sum = more == SIZE_MAX ? more : sum + more;
    }
    if (pneu_field_merging(id) == PNEU_MERGE_LIST && sum != SIZE_MAX)
        MUST(mailboxes_in(arena, merged) <= sum); /* fewer where values are equal */
}

static void check_header(pneu_arena *arena, pneu_str in)
{
    static const int32_t ids[] = {PNEU_FIELD_TO, PNEU_FIELD_SUBJECT, PNEU_FIELD_DATE};
    pneu_field_value fields[FIELDS_MAX];
    pneu_str values[FIELDS_MAX];
    size_t count = split(in, fields, values);
    check_counts(arena, fields, count);
    for (size_t i = 0; i < COUNT_OF(ids) && count > 0; i++)
        check_merge(arena, ids[i], values, count);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return check_copy(data, size, check_header);
}
