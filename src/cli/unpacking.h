/* An input that turned out to be compressed. */
#ifndef PNEU_CLI_UNPACKING_H
#define PNEU_CLI_UNPACKING_H

#include "cli/input.h"

/* What the input was found to be, and the decompression while it goes on. */
struct unpacking;

/* Looks at the first bytes. 0 on an error, which has been told. */
int unpacking_begin(struct cli *cli, struct input *input);

/* 1 if it was compressed. */
int unpacking_is_compressed(const struct input *input);

/* As input_read, once begun. */
int unpacking_read(struct cli *cli, struct input *input, void *into, size_t capacity, size_t *got);

/* For the end of the input. */
void unpacking_free(struct input *input);

#endif
