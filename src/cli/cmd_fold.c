/*
 * pneu fold: over-long header lines folded again.
 * In: messages. Out: the same with line ends put in before white space of headers; warnings of what stays too long and
 * of signatures that do not hold any more. It streams, in constant memory.
 */
#include "cli/notes.h"
#include "cli/stage_pump.h"
#include "cli/verb.h"
#include "pneu/refold.h"

enum {
    OPT_OVER = 1,
    OPT_WIDTH,
    OPT_SIGNED,
    OPT_QUIET
};

#define MOST 998 /* bytes of a line: RFC 5322 section 2.1.1 */

struct folding {
    pneu_refolder *refolder;
    struct stage_pump pump;
    int is_quiet;
};

/* ---- What is told ----------------------------------------------------------------------------------------------- */

static const char *note_text(int32_t kind)
{
    switch (kind) {
    case PNEU_REFOLD_LONG_LINE: return "still has a line over 998 bytes";
    case PNEU_REFOLD_SIGNED_LEFT: return "is signed, and was left as it is (see --signed)";
    case PNEU_REFOLD_SIGNED_PART: return "was folded in a signed part, whose signature does not hold any more";
    default: return "signs what was folded";
    }
}

static void tell(struct cli *cli, const struct folding *folding, const char *name)
{
    const pneu_note *note;

    for (size_t i = 0; !folding->is_quiet && (note = pneu_refolder_note(folding->refolder, i)) != NULL; i++)
        notes_tell(cli, name, note, note_text(note->kind));
}

static void fold_input(struct cli *cli, struct input *input, void *state)
{
    const struct folding *folding = state;
    pneu_stage stage = pneu_refolder_stage(folding->refolder);

    if (!input_uncompress(cli, input))
        return;
    cli_complain_status(cli, input->name, stage_pump_run(cli, &folding->pump, input, &stage));
    tell(cli, folding, input->name);
}

/* ---- The command line ------------------------------------------------------------------------------------------- */

/* The number of bytes that an option gives, 0 where it is not there; 0 for `*is_fine` with another word. */
static uint32_t read_length(struct cli *cli, const struct arguments *arguments, int option, int *is_fine)
{
    const char *value = arguments_value(arguments, option);
    uint64_t number = 0;

    if (!value || (arguments_number(value, MOST, &number) && number >= PNEU_REFOLD_LEAST))
        return (uint32_t)number;
    cli_complain(cli, CLI_USAGE, NULL, "'%s' is no length of a line; %d to %d is", value, PNEU_REFOLD_LEAST, MOST);
    *is_fine = 0;
    return 0;
}

static int read_choices(struct cli *cli, const struct arguments *arguments, pneu_refold_choices *choices)
{
    int is_fine = 1;

    choices->over = read_length(cli, arguments, OPT_OVER, &is_fine);
    choices->width = read_length(cli, arguments, OPT_WIDTH, &is_fine);
    choices->on_signed = arguments_has(arguments, OPT_SIGNED) ? PNEU_REFOLD_CHANGE_SIGNED : PNEU_REFOLD_LEAVE_SIGNED;
    if (is_fine && choices->over > 0 && choices->width > choices->over) {
        cli_complain(cli, CLI_USAGE, NULL, "--width cannot be above --over");
        is_fine = 0;
    }
    return is_fine;
}

static void run(struct cli *cli, const struct arguments *arguments)
{
    struct folding folding = {.is_quiet = arguments_has(arguments, OPT_QUIET)};
    pneu_refold_choices choices = {.over = 0};
    pneu_status status;

    if (!read_choices(cli, arguments, &choices))
        return;
    status = pneu_refolder_new(cli->options, &choices, NULL, &folding.refolder);
    cli_complain_status(cli, NULL, status);
    if (stage_pump_init(cli, &folding.pump) && status == PNEU_OK)
        inputs_each(cli, arguments->operands, arguments->operand_count, fold_input, &folding);
    pneu_refolder_free(folding.refolder);
    stage_pump_free(&folding.pump);
}

static const struct option options[] = {
    {OPT_OVER, 'o', "over", "BYTES", "fold lines of more bytes than this, 20 to 998; by default 998"},
    {OPT_WIDTH, 'w', "width", "BYTES", "into lines of at most so many, where there is a place; by default 78"},
    {OPT_SIGNED, '\0', "signed", NULL, "fold the headers of signed parts too: that makes the signature void"},
    {OPT_QUIET, 'q', "quiet", NULL, "do not warn of lines that stay too long, and of signatures"},
    {0},
};

const struct verb verb_fold = {
    .name = "fold",
    .summary = "fold over-long header lines",
    .usage = "[OPTION]... [FILE]...",
    .about =
        "Writes each message with the over-long lines of its headers folded, those of parts and of messages in it "
        "too.\n"
        "Line ends are put in before white space, at the best places that a field has, and nothing else is changed:\n"
        "unfolded, each field is what it was, and bodies keep their bytes. What has no place stays, with a warning.\n"
        "Signatures in \"simple\" form over a folded field do not hold any more; those in \"relaxed\" form do. It\n"
        "streams, in constant memory.",
    .options = options,
    .exits = "  0 all is well; 2 usage; 3 a file cannot be read, output cannot be written, no memory.",
    .example = "  pneu fold --over 78 <mail.eml",
    .run = run,
};
