/*
 * pneu show: a message as its reader wants to see it.
 * In: messages. Out: the header's main fields, the body as text, a list of attachments; characters only, and none that a
 * terminal could act on but line ends and tabs. Memory: the message and a few times its longest text.
 * Not handled: messages in a message, which are attachments.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/attachment.h"
#include "cli/body_choice.h"
#include "cli/display.h"
#include "cli/header_lines.h"
#include "cli/message_input.h"
#include "cli/part_choice.h"
#include "cli/text_output.h"
#include "cli/verb.h"

enum {
    OPT_HTML = 1,
    OPT_RAW_LINES
};

struct show {
    struct message_input from;
    struct text_output to;
    int role; /* of the body that is wanted: BODY_TEXT or BODY_HTML */
    int has_many;
    int is_later; /* a message was shown before */
};

static int is_text(const pneu_message *message, uint32_t part)
{
    pneu_str type;

    pneu_part_type(message, part, &type);
    return type.len > 5 && memcmp(type.ptr, "text/", 5) == 0;
}

/* Pictures and sounds between the texts are listed behind them. */
static pneu_status write_body(struct show *show, pneu_message *message, unsigned char *roles)
{
    pneu_status status = PNEU_OK;

    for (uint32_t part = 0; part < pneu_message_part_count(message) && status == PNEU_OK; part++) {
        pneu_text_summary summary;

        if ((roles[part] & show->role) == 0)
            continue;
        if (!is_text(message, part)) {
            roles[part] |= BODY_ATTACHED;
            continue;
        }
        output_char(show->to.out, '\n');
        status = text_output_part(&show->to, message, part, &summary);
        text_output_end_line(&show->to);
    }
    return status;
}

static pneu_status write_attachment(struct show *show, pneu_message *message, uint32_t part)
{
    struct output *out = show->to.out;
    char buffer[SECTION_CAPACITY];
    pneu_str type, name;
    uint64_t size = 0;
    pneu_status status = pneu_part_decoded_length(message, part, &size);

    pneu_arena_reset(show->to.arena);
    if (status == PNEU_OK)
        status = attachment_name(message, part, show->to.arena, &name);
    if (status != PNEU_OK)
        return status;
    pneu_part_type(message, part, &type);
    output_text(out, "  [");
    output_str(out, part_label(message, part, buffer));
    output_text(out, "] ");
    display_text(out, name, show->to.display);
    output_text(out, ", ");
    display_text(out, type, show->to.display);
    output_text(out, ", ");
    output_number(out, size);
    output_text(out, size == 1 ? " byte\n" : " bytes\n");
    return PNEU_OK;
}

static pneu_status write_attachments(struct show *show, pneu_message *message, const unsigned char *roles)
{
    pneu_status status = PNEU_OK;
    int has_title = 0;

    for (uint32_t part = 0; part < pneu_message_part_count(message) && status == PNEU_OK; part++) {
        if ((roles[part] & BODY_ATTACHED) == 0)
            continue;
        if (!has_title)
            output_text(show->to.out, "\nAttachments:\n");
        has_title = 1;
        status = write_attachment(show, message, part);
    }
    return status;
}

static pneu_status write_message(struct show *show, pneu_message *message)
{
    unsigned char *roles = malloc(pneu_message_part_count(message));
    pneu_status status = roles ? body_choice_make(message, roles) : PNEU_ERR_MEMORY;

    if (status == PNEU_OK)
        status = header_lines_write(show->to.out, message, show->to.arena, show->to.display);
    if (status == PNEU_OK)
        status = write_body(show, message, roles);
    if (status == PNEU_OK)
        status = write_attachments(show, message, roles);
    free(roles);
    return status;
}

static void show_input(struct cli *cli, struct input *input, void *state)
{
    struct show *show = state;
    pneu_message *message = message_input_whole(cli, &show->from, input);

    if (!message)
        return;
    if (show->has_many) {
        output_text(&cli->out, show->is_later ? "\n==> " : "==> ");
        display_words(&cli->out, input->name, show->to.display);
        output_text(&cli->out, " <==\n");
    }
    show->is_later = 1;
    cli_complain_status(cli, input->name, write_message(show, message));
}

static void run(struct cli *cli, const struct arguments *arguments)
{
    struct show show = {.role = arguments_has(arguments, OPT_HTML) ? BODY_HTML : BODY_TEXT};

    show.has_many = inputs_are_many(arguments->operands, arguments->operand_count);
    if (text_output_init(cli, &show.to, arguments_has(arguments, OPT_RAW_LINES) ? TEXT_FLOWED_LINES : 0)) {
        show.to.display = isatty(cli->out.fd) ? cli->display : DISPLAY_UTF8;
        inputs_each(cli, arguments->operands, arguments->operand_count, show_input, &show);
    }
    text_output_free(&show.to);
    message_input_free(&show.from);
}

static const struct option options[] = {
    {OPT_HTML, 'H', "html", NULL, "where there is a choice, the text of the HTML body, not of the plain one"},
    {OPT_RAW_LINES, 'r', "raw-lines", NULL, "the lines of format=flowed as they stand, not joined to paragraphs"},
    {0},
};

const struct verb verb_show = {
    .name = "show",
    .summary = "show a message for reading",
    .usage = "[OPTION]... [FILE]...",
    .about =
        "Shows From, To, Cc, Date and Subject, decoded; the body as UTF-8 text, plain text where there is a choice\n"
        "(RFC 8621 section 4.1.4), HTML as text; and what is attached: section, name (as 'pneu extract' makes it\n"
        "safe), type and size. Controls and marks of text direction are shown as escapes. The message is read into\n"
        "memory.",
    .options = options,
    .exits = "  0 every message was shown; 2 usage; 3 a file cannot be read, output cannot be written, no memory.",
    .example = "  pneu show mail.eml | less\n  pneu show --html Maildir/new",
    .run = run,
};
