/*
 * A message in the making: its life, what is told of refusals, and writing it. In: a builder that was filled. Out:
 * the message on standard output, with CRLF or LF. Random bytes come from /dev/urandom; where they are wanted and
 * cannot be had, that is told. Not handled: sending.
 */
#include "cli/draft.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/cpu_level.h"
#include "cli/draft_file.h"
#include "pneu/codec.h"

static pneu_status fill_random(void *ctx, void *out, size_t len)
{
    struct draft *draft = ctx;
    struct input random = {.name = "/dev/urandom", .fd = open("/dev/urandom", O_RDONLY | O_CLOEXEC)};
    size_t got = 0;

    if (random.fd < 0)
        cli_complain_errno(draft->cli, random.name, "cannot open");
    else if (input_read(draft->cli, &random, out, len, &got) && got < len)
        cli_complain(draft->cli, CLI_TROUBLE, random.name, "it ends");
    if (random.fd >= 0)
        close(random.fd);
    draft->lacks_random = got < len;
    return got == len ? PNEU_OK : PNEU_ERR_NOT_FOUND;
}

int draft_start(struct cli *cli, struct draft *draft, const struct arguments *arguments)
{
    pneu_random random = {fill_random, draft};
    uint32_t flags = (arguments_has(arguments, DRAFT_8BIT) ? PNEU_BUILD_8BIT : 0u) |
                     (arguments_has(arguments, DRAFT_UTF8) ? PNEU_BUILD_UTF8 : 0u);

    *draft = (struct draft){.cli = cli, .arguments = arguments};
    pneu_status status = pneu_arena_new(NULL, &draft->arena);
    if (status == PNEU_OK)
        status = pneu_builder_new(flags, &random, NULL, &draft->builder);
    cli_complain_status(cli, NULL, status);
    return status == PNEU_OK;
}

void draft_free(struct draft *draft)
{
    pneu_builder_free(draft->builder);
    pneu_arena_free(draft->arena);
    draft_file_free_all(draft->files);
}

/* ---- Refusals -------------------------------------------------------------------------------------------------- */

static void tell_refusal(struct draft *draft, const char *what, const pneu_build_error *error)
{
    int len = (int)(error->field.len < 80 ? error->field.len : 80);

    if (error->status == PNEU_ERR_STATE && len > 0)
        cli_complain(draft->cli, CLI_REPORT, NULL, "there is no %.*s", len, error->field.ptr);
    else if (error->status == PNEU_ERR_STATE)
        cli_complain(draft->cli, CLI_REPORT, what, "this cannot stand here");
    else if (error->status == PNEU_ERR_LIMIT)
        cli_complain(draft->cli, CLI_REPORT, what, "too long, or too many");
    else if (error->status == PNEU_ERR_BOUNDARY)
        cli_complain(draft->cli, CLI_REPORT, what, "a line of it is a delimiter of the message");
    else if (error->status == PNEU_ERR_LATE_8BIT)
        cli_complain(draft->cli, CLI_REPORT, what, "it is not 7-bit: no message is to be had of what was written");
    else if (len > 0 && error->argument == 2)
        cli_complain(draft->cli, CLI_REPORT, what, "its %.*s is not allowed", len, error->field.ptr);
    else
        cli_complain(draft->cli, CLI_REPORT, what, "not allowed (at %llu)", (unsigned long long)error->offset);
}

int draft_takes(struct draft *draft, pneu_status status, const char *what)
{
    pneu_build_error error;

    if (status >= 0)
        return 1;
    if (draft->lacks_random)
        return 0; /* it was told */
    pneu_builder_error(draft->builder, &error);
    if (status == PNEU_ERR_MEMORY || status == PNEU_ERR_IO)
        cli_complain_status(draft->cli, what, status);
    else if (error.status == PNEU_OK)
        cli_complain(draft->cli, CLI_REPORT, what, "not allowed");
    else
        tell_refusal(draft, what, &error);
    return 0;
}

/* ---- Writing --------------------------------------------------------------------------------------------------- */

/* All of the codec's output. */
static pneu_status drain(struct draft *draft, pneu_codec *codec, char *room)
{
    pneu_status status;
    size_t len;

    while ((status = pneu_codec_read(codec, room, INPUT_BLOCK, &len)) == PNEU_OK)
        output_bytes(&draft->cli->out, room, len);
    return status;
}

static pneu_status write_piece(struct draft *draft, pneu_codec *codec, const char *bytes, size_t len, char *room)
{
    if (!codec) {
        output_bytes(&draft->cli->out, bytes, len);
        return PNEU_OK;
    }
    pneu_status status = pneu_codec_push(codec, bytes, len);
    return status == PNEU_OK ? drain(draft, codec, room) : status;
}

/* `blocks`: two of them. */
static pneu_status write_all(struct draft *draft, pneu_codec *codec, char *blocks)
{
    pneu_status status;
    size_t len;

    while (!output_failed(&draft->cli->out) &&
           (status = pneu_builder_read(draft->builder, blocks, INPUT_BLOCK, &len)) != PNEU_DONE) {
        if (status < 0)
            return status;
        status = write_piece(draft, codec, blocks, len, blocks + INPUT_BLOCK);
        if (status < 0)
            return status;
    }
    if (!codec)
        return PNEU_OK;
    status = pneu_codec_finish(codec);
    return status == PNEU_OK ? drain(draft, codec, blocks) : status;
}

void draft_write(struct draft *draft)
{
    pneu_codec *codec = NULL;
    char *blocks = malloc(2 * INPUT_BLOCK);
    pneu_status status = blocks ? PNEU_OK : PNEU_ERR_MEMORY;

    if (status == PNEU_OK && arguments_has(draft->arguments, DRAFT_LF))
        status = pneu_codec_new(PNEU_CODEC_TO_LF, 0, NULL, &codec);
    cpu_level_set(draft->cli, codec);
    if (status == PNEU_OK)
        status = write_all(draft, codec, blocks);
    if (!draft_file_has_failed(draft->files))
        draft_takes(draft, status, NULL);
    pneu_codec_free(codec);
    free(blocks);
}
