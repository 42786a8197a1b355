/*
 * pneu get: one part of a message, decoded, or its bytes as they stand, or a header.
 * In: a section number or an index, a message. Out: bytes, whatever they are; nothing is escaped or converted.
 * Not handled: charsets (pneu text); several messages at a time, whose parts would run together.
 */
#include "cli/body_output.h"
#include "cli/message_input.h"
#include "cli/part_choice.h"
#include "cli/verb.h"

enum {
    OPT_RAW = 1,
    OPT_HEADER,
    OPT_MIME,
    OPT_INDEX
};

struct get {
    struct message_input from;
    struct part_choice choice;
    int what; /* 0 for the decoded body, else OPT_RAW, OPT_HEADER or OPT_MIME */
};

static pneu_status write_span(struct cli *cli, pneu_message *message, uint32_t part, const pneu_span *span)
{
    pneu_str bytes;
    pneu_status status = pneu_part_bytes(message, part, span, &bytes);

    if (status == PNEU_OK)
        output_str(&cli->out, bytes);
    return status;
}

static pneu_status write_what_is_wanted(struct cli *cli, const struct get *get, pneu_message *message, uint32_t part)
{
    pneu_span span;
    uint64_t length;

    if (get->what == 0)
        return body_output_write(&cli->out, message, part, &length);
    if (get->what == OPT_HEADER)
        part = part_choice_header(message, part);
    if (get->what == OPT_RAW)
        pneu_part_body_span(message, part, &span);
    else
        pneu_part_header_span(message, part, &span);
    return write_span(cli, message, part, &span);
}

static void get_from(struct cli *cli, struct input *input, void *state)
{
    struct get *get = state;
    pneu_message *message = message_input_whole(cli, &get->from, input);
    uint32_t part = message ? part_choice_find(cli, &get->choice, message, input->name) : PNEU_NO_PART;

    if (part != PNEU_NO_PART)
        cli_complain_status(cli, input->name, write_what_is_wanted(cli, get, message, part));
}

static int read_what(struct cli *cli, const struct arguments *arguments, struct get *get)
{
    for (int option = OPT_RAW; option <= OPT_MIME; option++) {
        if (!arguments_has(arguments, option))
            continue;
        if (get->what != 0) {
            cli_complain(cli, CLI_USAGE, NULL, "only one of --raw, --header and --mime can be had");
            return 0;
        }
        get->what = option;
    }
    return 1;
}

static void run(struct cli *cli, const struct arguments *arguments)
{
    struct get get = {.what = 0};

    if (!read_what(cli, arguments, &get) ||
        !part_choice_by_operands(cli, arguments, arguments_value(arguments, OPT_INDEX), &get.choice))
        return;
    inputs_each(cli, get.choice.files, get.choice.file_count, get_from, &get);
    message_input_free(&get.from);
}

static const struct option options[] = {
    {OPT_RAW, 'r', "raw", NULL, "the body as it stands, not decoded"},
    {OPT_HEADER, 'H', "header", NULL,
     "the header, with the empty line after it; of a message part the\n"
     "header of the message in it (IMAP's n.HEADER)"},
    {OPT_MIME, 'm', "mime", NULL, "the header of the part itself (IMAP's n.MIME)"},
    {OPT_INDEX, 'i', "index", "N", "the N-th part in document order, from 0, in place of SECTION"},
    {0},
};

const struct verb verb_get = {
    .name = "get",
    .summary = "write one part of a message, decoded",
    .usage = "[OPTION]... SECTION [FILE]\n       pneu get [OPTION]... --index N [FILE]",
    .about =
        "Writes the body of the part that SECTION names, after base64, quoted-printable or uuencode are undone: the\n"
        "bytes of an attachment, the text of a text part in its own charset and with its own line ends. SECTION is\n"
        "what 'pneu tree' shows, a number as in IMAP (RFC 9051): 1, 2.1, ...; '' is the message itself. Parts\n"
        "without a section have an index: 'pneu tree --json' tells it. The message is read into memory.",
    .options = options,
    .exits = "  0 the part was written; 1 there is no such part; 2 usage; 3 the file cannot be read, output cannot be\n"
             "  written, no memory.",
    .example = "  pneu get 2 mail.eml >photo.jpg\n  pneu get --header 1 <mail.eml",
    .run = run,
};
