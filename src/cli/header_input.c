/*
 * The header of a message, for verbs that need nothing else: a pipe is not read to its end, nor a large file.
 * In: an open input. Out: a message of one part, with the fields in it and an empty body. Offsets are those of the
 * input, since the events of a header, laid end to end, are the header (law 1).
 * Not handled: headers of parts.
 */
#include "cli/header_input.h"

int header_input_init(struct cli *cli, struct header_input *header)
{
    *header = (struct header_input){.cli = cli};
    return event_pump_init(cli, &header->pump, INPUT_BLOCK);
}

void header_input_free(struct header_input *header)
{
    event_pump_free(&header->pump);
    message_input_free(&header->from);
}

static int collect_header(void *state, const pneu_event *event)
{
    struct header_input *header = state;

    header->is_short = !blob_append(&header->from.blob, event->slice.ptr, event->slice.len);
    return header->is_short || event->type == PNEU_EVENT_HEADER_END ? EVENT_ENOUGH : EVENT_GO_ON;
}

pneu_message *header_input_read(struct header_input *header, struct input *input)
{
    /* The tree of the last input lies over the blob, which is about to change. */
    if (header->from.whole)
        pneu_message_reset(header->from.whole);
    header->from.blob.len = 0;
    header->is_short = 0;
    if (!event_pump_run(header->cli, &header->pump, input, collect_header, header))
        return NULL;
    if (header->is_short) {
        cli_complain_status(header->cli, input->name, PNEU_ERR_MEMORY);
        return NULL;
    }
    return message_input_parse_blob(header->cli, &header->from, input->name);
}
