/* An input that is read twice: a file from its place again, what is compressed and anything else from a temporary file
 * that has no name. */
#ifndef PNEU_CLI_TWICE_INPUT_H
#define PNEU_CLI_TWICE_INPUT_H

#include "cli/input.h"

struct twice_input {
    struct input first;
    struct input again; /* fd -1 before it is known */
    int64_t start;      /* where in the file the input began */
    int is_spooled;
    uint64_t spool_max; /* bytes that a temporary file may have: none are counted where it is 0, as after open */
    uint64_t spooled;
};

/* Before the first pass. 0 on an error, which has been told, as that there is no room for temporary files. */
int twice_input_open(struct cli *cli, struct twice_input *twice, struct input *input);

/* The first pass: as input_read. */
int twice_input_read(struct cli *cli, struct twice_input *twice, void *into, size_t capacity, size_t *got);

/* Between the passes: from now on twice->again is read with input_read. 0 on an error, which has been told. */
int twice_input_rewind(struct cli *cli, struct twice_input *twice);

void twice_input_close(struct twice_input *twice);

#endif
