/* Messages with their long header lines folded, with any chunks. */
#include "support/refold_run.h"

#include <string.h>

#include "support/must.h"
#include "support/stage_run.h"

static void note_notes(const pneu_refolder *refolder, refold_result *result)
{
    const pneu_note *note;
    for (size_t i = 0; (note = pneu_refolder_note(refolder, i)) != NULL; i++)
        text_print_note(&result->notes, note);
    pneu_refolder_summary(refolder, &result->summary);
}

void refold_run(const refold_way *way, const char *bytes, size_t len, refold_result *result)
{
    pneu_str in = {bytes, len};
    pneu_refolder *refolder = NULL;
    memset(result, 0, sizeof *result);
    result->status = pneu_refolder_new(NULL, &way->choices, way->alloc, &refolder);
    if (result->status == PNEU_OK)
        result->status = stage_run(pneu_refolder_stage(refolder), in, way->how, way->capacity, &result->out);
    if (result->status == PNEU_DONE) {
        result->status = PNEU_OK;
        note_notes(refolder, result);
    }
    pneu_refolder_free(refolder);
}

void refold_result_free(refold_result *result)
{
    text_free(&result->out);
    text_free(&result->notes);
    memset(result, 0, sizeof *result);
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
    MUST(text_is_same("output", &expected->out, &result.out));
    MUST(text_is_same("notes", &expected->notes, &result.notes));
    MUST(memcmp(&result.summary, &expected->summary, sizeof result.summary) == 0);
    refold_result_free(&result);
}
