/*
 * pneu text: one text part, for reading or for programs that want UTF-8.
 * In: a section number or an index, a message. Out: UTF-8 with LF line ends.
 * Not handled: several messages at a time, whose texts would run together.
 */
#include <unistd.h>

#include "cli/message_input.h"
#include "cli/part_choice.h"
#include "cli/text_output.h"
#include "cli/verb.h"

enum {
    OPT_RAW_LINES = 1,
    OPT_HTML,
    OPT_INDEX
};

struct text {
    struct message_input from;
    struct part_choice choice;
    struct text_output to;
};

static void tell_no_text(struct cli *cli, const char *name, const pneu_message *message, uint32_t part)
{
    pneu_str type;

    pneu_part_type(message, part, &type);
    cli_complain(cli, CLI_REPORT, name, "this part is no text but %.*s", type.len < 200 ? (int)type.len : 200,
                 type.ptr ? type.ptr : "");
}

static void write_text(struct cli *cli, struct input *input, void *state)
{
    struct text *text = state;
    pneu_message *message = message_input_whole(cli, &text->from, input);
    uint32_t part = message ? part_choice_find(cli, &text->choice, message, input->name) : PNEU_NO_PART;
    pneu_text_summary summary;
    pneu_status status;

    if (part == PNEU_NO_PART)
        return;
    status = text_output_part(&text->to, message, part, &summary);
    if (status == PNEU_ERR_NOT_FOUND)
        tell_no_text(cli, input->name, message, part);
    else
        cli_complain_status(cli, input->name, status);
    if (status == PNEU_OK && summary.had_errors)
        cli_complain(cli, CLI_REPORT, input->name, "U+FFFD stands for what is not well-formed %.*s",
                     (int)summary.charset.len, summary.charset.ptr);
}

static uint32_t kept(const struct arguments *arguments)
{
    return (arguments_has(arguments, OPT_RAW_LINES) ? TEXT_FLOWED_LINES : 0u) |
           (arguments_has(arguments, OPT_HTML) ? TEXT_HTML_SOURCE : 0u);
}

static void run(struct cli *cli, const struct arguments *arguments)
{
    struct text text = {.from = {.whole = NULL}};

    if (!part_choice_by_operands(cli, arguments, arguments_value(arguments, OPT_INDEX), &text.choice))
        return;
    if (text_output_init(cli, &text.to, kept(arguments))) {
        if (isatty(cli->out.fd))
            text.to.display = cli->display;
        inputs_each(cli, text.choice.files, text.choice.file_count, write_text, &text);
    }
    text_output_free(&text.to);
    message_input_free(&text.from);
}

static const struct option options[] = {
    {OPT_RAW_LINES, 'r', "raw-lines", NULL, "the lines of format=flowed as they stand, not joined to paragraphs"},
    {OPT_HTML, 'H', "html", NULL, "HTML itself, as UTF-8, in place of its text"},
    {OPT_INDEX, 'i', "index", "N", "the N-th part in document order, from 0, in place of SECTION"},
    {0},
};

const struct verb verb_text = {
    .name = "text",
    .summary = "write one text part as UTF-8",
    .usage = "[OPTION]... SECTION [FILE]\n       pneu text [OPTION]... --index N [FILE]",
    .about =
        "Writes the text part that SECTION names (as in 'pneu get') as UTF-8 with LF line ends, whatever its charset.\n"
        "Paragraphs of format=flowed (RFC 3676) become one line each, HTML becomes text. What is ill-formed becomes\n"
        "U+FFFD. On a terminal controls and marks of text direction are shown as escapes; elsewhere they are written.",
    .options = options,
    .exits = "  0 the text was written; 1 there is no such part, it is no text, or U+FFFD stands for something in it;\n"
             "  2 usage; 3 the file cannot be read, output cannot be written, no memory.",
    .example = "  pneu text 1.1 mail.eml | wc -w\n  pneu text --html 1.2 mail.eml >page.html",
    .run = run,
};
