/* An input through one of the library's streams, in constant memory. */
#ifndef PNEU_CLI_STAGE_PUMP_H
#define PNEU_CLI_STAGE_PUMP_H

#include "cli/twice_input.h"
#include "pneu/chain.h"

struct stage_pump {
    char *in;
    char *out;
};

/* 0 without memory, which has been told. */
int stage_pump_init(struct cli *cli, struct stage_pump *pump);
void stage_pump_free(struct stage_pump *pump);

/* Writes what the stage, made ready again, makes of the input; where reading fails, which is told, of what came before.
 * PNEU_DONE; PNEU_MORE once the output has failed; or the stage's error, for the caller to tell. */
pneu_status stage_pump_run(struct cli *cli, const struct stage_pump *pump, struct input *input,
                           const pneu_stage *stage);

/* What makes a plan of the bytes of a first pass. */
typedef pneu_status (*plan_push)(void *plan, const void *bytes, size_t len);

/* The first pass over an input into a plan. PNEU_OK; PNEU_MORE where reading failed, which has been told: there is no plan
 * of half an input; or what the plan answers. */
pneu_status stage_pump_plan(struct cli *cli, const struct stage_pump *pump, struct twice_input *input, plan_push push,
                            void *plan);

/* The second pass, through the filter that the plan made. What goes wrong is told. */
void stage_pump_rewrite(struct cli *cli, const struct stage_pump *pump, struct twice_input *input,
                        const pneu_stage *stage);

#endif
