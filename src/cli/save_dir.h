/* New files in one directory, under names of strangers. */
#ifndef PNEU_CLI_SAVE_DIR_H
#define PNEU_CLI_SAVE_DIR_H

#include <signal.h>

#include "cli/cli.h"
#include "pneu/syntax.h"

struct save_dir {
    struct cli *cli;
    const char *path;
    int fd; /* -1 while none is open */
    char *buffer;
};

/* Opens the directory, which must exist. 0 on an error, which has been told. save_dir_close in any case. */
int save_dir_open(struct cli *cli, struct save_dir *dir, const char *path);
void save_dir_close(struct save_dir *dir);

/* A file while it is written: nobody sees it before it is kept. */
struct saved_file {
    struct output out;
    char name[PNEU_SAFE_FILENAME_MAX + 1]; /* where it is kept; before, what it is to be called */
    char temporary[32];                    /* its name until then; "" where the system lets it have none */
    sigset_t signals;                      /* those that were blocked before */
};

/* Begins a file that is to have this name (from pneu_safe_filename). 0 on an error, which has been told. */
int saved_file_begin(struct save_dir *dir, pneu_str name, struct saved_file *file);

/* Ends it: the file is there now, whole, under its name or the first of "NAME (2)", "NAME (3)" ... that is free. If
 * it could not be written, or `status` (of what was to be written) is an error, there is no file, and the trouble is
 * told. 1 if it is there. */
int saved_file_keep(struct save_dir *dir, struct saved_file *file, pneu_status status);

/* The same under this very path from an open directory on, which must not be there yet, and on the same file system. */
int saved_file_keep_at(struct save_dir *dir, struct saved_file *file, int directory, const char *path);

/* Ends it without a trace. */
void saved_file_drop(struct save_dir *dir, struct saved_file *file);

#endif
