/*
 * pneu ascii: messages as 7-bit ASCII, or as 8BITMIME or SMTPUTF8 take them.
 * In: messages. Out: the same messages for the transport that was asked for; warnings of what was left out and of
 * signatures that do not hold any more. A file is read twice: a refusal comes before the first byte of output. A pipe is
 * read once; where the first 64 KiB of a part do not say what becomes of it, the part waits in a temporary file.
 * Not handled: a refusal that comes late in a pipe, after output: the exit code tells.
 */
#include <string.h>

#include "cli/spool_file.h"
#include "cli/stage_pump.h"
#include "cli/verb.h"
#include "pneu/filter.h"

enum {
    OPT_UNREPRESENTABLE = 1,
    OPT_SIGNED,
    OPT_TO
};

struct conversion {
    struct cli *cli;
    pneu_ascii_choices choices;
    pneu_ascii_plan *plan;
    pneu_ascii *one_pass;
    struct spool_file spool;
    struct stage_pump pump;
};

/* ---- What is told ----------------------------------------------------------------------------------------------- */

/* What fields, or bodies, would have to be. */
static const char *form_name(int32_t transport, int is_field)
{
    if (is_field)
        return transport == PNEU_TRANSPORT_UTF8 ? "UTF-8" : "7-bit";
    return transport == PNEU_TRANSPORT_7BIT ? "7-bit" : "8-bit";
}

static void tell_refusal(const struct conversion *conversion, const char *name, const pneu_refusal *refusal)
{
    static const struct {
        pneu_status status;
        const char *text, *after; /* with the form's name between them */
    } reasons[] = {
        {PNEU_ERR_SIGNED, "is signed and would have to be changed (see --on-signed)", NULL},
        {PNEU_ERR_ENCODING, "has an unknown transfer encoding and is not ", ""},
        {PNEU_ERR_UNREPRESENTABLE, "has no ", " form (see --on-unrepresentable)"},
        {PNEU_ERR_LATE_8BIT, "turned out not to be ", " after it was written"},
        {PNEU_ERR_BOUNDARY, "leaves no boundary to choose", NULL},
        {PNEU_ERR_CHANGED, "changed while it was read", NULL},
    };
    struct cli *cli = conversion->cli;
    int is_field = refusal->field.len > 0;
    const char *form = form_name(conversion->choices.transport, is_field);

    for (size_t i = 0; i < sizeof reasons / sizeof reasons[0]; i++)
        if (reasons[i].status == refusal->status) {
            const char *after = reasons[i].after;
            cli_complain(cli, CLI_REPORT, name, "part %u, at %llu: %s%.*s%s%s%s%s", (unsigned)refusal->part,
                         (unsigned long long)refusal->offset, is_field ? "the field " : "", (int)refusal->field.len,
                         is_field ? refusal->field.ptr : "", is_field ? " " : "", reasons[i].text, after ? form : "",
                         after ? after : "");
            return;
        }
    if (refusal->status != PNEU_ERR_LIMIT) /* the spool has told it */
        cli_complain_status(cli, name, refusal->status);
}

static const char *note_text(int32_t kind)
{
    switch (kind) {
    case PNEU_ASCII_DOWNGRADED: return "was replaced by a form that can only be read";
    case PNEU_ASCII_DROPPED: return "was left out";
    case PNEU_ASCII_JUNK: return "lines that are no field were left out";
    case PNEU_ASCII_PREAMBLE: return "the text before the first part was left out";
    case PNEU_ASCII_EPILOGUE: return "the text after the last part was left out";
    case PNEU_ASCII_SIGNATURE: return "signs what was changed";
    default: return "the signature does not hold any more";
    }
}

static void tell_notes(struct cli *cli, const char *name, const pneu_ascii_plan *plan)
{
    const pneu_note *note;
    pneu_ascii_summary summary;
    size_t told = 0;

    for (; (note = pneu_ascii_plan_note(plan, told)) != NULL; told++)
        cli_complain(cli, CLI_FINE, name, "warning: part %u, at %llu: %.*s%s%s", (unsigned)note->part,
                     (unsigned long long)note->offset, (int)note->field.len, note->field.ptr,
                     note->field.len > 0 ? " " : "", note_text(note->kind));
    pneu_ascii_plan_summary(plan, &summary);
    if (summary.losses + summary.signatures > told)
        cli_complain(cli, CLI_FINE, name, "warning: %llu more like these",
                     (unsigned long long)(summary.losses + summary.signatures - told));
}

/* ---- The two ways ----------------------------------------------------------------------------------------------- */

static void tell_result(struct conversion *conversion, const struct input *input, const pneu_ascii *ascii,
                        pneu_status status)
{
    pneu_refusal refusal;

    pneu_ascii_refusal(ascii, &refusal);
    if (refusal.status != PNEU_OK)
        tell_refusal(conversion, input->name, &refusal);
    else if (status < 0)
        cli_complain_status(conversion->cli, input->name, status);
    else
        tell_notes(conversion->cli, input->name, pneu_ascii_plan_of(ascii));
}

static void convert(struct conversion *conversion, struct input *input, pneu_ascii *ascii)
{
    pneu_stage stage = pneu_ascii_stage(ascii);
    pneu_status status = stage_pump_run(conversion->cli, &conversion->pump, input, &stage);

    tell_result(conversion, input, ascii, status);
}

static void convert_pipe(struct conversion *conversion, struct input *input)
{
    pneu_spool spool = spool_file_of(&conversion->spool);
    pneu_status status = PNEU_OK;

    if (!conversion->one_pass)
        status = pneu_ascii_new(conversion->cli->options, &conversion->choices, &spool, NULL, &conversion->one_pass);
    cli_complain_status(conversion->cli, input->name, status);
    if (status != PNEU_OK)
        return;
    spool_file_clear(&conversion->spool);
    convert(conversion, input, conversion->one_pass);
}

static pneu_status push_plan(void *plan, const void *bytes, size_t len)
{
    return pneu_ascii_plan_push(plan, bytes, len);
}

/* The first pass. 1 if there is a plan. */
static int make_plan(struct conversion *conversion, struct twice_input *input)
{
    pneu_status status;
    pneu_refusal refusal;

    pneu_ascii_plan_reset(conversion->plan);
    status = stage_pump_plan(conversion->cli, &conversion->pump, input, push_plan, conversion->plan);
    if (status == PNEU_OK)
        status = pneu_ascii_plan_finish(conversion->plan);
    pneu_ascii_plan_refusal(conversion->plan, &refusal);
    if (status < 0)
        tell_refusal(conversion, input->first.name, &refusal);
    return status == PNEU_OK;
}

static void convert_file(struct conversion *conversion, struct input *input)
{
    struct cli *cli = conversion->cli;
    struct twice_input twice;
    pneu_ascii *ascii = NULL;
    pneu_status status;

    if (twice_input_open(cli, &twice, input) && make_plan(conversion, &twice) && twice_input_rewind(cli, &twice)) {
        status = pneu_ascii_new_planned(conversion->plan, NULL, &ascii);
        cli_complain_status(cli, input->name, status);
        if (status == PNEU_OK)
            convert(conversion, &twice.again, ascii);
    }
    pneu_ascii_free(ascii);
    twice_input_close(&twice);
}

static void convert_input(struct cli *cli, struct input *input, void *state)
{
    struct conversion *conversion = state;

    if (!input_uncompress(cli, input))
        return;
    if (input_place(input) >= 0)
        convert_file(conversion, input);
    else
        convert_pipe(conversion, input);
}

/* ---- The verb --------------------------------------------------------------------------------------------------- */

/* The index of the value among the names, 0 where it was not given; complains and gives -1 for another. */
static int32_t choose(struct cli *cli, const struct arguments *arguments, int option, const char *const *names)
{
    const char *value = arguments_value(arguments, option);

    if (!value)
        return 0;
    for (int32_t i = 0; names[i]; i++)
        if (strcmp(names[i], value) == 0)
            return i;
    cli_complain(cli, CLI_USAGE, NULL, "'%s' is no choice here", value);
    cli_point_to_help(cli);
    return -1;
}

static void run(struct cli *cli, const struct arguments *arguments)
{
    static const char *const policies[] = {"refuse", "downgrade", "drop", NULL};
    static const char *const for_signed[] = {"refuse", "convert", NULL};
    static const char *const transports[] = {"7bit", "8bit", "utf8", NULL};
    struct conversion conversion = {.cli = cli, .spool = {.cli = cli}};
    pneu_status status;

    conversion.choices.on_unrepresentable = choose(cli, arguments, OPT_UNREPRESENTABLE, policies);
    conversion.choices.on_signed = choose(cli, arguments, OPT_SIGNED, for_signed);
    conversion.choices.transport = choose(cli, arguments, OPT_TO, transports);
    if (conversion.choices.on_unrepresentable < 0 || conversion.choices.on_signed < 0 ||
        conversion.choices.transport < 0)
        return;
    status = pneu_ascii_plan_new(cli->options, &conversion.choices, NULL, &conversion.plan);
    cli_complain_status(cli, NULL, status);
    if (stage_pump_init(cli, &conversion.pump) && status == PNEU_OK)
        inputs_each(cli, arguments->operands, arguments->operand_count, convert_input, &conversion);
    pneu_ascii_free(conversion.one_pass);
    pneu_ascii_plan_free(conversion.plan);
    spool_file_close(&conversion.spool);
    stage_pump_free(&conversion.pump);
}

static const struct option options[] = {
    {OPT_TO, 't', "to", "WHAT",
     "what the transport takes: 7bit (the default); 8bit, with\n"
     "8BITMIME; utf8, with 8BITMIME and SMTPUTF8"},
    {OPT_UNREPRESENTABLE, 'u', "on-unrepresentable", "WHAT",
     "what becomes of fields without a form for it, such as addresses\n"
     "beyond ASCII: refuse (the default), downgrade (RFC 6857), drop"},
    {OPT_SIGNED, 's', "on-signed", "WHAT",
     "what becomes of signed parts that it does not take: refuse (the\n"
     "default), convert (their signatures do not hold any more)"},
    {0},
};

const struct verb verb_ascii = {
    .name = "ascii",
    .summary = "write messages as 7-bit ASCII",
    .usage = "[OPTION]... [FILE]...",
    .about =
        "Writes each message for a transport that carries 7-bit ASCII only: bytes 1 to 127, CRLF, lines of at most\n"
        "998 bytes. Bodies become quoted-printable or base64, fields encoded words; parts that are fine are copied.\n"
        "With --to, what a better transport takes stays, too.\n"
        "Read again it is the same tree with the same contents. Signatures over what was changed, and what had to\n"
        "be left out, are told as warnings. A file is read twice, and nothing is written if it is refused. A pipe is\n"
        "read once, in constant memory and, where a part's first 64 KiB do not tell, through a temporary file.",
    .options = options,
    .exits = "  0 all is well; 1 a message was refused: it is not in the output (of a pipe, not all of it); 2 usage;\n"
             "  3 a file cannot be read, output cannot be written, no memory.",
    .example = "  pneu ascii mail.eml | pneu dot stuff",
    .run = run,
};
