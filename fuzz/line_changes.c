/*
 * Runs a fuzz target over every message of corpus/ with one line changed: removed, doubled, halved, emptied, or joined
 * with the next; each line in each of these ways. Where asked to, with two: then so many lines from the changed one on
 * are changed in turn. In: the target; the name of a file for an input that breaks its law; the number of lines. Out:
 * how many inputs were tried; if one breaks the law, its changes on stderr.
 * A target whose inputs begin with options is tried with none, and with some that change from one input to the next.
 * Not handled: long messages, whose lines are alike.
 */
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/files.h"
#include "support/mail_mutator.h"
#include "support/must.h"

#define LONGEST ((size_t)8192)
#define OPTIONS_MOST 8
#define CHANGES_MOST 2

typedef enum change {
    REMOVED,
    DOUBLED,
    HALVED,
    EMPTIED,
    JOINED,
    CHANGES
} change;

static const char *const change_names[CHANGES] = {"removed", "doubled", "halved", "emptied", "joined"};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What is being tried, for the handler. */
static struct {
    const char *report_path;
    const char *message;
    struct {
        size_t line; /* of what the change before left; 0: none */
        change how;
    } changes[CHANGES_MOST];
    const uint8_t *data;
    size_t size;
} at_work;

static void report(int signal_number)
{
    FILE *file = at_work.report_path != NULL ? fopen(at_work.report_path, "wb") : NULL;
    (void)fprintf(stderr, "%s", at_work.message);
    for (size_t i = 0; i < CHANGES_MOST && at_work.changes[i].line > 0; i++)
        (void)fprintf(stderr, ": line %zu %s", at_work.changes[i].line, change_names[at_work.changes[i].how]);
    (void)fprintf(stderr, "\n");
    if (file != NULL) {
        (void)fwrite(at_work.data, 1, at_work.size, file);
        (void)fclose(file);
    }
    (void)signal(signal_number, SIG_DFL);
    (void)raise(signal_number);
}

/* ---- One change ---------------------------------------------------------------------------------------------- */

typedef struct line {
    size_t start, text_end, end; /* without its line end, and with it */
} line;

static line line_at(const test_file *file, size_t start)
{
    const char *lf = memchr(file->bytes + start, '\n', file->len - start);
    line found = {start, file->len, file->len};
    if (lf == NULL)
        return found;
    found.text_end = (size_t)(lf - file->bytes);
    found.end = found.text_end + 1;
    if (found.text_end > start && lf[-1] == '\r')
        found.text_end--;
    return found;
}

static size_t copy(uint8_t *to, const test_file *file, size_t start, size_t end)
{
    memcpy(to, file->bytes + start, end - start);
    return end - start;
}

/* The message with the line changed; at most twice as long. */
static size_t make(uint8_t *to, const test_file *file, const line *of, change how)
{
    size_t len = copy(to, file, 0, of->start), half = of->start + (of->text_end - of->start) / 2;
    if (how == DOUBLED)
        len += copy(to + len, file, of->start, of->end);
    if (how == DOUBLED || how == JOINED)
        len += copy(to + len, file, of->start, of->text_end);
    if (how == HALVED)
        len += copy(to + len, file, of->start, half);
    if (how == DOUBLED || how == HALVED || how == EMPTIED)
        len += copy(to + len, file, of->text_end, of->end);
    return len + copy(to + len, file, of->end, file->len);
}

/* ---- Inputs -------------------------------------------------------------------------------------------------- */

static void try_input(const uint8_t *bytes, size_t len)
{
    uint8_t *exact = malloc(len > 0 ? len : 1);
    MUST(exact != NULL);
    memcpy(exact, bytes, len);
    at_work.data = exact;
    at_work.size = len;
    (void)LLVMFuzzerTestOneInput(exact, len);
    free(exact);
}

static void choose_options(uint8_t *options, size_t count, size_t number)
{
    uint32_t noise = (uint32_t)number * 2654435761U;
    for (size_t i = 0; i < count; i++)
        options[i] = (uint8_t)(noise >> (24 - 8 * (i % 4)));
}

/* A message behind room for the options. */
static void try_message(uint8_t *room, size_t len, size_t *tried)
{
    size_t options = mail_option_bytes();
    memset(room, 0, options);
    try_input(room, options + len);
    if (options > 0) {
        choose_options(room, options, *tried);
        try_input(room, options + len);
    }
    ++*tried;
}

/* ---- All changes --------------------------------------------------------------------------------------------- */

typedef struct enumeration {
    uint8_t *rooms[CHANGES_MOST]; /* for what each change makes */
    size_t lines;                 /* that are changed in turn, from the changed one on */
    size_t tried;
} enumeration;

/* Changes the lines from an offset on, the first of which has this number, in all ways. */
static void change_lines(enumeration *all, const test_file *file, size_t at, size_t number, size_t depth);

static void change_line(enumeration *all, const test_file *file, const line *of, size_t depth)
{
    size_t options = mail_option_bytes(), number = at_work.changes[depth].line;
    for (change how = 0; how < CHANGES; how++) {
        uint8_t *made = all->rooms[depth] + options;
        at_work.changes[depth].how = how;
        size_t len = make(made, file, of, how);
        try_message(all->rooms[depth], len, &all->tried);
        if (depth + 1 < CHANGES_MOST)
            change_lines(all, &(test_file){file->name, (const char *)made, len}, of->start, number, depth + 1);
    }
}

static void change_lines(enumeration *all, const test_file *file, size_t at, size_t number, size_t depth)
{
    size_t most = depth == 0 ? SIZE_MAX : all->lines;
    for (size_t i = 0; i < most && at < file->len; i++) {
        line of = line_at(file, at);
        at_work.changes[depth].line = number + i;
        change_line(all, file, &of, depth);
        at = of.end;
    }
    at_work.changes[depth].line = 0;
}

static void try_file(void *ctx, const test_file *file)
{
    at_work.message = file->name;
    if (file->len <= LONGEST)
        change_lines(ctx, file, 0, 1, 0);
}

int main(int argc, char **argv)
{
    enumeration all = {{NULL}, argc > 2 ? strtoul(argv[2], NULL, 10) : 0, 0};
    at_work.report_path = argc > 1 ? argv[1] : NULL;
    for (size_t i = 0; i < CHANGES_MOST; i++) {
        all.rooms[i] = malloc(OPTIONS_MOST + ((size_t)2 << i) * LONGEST);
        MUST(all.rooms[i] != NULL && mail_option_bytes() <= OPTIONS_MOST);
    }
    (void)signal(SIGABRT, report);
    (void)for_each_corpus_file(try_file, &all);
    printf("tried %zu changes\n", all.tried);
    for (size_t i = 0; i < CHANGES_MOST; i++)
        free(all.rooms[i]);
    return all.tried > 0 ? 0 : 1;
}
