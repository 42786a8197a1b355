/* Bytes outside of memory, first in, first out: a temporary file that has no name any more. */
#ifndef PNEU_CLI_SPOOL_FILE_H
#define PNEU_CLI_SPOOL_FILE_H

#include <stdint.h>

#include "cli/cli.h"
#include "pneu/filter.h"

/* A zeroed struct with its `cli` is empty; the file is made when it is first needed. */
struct spool_file {
    struct cli *cli;
    int is_open;
    int fd;
    uint64_t read;    /* bytes given back */
    uint64_t written; /* bytes taken */
};

/* The spool that the library writes to. Errors are told, and end the conversion with PNEU_ERR_LIMIT. */
pneu_spool spool_file_of(struct spool_file *file);

/* Forgets all bytes; the file stays for the next message. */
void spool_file_clear(struct spool_file *file);
void spool_file_close(struct spool_file *file);

#endif
