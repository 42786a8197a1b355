/* What must hold in tests and fuzz targets, cmocka or not: the program ends where it does not. */
#ifndef TESTS_SUPPORT_MUST_H
#define TESTS_SUPPORT_MUST_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

#define MUST(condition) must_hold((condition) ? NULL : #condition, __FILE__, __LINE__)

/* `fault`: the condition that does not hold, or NULL. */
static inline void must_hold(const char *fault, const char *file, int line)
{
    if (fault == NULL)
        return;
    (void)fprintf(stderr, "%s:%d: does not hold: %s\n", file, line, fault);
    abort();
}

#endif
