/*
 * The loop around the splitter of mboxes.
 * In: an open input. Out: one call an event. Memory is constant.
 * The splitter's questions (Content-Length) are answered from the file. What is no plain file, a pipe or compressed, is
 * copied to a temporary file without a name first, where the variant asks questions at all.
 */
#include "cli/mbox_source.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

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

        if (!is_over && !input_read(cli, input, source->block, INPUT_BLOCK, &got))
            return 0;
        status = is_over ? pneu_mbox_splitter_finish(source->splitter)
                         : pneu_mbox_splitter_push(source->splitter, source->block, got);
        if (status == PNEU_OK)
            status = take_events(source, answering_file(input), use, state);
    }
    cli_complain_status(cli, input->name, status);
    return status == PNEU_DONE;
}

/* Copies the input to a file without a name. NULL on an error, which has been told. */
static FILE *spool(struct cli *cli, struct mbox_source *source, struct input *input)
{
    FILE *file = tmpfile();
    size_t got = INPUT_BLOCK;

    while (file && got == INPUT_BLOCK) {
        if (!input_read(cli, input, source->block, INPUT_BLOCK, &got)) {
            fclose(file);
            return NULL;
        }
        if (fwrite(source->block, 1, got, file) != got)
            break;
    }
    if (file && !ferror(file) && fflush(file) == 0 && lseek(fileno(file), 0, SEEK_SET) == 0)
        return file;
    cli_complain_errno(cli, input->name, "cannot copy to a temporary file");
    if (file)
        fclose(file);
    return NULL;
}

int mbox_source_run(struct cli *cli, struct mbox_source *source, struct input *input, mbox_use use, void *state)
{
    int asks = source->variant == PNEU_MBOX_CL || source->variant == PNEU_MBOX_CL2, is_fine;
    FILE *file;

    if (!input_uncompress(cli, input))
        return 0;
    if (!asks || input->is_regular)
        return split_input(cli, source, input, use, state);
    file = spool(cli, source, input);
    if (!file)
        return 0;
    {
        struct input copy = {.name = input->name, .fd = fileno(file), .is_regular = 1};

        is_fine = split_input(cli, source, &copy, use, state);
    }
    fclose(file);
    return is_fine;
}

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
