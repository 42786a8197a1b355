/*
 * A corpus of real mail: every regular file below some directories, one message each, as it stands.
 * In: directories and a size that is not exceeded. Out: a corpus, its files in the order of their names.
 * Not handled: mbox files, compressed files; links to directories are not followed.
 */
#include "bench.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

typedef struct names {
    char **at;
    size_t count;
} names;

static void add_name(names *list, const char *folder, const char *file)
{
    size_t len = strlen(folder) + strlen(file) + 2;
    char *path = bench_realloc(NULL, len);
    snprintf(path, len, "%s/%s", folder, file);
    list->at = bench_realloc(list->at, sizeof(char *) * (list->count + 1));
    list->at[list->count++] = path;
}

static void list_folder(names *list, const char *folder)
{
    DIR *dir = opendir(folder);
    const struct dirent *entry;
    while (dir != NULL && (entry = readdir(dir)) != NULL)
        if (entry->d_name[0] != '.')
            add_name(list, folder, entry->d_name);
    if (dir != NULL)
        closedir(dir);
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Whether it begins with a field, or with a line of an mbox: lists and notes beside mail are left out. */
static int is_mail(const char *bytes, size_t len)
{
    size_t name = 0;
    while (name < len && bytes[name] > ' ' && bytes[name] < 127 && bytes[name] != ':' && bytes[name] != '"')
        name++;
    return (name > 0 && name < len && bytes[name] == ':') || (len > 5 && memcmp(bytes, "From ", 5) == 0);
}

static void append_file(bench_corpus *corpus, const char *path, size_t size)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        return;
    corpus->bytes = bench_realloc(corpus->bytes, corpus->len + size);
    size_t got = fread(corpus->bytes + corpus->len, 1, size, file);
    fclose(file);
    if (!is_mail(corpus->bytes + corpus->len, got))
        return;
    corpus->len += got;
    bench_corpus_add_end(corpus, corpus->len);
}

bench_corpus *bench_corpus_from_directories(const char *const *paths, size_t count, size_t bytes)
{
    bench_corpus *corpus = bench_corpus_new("real", "mixed");
    corpus->is_real = 1;
    names list = {NULL, 0};
    for (size_t i = 0; i < count; i++)
        list_folder(&list, paths[i]);
    for (size_t i = 0; i < list.count; i++) { /* folders found add to the list's end */
        struct stat info;
        if (lstat(list.at[i], &info) == 0 && S_ISDIR(info.st_mode))
            list_folder(&list, list.at[i]);
    }
    if (list.count > 0)
        qsort(list.at, list.count, sizeof *list.at, compare_names);
    for (size_t i = 0; i < list.count; i++) {
        struct stat info;
        if (lstat(list.at[i], &info) == 0 && S_ISREG(info.st_mode) && (uint64_t)info.st_size <= bytes - corpus->len)
            append_file(corpus, list.at[i], (size_t)info.st_size);
        free(list.at[i]);
    }
    free(list.at);
    corpus->measured_len = corpus->len;
    if (corpus->count > 0)
        return corpus;
    bench_corpus_free(corpus);
    return NULL;
}
