/*
 * The loop that every streaming verb has: read a block, push it, take the events, and so on to the end. One parser and
 * one block serve all inputs.
 * In: an open input. Out: one call an event. Memory does not depend on the input.
 */
#include "cli/event_pump.h"

#include <stdlib.h>

int event_pump_init(struct cli *cli, struct event_pump *pump, size_t block_size)
{
    pneu_status status;

    *pump = (struct event_pump){.block = malloc(block_size), .block_size = block_size};
    status = pump->block ? pneu_parser_new(cli->options, NULL, &pump->parser) : PNEU_ERR_MEMORY;
    cli_complain_status(cli, NULL, status);
    return status == PNEU_OK;
}

void event_pump_free(struct event_pump *pump)
{
    pneu_parser_free(pump->parser);
    free(pump->block);
}

/* Hands on the events that there are. PNEU_MORE, PNEU_DONE (at the end, or enough) or an error. */
static pneu_status take_events(struct event_pump *pump, event_use use, void *state)
{
    const pneu_event *event;
    pneu_status status;

    while ((status = pneu_parser_next(pump->parser, &event)) == PNEU_OK)
        if (use(state, event) == EVENT_ENOUGH)
            return PNEU_DONE;
    return status;
}

int event_pump_run(struct cli *cli, struct event_pump *pump, struct input *input, event_use use, void *state)
{
    pneu_status status = PNEU_MORE;
    size_t got = pump->block_size;
    int is_whole = 1;

    if (!input_uncompress(cli, input))
        return 0;
    pump->read = 0;
    pneu_parser_reset(pump->parser);
    while (status == PNEU_MORE && is_whole && !output_failed(&cli->out)) {
        /* A short block was the last one: see input_read. */
        int is_over = got < pump->block_size;

        if (!is_over) {
            is_whole = input_read(cli, input, pump->block, pump->block_size, &got);
            pump->read += got;
        }
        status = is_over ? pneu_parser_finish(pump->parser) : pneu_parser_push(pump->parser, pump->block, got);
        if (status >= 0)
            status = take_events(pump, use, state);
        /* A pipe may keep us waiting for the next block: what is known by now goes out. */
        if (status == PNEU_MORE && got == pump->block_size)
            output_flush(&cli->out);
    }
    cli_complain_status(cli, input->name, status);
    return is_whole && status == PNEU_DONE && !output_failed(&cli->out);
}
