/*
 * pneu dot stuff|unstuff: the form that SMTP's DATA has on the wire (RFC 5321 section 4.5.2), and back.
 * In: a message. Out: its lines with CRLF and leading dots doubled, then "." CRLF; or the other way round. Memory is
 * constant. The end of data is CRLF "." CRLF and nothing else: what looks like it is data.
 */
#include "cli/codec_pump.h"
#include "cli/verb.h"

enum {
    OPT_STRICT = 1,
    OPT_KEEP_LF,
    OPT_FIX_CR
};

static void stuff_input(struct cli *cli, struct input *input, void *state)
{
    struct codec_pump *pump = state;

    pneu_codec_reset(pump->codec);
    if (input_uncompress(cli, input))
        (void)codec_pump_run(cli, pump, input);
}

static void unstuff_input(struct cli *cli, struct input *input, void *state)
{
    struct codec_pump *pump = state;

    pneu_codec_reset(pump->codec);
    if (!input_uncompress(cli, input) || !codec_pump_run(cli, pump, input))
        return;
    codec_pump_tell_defects(cli, pump, input->name);
    if (!pump->has_end)
        cli_complain(cli, CLI_REPORT, input->name, "the end of data is missing");
    else if (pump->after_end > 0)
        cli_complain(cli, CLI_REPORT, input->name, "%llu bytes after the end of data were left out",
                     (unsigned long long)pump->after_end);
}

static void run(struct cli *cli, const struct arguments *arguments)
{
    static const struct codec_name names[] = {
        {"stuff", PNEU_CODEC_DOT_STUFF}, {"unstuff", PNEU_CODEC_DOT_UNSTUFF}, {NULL, 0}};
    static const struct codec_flag flags[] = {
        {OPT_STRICT, PNEU_CODEC_STRICT}, {OPT_KEEP_LF, PNEU_CODEC_KEEP_LF}, {OPT_FIX_CR, PNEU_CODEC_FIX_CR}, {0, 0}};
    const struct codec_name *codec = codec_name_choose(cli, arguments, names);
    struct codec_pump pump;

    if (!codec)
        return;
    if (codec_pump_init(cli, &pump, codec->kind, codec_flags_given(arguments, flags)))
        inputs_each(cli, arguments->operands + 1, arguments->operand_count - 1,
                    codec->kind == PNEU_CODEC_DOT_STUFF ? stuff_input : unstuff_input, &pump);
    codec_pump_free(&pump);
}

static const struct option options[] = {
    {OPT_STRICT, 's', "strict", NULL, "stop at a bare CR or LF"},
    {OPT_KEEP_LF, 'k', "keep-lf", NULL, "stuff: leave a bare LF or CR as it is; else LF becomes CRLF"},
    {OPT_FIX_CR, '\0', "fix-cr", NULL, "stuff: a bare CR becomes CRLF too"},
    {0},
};

const struct verb verb_dot = {
    .name = "dot",
    .summary = "double leading dots as SMTP does, or undo it",
    .usage = "stuff|unstuff [OPTION]... [FILE]...",
    .about =
        "stuff: writes each message as it goes over the wire after DATA: lines end with CRLF, a dot at a line's start\n"
        "is doubled, and a line with a dot ends it (RFC 5321 section 4.5.2). unstuff: the way back. Data end at\n"
        "CRLF . CRLF only: with a bare LF or CR it is data, and a warning. It streams, in constant memory.",
    .options = options,
    .exits = "  0 all is well; 1 unstuff: the end of data is missing, or bytes follow it; --strict: a bare CR or LF;\n"
             "  2 usage; 3 a file cannot be read, output cannot be written, no memory.",
    .example = "  pneu dot stuff <mail.eml | pneu dot unstuff",
    .run = run,
};
