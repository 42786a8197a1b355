/*
 * pneu encode base64|qp|uu: bytes to a transfer encoding (RFC 2045 section 6, POSIX uuencode).
 * In: files, any bytes. Out: the encoding of each, one after the other. Memory is constant.
 */
#include <stdlib.h>
#include <string.h>

#include "cli/codec_pump.h"
#include "cli/verb.h"

enum {
    OPT_TEXT = 1,
    OPT_BINARY,
    OPT_LF,
    OPT_FROM,
    OPT_DOT,
    OPT_NAME,
    OPT_MODE
};

struct encode {
    struct codec_pump pump;
    int32_t kind;
    const char *name; /* for the begin line; NULL: the file's own */
    const char *mode; /* NULL: 644 */
};

static const char *last_of_path(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash ? slash + 1 : path;
}

/* The begin line's name: the one given, else the file's, whose line ends could not stand in the line. */
static int set_uu_name(struct cli *cli, struct encode *encode, const char *path)
{
    const char *name = encode->name ? encode->name : strcmp(path, "-") == 0 ? "data" : last_of_path(path);
    const char *mode = encode->mode ? encode->mode : "644";
    size_t len = strlen(name);
    char *copy = malloc(len + 1);
    pneu_status status;

    if (!copy) {
        cli_complain_status(cli, path, PNEU_ERR_MEMORY);
        return 0;
    }
    memcpy(copy, name, len + 1);
    for (size_t i = 0; i < len && !encode->name; i++)
        if (copy[i] == '\n' || copy[i] == '\r')
            copy[i] = '_';
    status = pneu_codec_set_name(encode->pump.codec, (pneu_str){copy, len}, (pneu_str){mode, strlen(mode)});
    free(copy);
    if (status == PNEU_ERR_ARGUMENT)
        cli_complain(cli, CLI_USAGE, NULL, "--name must be one line, and --mode three or four octal digits");
    else
        cli_complain_status(cli, path, status);
    return status == PNEU_OK;
}

static void encode_input(struct cli *cli, struct input *input, void *state)
{
    struct encode *encode = state;

    pneu_codec_reset(encode->pump.codec);
    if (encode->kind == PNEU_CODEC_UU_ENCODE && !set_uu_name(cli, encode, input->name))
        return;
    codec_pump_run(cli, &encode->pump, input);
}

/* --binary says what base64 and uuencode do anyway; --lf what uuencode does. */
static uint32_t flags_for(int32_t kind, uint32_t flags)
{
    if (kind != PNEU_CODEC_QUOTED_PRINTABLE_ENCODE)
        flags &= ~(uint32_t)PNEU_CODEC_BINARY;
    else
        flags &= ~(uint32_t)PNEU_CODEC_TEXT;
    return flags;
}

static void run(struct cli *cli, const struct arguments *arguments)
{
    static const struct codec_name names[] = {{"base64", PNEU_CODEC_BASE64_ENCODE},
                                              {"qp", PNEU_CODEC_QUOTED_PRINTABLE_ENCODE},
                                              {"uu", PNEU_CODEC_UU_ENCODE},
                                              {NULL, 0}};
    static const struct codec_flag flags[] = {{OPT_TEXT, PNEU_CODEC_TEXT},       {OPT_BINARY, PNEU_CODEC_BINARY},
                                              {OPT_LF, PNEU_CODEC_LF_LINES},     {OPT_FROM, PNEU_CODEC_PROTECT_FROM},
                                              {OPT_DOT, PNEU_CODEC_PROTECT_DOT}, {0, 0}};
    const struct codec_name *codec = codec_name_choose(cli, arguments, names);
    struct encode encode = {.name = arguments_value(arguments, OPT_NAME), .mode = arguments_value(arguments, OPT_MODE)};

    if (!codec)
        return;
    encode.kind = codec->kind;
    if (arguments_has(arguments, OPT_TEXT) && arguments_has(arguments, OPT_BINARY))
        cli_complain(cli, CLI_USAGE, NULL, "--text and --binary exclude each other");
    else if ((encode.name || encode.mode) && encode.kind != PNEU_CODEC_UU_ENCODE)
        cli_complain(cli, CLI_USAGE, NULL, "--name and --mode go with uu");
    else if (codec_pump_init(cli, &encode.pump, codec->kind,
                             flags_for(codec->kind, codec_flags_given(arguments, flags))))
        inputs_each(cli, arguments->operands + 1, arguments->operand_count - 1, encode_input, &encode);
    codec_pump_free(&encode.pump);
}

static const struct option options[] = {
    {OPT_TEXT, 't', "text", NULL,
     "the input is text: base64 encodes its line ends as CRLF;\n"
     "qp keeps them as line ends (its default)"},
    {OPT_BINARY, 'b', "binary", NULL, "the input is binary (the default of base64 and uu): qp escapes CR and LF too"},
    {OPT_LF, '\0', "lf", NULL, "end lines with LF in place of CRLF (uu always does)"},
    {OPT_FROM, '\0', "protect-from", NULL, "qp: escape 'From ' at a line's start, which mailboxes would change"},
    {OPT_DOT, '\0', "protect-dot", NULL, "qp: escape '.' at a line's start, which SMTP doubles"},
    {OPT_NAME, 'n', "name", "NAME", "uu: the name on the begin line (the file's; for standard input 'data')"},
    {OPT_MODE, '\0', "mode", "MODE", "uu: the permissions on the begin line, in octal (644)"},
    {0},
};

const struct verb verb_encode = {
    .name = "encode",
    .summary = "encode bytes as base64, quoted-printable or uuencode",
    .usage = "base64|qp|uu [OPTION]... [FILE]...",
    .about = "Writes the content-transfer-encoding of each file (RFC 2045; for uu as POSIX says), in constant memory:\n"
             "lines of at most 76 characters.",
    .options = options,
    .exits = "  0 everything was encoded; 2 usage; 3 a file cannot be read, output cannot be written, no memory.",
    .example = "  pneu encode base64 photo.jpg\n  pneu encode qp --lf <letter.txt",
    .run = run,
};
