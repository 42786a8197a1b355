/*
 * Walks folders of messages, and series of noise. In: roots. Out: each file's bytes, in the order of names, so that
 * failures are the same from run to run. Tables, notes and lists that lie beside the messages are left out.
 * Not handled: symbolic links to folders (they are followed; there are none).
 */
#include "support/files.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "support/must.h"
#include "support/noise.h"

#define PATH_ROOM 4096

static char at_work[PATH_ROOM]; /* the file being visited, or "" */

char *read_whole_file(const char *path, size_t *len)
{
    struct stat info;
    FILE *file = fopen(path, "rb");
    MUST(file != NULL);
    MUST(fstat(fileno(file), &info) == 0);
    size_t size = (size_t)info.st_size;
    char *bytes = malloc(size > 0 ? size : 1);
    MUST(bytes != NULL);
    MUST(fread(bytes, 1, size, file) == size);
    (void)fclose(file);
    *len = size;
    return bytes;
}

int tell_file_at_work(void **state)
{
    (void)state;
    if (at_work[0] != '\0')
        (void)printf("# file at work: %s\n", at_work);
    at_work[0] = '\0';
    return 0;
}

static int ends_with(const char *name, const char *end)
{
    size_t len = strlen(name);
    return len >= strlen(end) && strcmp(name + len - strlen(end), end) == 0;
}

static int is_message(const char *path)
{
    static const char *const others[] = {".tsv", ".jsonl", ".md", "SOURCE.txt", ".dict", ".json"};
    for (size_t i = 0; i < COUNT_OF(others); i++)
        if (ends_with(path, others[i]))
            return 0;
    return 1;
}

static void visit_file(const test_file *file, file_visitor *visit, void *ctx)
{
    (void)snprintf(at_work, sizeof at_work, "%s", file->name);
    visit(ctx, file);
    at_work[0] = '\0';
}

void for_each_noise(uint32_t count, uint32_t step, size_t most, file_visitor *visit, void *ctx)
{
    for (uint32_t i = 1; i <= count; i++) {
        char name[32];
        size_t len;
        char *bytes = make_noise(i * step, most, &len);
        (void)snprintf(name, sizeof name, "noise %lu", (unsigned long)(i * step));
        visit_file(&(test_file){name, bytes, len}, visit, ctx);
        free(bytes);
    }
}

static size_t visit_path(const char *path, file_visitor *visit, void *ctx);

static int is_visible(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

static size_t visit_folder(const char *path, file_visitor *visit, void *ctx)
{
    struct dirent **entries = NULL;
    size_t visited = 0;
    int count = scandir(path, &entries, is_visible, alphasort);
    MUST(count >= 0);
    for (int i = 0; i < count; i++) {
        char below[PATH_ROOM];
        int len = snprintf(below, sizeof below, "%s/%s", path, entries[i]->d_name);
        MUST(len > 0 && (size_t)len < sizeof below);
        free(entries[i]);
        visited += visit_path(below, visit, ctx);
    }
    free(entries);
    return visited;
}

/* The depth of the recursion is that of the folders. */
static size_t visit_path(const char *path, file_visitor *visit, void *ctx)
{
    struct stat info;
    if (stat(path, &info) != 0)
        return 0;
    if (S_ISDIR(info.st_mode))
        return visit_folder(path, visit, ctx);
    if (!is_message(path))
        return 0;
    size_t len;
    char *bytes = read_whole_file(path, &len);
    visit_file(&(test_file){path, bytes, len}, visit, ctx);
    free(bytes);
    return 1;
}

static size_t visit_below_root(const char *below, file_visitor *visit, void *ctx)
{
    const char *root = getenv("PNEU_SOURCE_ROOT");
    char path[PATH_ROOM];
    int len = snprintf(path, sizeof path, "%s/%s", root != NULL ? root : ".", below);
    MUST(len > 0 && (size_t)len < sizeof path);
    return visit_path(path, visit, ctx);
}

size_t for_each_corpus_file(file_visitor *visit, void *ctx)
{
    size_t visited = visit_below_root("corpus", visit, ctx);
    MUST(visited > 0);
    return visited;
}

size_t for_each_known_file(file_visitor *visit, void *ctx)
{
    static const char *const shared[] = {"../shared/cases", "../shared/mail", "../shared/vectors/messages"};
    size_t visited = for_each_corpus_file(visit, ctx);
    for (size_t i = 0; i < COUNT_OF(shared); i++)
        visited += visit_below_root(shared[i], visit, ctx);
    return visited;
}
