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

/* A file while it is written. */
struct saved_file {
    struct output out;
    char name[PNEU_SAFE_FILENAME_MAX + 1]; /* as it was created */
    sigset_t signals;                      /* those that were blocked before */
};

/* Creates a file of this name (from pneu_safe_filename), or of the first of "NAME (2)", "NAME (3)" ... that is free.
 * Until it is closed no signal that asks the program to end is let through. 0 on an error, which has been told. */
int saved_file_create(struct save_dir *dir, pneu_str name, struct saved_file *file);

/* Closes the file. If it could not be written, or `status` (of what was to be written) is an error, it is removed, and
 * the trouble is told. 1 if the file is whole. */
int saved_file_close(struct save_dir *dir, struct saved_file *file, pneu_status status);

#endif
