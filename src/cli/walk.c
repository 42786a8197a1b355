/*
 * A directory walk in a fixed order, without recursion: a stack of directories, each with its sorted names.
 * In: a directory. Out: the paths of the regular files below it. Symbolic links are not followed, so that there are no
 * loops. No descriptor stays open between two files.
 * Invariant: levels[depth - 1] is the directory whose names are being given; each level's path is its first
 * `path_length` bytes of `path`.
 * Not handled: paths over PATH_MAX (the system's error is told); bounds of memory (a directory's names are all kept).
 */
#include "cli/walk.h"

#include <dirent.h>
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

struct walk_level {
    char **names;
    size_t count;
    size_t capacity;
    size_t next;
    size_t path_length;
};

static int compare_names(const void *left, const void *right)
{
    const char *const *a = left, *const *b = right;

    return strcmp(*a, *b);
}

static void free_level(struct walk_level *level)
{
    for (size_t i = 0; i < level->count; i++)
        free(level->names[i]);
    free(level->names);
}

static int add_name(struct walk_level *level, const char *name)
{
    size_t size = strlen(name) + 1;
    char *copy;

    if (level->count == level->capacity) {
        size_t capacity = level->capacity > 0 ? level->capacity * 2 : 16;
        char **names = capacity < SIZE_MAX / sizeof *names ? realloc(level->names, capacity * sizeof *names) : NULL;

        if (!names)
            return 0;
        level->names = names;
        level->capacity = capacity;
    }
    copy = malloc(size);
    if (!copy)
        return 0;
    level->names[level->count++] = memcpy(copy, name, size);
    return 1;
}

/* 1, or 0 with errno. */
static int read_names(struct walk_level *level, DIR *directory)
{
    const struct dirent *entry;

    while (errno = 0, (entry = readdir(directory)) != NULL) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        if (!add_name(level, entry->d_name)) {
            errno = ENOMEM;
            return 0;
        }
    }
    return errno == 0;
}

static int make_room_for_level(struct walk *walk)
{
    size_t capacity = walk->capacity > 0 ? walk->capacity * 2 : 8;
    struct walk_level *levels;

    if (walk->depth < walk->capacity)
        return 1;
    levels = realloc(walk->levels, capacity * sizeof *levels);
    if (!levels)
        return 0;
    walk->levels = levels;
    walk->capacity = capacity;
    return 1;
}

/* Goes into the directory at walk->path. */
static int enter(struct walk *walk)
{
    struct walk_level level = {.path_length = strlen(walk->path)};
    DIR *directory = opendir(walk->path);
    int error;

    if (!directory)
        return WALK_ERROR;
    if (!read_names(&level, directory) || !make_room_for_level(walk)) {
        error = errno;
        closedir(directory);
        free_level(&level);
        errno = error;
        return WALK_ERROR;
    }
    closedir(directory);
    if (level.count > 1)
        qsort(level.names, level.count, sizeof *level.names, compare_names);
    walk->levels[walk->depth++] = level;
    return WALK_FILE;
}

/* Makes walk->path its first `length` bytes and `name`. */
static int set_path(struct walk *walk, size_t length, const char *name)
{
    size_t needed = length + strlen(name) + 2;

    if (needed > walk->path_capacity) {
        char *path = realloc(walk->path, needed * 2);

        if (!path) {
            errno = ENOMEM;
            return 0;
        }
        walk->path = path;
        walk->path_capacity = needed * 2;
    }
    if (length > 0 && walk->path[length - 1] != '/')
        walk->path[length++] = '/';
    strcpy(walk->path + length, name);
    return 1;
}

int walk_begin(struct walk *walk, const char *directory)
{
    *walk = (struct walk){0};
    return set_path(walk, 0, directory) ? enter(walk) : WALK_ERROR;
}

int walk_next(struct walk *walk)
{
    while (walk->depth > 0) {
        struct walk_level *level = &walk->levels[walk->depth - 1];
        struct stat status;

        if (level->next == level->count) {
            free_level(level);
            walk->depth--;
            continue;
        }
        if (!set_path(walk, level->path_length, level->names[level->next++]) || lstat(walk->path, &status) != 0)
            return WALK_ERROR;
        if (S_ISREG(status.st_mode))
            return WALK_FILE;
        if (S_ISDIR(status.st_mode) && enter(walk) == WALK_ERROR)
            return WALK_ERROR;
    }
    return WALK_END;
}

void walk_free(struct walk *walk)
{
    while (walk->depth > 0)
        free_level(&walk->levels[--walk->depth]);
    free(walk->levels);
    free(walk->path);
    *walk = (struct walk){0};
}
