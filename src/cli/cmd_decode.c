/*
 * pneu decode base64|qp|uu|yenc: a transfer encoding back to bytes.
 * In: files. Out: the bytes of each, one after the other. What is wrong with the encoding is told on stderr, with its
 * offset, and read as leniently as in a message; or (--strict) ends the decoding. Memory is constant.
 */
#include "cli/codec_pump.h"
#include "cli/verb.h"

enum {
    OPT_STRICT = 1,
    OPT_STOP,
    OPT_QUIET
};

struct decode {
    struct codec_pump pump;
    int is_quiet;
};

static void decode_input(struct cli *cli, struct input *input, void *state)
{
    struct decode *decode = state;

    pneu_codec_reset(decode->pump.codec);
    codec_pump_run(cli, &decode->pump, input);
    if (!decode->is_quiet)
        codec_pump_tell_defects(cli, &decode->pump, input->name);
}

static void run(struct cli *cli, const struct arguments *arguments)
{
    static const struct codec_name names[] = {{"base64", PNEU_CODEC_BASE64_DECODE},
                                              {"qp", PNEU_CODEC_QUOTED_PRINTABLE_DECODE},
                                              {"uu", PNEU_CODEC_UU_DECODE},
                                              {"yenc", PNEU_CODEC_YENC_DECODE},
                                              {NULL, 0}};
    static const struct codec_flag flags[] = {
        {OPT_STRICT, PNEU_CODEC_STRICT}, {OPT_STOP, PNEU_CODEC_STOP_AT_PAD}, {0, 0}};
    const struct codec_name *codec = codec_name_choose(cli, arguments, names);
    struct decode decode = {.is_quiet = arguments_has(arguments, OPT_QUIET)};

    if (!codec)
        return;
    if (codec_pump_init(cli, &decode.pump, codec->kind, codec_flags_given(arguments, flags)))
        inputs_each(cli, arguments->operands + 1, arguments->operand_count - 1, decode_input, &decode);
    codec_pump_free(&decode.pump);
}

static const struct option options[] = {
    {OPT_STRICT, 's', "strict", NULL, "stop at the first byte that the standard does not allow"},
    {OPT_STOP, '\0', "stop-at-pad", NULL, "base64: stop at padding, as some programs do"},
    {OPT_QUIET, 'q', "quiet", NULL, "do not tell what is wrong with the encoding"},
    {0},
};

const struct verb verb_decode = {
    .name = "decode",
    .summary = "decode base64, quoted-printable, uuencode or yEnc",
    .usage = "base64|qp|uu|yenc [OPTION]... [FILE]...",
    .about =
        "Writes the bytes that each file encodes. Any input is decoded, as mail needs it; what is wrong with it is\n"
        "told on standard error with its offset in the input. Of uuencode and yEnc that is what stands between the\n"
        "begin and the end line. It streams, in constant memory.",
    .options = options,
    .exits =
        "  0 everything was decoded, perhaps with warnings; 1 with --strict: the input is not as the standard says;\n"
        "  2 usage; 3 a file cannot be read, output cannot be written, no memory.",
    .example = "  pneu get --raw 2 mail.eml | pneu decode base64 >photo.jpg",
    .run = run,
};
