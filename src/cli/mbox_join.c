/*
 * pneu mbox join: messages into one mbox.
 * In: messages. Out: the mbox on standard output. Memory is constant: of each message no more than its beginning is
 * kept. The From line tells what a delivery would have known: the sender is that of Return-Path, the date that of the
 * newest Received field, else of the field Date; where there is none, MAILER-DAEMON and 1970.
 * A message whose body must be measured first (Content-Length), and a compressed one, which may turn out to be damaged,
 * is read twice: nothing of it is written if it cannot be read to its end.
 */
#include <stdlib.h>
#include <string.h>

#include "cli/cpu_level.h"
#include "cli/mbox_verbs.h"
#include "cli/packing.h"
#include "cli/twice_input.h"
#include "pneu/codec.h"
#include "pneu/trace.h"

enum {
    OUT_SIZE = 65536
};

/* Where the bytes of a message come from. */
struct join_source {
    struct input *input;
    struct twice_input *first; /* NULL: read from the input */
};

struct join {
    struct cli *cli;
    const struct mbox_options *options;
    struct mbox_head head;
    pneu_codec *to_lf; /* NULL: lines end as they do */
    pneu_mbox_writer *writer;
    pneu_arena *arena;
    int is_measuring; /* what is written is thrown away */
    char block[INPUT_BLOCK];
    char out[OUT_SIZE];
};

/* ---- The From line ---------------------------------------------------------------------------------------------- */

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

/* ---- Bytes ------------------------------------------------------------------------------------------------------- */

/* What the writer has ready. PNEU_MORE, PNEU_DONE or an error. */
static pneu_status write_ready(struct join *join)
{
    pneu_status status;
    size_t len;

    while ((status = pneu_mbox_writer_read(join->writer, join->out, OUT_SIZE, &len)) == PNEU_OK)
        if (!join->is_measuring)
            output_bytes(&join->cli->out, join->out, len);
    return status;
}

static pneu_status write_bytes(struct join *join, const char *bytes, size_t len)
{
    pneu_status status = pneu_mbox_writer_push(join->writer, bytes, len);

    return status == PNEU_OK ? write_ready(join) : status;
}

/* What the codec has ready, into the writer. PNEU_MORE, PNEU_DONE or an error. */
static pneu_status write_lines(struct join *join)
{
    char lines[4096];
    pneu_status status;
    size_t len;

    while ((status = pneu_codec_read(join->to_lf, lines, sizeof lines, &len)) == PNEU_OK)
        if ((status = write_bytes(join, lines, len)) != PNEU_MORE)
            return status;
    return status;
}

/* A block of the message. PNEU_MORE or an error. */
static pneu_status add_block(struct join *join, size_t len)
{
    pneu_status status;

    if (!join->to_lf)
        return write_bytes(join, join->block, len);
    status = pneu_codec_push(join->to_lf, join->block, len);
    return status == PNEU_OK ? write_lines(join) : status;
}

static pneu_status end_message(struct join *join)
{
    pneu_status status = join->to_lf ? pneu_codec_finish(join->to_lf) : PNEU_DONE;

    if (status == PNEU_OK)
        status = write_lines(join);
    if (status == PNEU_DONE)
        status = pneu_mbox_writer_end(join->writer);
    return status == PNEU_OK ? write_ready(join) : status;
}

/* ---- Messages ---------------------------------------------------------------------------------------------------- */

static int read_block(struct join *join, const struct join_source *source, size_t *got)
{
    return source->first ? twice_input_read(join->cli, source->first, join->block, INPUT_BLOCK, got)
                         : input_read(join->cli, source->input, join->block, INPUT_BLOCK, got);
}

/* One pass over the message. 1 if it was read to its end; else that has been told. */
static int write_message(struct join *join, const struct join_source *source, uint64_t length)
{
    pneu_message *message;
    pneu_status status;
    size_t got;
    int is_whole = read_block(join, source, &got);

    if (!is_whole && got == 0)
        return 0;
    pneu_arena_reset(join->arena);
    mbox_head_clear(&join->head);
    if (join->to_lf)
        pneu_codec_reset(join->to_lf);
    message = mbox_head_add(join->cli, &join->head, (pneu_str){join->block, got})
                  ? mbox_head_parse(join->cli, &join->head, source->input->name)
                  : NULL;
    if (!message)
        return 0;
    status = begin_message(join, message, length);
    if (status == PNEU_OK)
        status = add_block(join, got);
    while (status == PNEU_MORE && got == INPUT_BLOCK && !output_failed(&join->cli->out)) {
        is_whole = read_block(join, source, &got);
        status = add_block(join, got);
    }
    if (status == PNEU_MORE)
        status = end_message(join);
    if (status != PNEU_DONE)
        cli_complain_status(join->cli, source->input->name, status);
    return is_whole && status == PNEU_DONE;
}

static void write_measured(struct join *join, struct input *input)
{
    struct twice_input twice;
    struct join_source first = {input, &twice}, again = {&twice.again, NULL};

    join->is_measuring = 1;
    if (twice_input_open(join->cli, &twice, input) && write_message(join, &first, PNEU_MBOX_MEASURE) &&
        twice_input_rewind(join->cli, &twice)) {
        join->is_measuring = 0;
        (void)write_message(join, &again, pneu_mbox_writer_body_length(join->writer));
    }
    join->is_measuring = 0;
    twice_input_close(&twice);
}

static void join_input(struct cli *cli, struct input *input, void *state)
{
    struct join *join = state;
    struct join_source source = {input, NULL};
    int has_length = join->options->variant == PNEU_MBOX_CL || join->options->variant == PNEU_MBOX_CL2;

    if (!input_uncompress(cli, input))
        return;
    pneu_mbox_writer_reset(join->writer);
    if (has_length || input_is_compressed(input))
        write_measured(join, input);
    else
        (void)write_message(join, &source, 0);
}

static pneu_status init(struct join *join)
{
    pneu_status status = pneu_arena_new(NULL, &join->arena);

    if (status == PNEU_OK)
        status = pneu_mbox_writer_new(join->options->variant, 0, NULL, &join->writer);
    if (status == PNEU_OK && join->options->to_lf)
        status = pneu_codec_new(PNEU_CODEC_TO_LF, 0, NULL, &join->to_lf);
    cpu_level_set(join->cli, join->to_lf);
    return status;
}

void mbox_join_run(struct cli *cli, const struct mbox_options *options)
{
    struct join *join = calloc(1, sizeof *join);
    pneu_status status = PNEU_ERR_MEMORY;

    if (join) {
        join->cli = cli;
        join->options = options;
        status = init(join);
    }
    cli_complain_status(cli, NULL, status);
    if (status == PNEU_OK && (!options->is_gzip || packing_begin(cli, &cli->out)))
        inputs_each(cli, options->files, options->file_count, join_input, join);
    if (!join)
        return;
    pneu_mbox_writer_free(join->writer);
    pneu_codec_free(join->to_lf);
    pneu_arena_free(join->arena);
    mbox_head_free(&join->head);
    free(join);
}
