/*
 * The loop of every verb that filters: read a block, push it, write what comes of it, and so on to the end. And that of
 * the first pass where there are two, from which nothing is written.
 * In: an open input, and a stage. Out: the stage's bytes. Memory does not depend on the input.
 */
#include "cli/stage_pump.h"

#include <stdlib.h>

int stage_pump_init(struct cli *cli, struct stage_pump *pump)
{
    *pump = (struct stage_pump){.in = malloc(INPUT_BLOCK), .out = malloc(INPUT_BLOCK)};
    if (pump->in && pump->out)
        return 1;
    cli_complain_status(cli, NULL, PNEU_ERR_MEMORY);
    return 0;
}

void stage_pump_free(struct stage_pump *pump)
{
    free(pump->in);
    free(pump->out);
}

/* PNEU_MORE, PNEU_DONE or an error. */
static pneu_status write_output(struct cli *cli, const struct stage_pump *pump, const pneu_stage *stage)
{
    pneu_status status;
    size_t written;

    while ((status = stage->read(stage->stream, pump->out, INPUT_BLOCK, &written)) == PNEU_OK)
        output_bytes(&cli->out, pump->out, written);
    return status;
}

pneu_status stage_pump_run(struct cli *cli, const struct stage_pump *pump, struct input *input, const pneu_stage *stage)
{
    pneu_status status = PNEU_MORE;
    size_t got = INPUT_BLOCK;

    stage->reset(stage->stream);
    while (got == INPUT_BLOCK && status == PNEU_MORE && !output_failed(&cli->out)) {
        (void)input_read(cli, input, pump->in, INPUT_BLOCK, &got);
        status = stage->push(stage->stream, pump->in, got);
        if (status == PNEU_OK)
            status = write_output(cli, pump, stage);
    }
    if (status == PNEU_MORE && !output_failed(&cli->out))
        status = stage->finish(stage->stream);
    return status == PNEU_OK ? write_output(cli, pump, stage) : status;
}

/* ---- Two passes ------------------------------------------------------------------------------------------------- */

pneu_status stage_pump_plan(struct cli *cli, const struct stage_pump *pump, struct twice_input *input, plan_push push,
                            void *plan)
{
    pneu_status status = PNEU_OK;
    size_t got = INPUT_BLOCK;

    while (got == INPUT_BLOCK && status == PNEU_OK) {
        if (!twice_input_read(cli, input, pump->in, INPUT_BLOCK, &got))
            return PNEU_MORE;
        status = push(plan, pump->in, got);
    }
    return status;
}

void stage_pump_rewrite(struct cli *cli, const struct stage_pump *pump, struct twice_input *input,
                        const pneu_stage *stage)
{
    pneu_status status;

    if (!twice_input_rewind(cli, input))
        return;
    status = stage_pump_run(cli, pump, &input->again, stage);
    if (status == PNEU_ERR_CHANGED)
        cli_complain(cli, CLI_TROUBLE, input->first.name, "it was changed while it was read; the output is void");
    else
        cli_complain_status(cli, input->first.name, status);
}
