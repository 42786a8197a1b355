/* An input as a tree. The objects are used again for each input. */
#ifndef PNEU_CLI_MESSAGE_INPUT_H
#define PNEU_CLI_MESSAGE_INPUT_H

#include "cli/input.h"
#include "cli/mapped_input.h"
#include "pneu/tree.h"

struct message_input {
    struct blob blob;            /* what is not too large for it */
    struct mapped_input mapping; /* what is */
    pneu_str bytes;              /* in one of them: what `whole` is a tree of */
    pneu_message *whole;         /* NULL before the first use, as the next two are */
    pneu_message *streamed;
    char *block;
};

/* All zero is a message_input without anything. */
void message_input_free(struct message_input *from);

/* Reads the input into memory, or what is larger than INPUT_IN_MEMORY into a temporary file, and parses it: everything
 * can be asked for. NULL on an error, which has been told. The
 * message is valid until the next call. */
pneu_message *message_input_whole(struct cli *cli, struct message_input *from, struct input *input);

/* Parses the input as it is read and keeps only where things stand: memory depends on the number of parts alone. */
pneu_message *message_input_offsets(struct cli *cli, struct message_input *from, struct input *input);

/* A tree over what is in from->blob. */
pneu_message *message_input_parse_blob(struct cli *cli, struct message_input *from, const char *name);

#endif
