/*
 * A field that is repeated: what is merged is clean, and merged again it is itself; lists that are each read strictly make
 * one list, of no other mailboxes than theirs. The input: a value a line.
 */
#include "base/str.h"
#include "pneu/address.h"
#include "support/values.h"

#define VALUES_MAX 64

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

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
    int is_list = pneu_field_merging(id) == PNEU_MERGE_LIST;
    pneu_status status = pneu_field_merge(arena, id, values, count, &merged);
    MUST(status == PNEU_OK || (status == PNEU_ERR_SYNTAX && is_list));
    if (status != PNEU_OK)
        return;
    must_be_clean(merged);
    MUST(pneu_field_merge(arena, id, &merged, 1, &again) == PNEU_OK && pneu_i_str_equal(merged, again));
    for (size_t i = 0; is_list && i < count; i++) {
        size_t more = mailboxes_in(arena, values[i]);
        if (more == SIZE_MAX)
            return;
        sum += more;
    }
    MUST(!is_list || mailboxes_in(arena, merged) <= sum); /* fewer where values are equal */
}

static void check_values(pneu_arena *arena, pneu_str in)
{
    static const int32_t ids[] = {PNEU_FIELD_TO, PNEU_FIELD_SUBJECT, PNEU_FIELD_DATE};
    pneu_str values[VALUES_MAX];
    size_t count = 0;
    for (; in.len > 0 && count < VALUES_MAX; count++) {
        const char *end = memchr(in.ptr, '\n', in.len);
        size_t line = end != NULL ? (size_t)(end - in.ptr) + 1 : in.len;
        values[count] = pneu_i_str_of(in.ptr, line);
        in = pneu_i_str_from(in, line);
    }
    for (size_t i = 0; i < COUNT_OF(ids) && count > 0; i++)
        check_merge(arena, ids[i], values, count);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return check_copy(data, size, check_values);
}
