/*
 * The loop around a codec: read a block, push it, write what comes out, and so on to the end of input or data; and what
 * the verbs around codecs have in common: their names, flags and warnings.
 * In: an open input. Out: the codec's bytes. Memory does not depend on the input.
 */
#include "cli/codec_pump.h"

#include <stdlib.h>
#include <string.h>

#include "cli/cpu_level.h"
#include "cli/wording.h"

enum {
    OUT_SIZE = 65536
};

int codec_pump_init(struct cli *cli, struct codec_pump *pump, int32_t kind, uint32_t flags)
{
    pneu_status status;

    *pump = (struct codec_pump){.in = malloc(INPUT_BLOCK), .out = malloc(OUT_SIZE)};
    status = pump->in && pump->out ? pneu_codec_new(kind, flags, NULL, &pump->codec) : PNEU_ERR_MEMORY;
    cpu_level_set(cli, pump->codec);
    if (status == PNEU_ERR_ARGUMENT)
        cli_complain(cli, CLI_USAGE, NULL, "an option that was given does not go with this encoding");
    else
        cli_complain_status(cli, NULL, status);
    return status == PNEU_OK;
}

void codec_pump_free(struct codec_pump *pump)
{
    pneu_codec_free(pump->codec);
    free(pump->in);
    free(pump->out);
}

/* Writes what there is. PNEU_MORE, PNEU_DONE or an error. */
static pneu_status write_output(struct cli *cli, struct codec_pump *pump)
{
    pneu_status status;
    size_t written;

    while ((status = pneu_codec_read(pump->codec, pump->out, OUT_SIZE, &written)) == PNEU_OK)
        output_bytes(&cli->out, pump->out, written);
    return status;
}

/* After the end of data: what else the input holds is counted. */
static int count_rest(struct cli *cli, struct codec_pump *pump, struct input *input, size_t got)
{
    pneu_str rest;

    pump->has_end = 1;
    pneu_codec_rest(pump->codec, &rest);
    pump->after_end = rest.len;
    while (got == INPUT_BLOCK) {
        if (!input_read(cli, input, pump->in, INPUT_BLOCK, &got))
            return 0;
        pump->after_end += got;
    }
    return 1;
}

static void tell_error(struct cli *cli, const struct codec_pump *pump, const char *name, pneu_status status)
{
    if (status == PNEU_ERR_SYNTAX)
        cli_complain(cli, CLI_REPORT, name, "error at %llu: not allowed here",
                     (unsigned long long)pneu_codec_error_offset(pump->codec));
    else
        cli_complain_status(cli, name, status);
}

int codec_pump_run(struct cli *cli, struct codec_pump *pump, struct input *input)
{
    pneu_status status = PNEU_MORE;
    size_t got = INPUT_BLOCK;
    int is_whole = 1;

    pump->has_end = 0;
    pump->after_end = 0;
    while (got == INPUT_BLOCK && status == PNEU_MORE && !output_failed(&cli->out)) {
        is_whole = input_read(cli, input, pump->in, INPUT_BLOCK, &got);
        status = pneu_codec_push(pump->codec, pump->in, got);
        if (status == PNEU_OK)
            status = write_output(cli, pump);
    }
    if (status == PNEU_DONE)
        return count_rest(cli, pump, input, got);
    if (!is_whole)
        return 0; /* an end, a final dot for instance, would say that all is there */
    if (status == PNEU_MORE && !output_failed(&cli->out))
        status = pneu_codec_finish(pump->codec);
    if (status == PNEU_OK)
        status = write_output(cli, pump);
    tell_error(cli, pump, input->name, status);
    return status == PNEU_DONE && !output_failed(&cli->out);
}

void codec_pump_tell_defects(struct cli *cli, const struct codec_pump *pump, const char *name)
{
    uint64_t more[PNEU_DEFECT_COUNT];
    const pneu_defect *defect;

    for (int32_t code = 0; code < PNEU_DEFECT_COUNT; code++)
        more[code] = pneu_codec_defect_count(pump->codec, code);
    for (size_t i = 0; (defect = pneu_codec_defect(pump->codec, i)) != NULL; i++) {
        cli_complain(cli, CLI_FINE, name, "warning at %llu: %s, %llu bytes", (unsigned long long)defect->offset,
                     wording_detail(defect), (unsigned long long)defect->length);
        if (defect->code < PNEU_DEFECT_COUNT && more[defect->code] > 0)
            more[defect->code]--;
    }
    for (int32_t code = 0; code < PNEU_DEFECT_COUNT; code++)
        if (more[code] > 0)
            cli_complain(cli, CLI_FINE, name, "warning: %llu more of %s", (unsigned long long)more[code],
                         pneu_defect_name(code));
}

static void tell_names(struct cli *cli, const char *given, const struct codec_name *names)
{
    char list[128] = "";

    for (; names->name; names++) {
        strncat(list, list[0] != '\0' ? ", " : "", sizeof list - strlen(list) - 1);
        strncat(list, names->name, sizeof list - strlen(list) - 1);
    }
    if (given)
        cli_complain(cli, CLI_USAGE, NULL, "'%s' is none of: %s", given, list);
    else
        cli_complain(cli, CLI_USAGE, NULL, "the first operand must be one of: %s", list);
    cli_point_to_help(cli);
}

const struct codec_name *codec_name_choose(struct cli *cli, const struct arguments *arguments,
                                           const struct codec_name *names)
{
    const char *given = arguments->operand_count > 0 ? arguments->operands[0] : NULL;

    for (const struct codec_name *name = names; given && name->name; name++)
        if (strcmp(name->name, given) == 0)
            return name;
    tell_names(cli, given, names);
    return NULL;
}

uint32_t codec_flags_given(const struct arguments *arguments, const struct codec_flag *flags)
{
    uint32_t given = 0;

    for (; flags->option != 0; flags++)
        if (arguments_has(arguments, flags->option))
            given |= flags->flag;
    return given;
}
