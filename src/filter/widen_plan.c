/*
 * The plan of a widening: its life, and what it tells.
 * In: a message, pushed. Out: cuts for the second pass; a summary; notes.
 * Invariants: an error stays until reset; memory is that of a parser, of the open parts and of the cuts.
 * Not handled: what is decoded (widen_scan.c, decoded_look.c).
 */
#include "filter/widen_plan.h"

#define KEPT ((size_t)65536)

/* ---- Input -------------------------------------------------------------------------------------------------- */

/* Takes the parser's events, up to `end`: PNEU_MORE or PNEU_DONE. */
static pneu_status take_events(pneu_widen_plan *plan, pneu_status end)
{
    const pneu_event *event;
    pneu_status status;
    while ((status = pneu_parser_next(plan->parser, &event)) == PNEU_OK) {
        status = pneu_i_widen_scan(plan, event);
        if (status != PNEU_OK)
            return status;
    }
    return status == end ? PNEU_OK : status;
}

/* PNEU_OK as long as there may be input. */
static pneu_status may_go_on(const pneu_widen_plan *plan)
{
    if (plan->status != PNEU_OK)
        return plan->status;
    return plan->is_finished ? PNEU_ERR_STATE : PNEU_OK;
}

pneu_status pneu_widen_plan_push(pneu_widen_plan *plan, const void *bytes, size_t len)
{
    if (plan == NULL || (bytes == NULL && len > 0))
        return PNEU_ERR_ARGUMENT;
    pneu_status status = may_go_on(plan);
    if (status != PNEU_OK)
        return status;
    pneu_i_byte_digest_add(&plan->seen, bytes, len);
    plan->status = pneu_parser_push(plan->parser, bytes, len);
    if (plan->status == PNEU_OK)
        plan->status = take_events(plan, PNEU_MORE);
    return plan->status;
}

pneu_status pneu_widen_plan_finish(pneu_widen_plan *plan)
{
    if (plan == NULL)
        return PNEU_ERR_ARGUMENT;
    pneu_status status = may_go_on(plan);
    if (status != PNEU_OK)
        return status;
    plan->status = pneu_parser_finish(plan->parser);
    if (plan->status == PNEU_OK)
        plan->status = take_events(plan, PNEU_DONE);
    plan->is_finished = plan->status == PNEU_OK;
    return plan->status;
}

/* ---- What is told ------------------------------------------------------------------------------------------- */

void pneu_widen_plan_summary(const pneu_widen_plan *plan, pneu_widen_summary *out)
{
    if (plan != NULL && out != NULL)
        *out = plan->summary;
}

const pneu_note *pneu_widen_plan_note(const pneu_widen_plan *plan, size_t i)
{
    if (plan == NULL || !plan->is_finished)
        return NULL;
    const pneu_note *note = pneu_i_note_list_at(&plan->notes, i);
    return note != NULL ? note : pneu_i_note_list_at(&plan->signatures.list, i - plan->notes.count);
}

/* ---- New, reset, free --------------------------------------------------------------------------------------- */

static int is_choice(const pneu_widen_choices *choices)
{
    if (choices == NULL)
        return 1;
    for (size_t i = 0; i < sizeof choices->reserved / sizeof *choices->reserved; i++)
        if (choices->reserved[i] != 0)
            return 0;
    return choices->to == PNEU_WIDEN_8BIT || choices->to == PNEU_WIDEN_BINARY;
}

pneu_status pneu_widen_plan_new(const pneu_options *options, const pneu_widen_choices *choices, const pneu_alloc *alloc,
                                pneu_widen_plan **out)
{
    if (out == NULL || !is_choice(choices) || !pneu_i_alloc_usable(alloc))
        return PNEU_ERR_ARGUMENT;
    pneu_alloc used = pneu_i_alloc_or_default(alloc);
    pneu_widen_plan *plan = pneu_i_alloc_zeroed(&used, sizeof *plan);
    if (plan == NULL)
        return PNEU_ERR_MEMORY;
    plan->alloc = used;
    if (choices != NULL)
        plan->choices = *choices;
    pneu_i_settings_from(options, &plan->settings);
    pneu_i_signature_notes_init(&plan->signatures, &plan->alloc, PNEU_WIDEN_SIGNATURE);
    pneu_status status = pneu_parser_new(options, alloc, &plan->parser);
    if (status == PNEU_OK)
        *out = plan;
    else
        pneu_widen_plan_free(plan);
    return status;
}

void pneu_widen_plan_reset(pneu_widen_plan *plan)
{
    if (plan == NULL)
        return;
    pneu_parser_reset(plan->parser);
    pneu_i_signature_notes_reset(&plan->signatures);
    pneu_i_buf_reset(&plan->boundaries.bytes, &plan->alloc, KEPT);
    pneu_i_open_boundaries_cut(&plan->boundaries, 0);
    if (plan->cuts.capacity * sizeof *plan->cuts.cuts > KEPT)
        pneu_i_cut_list_free(&plan->cuts, &plan->alloc);
    plan->depth = plan->cuts.count = plan->notes.count = 0;
    plan->status = PNEU_OK;
    plan->is_finished = 0;
    memset(&plan->seen, 0, sizeof plan->seen);
    memset(&plan->summary, 0, sizeof plan->summary);
}

void pneu_widen_plan_free(pneu_widen_plan *plan)
{
    if (plan == NULL)
        return;
    pneu_alloc alloc = plan->alloc;
    pneu_parser_free(plan->parser);
    pneu_i_buf_free(&plan->boundaries.bytes, &alloc);
    pneu_i_alloc_free(&alloc, plan->frames, plan->frame_capacity * sizeof *plan->frames);
    pneu_i_cut_list_free(&plan->cuts, &alloc);
    pneu_i_note_list_free(&plan->notes, &alloc);
    pneu_i_signature_notes_free(&plan->signatures, &alloc);
    pneu_i_alloc_free(&alloc, plan, sizeof *plan);
}
