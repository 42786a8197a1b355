/* Messages with their long header lines folded, with any chunks. */
#include "support/refold_run.h"

#include <string.h>

#include "support/must.h"

typedef struct runner {
    pneu_refolder *refolder;
    const refold_way *way;
    refold_result *result;
} runner;

/* Reads all there is: PNEU_MORE, PNEU_DONE or an error. */
static pneu_status drain(runner *run)
{
    char room[4096];
    size_t capacity = run->way->capacity > 0 ? run->way->capacity : sizeof room, len;
    pneu_status status;
    while ((status = pneu_refolder_read(run->refolder, room, capacity, &len)) == PNEU_OK) {
        MUST(len > 0 && len <= capacity);
        text_add(&run->result->out, room, len);
    }
    MUST(len == 0);
    return status;
}

static int32_t take(void *ctx, const void *bytes, size_t len)
{
    runner *run = ctx;
    pneu_status status = pneu_refolder_push(run->refolder, bytes, len);
    if (status != PNEU_OK)
        return status;
    MUST(pneu_refolder_push(run->refolder, bytes, len) == PNEU_ERR_STATE);
    status = drain(run);
    return status == PNEU_MORE ? PNEU_OK : status;
}

static void note_notes(runner *run)
{
    const pneu_note *note;
    for (size_t i = 0; (note = pneu_refolder_note(run->refolder, i)) != NULL; i++)
        text_print(&run->result->notes, "%d %u %llu %.*s\n", (int)note->kind, (unsigned)note->part,
                   (unsigned long long)note->offset, (int)note->field.len, note->field.ptr);
    pneu_refolder_summary(run->refolder, &run->result->summary);
}

void refold_run(const refold_way *way, const char *bytes, size_t len, refold_result *result)
{
    runner run = {NULL, way, result};
    memset(result, 0, sizeof *result);
    result->status = pneu_refolder_new(NULL, &way->choices, way->alloc, &run.refolder);
    if (result->status == PNEU_OK)
        result->status = feed_chunks(bytes, len, way->how, take, &run);
    if (result->status == PNEU_OK)
        result->status = pneu_refolder_finish(run.refolder);
    if (result->status == PNEU_OK)
        result->status = drain(&run);
    MUST(result->status == PNEU_DONE || result->status < 0);
    if (result->status == PNEU_DONE) {
        result->status = PNEU_OK;
        note_notes(&run);
    }
    pneu_refolder_free(run.refolder);
}

void refold_result_free(refold_result *result)
{
    text_free(&result->out);
    text_free(&result->notes);
    memset(result, 0, sizeof *result);
}

static int is_same(const text *a, const text *b)
{
    return a->len == b->len && (a->len == 0 || memcmp(a->ptr, b->ptr, a->len) == 0);
}

void refold_must_not_depend_on_chunks(const refold_way *way, const char *bytes, size_t len,
                                      const refold_result *expected, chunking how, size_t capacity)
{
    refold_way other = *way;
    refold_result result;
    other.how = how;
    other.capacity = capacity;
    refold_run(&other, bytes, len, &result);
    MUST(result.status == expected->status);
    MUST(is_same(&result.out, &expected->out) && is_same(&result.notes, &expected->notes));
    MUST(memcmp(&result.summary, &expected->summary, sizeof result.summary) == 0);
    refold_result_free(&result);
}
