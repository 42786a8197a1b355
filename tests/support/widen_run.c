/* Messages with their bodies decoded in place, with any chunks. */
#include "support/widen_run.h"

#include <string.h>

#include "support/must.h"
#include "support/stage_run.h"

static int32_t take_for_plan(void *ctx, const void *bytes, size_t len)
{
    return pneu_widen_plan_push(ctx, bytes, len);
}

static pneu_status make_plan(const widen_way *way, pneu_str in, pneu_widen_plan **plan)
{
    pneu_status status = pneu_widen_plan_new(NULL, &way->choices, way->alloc, plan);
    if (status == PNEU_OK)
        status = feed_chunks(in.ptr, in.len, way->how, take_for_plan, *plan);
    return status == PNEU_OK ? pneu_widen_plan_finish(*plan) : status;
}

static void note_notes(const pneu_widen_plan *plan, widen_result *result)
{
    const pneu_note *note;
    for (size_t i = 0; (note = pneu_widen_plan_note(plan, i)) != NULL; i++)
        text_print_note(&result->notes, note);
    pneu_widen_plan_summary(plan, &result->summary);
}

void widen_run(const widen_way *way, const char *bytes, size_t len, widen_result *result)
{
    pneu_str in = {bytes, len};
    pneu_widen_plan *plan = NULL;
    pneu_widen *widen = NULL;
    memset(result, 0, sizeof *result);
    result->status = make_plan(way, in, &plan);
    if (result->status == PNEU_OK)
        result->status = pneu_widen_new(plan, way->alloc, &widen);
    if (result->status == PNEU_OK)
        result->status = stage_run(pneu_widen_stage(widen), in, way->how, way->capacity, &result->out);
    if (result->status == PNEU_DONE) {
        result->status = PNEU_OK;
        note_notes(plan, result);
    }
    pneu_widen_free(widen);
    pneu_widen_plan_free(plan);
}

void widen_result_free(widen_result *result)
{
    text_free(&result->out);
    text_free(&result->notes);
    memset(result, 0, sizeof *result);
}

void widen_must_not_depend_on_chunks(const widen_way *way, const char *bytes, size_t len, const widen_result *expected,
                                     chunking how, size_t capacity)
{
    widen_way other = *way;
    widen_result result;
    other.how = how;
    other.capacity = capacity;
    widen_run(&other, bytes, len, &result);
    MUST(result.status == expected->status);
    MUST(text_is_same("output", &expected->out, &result.out));
    MUST(text_is_same("notes", &expected->notes, &result.notes));
    MUST(memcmp(&result.summary, &expected->summary, sizeof result.summary) == 0);
    widen_result_free(&result);
}
