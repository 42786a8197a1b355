/* What holds of every value that is read from a field: laws for fuzz targets and tests. */
#ifndef TESTS_SUPPORT_VALUES_H
#define TESTS_SUPPORT_VALUES_H

#include "pneu/syntax.h"
#include "support/must.h"

/* Text holds no CR, LF or NUL. */
static inline void must_be_clean(pneu_str s)
{
    for (size_t i = 0; i < s.len; i++)
        MUST(s.ptr[i] != '\r' && s.ptr[i] != '\n' && s.ptr[i] != '\0');
}

static inline void must_lie_within(void *ctx, int32_t code, int32_t detail, uint64_t offset, uint64_t length)
{
    const pneu_str *value = (const pneu_str *)ctx;
    MUST(offset <= value->len && length <= value->len - offset);
    MUST(code > PNEU_DEFECT_NONE && code < PNEU_DEFECT_COUNT && detail >= 0 && detail < PNEU_DETAIL_COUNT);
}

/* A sink for the defects of this value, which checks their places. */
static inline pneu_defect_sink place_sink(pneu_str *value)
{
    pneu_defect_sink sink = {must_lie_within, value};
    return sink;
}

/* Lenient reading always gives a value; strict may give none. */
static inline void must_be_read(int32_t mode, pneu_status status)
{
    MUST(status == PNEU_OK || (mode == PNEU_STRICT && status == PNEU_ERR_SYNTAX));
}

/* What was read strictly can be written; other values can, or are refused. */
static inline void must_be_written(int32_t mode, pneu_status status, pneu_str out)
{
    MUST(status == PNEU_OK || (mode == PNEU_LENIENT && status == PNEU_ERR_ARGUMENT));
    MUST(status != PNEU_OK || out.len == 0 || memchr(out.ptr, '\0', out.len) == NULL);
}

/* Reads a value in a mode, checks it, and writes it again; the status of the last. */
typedef pneu_status check_value(pneu_arena *arena, pneu_str value, int32_t mode, pneu_str *out);

/* Both modes; what was read strictly is read leniently too, and written alike. */
static inline void check_modes(pneu_arena *arena, pneu_str value, check_value *check)
{
    pneu_str a = {NULL, 0}, b = {NULL, 0};
    pneu_status lenient = check(arena, value, PNEU_LENIENT, &a);
    if (check(arena, value, PNEU_STRICT, &b) == PNEU_OK)
        MUST(lenient == PNEU_OK && a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0));
}

/* Runs the checks on a block of exactly the input's size, so that a byte read too many is seen. */
static inline int check_copy(const uint8_t *data, size_t size, void (*check)(pneu_arena *arena, pneu_str value))
{
    pneu_arena *arena = NULL;
    pneu_str value = {(char *)malloc(size > 0 ? size : 1), size};
    if (value.ptr == NULL || pneu_arena_new(NULL, &arena) != PNEU_OK)
        abort();
    if (size > 0)
        memcpy((char *)value.ptr, data, size);
    check(arena, value);
    free((char *)value.ptr);
    pneu_arena_free(arena);
    return 0;
}

#endif
