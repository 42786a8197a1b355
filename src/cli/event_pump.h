/* An input through the streaming parser, in constant memory. */
#ifndef PNEU_CLI_EVENT_PUMP_H
#define PNEU_CLI_EVENT_PUMP_H

#include "cli/input.h"
#include "pneu/parse.h"

/* What the user of an event wants next. */
enum {
    EVENT_GO_ON = 0,
    EVENT_ENOUGH = 1 /* no further events, nor input */
};

typedef int (*event_use)(void *state, const pneu_event *event);

struct event_pump {
    pneu_parser *parser;
    char *block;
    size_t block_size; /* bytes a push */
    uint64_t read;     /* bytes of the present input so far */
};

/* `block_size` bytes are read and pushed at a time. 0 without memory, which has been told. */
int event_pump_init(struct cli *cli, struct event_pump *pump, size_t block_size);
void event_pump_free(struct event_pump *pump);

/* Parses the input and hands on each event. 1 at its end, or when `use` has had enough; 0 on an error, which has been
 * told, or once the output has failed. An input that cannot be read to its end ends where reading failed. */
int event_pump_run(struct cli *cli, struct event_pump *pump, struct input *input, event_use use, void *state);

#endif
