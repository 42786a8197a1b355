/*
 * pneu reply: an answer to a message. In: a message, one's own words. Out: the answer, ready to be sent.
 * Not handled: an editor; the text comes from a file.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/draft.h"
#include "cli/message_input.h"
#include "cli/verb.h"
#include "pneu/reply.h"

enum {
    OPT_ALL = 1,
    OPT_LIST,
    OPT_AUTOMATIC,
    OPT_OWN,
    OPT_NO_QUOTE,
    OPT_ATTRIBUTION
};

struct reply {
    const struct arguments *arguments;
    struct message_input from;
};

/* "On Sat, 21 Nov 2026 10:00:00 +0100, Ann wrote:", as far as it is known, in memory that the caller frees. */
static char *make_attribution(struct draft *draft, pneu_message *message)
{
    pneu_address_list from = {0};
    pneu_date date;
    pneu_str when = {"", 0}, who = {"", 0};
    int32_t has_date = 0, has_from = 0;
    pneu_status status = pneu_part_field_date(message, 0, PNEU_FIELD_DATE, &date, &has_date);

    if (status == PNEU_OK && has_date && pneu_date_format(draft->arena, &date, &when) == PNEU_ERR_MEMORY)
        status = PNEU_ERR_MEMORY;
    if (status == PNEU_OK)
        status = pneu_part_field_addresses(message, 0, PNEU_FIELD_FROM, &from, &has_from);
    if (status == PNEU_OK && from.mailbox_count > 0)
        who = from.mailboxes[0].name.len > 0 ? from.mailboxes[0].name : from.mailboxes[0].address;
    size_t room = when.len + who.len + sizeof "On , somebody wrote:";
    char *line = status == PNEU_OK ? malloc(room) : NULL;
    if (!line)
        cli_complain_status(draft->cli, NULL, PNEU_ERR_MEMORY); /* there is no other error */
    else
        (void)snprintf(line, room, "%s%.*s%s%.*s wrote:", when.len > 0 ? "On " : "", (int)when.len, when.ptr,
                       when.len > 0 ? ", " : "", who.len > 0 ? (int)who.len : 8, who.len > 0 ? who.ptr : "somebody");
    return line;
}

/* --own and --from are oneself. */
static int find_own(struct draft *draft, pneu_address_list *own, pneu_mailbox **boxes)
{
    pneu_address_list lists[2];
    size_t count = 0;

    if (!draft_addresses(draft, OPT_OWN, &lists[0]) || !draft_addresses(draft, DRAFT_FROM, &lists[1]))
        return 0;
    *boxes = calloc(lists[0].mailbox_count + lists[1].mailbox_count + 1, sizeof **boxes);
    if (!*boxes)
        return draft_takes(draft, PNEU_ERR_MEMORY, NULL);
    for (size_t i = 0; i < 2; i++)
        for (size_t k = 0; k < lists[i].mailbox_count; k++)
            (*boxes)[count++] = lists[i].mailboxes[k];
    *own = (pneu_address_list){.mailboxes = *boxes, .mailbox_count = count};
    return 1;
}

/* Without --from: the one of --own that the message was sent to, or the first. */
static int add_from(struct draft *draft, pneu_message *message, const pneu_address_list *own)
{
    size_t index = 0;

    if (own->mailbox_count == 0 || arguments_has(draft->arguments, DRAFT_FROM))
        return 1;
    pneu_status status = pneu_reply_identity(message, own, &index);
    if (status != PNEU_OK && status != PNEU_ERR_NOT_FOUND)
        return draft_takes(draft, status, "From");
    const pneu_address_list from = {.mailboxes = own->mailboxes + index, .mailbox_count = 1};
    return draft_takes(draft, pneu_builder_add_addresses(draft->builder, 0, (pneu_str){"From", 4}, &from), "From");
}

/* Those of --to stand in place of whom the message names, even where that is nobody. */
static int add_to(struct draft *draft)
{
    pneu_address_list to;

    if (!arguments_has(draft->arguments, DRAFT_TO))
        return 1;
    return draft_addresses(draft, DRAFT_TO, &to) &&
           draft_takes(draft, pneu_builder_add_addresses(draft->builder, 0, (pneu_str){"To", 2}, &to), "To");
}

static uint32_t flags_of(const struct arguments *arguments)
{
    return (arguments_has(arguments, OPT_ALL) ? PNEU_REPLY_ALL : 0u) |
           (arguments_has(arguments, OPT_LIST) ? PNEU_REPLY_LIST : 0u) |
           (arguments_has(arguments, OPT_AUTOMATIC) ? PNEU_REPLY_AUTOMATIC : 0u) |
           (arguments_has(arguments, OPT_NO_QUOTE) ? PNEU_REPLY_NO_QUOTE : 0u);
}

static int add_answer(struct draft *draft, pneu_message *message, const char *name)
{
    const char *text = arguments_value(draft->arguments, DRAFT_TEXT);
    const char *given = arguments_value(draft->arguments, OPT_ATTRIBUTION);
    char *made = given ? NULL : make_attribution(draft, message);
    const char *attribution = given ? given : made ? made : "";
    pneu_address_list own = {0};
    pneu_mailbox *boxes = NULL;
    pneu_reply_options options = {.own = &own, .attribution = {attribution, strlen(attribution)}};
    int is_fine = find_own(draft, &own, &boxes) && (!text || draft_read_file(draft, text, &options.text)) &&
                  add_from(draft, message, &own) && add_to(draft);

    options.flags = flags_of(draft->arguments);
    if (is_fine) {
        pneu_status status = pneu_builder_add_reply(draft->builder, message, &options);
        if (status == PNEU_ERR_NOT_FOUND)
            cli_complain(draft->cli, CLI_REPORT, name, "it names nobody to answer to");
        is_fine = status != PNEU_ERR_NOT_FOUND && draft_takes(draft, status, name);
    }
    free(boxes);
    free(made);
    return is_fine;
}

static void answer(struct cli *cli, struct input *input, void *state)
{
    struct reply *reply = state;
    struct draft draft;
    pneu_message *message = message_input_whole(cli, &reply->from, input);

    if (!message)
        return;
    if (draft_start(cli, &draft, reply->arguments)) {
        draft.stdin_is_used = strcmp(input->name, "-") == 0;
        if (add_answer(&draft, message, input->name) && draft_add_options(&draft))
            draft_write(&draft);
    }
    draft_free(&draft);
}

static void run(struct cli *cli, const struct arguments *arguments)
{
    struct reply reply = {.arguments = arguments};

    if (inputs_are_many(arguments->operands, arguments->operand_count)) {
        cli_complain(cli, CLI_USAGE, NULL, "one message can be answered at a time");
        return;
    }
    if (arguments_has(arguments, OPT_ALL) + arguments_has(arguments, OPT_LIST) +
            arguments_has(arguments, OPT_AUTOMATIC) >
        1) {
        cli_complain(cli, CLI_USAGE, NULL, "--all, --list and --automatic exclude one another");
        cli_point_to_help(cli);
        return;
    }
    inputs_each(cli, arguments->operands, arguments->operand_count, answer, &reply);
    message_input_free(&reply.from);
}

static const struct option options[] = {
    {OPT_ALL, 'A', "all", NULL, "to everybody who got the message"},
    {OPT_LIST, 'L', "list", NULL, "to the mailing list it came from"},
    {OPT_AUTOMATIC, '\0', "automatic", NULL, "by a program (RFC 3834): to the return path, or not at all"},
    {DRAFT_TEXT, 'T', "text", "FILE", "one's own words, UTF-8; they stand before the quote"},
    {OPT_NO_QUOTE, 'q', "no-quote", NULL, "without the text of the message"},
    {OPT_ATTRIBUTION, '\0', "attribution", "TEXT", "the line before the quote"},
    {OPT_OWN, 'o', "own", "ADDRESS", "oneself, besides --from: left out of the recipients; as whom to answer"},
    DRAFT_ADDRESS_OPTIONS,
    DRAFT_FIELD_OPTIONS,
    DRAFT_OUTPUT_OPTIONS,
    {0},
};

const struct verb verb_reply = {
    .name = "reply",
    .summary = "make the answer to a message",
    .usage = "[OPTION]... [FILE]",
    .about =
        "Writes an answer, ready to be sent: to those whom the message names for it (Mail-Reply-To, Reply-To,\n"
        "From; with --all also Mail-Followup-To, or To and Cc; with --list List-Post), under 'Re:' and its subject,\n"
        "in its thread, with its text quoted as format=flowed. --from or --own is needed, and is left out of the\n"
        "recipients. Options replace what the message says. Names that deceive are left out.",
    .options = options,
    .exits = "  0 the answer was written; 1 there is nobody to answer to, or something was refused; 2 usage; 3 a file\n"
             "  cannot be read, output cannot be written, no memory.",
    .example = "  echo 'With pleasure.' | pneu reply -f ann@x.example -T - mail.eml | sendmail -t",
    .run = run,
};
