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
    mapped_input_free(&from->mapping);
    free(from->block);
    *from = (struct message_input){0};
}

static pneu_message *parse(struct cli *cli, struct message_input *from, pneu_str bytes, const char *name)
{
    pneu_status status;

    from->bytes = bytes;
    if (from->whole)
        status = pneu_message_parse_again(from->whole, bytes.ptr, bytes.len);
    else
        status = pneu_message_parse(bytes.ptr, bytes.len, cli->options, NULL, &from->whole);
    cli_complain_status(cli, name, status);
    return status == PNEU_OK ? from->whole : NULL;
}

pneu_message *message_input_parse_blob(struct cli *cli, struct message_input *from, const char *name)
{
    return parse(cli, from, (pneu_str){from->blob.bytes, from->blob.len}, name);
}

pneu_message *message_input_whole(struct cli *cli, struct message_input *from, struct input *input)
{
    /* The tree of the last input lies over bytes that are about to change. */
    if (from->whole)
        pneu_message_reset(from->whole);
    mapped_input_free(&from->mapping);
    if (!input_uncompress(cli, input) || !input_read_up_to(cli, input, &from->blob, INPUT_IN_MEMORY))
        return NULL;
    if (from->blob.len < INPUT_IN_MEMORY)
        return message_input_parse_blob(cli, from, input->name);
    if (!mapped_input_read(cli, input, &from->blob, &from->mapping))
        return NULL;
    return parse(cli, from, (pneu_str){from->mapping.bytes, from->mapping.len}, input->name);
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
