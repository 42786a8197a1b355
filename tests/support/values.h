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

/* Status of writing what was read: strictly read values can be written; others can, or are refused. */
static inline void must_be_written(int32_t mode, pneu_status status, pneu_str text)
{
    MUST(status == PNEU_OK || (mode == PNEU_LENIENT && status == PNEU_ERR_ARGUMENT));
    if (status == PNEU_OK && text.len > 0)
        MUST(text.ptr[0] != '\n' && memchr(text.ptr, '\0', text.len) == NULL);
}

/* What was read leniently and strictly is written alike. */
static inline void must_be_same(pneu_status lenient, pneu_str a, pneu_status strict, pneu_str b)
{
    MUST(strict != PNEU_OK ||
         (lenient == PNEU_OK && a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0)));
}

#endif
