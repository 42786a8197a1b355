/*
 * Clock, median, memory, and the newline scan that stands for the limit of this machine: each byte is read once, nothing more.
 * The clock tells processor time, so that other programs on the machine count as little as may be. The scan is the same
 * source for each vector width; the widest that the CPU has is chosen when it is called.
 * Not handled: vectors other than x86's are left to what the compiler makes of the portable one.
 */
#include "bench.h"

#include <pneu/base.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

void bench_die(const char *text)
{
    fprintf(stderr, "%s\n", text);
    exit(1);
}

void *bench_realloc(void *ptr, size_t size)
{
    void *moved = realloc(ptr, size > 0 ? size : 1);
    if (moved == NULL)
        bench_die("bench: out of memory");
    return moved;
}

void bench_make_room(bench_room *room, size_t size)
{
    if (room->capacity >= size)
        return;
    room->capacity = size * 2;
    room->bytes = bench_realloc(room->bytes, room->capacity);
}

double bench_now(void)
{
    struct timespec at;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &at);
    return (double)at.tv_sec + 1e-9 * (double)at.tv_nsec;
}

#if defined(__GNUC__) && defined(__x86_64__)
static int has_level(int32_t level)
{
    if (level == PNEU_CPU_128)
        return __builtin_cpu_supports("sse4.2");
    if (level == PNEU_CPU_256)
        return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2");
    return __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vbmi2");
}
#elif defined(__aarch64__)
#define has_level(level) ((level) == PNEU_CPU_128)
#else
#define has_level(level) 0
#endif

/* What the environment allows. */
static int32_t highest_level(void)
{
    const char *name = getenv("PNEU_CPU_LEVEL");
    for (int32_t level = PNEU_CPU_PORTABLE; name != NULL && level <= PNEU_CPU_512; level++)
        if (strcmp(name, pneu_cpu_level_name(level)) == 0)
            return level;
    if (name != NULL)
        bench_die("bench: PNEU_CPU_LEVEL names no level");
    return PNEU_CPU_512;
}

size_t bench_cpu_levels(int32_t *out)
{
    size_t count = 0;
    out[count++] = PNEU_CPU_PORTABLE;
    for (int32_t level = PNEU_CPU_128; level <= highest_level(); level++)
        if (has_level(level))
            out[count++] = level;
    return count;
}

static int32_t level_in_use;

void bench_use_cpu_level(int32_t level)
{
    level_in_use = level;
}

int32_t bench_cpu_level(void)
{
    return level_in_use != 0 ? level_in_use : highest_level();
}

static int compare_doubles(const void *a, const void *b)
{
    double x = *(const double *)a;
    double y = *(const double *)b;
    return (x > y) - (x < y);
}

double bench_median(const double *values, size_t n)
{
    double sorted[BENCH_MAX_ROUNDS];
    memcpy(sorted, values, n * sizeof *sorted);
    qsort(sorted, n, sizeof *sorted, compare_doubles);
    return n % 2 != 0 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2;
}

#if defined(__GNUC__)

typedef unsigned char lanes __attribute__((vector_size(64)));

/* Counts LF among the 64 bytes in a lane each; a macro, because a vector argument would ask for one vector width. */
#define COUNT_LF(counts, bytes)                                                                                        \
    do {                                                                                                               \
        lanes block;                                                                                                   \
        memcpy(&block, bytes, sizeof block);                                                                           \
        counts -= (lanes)(block == (unsigned char)'\n'); /* 255, that is -1 */                                         \
    } while (0)

/* Four independent counters a lane, added up before a lane can overflow. */
static inline __attribute__((always_inline)) uint64_t count_lf(const char *bytes, size_t len)
{
    uint64_t total = 0;
    size_t at = 0;
    while (len - at >= 256) {
        lanes a = {0}, b = {0}, c = {0}, d = {0};
        for (unsigned round = 0; round < 255 && len - at >= 256; round++, at += 256) {
            COUNT_LF(a, bytes + at);
            COUNT_LF(b, bytes + at + 64);
            COUNT_LF(c, bytes + at + 128);
            COUNT_LF(d, bytes + at + 192);
        }
        for (unsigned lane = 0; lane < 64; lane++)
            total += (uint64_t)a[lane] + b[lane] + c[lane] + d[lane];
    }
    for (; at < len; at++)
        total += bytes[at] == '\n';
    return total;
}

#else

static uint64_t count_lf(const char *bytes, size_t len)
{
    uint64_t total = 0;
    for (size_t at = 0; at < len; at++)
        total += bytes[at] == '\n';
    return total;
}

#endif

#if defined(__GNUC__) && defined(__x86_64__)

#ifdef __clang__ /* clang 14 cannot compile the loop for AVX-512 */
#define has_avx512() 0
#define count_lf_avx512 count_lf
#else
#define has_avx512() __builtin_cpu_supports("avx512bw")
#endif

__attribute__((target("avx2"))) static uint64_t count_lf_avx2(const char *bytes, size_t len)
{
    return count_lf(bytes, len);
}

#ifndef __clang__
__attribute__((target("avx512bw,prefer-vector-width=512"))) static uint64_t count_lf_avx512(const char *bytes,
                                                                                            size_t len)
{
    return count_lf(bytes, len);
}
#endif

uint64_t bench_count_lf(const char *bytes, size_t len)
{
    if (has_avx512())
        return count_lf_avx512(bytes, len);
    if (__builtin_cpu_supports("avx2"))
        return count_lf_avx2(bytes, len);
    return count_lf(bytes, len);
}

const char *bench_scan_level(void)
{
    return has_avx512() ? "AVX-512" : __builtin_cpu_supports("avx2") ? "AVX2" : "portable";
}

#else

uint64_t bench_count_lf(const char *bytes, size_t len)
{
    return count_lf(bytes, len);
}

const char *bench_scan_level(void)
{
    return "portable";
}

#endif
