/* A receiver of defects that counts them: its context is a size_t. */
#ifndef TESTS_SUPPORT_COUNT_REPORTS_H
#define TESTS_SUPPORT_COUNT_REPORTS_H

#include <stddef.h>
#include <stdint.h>

static inline void count_report(void *ctx, int32_t code, int32_t detail, uint64_t offset, uint64_t length)
{
    (void)code;
    (void)detail;
    (void)offset;
    (void)length;
    ++*(size_t *)ctx;
}

#endif
