/* The regular files below a directory. */
#ifndef PNEU_CLI_WALK_H
#define PNEU_CLI_WALK_H

#include <stddef.h>

struct walk_level;

struct walk {
    struct walk_level *levels; /* the open directories, outermost first */
    size_t depth;
    size_t capacity;
    char *path; /* of the entry given last */
    size_t path_capacity;
};

enum {
    WALK_FILE = 1, /* walk->path is a regular file */
    WALK_END = 0,
    WALK_ERROR = -1 /* errno says why walk->path (or "" without memory for it) cannot be walked; the walk can go on */
};

/* Starts below `directory`. WALK_ERROR (the walk is then over), else WALK_FILE without a file yet. Free it in any case.
 */
int walk_begin(struct walk *walk, const char *directory);

/* The next file: depth first, names of a directory in the order of their bytes; symbolic links are passed over, and so
 * is what is neither file nor directory. */
int walk_next(struct walk *walk);

void walk_free(struct walk *walk);

#endif
