/*
 * The plan: its life, and whether a message is refused.
 * In: the message's bytes. Out: what is done to each part, or why the message is refused.
 * A tree that keeps offsets alone finds the defects, also those of values, bodies and decoded messages; beside it a
 * scan (sanitise_scan.c) looks at forms and charsets, and a watch at lines like our boundaries.
 * Invariants: memory is that of a parser and about 160 bytes a part; a refusal is known before anything is written.
 * Not handled: what is done to which part (sanitise_marks.c).
 */
#include "sanitise/sanitise_plan.h"

#include <string.h>

#include "base/str.h"
#include "tree/message.h"

/* ---- The message ---------------------------------------------------------------------------------------------- */

/* What no honest sender does where it matters most, and limits that hide the rest: see P5 and the table of defects. */
static const uint8_t refused[] = {
    PNEU_DEFECT_HDR_FOLD_IN_NAME,   PNEU_DEFECT_ADDR_TWO_ANGLES,   PNEU_DEFECT_ADDR_EW_IN_SPEC,
    PNEU_DEFECT_ADDR_MULTIPLE_AT,   PNEU_DEFECT_SEC_DUP_FROM,      PNEU_DEFECT_SEC_DUP_CONTENT_TYPE,
    PNEU_DEFECT_SEC_DUP_CTE,        PNEU_DEFECT_SEC_DUP_BOUNDARY,  PNEU_DEFECT_MIME_INDIRECT,
    PNEU_DEFECT_LIMIT_MESSAGE_SIZE, PNEU_DEFECT_LIMIT_HEADER_SIZE, PNEU_DEFECT_LIMIT_HEADER_COUNT,
    PNEU_DEFECT_LIMIT_NESTING,      PNEU_DEFECT_LIMIT_PARTS};

static pneu_status refuse(pneu_sanitise_plan *plan)
{
    uint32_t count = pneu_message_part_count(plan->tree);
    for (uint32_t part = 0; part < count; part++) {
        pneu_defect_set found = pneu_i_sanitise_found(plan, part);
        for (size_t i = 0; i < sizeof refused; i++)
            if (pneu_defect_set_has(&found, refused[i])) {
                plan->refusal = (pneu_sanitise_refusal){PNEU_ERR_REFUSED, part, refused[i], 0};
                return PNEU_ERR_REFUSED;
            }
    }
    return PNEU_OK;
}

static pneu_status finish_plan(pneu_sanitise_plan *plan)
{
    pneu_status status = pneu_message_finish(plan->tree);
    if (status == PNEU_OK)
        status = pneu_message_load(plan->tree);
    if (status == PNEU_OK)
        status = pneu_i_sanitise_scan_end(&plan->scan, plan->tree);
    if (status != PNEU_OK)
        return status;
    if ((plan->choices.flags & PNEU_SANITISE_FORCE) == 0) {
        status = refuse(plan);
        if (status != PNEU_OK)
            return status;
    }
    pneu_i_sanitise_mark(plan);
    plan->letter = pneu_i_boundary_letter(&plan->watch, 0);
    return plan->letter < 0 && plan->summary.cleaned > 0 ? PNEU_ERR_BOUNDARY : PNEU_OK;
}

pneu_str pneu_i_plain_boundary(const pneu_sanitise_plan *plan, uint32_t part, char *text)
{
    static const char start[] = "=_pneu_";
    size_t at = sizeof start - 1;
    memcpy(text, start, at);
    text[at++] = (char)('A' + plan->letter);
    text[at++] = '_';
    for (size_t i = PNEU_I_PLAIN_BOUNDARY - 1; i > at; i--, part /= 10)
        text[i - 1] = (char)('0' + part % 10);
    text[PNEU_I_PLAIN_BOUNDARY - 1] = '_';
    return pneu_i_str_of(text, PNEU_I_PLAIN_BOUNDARY);
}

pneu_status pneu_sanitise_plan_push(pneu_sanitise_plan *plan, const void *bytes, size_t len)
{
    if (plan == NULL || (bytes == NULL && len > 0))
        return PNEU_ERR_ARGUMENT;
    if (plan->error != PNEU_OK)
        return plan->error;
    if (plan->is_finished)
        return PNEU_ERR_STATE;
    pneu_i_boundary_watch_add(&plan->watch, bytes, len);
    pneu_i_byte_digest_add(&plan->seen, bytes, len);
    return plan->error = pneu_message_push(plan->tree, bytes, len);
}

pneu_status pneu_sanitise_plan_finish(pneu_sanitise_plan *plan)
{
    if (plan == NULL)
        return PNEU_ERR_ARGUMENT;
    if (plan->error != PNEU_OK)
        return plan->error;
    if (plan->is_finished)
        return PNEU_ERR_STATE;
    plan->error = finish_plan(plan);
    plan->is_finished = plan->error == PNEU_OK;
    return plan->error;
}

void pneu_sanitise_plan_refusal(const pneu_sanitise_plan *plan, pneu_sanitise_refusal *out)
{
    if (plan != NULL && out != NULL)
        *out = plan->refusal;
}

void pneu_sanitise_plan_summary(const pneu_sanitise_plan *plan, pneu_sanitise_summary *out)
{
    if (plan != NULL && out != NULL)
        *out = plan->summary;
}

int32_t pneu_sanitise_plan_part(const pneu_sanitise_plan *plan, uint32_t part, pneu_defect_set *found)
{
    if (plan == NULL || found == NULL || !plan->is_finished || part >= plan->summary.parts)
        return 0;
    *found = pneu_i_sanitise_found(plan, part);
    return (plan->scan.marks[part] & PNEU_I_CLEAN) != 0;
}

/* ---- New, reset, free ----------------------------------------------------------------------------------------- */

static int is_choice(const pneu_sanitise_choices *choices)
{
    if (choices == NULL)
        return 1;
    for (size_t i = 0; i < sizeof choices->reserved / sizeof *choices->reserved; i++)
        if (choices->reserved[i] != 0)
            return 0;
    return (choices->level == PNEU_SANITISE_AMBIGUOUS || choices->level == PNEU_SANITISE_ALL) &&
           (choices->flags & ~(uint32_t)(PNEU_SANITISE_FORCE | PNEU_SANITISE_CRLF)) == 0;
}

pneu_status pneu_sanitise_plan_new(const pneu_options *options, const pneu_sanitise_choices *choices,
                                   const pneu_alloc *alloc, pneu_sanitise_plan **out)
{
    if (out == NULL || !is_choice(choices) || !pneu_i_alloc_usable(alloc))
        return PNEU_ERR_ARGUMENT;
    pneu_alloc used = pneu_i_alloc_or_default(alloc);
    pneu_sanitise_plan *plan = pneu_i_alloc_zeroed(&used, sizeof *plan);
    if (plan == NULL)
        return PNEU_ERR_MEMORY;
    plan->alloc = plan->scan.alloc = used;
    if (choices != NULL)
        plan->choices = *choices;
    pneu_i_arena_init(&plan->scan.arena, &plan->alloc);
    pneu_status status = pneu_message_new(PNEU_KEEP_OFFSETS, options, alloc, &plan->tree);
    if (status != PNEU_OK) {
        pneu_sanitise_plan_free(plan);
        return status;
    }
    plan->scan.is_thorough = plan->choices.level == PNEU_SANITISE_ALL;
    pneu_i_sanitise_scan_start(&plan->scan, plan->tree);
    *out = plan;
    return PNEU_OK;
}

void pneu_sanitise_plan_reset(pneu_sanitise_plan *plan)
{
    if (plan == NULL)
        return;
    pneu_message_reset(plan->tree);
    pneu_i_sanitise_scan_reset(&plan->scan);
    memset(&plan->watch, 0, sizeof plan->watch);
    memset(&plan->seen, 0, sizeof plan->seen);
    memset(&plan->refusal, 0, sizeof plan->refusal);
    memset(&plan->summary, 0, sizeof plan->summary);
    plan->is_finished = plan->letter = 0;
    plan->error = PNEU_OK;
}

void pneu_sanitise_plan_free(pneu_sanitise_plan *plan)
{
    if (plan == NULL)
        return;
    pneu_alloc alloc = plan->alloc;
    pneu_message_free(plan->tree);
    pneu_i_sanitise_scan_free(&plan->scan);
    pneu_i_alloc_free(&alloc, plan, sizeof *plan);
}
