/*
 * pneu forward: a message passed on to others. In: a message, one's own words. Out: a message ready to be sent,
 * which has the original as an attachment, or its text and attachments.
 */
#include <string.h>

#include "cli/draft.h"
#include "cli/message_input.h"
#include "cli/verb.h"
#include "pneu/reply.h"

enum {
    OPT_INLINE = 1,
    OPT_7BIT
};

struct forward {
    const struct arguments *arguments;
    struct message_input from;
};

static int32_t how_of(const struct arguments *arguments)
{
    if (arguments_has(arguments, OPT_INLINE))
        return PNEU_FORWARD_INLINE;
    return arguments_has(arguments, OPT_7BIT) ? PNEU_FORWARD_7BIT : PNEU_FORWARD_ATTACHED;
}

static int add_original(struct draft *draft, pneu_message *message, const char *name)
{
    static const char separator[] = "-------- Forwarded message --------";
    const char *text = arguments_value(draft->arguments, DRAFT_TEXT);
    pneu_forward_options options = {.separator = {separator, sizeof separator - 1}};

    options.how = how_of(draft->arguments);
    if (text && !draft_read_file(draft, text, &options.text))
        return 0;
    pneu_status status = pneu_builder_add_forward(draft->builder, message, &options);
    if (options.how == PNEU_FORWARD_7BIT && status < 0 && status != PNEU_ERR_MEMORY) {
        cli_complain(draft->cli, CLI_REPORT, name, "it cannot be made 7-bit: try --inline, --8bit, or 'pneu ascii'");
        return 0;
    }
    if (status == PNEU_ERR_ARGUMENT && options.how == PNEU_FORWARD_ATTACHED) {
        cli_complain(draft->cli, CLI_REPORT, name, "it cannot be attached as it is: try --7bit, --inline or --8bit");
        return 0;
    }
    return draft_takes(draft, status, name);
}

static void pass_on(struct cli *cli, struct input *input, void *state)
{
    struct forward *forward = state;
    struct draft draft;
    pneu_message *message = message_input_whole(cli, &forward->from, input);

    if (!message)
        return;
    if (draft_start(cli, &draft, forward->arguments)) {
        draft.stdin_is_used = strcmp(input->name, "-") == 0;
        if (add_original(&draft, message, input->name) && draft_add_options(&draft))
            draft_write(&draft);
    }
    draft_free(&draft);
}

static void run(struct cli *cli, const struct arguments *arguments)
{
    struct forward forward = {.arguments = arguments};

    if (inputs_are_many(arguments->operands, arguments->operand_count)) {
        cli_complain(cli, CLI_USAGE, NULL, "one message can be passed on at a time");
        return;
    }
    inputs_each(cli, arguments->operands, arguments->operand_count, pass_on, &forward);
    message_input_free(&forward.from);
}

static const struct option options[] = {
    {OPT_INLINE, 'i', "inline", NULL, "its text below a few lines of its header, and its attachments"},
    {OPT_7BIT, '7', "7bit", NULL, "attached, and made 7-bit first where it is not"},
    {DRAFT_TEXT, 'T', "text", "FILE", "one's own words, UTF-8; they stand first"},
    DRAFT_ADDRESS_OPTIONS,
    DRAFT_FIELD_OPTIONS,
    DRAFT_OUTPUT_OPTIONS,
    {0},
};

const struct verb verb_forward = {
    .name = "forward",
    .summary = "pass a message on",
    .usage = "[OPTION]... [FILE]",
    .about =
        "Writes a message, ready to be sent, that passes another one on: as an attachment (message/rfc822), byte for\n"
        "byte but for line ends, which become CRLF, or with --inline its text and its attachments. The subject is\n"
        "'Fwd:' and its own. --from is needed.",
    .options = options,
    .exits =
        "  0 the message was written; 1 something was refused, for instance an 8-bit message as attachment; 2 usage;\n"
        "  3 a file cannot be read, output cannot be written, no memory.",
    .example = "  pneu forward -f ann@x.example -t j@y.example mail.eml | sendmail -t",
    .run = run,
};
