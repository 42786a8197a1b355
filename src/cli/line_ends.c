/*
 * The line ends of whole inputs: all of them, or all but those in the bodies of parts that are binary (RFC 2045 section
 * 2.9, RFC 3030), where CR and LF are bytes like any other.
 * In: messages, or any bytes. Out: the same with other line ends. Memory is constant.
 */
#include "cli/line_ends.h"

#include "cli/codec_pump.h"
#include "cli/event_pump.h"

enum {
    OPT_FIX_CR = 1,
    OPT_KEEP_BINARY
};

const struct option line_ends_options[] = {
    {OPT_FIX_CR, '\0', "fix-cr", NULL, "a CR without LF is a line end too"},
    {OPT_KEEP_BINARY, 'b', "keep-binary", NULL, "messages: leave bodies with the encoding binary as they are"},
    {0},
};

/* ---- All of them ------------------------------------------------------------------------------------------------ */

static void convert_input(struct cli *cli, struct input *input, void *state)
{
    struct codec_pump *pump = state;

    pneu_codec_reset(pump->codec);
    if (input_uncompress(cli, input) && codec_pump_run(cli, pump, input))
        codec_pump_tell_defects(cli, pump, input->name);
}

/* ---- All but binary ones ---------------------------------------------------------------------------------------- */

struct convert {
    struct cli *cli;
    struct codec_pump *pump;
    struct event_pump events;
    int is_binary; /* the last header that ended is that of a binary leaf */
    pneu_status status;
};

static void write_output(struct convert *convert)
{
    char room[4096];
    size_t written;

    while ((convert->status = pneu_codec_read(convert->pump->codec, room, sizeof room, &written)) == PNEU_OK)
        output_bytes(&convert->cli->out, room, written);
}

/* Ends a stretch of text: a CR that waits for its LF goes out. */
static void end_text(struct convert *convert)
{
    convert->status = pneu_codec_finish(convert->pump->codec);
    if (convert->status == PNEU_OK)
        write_output(convert);
    pneu_codec_reset(convert->pump->codec);
}

static void convert_text(struct convert *convert, pneu_str text)
{
    convert->status = pneu_codec_push(convert->pump->codec, text.ptr, text.len);
    if (convert->status == PNEU_OK)
        write_output(convert);
}

static int convert_event(void *state, const pneu_event *event)
{
    struct convert *convert = state;

    if (event->slice.len > 0 && event->type == PNEU_EVENT_BODY && convert->is_binary)
        output_str(&convert->cli->out, event->slice);
    else if (event->slice.len > 0)
        convert_text(convert, event->slice);
    if (event->type == PNEU_EVENT_HEADER_END) {
        convert->is_binary = event->entity->kind == PNEU_KIND_LEAF && event->entity->encoding == PNEU_ENCODING_BINARY;
        if (convert->is_binary)
            end_text(convert);
    }
    return convert->status < 0 || output_failed(&convert->cli->out) ? EVENT_ENOUGH : EVENT_GO_ON;
}

static void convert_message(struct cli *cli, struct input *input, void *state)
{
    struct convert *convert = state;

    pneu_codec_reset(convert->pump->codec);
    convert->is_binary = 0;
    convert->status = PNEU_OK;
    (void)event_pump_run(cli, &convert->events, input, convert_event, convert);
    if (convert->status >= 0)
        end_text(convert);
    if (convert->status < 0)
        cli_complain_status(cli, input->name, convert->status);
}

void line_ends_run(struct cli *cli, const struct arguments *arguments, int32_t codec)
{
    static const struct codec_flag flags[] = {{OPT_FIX_CR, PNEU_CODEC_FIX_CR}, {0, 0}};
    struct codec_pump pump;
    struct convert convert = {.cli = cli, .pump = &pump};

    if (codec_pump_init(cli, &pump, codec, codec_flags_given(arguments, flags))) {
        if (!arguments_has(arguments, OPT_KEEP_BINARY))
            inputs_each(cli, arguments->operands, arguments->operand_count, convert_input, &pump);
        else if (event_pump_init(cli, &convert.events, INPUT_BLOCK))
            inputs_each(cli, arguments->operands, arguments->operand_count, convert_message, &convert);
        event_pump_free(&convert.events);
    }
    codec_pump_free(&pump);
}
