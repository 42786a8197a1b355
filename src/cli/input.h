/* Where messages come from: files, standard input, and all files below a directory. */
#ifndef PNEU_CLI_INPUT_H
#define PNEU_CLI_INPUT_H

#include <stddef.h>
#include <stdint.h>

#include "cli/cli.h"

/* Reads are of this size: as fast as a mapped file, and no trouble when a file shrinks meanwhile. */
#define INPUT_BLOCK ((size_t)131072)

/* Messages of up to so many bytes are held in memory. */
#define INPUT_IN_MEMORY ((size_t)256 << 20)

struct input {
    const char *name; /* as given, or as found below a directory; "-" for standard input */
    int fd;
    int is_regular;
    uint64_t size;               /* of a regular file, as it was told when it was opened */
    struct unpacking *unpacking; /* NULL before input_uncompress */
};

/* Fills `into` up to `capacity` bytes; only at the end of the input fewer come, so that how a pipe is written to does
 * not show. *got is their number. 0 on an error, which has been told: no more will come, and the *got bytes before
 * it are for whoever can use half an input. */
int input_read(struct cli *cli, struct input *input, void *into, size_t capacity, size_t *got);

/* Where in the file the input is, so that it can be read from there again; -1 if it cannot be. */
int64_t input_place(const struct input *input);

/* Before the first read, for inputs that hold mail: if it is a gzip file, what it holds is read from now on, and the
 * input is no regular file any more. May be called again. 0 on an error, which has been told. */
int input_uncompress(struct cli *cli, struct input *input);

/* 1 if input_uncompress found it to be one. */
int input_is_compressed(const struct input *input);

/* Bytes that are kept from one input to the next, for their memory. */
struct blob {
    char *bytes;
    size_t len;
    size_t capacity;
};

/* Appends to the blob. 0 if there is no memory. */
int blob_append(struct blob *blob, const void *bytes, size_t len);

/* The same, and tells the user if there is no memory. */
int blob_append_or_complain(struct cli *cli, struct blob *blob, const void *bytes, size_t len);
void blob_free(struct blob *blob);

/* Reads the whole input into the blob, instead of what is there. 0 on an error, which has been told. */
int input_read_whole(struct cli *cli, struct input *input, struct blob *blob);

/* The same, but at most `most` bytes: where so many came there may be more to be read. */
int input_read_up_to(struct cli *cli, struct input *input, struct blob *blob, size_t most);

/* Called for each input, open at its start. */
typedef void (*input_use)(struct cli *cli, struct input *input, void *state);

struct input_user {
    input_use use;
    void *state;
};

/* Opens the file with this name ("-": standard input) and gives it to the user. What cannot be opened is told. */
void input_use_named(struct cli *cli, const char *name, const struct input_user *user);

typedef void (*input_name_use)(struct cli *cli, const char *name, void *state);

/* Names one after the other: each operand, each file below an operand that is a directory, standard input if there is no
 * operand; but nothing more once the output has failed. A name is valid during the call. */
void inputs_name(struct cli *cli, const char *const *operands, size_t count, input_name_use use, void *state);

/* Uses all of them in this order. What cannot be opened is told, and the rest is done. */
void inputs_each(struct cli *cli, const char *const *operands, size_t count, input_use use, void *state);

/* 1 if the operands may stand for more than one input. */
int inputs_are_many(const char *const *operands, size_t count);

#endif
