/*
 * pneu widen: bodies in quoted-printable and base64 decoded in place.
 * In: messages, each read twice: what a header has to say is known only behind its body. Out: the messages, as 8-bit
 * text or binary; warnings of what stays encoded and of signatures that do not hold any more. Constant memory, but for
 * a few bytes a part.
 */
#include <string.h>

#include "cli/notes.h"
#include "cli/stage_pump.h"
#include "cli/verb.h"
#include "pneu/widen.h"

enum {
    OPT_TO = 1,
    OPT_QUIET
};

struct widening {
    pneu_widen_plan *plan;
    struct stage_pump pump;
    int is_quiet;
};

/* ---- What is told ----------------------------------------------------------------------------------------------- */

static const char *note_text(int32_t kind)
{
    switch (kind) {
    case PNEU_WIDEN_SEALED: return "stays encoded: it is signed or encrypted";
    case PNEU_WIDEN_MALFORMED: return "stays encoded: something is wrong with its encoding";
    case PNEU_WIDEN_DELIMITER: return "stays encoded: decoded it could be read as the end of the part";
    case PNEU_WIDEN_TYPE: return "stays encoded: its type must not be changed";
    case PNEU_WIDEN_HEADER: return "stays encoded: its header, or one around it, cannot say otherwise";
    default: return "signs what was changed";
    }
}

static void tell(struct cli *cli, const struct widening *widening, const char *name)
{
    const pneu_note *note;

    for (size_t i = 0; !widening->is_quiet && (note = pneu_widen_plan_note(widening->plan, i)) != NULL; i++)
        notes_tell(cli, name, note, note_text(note->kind));
}

/* ---- The passes ------------------------------------------------------------------------------------------------- */

static pneu_status push_plan(void *plan, const void *bytes, size_t len)
{
    return pneu_widen_plan_push(plan, bytes, len);
}

static int make_plan(struct cli *cli, struct widening *widening, struct twice_input *input)
{
    pneu_status status;

    pneu_widen_plan_reset(widening->plan);
    status = stage_pump_plan(cli, &widening->pump, input, push_plan, widening->plan);
    if (status == PNEU_OK)
        status = pneu_widen_plan_finish(widening->plan);
    cli_complain_status(cli, input->first.name, status);
    return status == PNEU_OK;
}

static void write_message(struct cli *cli, const struct widening *widening, struct twice_input *input)
{
    pneu_widen *widen = NULL;
    pneu_status status = pneu_widen_new(widening->plan, NULL, &widen);

    cli_complain_status(cli, input->first.name, status);
    if (status == PNEU_OK) {
        pneu_stage stage = pneu_widen_stage(widen);
        stage_pump_rewrite(cli, &widening->pump, input, &stage);
    }
    pneu_widen_free(widen);
}

static void widen_input(struct cli *cli, struct input *input, void *state)
{
    struct widening *widening = state;
    struct twice_input twice;

    if (twice_input_open(cli, &twice, input) && make_plan(cli, widening, &twice)) {
        write_message(cli, widening, &twice);
        tell(cli, widening, input->name);
    }
    twice_input_close(&twice);
}

/* ---- The command line ------------------------------------------------------------------------------------------- */

static int read_choices(struct cli *cli, const struct arguments *arguments, pneu_widen_choices *choices)
{
    const char *to = arguments_value(arguments, OPT_TO);

    if (!to || strcmp(to, "8bit") == 0)
        choices->to = PNEU_WIDEN_8BIT;
    else if (strcmp(to, "binary") == 0)
        choices->to = PNEU_WIDEN_BINARY;
    else {
        cli_complain(cli, CLI_USAGE, NULL, "'%s' is no choice here; 8bit and binary are", to);
        return 0;
    }
    return 1;
}

static void run(struct cli *cli, const struct arguments *arguments)
{
    struct widening widening = {.is_quiet = arguments_has(arguments, OPT_QUIET)};
    pneu_widen_choices choices = {.to = 0};
    pneu_status status;

    if (!read_choices(cli, arguments, &choices))
        return;
    status = pneu_widen_plan_new(cli->options, &choices, NULL, &widening.plan);
    cli_complain_status(cli, NULL, status);
    if (stage_pump_init(cli, &widening.pump) && status == PNEU_OK)
        inputs_each(cli, arguments->operands, arguments->operand_count, widen_input, &widening);
    pneu_widen_plan_free(widening.plan);
    stage_pump_free(&widening.pump);
}

static const struct option options[] = {
    {OPT_TO, 't', "to", "WHAT", "8bit (lines of text, the default) or binary (any bytes)"},
    {OPT_QUIET, 'q', "quiet", NULL, "do not warn of what stays encoded, and of signatures that are void"},
    {0},
};

const struct verb verb_widen = {
    .name = "widen",
    .summary = "decode bodies to 8-bit text or binary",
    .usage = "[OPTION]... [FILE]...",
    .about =
        "Writes each message with its bodies in quoted-printable and base64 decoded: for transports with 8BITMIME, or\n"
        "with --to binary BINARYMIME, for stores and for searching. Content-Transfer-Encoding says so in its place, "
        "and\n"
        "all that is not decoded keeps its bytes. To 8bit go bodies of lines only, up to 998 bytes and with CRLF; "
        "what\n"
        "is signed, encrypted, malformed, or could end its part stays, with a warning. Read again it is the same\n"
        "tree with the same contents. The way back is pneu ascii. Each input is read twice, a pipe from a temporary\n"
        "file without a name.",
    .options = options,
    .exits =
        "  0 all is well; 2 usage; 3 a file cannot be read or was changed meanwhile, output cannot be written, no\n"
        "  memory.",
    .example = "  pneu widen mail.eml | grep word",
    .run = run,
};
