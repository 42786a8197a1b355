/* An input's own header, as a message without a body: the rest of the input is left alone. */
#ifndef PNEU_CLI_HEADER_INPUT_H
#define PNEU_CLI_HEADER_INPUT_H

#include "cli/event_pump.h"
#include "cli/message_input.h"

struct header_input {
    struct cli *cli;
    struct event_pump pump;
    int is_short;              /* 1 if there was no memory for all of it */
    struct message_input from; /* may be used for whole messages, too: one at a time */
};

/* 0 without memory, which has been told. */
int header_input_init(struct cli *cli, struct header_input *header);
void header_input_free(struct header_input *header);

/* Reads no further than the block in which the header ends. NULL on an error, which has been told. The message is valid
 * until `from` is used again. */
pneu_message *header_input_read(struct header_input *header, struct input *input);

#endif
