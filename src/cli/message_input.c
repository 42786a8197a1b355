/*
 * From an open input to a tree, in one of two ways: whole in memory (everything can be read from it), or streamed with
 * offsets only (constant memory, for pipes and very large files).
 * In: an input. Out: a message that lives until the next one. After the first few messages no memory is asked for.
 */
#include "cli/message_input.h"

#include <stdlib.h>

void message_input_free(struct message_input *from)
{
    pneu_message_free(from->whole);
    pneu_message_free(from->streamed);
    blob_free(&from->blob);
    free(from->block);
    *from = (struct message_input){0};
}

pneu_message *message_input_parse_blob(struct cli *cli, struct message_input *from, const char *name)
{
    pneu_status status;

    if (from->whole)
        status = pneu_message_parse_again(from->whole, from->blob.bytes, from->blob.len);
    else
        status = pneu_message_parse(from->blob.bytes, from->blob.len, cli->options, NULL, &from->whole);
    cli_complain_status(cli, name, status);
    return status == PNEU_OK ? from->whole : NULL;
}

pneu_message *message_input_whole(struct cli *cli, struct message_input *from, struct input *input)
{
    /* The tree of the last input lies over the blob, which is about to change. */
    if (from->whole)
        pneu_message_reset(from->whole);
    if (!input_uncompress(cli, input) || !input_read_whole(cli, input, &from->blob))
        return NULL;
    return message_input_parse_blob(cli, from, input->name);
}

static pneu_status prepare_streaming(const struct cli *cli, struct message_input *from)
{
    if (!from->block)
        from->block = malloc(INPUT_BLOCK);
    if (!from->block)
        return PNEU_ERR_MEMORY;
    if (!from->streamed)
        return pneu_message_new(PNEU_KEEP_OFFSETS, cli->options, NULL, &from->streamed);
    pneu_message_reset(from->streamed);
    return PNEU_OK;
}

pneu_message *message_input_offsets(struct cli *cli, struct message_input *from, struct input *input)
{
    pneu_status status = prepare_streaming(cli, from);
    size_t got = INPUT_BLOCK;

    if (!input_uncompress(cli, input))
        return NULL;
    while (status == PNEU_OK && got == INPUT_BLOCK) {
        if (!input_read(cli, input, from->block, INPUT_BLOCK, &got))
            return NULL;
        status = pneu_message_push(from->streamed, from->block, got);
    }
    if (status == PNEU_OK)
        status = pneu_message_finish(from->streamed);
    cli_complain_status(cli, input->name, status);
    return status == PNEU_OK ? from->streamed : NULL;
}
