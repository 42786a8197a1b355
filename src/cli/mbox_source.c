/*
 * The loop around the splitter of mboxes, and the beginnings of messages.
 * In: an open input. Out: one call an event. Memory is constant.
 * The splitter's questions (Content-Length) are answered from the file. What is no plain file, a pipe or compressed, is
 * copied to a temporary file without a name first, where the variant asks questions at all.
 */
#include "cli/mbox_source.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/twice_input.h"

int mbox_source_init(struct cli *cli, struct mbox_source *source, int32_t variant)
{
    pneu_status status;

    *source = (struct mbox_source){.variant = variant, .block = malloc(INPUT_BLOCK)};
    status = source->block ? pneu_mbox_splitter_new(variant, 0, NULL, &source->splitter) : PNEU_ERR_MEMORY;
    cli_complain_status(cli, NULL, status);
    return status == PNEU_OK;
}

void mbox_source_free(struct mbox_source *source)
{
    pneu_mbox_splitter_free(source->splitter);
    free(source->block);
}

/* Where a question can be answered, or -1. */
static int answering_file(const struct input *input)
{
    return input->is_regular ? input->fd : -1;
}

static void answer(pneu_mbox_splitter *splitter, uint64_t offset, int fd)
{
    char bytes[PNEU_MBOX_PEEK_SIZE];
    size_t len = 0;

    while (fd >= 0 && len < sizeof bytes && offset <= INT64_MAX - sizeof bytes) {
        ssize_t now = pread(fd, bytes + len, sizeof bytes - len, (off_t)(offset + len));

        if (now < 0 && errno == EINTR)
            continue;
        if (now <= 0)
            break;
        len += (size_t)now;
    }
    pneu_mbox_splitter_answer(splitter, bytes, len);
}

static pneu_status take_events(struct mbox_source *source, int fd, mbox_use use, void *state)
{
    const pneu_mbox_event *event;
    pneu_status status;

    while ((status = pneu_mbox_splitter_next(source->splitter, &event)) == PNEU_OK) {
        if (event->type == PNEU_MBOX_PEEK)
            answer(source->splitter, event->offset, fd);
        else
            use(state, event);
    }
    return status;
}

static int split_input(struct cli *cli, struct mbox_source *source, struct input *input, mbox_use use, void *state)
{
    pneu_status status = PNEU_MORE;
    size_t got = INPUT_BLOCK;

    pneu_mbox_splitter_reset(source->splitter);
    while (status == PNEU_MORE && !output_failed(&cli->out)) {
        int is_over = got < INPUT_BLOCK; /* a short block was the last one: see input_read */

        if (is_over && source->is_cut)
            return 0;
        if (!is_over && !input_read(cli, input, source->block, INPUT_BLOCK, &got))
            source->is_cut = 1;
        status = is_over ? pneu_mbox_splitter_finish(source->splitter)
                         : pneu_mbox_splitter_push(source->splitter, source->block, got);
        if (status == PNEU_OK)
            status = take_events(source, answering_file(input), use, state);
    }
    cli_complain_status(cli, input->name, status);
    return status == PNEU_DONE;
}

/* Reads it through, so that questions can be answered. */
static int split_copy(struct cli *cli, struct mbox_source *source, struct input *input, mbox_use use, void *state)
{
    struct twice_input twice;
    size_t got = INPUT_BLOCK;
    int is_fine = twice_input_open(cli, &twice, input);

    while (is_fine && got == INPUT_BLOCK && !source->is_cut)
        source->is_cut = !twice_input_read(cli, &twice, source->block, INPUT_BLOCK, &got);
    twice.again.is_regular = 1;
    is_fine = is_fine && twice_input_rewind(cli, &twice) && split_input(cli, source, &twice.again, use, state);
    twice_input_close(&twice);
    return is_fine;
}

int mbox_source_run(struct cli *cli, struct mbox_source *source, struct input *input, mbox_use use, void *state)
{
    int asks = source->variant == PNEU_MBOX_CL || source->variant == PNEU_MBOX_CL2;

    source->is_cut = 0;
    if (!input_uncompress(cli, input))
        return 0;
    return asks && !input->is_regular ? split_copy(cli, source, input, use, state)
                                      : split_input(cli, source, input, use, state);
}

/* ---- The beginning of a message ---------------------------------------------------------------------------------- */

void mbox_head_clear(struct mbox_head *head)
{
    if (head->from.whole)
        pneu_message_reset(head->from.whole);
    head->from.blob.len = 0;
}

int mbox_head_add(struct cli *cli, struct mbox_head *head, pneu_str bytes)
{
    size_t room = MBOX_HEAD_MAX - head->from.blob.len;

    return blob_append_or_complain(cli, &head->from.blob, bytes.ptr, bytes.len < room ? bytes.len : room);
}

pneu_message *mbox_head_parse(struct cli *cli, struct mbox_head *head, const char *name)
{
    return message_input_parse_blob(cli, &head->from, name);
}

void mbox_head_free(struct mbox_head *head)
{
    message_input_free(&head->from);
}

/* ---- Variants ---------------------------------------------------------------------------------------------------- */

int32_t mbox_variant_by_name(struct cli *cli, const char *name)
{
    static const char *const names[] = {"mboxrd", "mboxo", "mboxcl", "mboxcl2", "plain"};

    if (!name)
        return PNEU_MBOX_RD;
    for (int32_t i = 0; i < (int32_t)(sizeof names / sizeof names[0]); i++)
        if (strcmp(names[i], name) == 0)
            return i;
    cli_complain(cli, CLI_USAGE, NULL, "--variant takes mboxrd, mboxo, mboxcl, mboxcl2 or plain, not '%s'", name);
    return -1;
}
