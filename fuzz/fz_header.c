/*
 * The fields of a header together: what is said to be repeated is there twice, what is said to be missing may not be
 * missing. The input: lines of "Name: value".
 */
#include "base/str.h"
#include "pneu/field.h"
#include "support/values.h"

#define FIELDS_MAX 64

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static size_t split(pneu_str in, pneu_field_value *fields)
{
    size_t count = 0;
    while (in.len > 0 && count < FIELDS_MAX) {
        const char *end = memchr(in.ptr, '\n', in.len);
        size_t line = end != NULL ? (size_t)(end - in.ptr) + 1 : in.len;
        const char *colon = memchr(in.ptr, ':', line);
        size_t name = colon != NULL ? (size_t)(colon - in.ptr) : 0, value = name + (colon != NULL);
        fields[count].name = pneu_i_str_of(in.ptr, name);
        fields[count].value = pneu_i_str_of(in.ptr + value, line - value);
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

static void check_header(pneu_arena *arena, pneu_str in)
{
    pneu_field_value fields[FIELDS_MAX];
    size_t count = split(in, fields);
    check_counts(arena, fields, count);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return check_copy(data, size, check_header);
}
