/*
 * Memory of one run: it is made in a child process, whose highest resident set is compared with the one it began with;
 * our own objects count their bytes exactly besides. A contestant that crashes is found here, without harm.
 * Not handled: systems without /proc/self/clear_refs, where the resident set is not told.
 */
#include "heat.h"

#include <malloc.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* A line "NAME: number kB" of the status file; -1 if there is none. */
static long status_number(const char *name)
{
    char line[256];
    long number = -1;
    FILE *file = fopen("/proc/self/status", "r");
    while (file != NULL && fgets(line, sizeof line, file) != NULL)
        if (strncmp(line, name, strlen(name)) == 0)
            number = strtol(line + strlen(name), NULL, 10);
    if (file != NULL)
        fclose(file);
    return number;
}

static int forget_highest(void)
{
    FILE *file = fopen("/proc/self/clear_refs", "w");
    if (file == NULL)
        return 0;
    int written = fputs("5", file) >= 0;
    return fclose(file) == 0 && written;
}

static bench_memory run_here(const bench_contestant *contestant, const bench_corpus *corpus)
{
    bench_memory memory = {-1, 0, 0, 0};
    bench_heap heap = {0, 0, 0};
    bench_tally tally = {0};
    int is_told = forget_highest();
    long before = status_number("VmRSS:");
    void *state = contestant->open(&heap);
    if (state == NULL || bench_run(contestant, state, corpus, &tally) != 0)
        return memory;
    long highest = status_number("VmHWM:");
    if (is_told && before >= 0 && highest >= 0)
        memory.resident_kib = highest - before;
    memory.heap = heap.peak;
    memory.calls = heap.calls;
    memory.is_finished = 1;
    return memory;
}

bench_memory bench_measure_memory(const bench_contestant *contestant, const bench_corpus *corpus)
{
    bench_memory memory = {-1, 0, 0, 0};
    int ends[2];
    malloc_trim(0);
    fflush(NULL);
    if (pipe(ends) != 0)
        return memory;
    pid_t child = fork();
    if (child == 0) {
        memory = run_here(contestant, corpus);
        ssize_t written = write(ends[1], &memory, sizeof memory);
        _exit(written == (ssize_t)sizeof memory ? 0 : 1);
    }
    close(ends[1]);
    bench_memory told;
    if (child > 0 && read(ends[0], &told, sizeof told) == (ssize_t)sizeof told)
        memory = told;
    close(ends[0]);
    if (child > 0)
        waitpid(child, NULL, 0);
    return memory;
}
