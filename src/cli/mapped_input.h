/* An input that is too large for memory: in a temporary file that has no name, mapped. */
#ifndef PNEU_CLI_MAPPED_INPUT_H
#define PNEU_CLI_MAPPED_INPUT_H

#include "cli/input.h"

/* All zero is none. */
struct mapped_input {
    char *bytes;
    size_t len;
};

/* Maps what was read already, whose memory is freed, and the rest of the input. 0 on an error, which has been told. */
int mapped_input_read(struct cli *cli, struct input *input, struct blob *already, struct mapped_input *mapped);

void mapped_input_free(struct mapped_input *mapped);

#endif
