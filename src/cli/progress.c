/*
 * The progress line: "3 files, 1.2 GB, 480 MB/s". Only on a terminal, only after a second, drawn again in its place.
 * In: what was read. Out: a line on stderr that is erased before anything else appears there.
 * Not handled: how much is left (a pipe cannot tell, and a directory is not counted first).
 */
#include "cli/progress.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "cli/output.h"

enum {
    FIRST_AFTER_MS = 1000,
    AGAIN_AFTER_MS = 200
};

static uint64_t milliseconds_now(void)
{
    struct timespec now;

    if (clock_gettime(CLOCK_MONOTONIC, &now) != 0)
        return 0;
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

void progress_init(struct progress *progress)
{
    progress->is_on = isatty(STDERR_FILENO) && !isatty(STDOUT_FILENO);
    progress->is_shown = 0;
    progress->bytes = 0;
    progress->files = 0;
    progress->started = progress->is_on ? milliseconds_now() : 0;
    progress->drawn = 0;
}

static void write_line(const char *line)
{
    char buffer[128];
    struct output err;

    output_init(&err, STDERR_FILENO, buffer, sizeof buffer);
    output_text(&err, line);
    output_flush(&err);
}

/* 1234567 bytes are "1.2 MB". */
static void format_size(char *text, size_t capacity, uint64_t bytes)
{
    static const char *const units[] = {"B", "kB", "MB", "GB", "TB", "PB"};
    size_t unit = 0;
    uint64_t tenths = bytes < UINT64_MAX / 10 ? bytes * 10 : bytes;

    for (; tenths >= 10000 && unit + 1 < sizeof units / sizeof units[0]; unit++)
        tenths /= 1000;
    snprintf(text, capacity, "%llu.%u %s", (unsigned long long)(tenths / 10), (unsigned)(tenths % 10), units[unit]);
}

static void draw(struct progress *progress, uint64_t now)
{
    uint64_t elapsed = now - progress->started;
    char size[32], rate[32], line[128];

    format_size(size, sizeof size, progress->bytes);
    format_size(rate, sizeof rate, progress->bytes / (elapsed ? elapsed : 1) * 1000);
    snprintf(line, sizeof line, "\r\33[K%llu files, %s, %s/s", (unsigned long long)progress->files, size, rate);
    write_line(line);
    progress->is_shown = 1;
    progress->drawn = now;
}

void progress_add(struct progress *progress, uint64_t bytes, uint64_t files)
{
    uint64_t now;

    progress->bytes += bytes;
    progress->files += files;
    if (!progress->is_on)
        return;
    now = milliseconds_now();
    if (now - progress->started >= FIRST_AFTER_MS && now - progress->drawn >= AGAIN_AFTER_MS)
        draw(progress, now);
}

void progress_erase(struct progress *progress)
{
    if (progress->is_shown)
        write_line("\r\33[K");
    progress->is_shown = 0;
}
