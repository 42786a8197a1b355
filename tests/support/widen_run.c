/* Messages with their bodies decoded in place, with any chunks. */
#include "support/widen_run.h"

#include <string.h>

#include "support/must.h"

typedef struct runner {
    pneu_widen_plan *plan;
    pneu_widen *widen;
    const widen_way *way;
    widen_result *result;
} runner;

static int32_t take_for_plan(void *ctx, const void *bytes, size_t len)
{
    return pneu_widen_plan_push(((runner *)ctx)->plan, bytes, len);
}

/* Reads all there is: PNEU_MORE, PNEU_DONE or an error. */
static pneu_status drain(runner *run)
{
    char room[4096];
    size_t capacity = run->way->capacity > 0 ? run->way->capacity : sizeof room, len;
    pneu_status status;
    while ((status = pneu_widen_read(run->widen, room, capacity, &len)) == PNEU_OK) {
        MUST(len > 0 && len <= capacity);
        text_add(&run->result->out, room, len);
    }
    MUST(len == 0);
    return status;
}

static int32_t take_for_output(void *ctx, const void *bytes, size_t len)
{
    runner *run = ctx;
    pneu_status status = pneu_widen_push(run->widen, bytes, len);
    if (status != PNEU_OK)
        return status;
    MUST(pneu_widen_push(run->widen, bytes, len) == PNEU_ERR_STATE);
    status = drain(run);
    return status == PNEU_MORE ? PNEU_OK : status;
}

static pneu_status make_plan(runner *run, const char *bytes, size_t len)
{
    const widen_way *way = run->way;
    pneu_status status = pneu_widen_plan_new(NULL, &way->choices, way->alloc, &run->plan);
    if (status == PNEU_OK)
        status = feed_chunks(bytes, len, way->how, take_for_plan, run);
    if (status == PNEU_OK)
        status = pneu_widen_plan_finish(run->plan);
    return status == PNEU_OK ? pneu_widen_new(run->plan, way->alloc, &run->widen) : status;
}

static pneu_status write_out(runner *run, const char *bytes, size_t len)
{
    pneu_status status = feed_chunks(bytes, len, run->way->how, take_for_output, run);
    if (status == PNEU_OK)
        status = pneu_widen_finish(run->widen);
    if (status == PNEU_OK)
        status = drain(run);
    MUST(status == PNEU_DONE || status < 0);
    return status == PNEU_DONE ? PNEU_OK : status;
}

static void note_notes(runner *run)
{
    const pneu_note *note;
    for (size_t i = 0; (note = pneu_widen_plan_note(run->plan, i)) != NULL; i++)
        text_print(&run->result->notes, "%d %u %llu %.*s\n", (int)note->kind, (unsigned)note->part,
                   (unsigned long long)note->offset, (int)note->field.len, note->field.ptr);
    pneu_widen_plan_summary(run->plan, &run->result->summary);
}

void widen_run(const widen_way *way, const char *bytes, size_t len, widen_result *result)
{
    runner run = {NULL, NULL, way, result};
    memset(result, 0, sizeof *result);
    result->status = make_plan(&run, bytes, len);
    if (result->status == PNEU_OK)
        result->status = write_out(&run, bytes, len);
    if (result->status == PNEU_OK)
        note_notes(&run);
    pneu_widen_free(run.widen);
    pneu_widen_plan_free(run.plan);
}

void widen_result_free(widen_result *result)
{
    text_free(&result->out);
    text_free(&result->notes);
    memset(result, 0, sizeof *result);
}

static int is_same(const text *a, const text *b)
{
    return a->len == b->len && (a->len == 0 || memcmp(a->ptr, b->ptr, a->len) == 0);
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
    MUST(is_same(&result.out, &expected->out) && is_same(&result.notes, &expected->notes));
    MUST(memcmp(&result.summary, &expected->summary, sizeof result.summary) == 0);
    widen_result_free(&result);
}
