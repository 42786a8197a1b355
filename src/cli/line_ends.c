/*
 * Line ends of messages: any to CRLF, or CRLF to LF.
 * In: messages, or anything else. Out: the same bytes but for the line ends. Memory is constant.
 */
#include "cli/line_ends.h"

#include "cli/codec_pump.h"

enum {
    OPT_FIX_CR = 1
};

const struct option line_ends_options[] = {
    {OPT_FIX_CR, '\0', "fix-cr", NULL, "a CR without LF is a line end, too"},
    {0},
};

static void convert_input(struct cli *cli, struct input *input, void *state)
{
    struct codec_pump *pump = state;

    pneu_codec_reset(pump->codec);
    if (codec_pump_run(cli, pump, input))
        codec_pump_tell_defects(cli, pump, input->name);
}

void line_ends_run(struct cli *cli, const struct arguments *arguments, int32_t kind)
{
    static const struct codec_flag flags[] = {{OPT_FIX_CR, PNEU_CODEC_FIX_CR}, {0, 0}};
    struct codec_pump pump;

    if (codec_pump_init(cli, &pump, kind, codec_flags_given(arguments, flags)))
        inputs_each(cli, arguments->operands, arguments->operand_count, convert_input, &pump);
    codec_pump_free(&pump);
}
