/*
 * pneu mbox join: messages into one mbox.
 * In: messages, each read into memory. Out: the mbox on standard output.
 * The From line tells what a delivery would have known: the sender is that of Return-Path, the date that of the newest
 * Received field, else of the field Date; where there is none, MAILER-DAEMON and 1970.
 */
#include <stdlib.h>
#include <string.h>

#include "cli/mbox_verbs.h"
#include "cli/message_input.h"
#include "cli/packing.h"
#include "pneu/codec.h"
#include "pneu/trace.h"

enum {
    OUT_SIZE = 65536
};

struct join {
    struct cli *cli;
    const struct mbox_options *options;
    struct message_input from;
    struct blob lines; /* the message with LF */
    pneu_mbox_writer *writer;
    pneu_arena *arena;
    char out[OUT_SIZE];
};

/* The first field of this kind, or nothing. */
static pneu_str value_of(pneu_message *message, int32_t id)
{
    pneu_field field;
    uint32_t index = 0;

    if (pneu_part_find_field(message, 0, id, (pneu_str){NULL, 0}, &index, &field) != PNEU_OK)
        return (pneu_str){NULL, 0};
    return field.value;
}

static pneu_str sender_of(struct join *join, pneu_message *message)
{
    pneu_str value = value_of(message, PNEU_FIELD_RETURN_PATH), sender = {NULL, 0};

    if (value.ptr)
        (void)pneu_return_path_parse(join->arena, value, PNEU_LENIENT, NULL, &sender);
    return sender;
}

static int64_t date_of(struct join *join, pneu_message *message)
{
    pneu_str value = value_of(message, PNEU_FIELD_RECEIVED);
    pneu_received received;
    pneu_date date = {0, 0, 0};
    int32_t has;

    if (value.ptr && pneu_received_parse(join->arena, value, PNEU_LENIENT, NULL, &received) == PNEU_OK &&
        received.has_date)
        return received.date.epoch;
    (void)pneu_part_field_date(message, 0, PNEU_FIELD_DATE, &date, &has);
    return date.epoch;
}

/* What the codec has ready, into join->lines. PNEU_MORE, PNEU_DONE or an error. */
static pneu_status keep_lines(struct join *join, pneu_codec *codec)
{
    pneu_status status;
    size_t len;

    while ((status = pneu_codec_read(codec, join->out, OUT_SIZE, &len)) == PNEU_OK)
        if (!blob_append(&join->lines, join->out, len))
            return PNEU_ERR_MEMORY;
    return status;
}

/* The message with LF line ends. */
static pneu_status convert(struct join *join, pneu_str bytes, pneu_str *converted)
{
    pneu_codec *codec;
    pneu_status status = pneu_codec_new(PNEU_CODEC_TO_LF, 0, NULL, &codec);

    if (status != PNEU_OK)
        return status;
    join->lines.len = 0;
    status = pneu_codec_push(codec, bytes.ptr, bytes.len);
    if (status == PNEU_OK)
        status = keep_lines(join, codec);
    if (status == PNEU_MORE)
        status = pneu_codec_finish(codec);
    if (status == PNEU_OK)
        status = keep_lines(join, codec);
    pneu_codec_free(codec);
    *converted = (pneu_str){join->lines.bytes, join->lines.len};
    return status == PNEU_DONE ? PNEU_OK : status;
}

static pneu_status write_ready(struct join *join)
{
    pneu_status status;
    size_t len;

    while ((status = pneu_mbox_writer_read(join->writer, join->out, OUT_SIZE, &len)) == PNEU_OK)
        output_bytes(&join->cli->out, join->out, len);
    return status;
}

/* With the sender and the date, or what of them can stand in a From line. */
static pneu_status begin_message(struct join *join, pneu_message *message, uint64_t length)
{
    pneu_str nobody = {NULL, 0};
    int64_t date = date_of(join, message);
    pneu_status status = pneu_mbox_writer_begin(join->writer, sender_of(join, message), date, length);

    if (status == PNEU_ERR_ARGUMENT)
        status = pneu_mbox_writer_begin(join->writer, nobody, date, length);
    return status == PNEU_ERR_ARGUMENT ? pneu_mbox_writer_begin(join->writer, nobody, 0, length) : status;
}

static pneu_status write_message(struct join *join, pneu_message *message, pneu_str bytes)
{
    pneu_status status = begin_message(join, message, pneu_mbox_body_length(join->options->variant, 0, bytes));

    if (status == PNEU_OK)
        status = pneu_mbox_writer_push(join->writer, bytes.ptr, bytes.len);
    if (status == PNEU_OK)
        status = write_ready(join);
    if (status == PNEU_MORE)
        status = pneu_mbox_writer_end(join->writer);
    return status == PNEU_OK ? write_ready(join) : status;
}

static void join_input(struct cli *cli, struct input *input, void *state)
{
    struct join *join = state;
    pneu_message *message = message_input_whole(cli, &join->from, input);
    pneu_str bytes = {join->from.blob.bytes, join->from.blob.len};
    pneu_status status = PNEU_OK;

    if (!message)
        return;
    pneu_arena_reset(join->arena);
    if (join->options->to_lf)
        status = convert(join, bytes, &bytes);
    if (status == PNEU_OK)
        status = write_message(join, message, bytes);
    if (status != PNEU_DONE)
        cli_complain_status(cli, input->name, status);
}

void mbox_join_run(struct cli *cli, const struct mbox_options *options)
{
    struct join *join = calloc(1, sizeof *join);
    pneu_status status = join ? PNEU_OK : PNEU_ERR_MEMORY;

    if (status == PNEU_OK) {
        join->cli = cli;
        join->options = options;
        status = pneu_arena_new(NULL, &join->arena);
    }
    if (status == PNEU_OK)
        status = pneu_mbox_writer_new(options->variant, 0, NULL, &join->writer);
    cli_complain_status(cli, NULL, status);
    if (status == PNEU_OK && (!options->is_gzip || packing_begin(cli, &cli->out)))
        inputs_each(cli, options->files, options->file_count, join_input, join);
    if (!join)
        return;
    pneu_mbox_writer_free(join->writer);
    pneu_arena_free(join->arena);
    message_input_free(&join->from);
    blob_free(&join->lines);
    free(join);
}
