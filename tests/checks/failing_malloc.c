/*
 * For LD_PRELOAD: memory fails once. In: the environment. PNEU_FAIL_AT is the number of the allocation that fails, from
 * 1 (with a "+" after it all later ones do, too); PNEU_FAIL_REPORT names a file. Out, in that file, at the end of the
 * process: how many allocations were asked for, and how many blocks are still held.
 * glibc only: it has other names for its functions.
 */
#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *block, size_t size);
void __libc_free(void *block);

static unsigned long fail_at, asked;
static long held;
static int fails_on;

__attribute__((constructor)) static void begin(void)
{
    const char *number = getenv("PNEU_FAIL_AT");
    char *end = NULL;
    fail_at = number != NULL ? strtoul(number, &end, 10) : 0;
    fails_on = end != NULL && *end == '+';
    asked = 0;
}

__attribute__((destructor)) static void end(void)
{
    const char *name = getenv("PNEU_FAIL_REPORT");
    unsigned long count = asked;
    long blocks = held;
    fail_at = 0;
    FILE *report = name != NULL ? fopen(name, "w") : NULL;
    if (report == NULL)
        return;
    fprintf(report, "%lu %ld\n", count, blocks);
    fclose(report);
}

static int is_refused(void)
{
    asked++;
    if (fail_at == 0 || (fails_on ? asked < fail_at : asked != fail_at))
        return 0;
    errno = ENOMEM;
    return 1;
}

static void *counted(void *block)
{
    held += block != NULL;
    return block;
}

void *malloc(size_t size)
{
    return is_refused() ? NULL : counted(__libc_malloc(size));
}

void *calloc(size_t count, size_t size)
{
    return is_refused() ? NULL : counted(__libc_calloc(count, size));
}

void *realloc(void *block, size_t size)
{
    if (is_refused())
        return NULL;
    void *moved = __libc_realloc(block, size);
    return block == NULL ? counted(moved) : moved;
}

void free(void *block)
{
    held -= block != NULL;
    __libc_free(block);
}
