/*
 * The plan: its life.
 * In: the message's bytes. Out: what is done to each part, or why the message is refused.
 * A tree that keeps offsets alone finds the defects, also those of values, bodies and decoded messages; beside it a
 * scan (sanitise_scan.c) looks at forms, charsets and lines, and a watch at lines like our boundaries.
 * Invariants: memory is that of a parser and about 160 bytes a part; a refusal is known before anything is written.
 * Not handled: what is done to which part (sanitise_marks.c), and what is refused (sanitise_refusal.c).
 */
#include "sanitise/sanitise_plan.h"

#include <string.h>

#include "base/str.h"
#include "pneu/check.h"

/* ---- The message ---------------------------------------------------------------------------------------------- */

/* Finds all that is wrong. The tree has no bodies left, but the scan has looked at them. */
static pneu_status check(pneu_sanitise_plan *plan)
{
    pneu_status status = pneu_message_finish(plan->tree);
    if (status == PNEU_OK)
        status = pneu_i_sanitise_scan_end(&plan->scan);
    if (status == PNEU_OK)
        status = pneu_message_check(plan->tree, NULL);
    return status == PNEU_ERR_NOT_KEPT ? PNEU_OK : status;
}

static pneu_status finish_plan(pneu_sanitise_plan *plan)
{
    int is_forced = (plan->choices.flags & PNEU_SANITISE_FORCE) != 0;
    pneu_status status = check(plan);
    if (status == PNEU_OK && !is_forced)
        status = pneu_i_sanitise_refuse_attacks(plan);
    if (status != PNEU_OK)
        return status;
    pneu_i_sanitise_mark(plan);
    plan->letter = pneu_i_boundary_letter(&plan->watch, 0);
    if (plan->letter < 0 && pneu_i_is_touched(plan))
        status = PNEU_ERR_BOUNDARY;
    else if (!is_forced)
        status = pneu_i_sanitise_refuse_losses(plan);
    if (status != PNEU_OK)
        memset(&plan->summary, 0, sizeof plan->summary);
    return status;
}

pneu_str pneu_i_plain_boundary(int letter, uint32_t part, char *text)
{
    static const char start[] = "=_pneu_";
    size_t at = sizeof start - 1;
    memcpy(text, start, at);
    text[at++] = (char)('A' + letter);
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

int32_t pneu_sanitise_plan_item(const pneu_sanitise_plan *plan, uint32_t part, pneu_sanitise_item *out)
{
    if (plan == NULL || out == NULL || !plan->is_finished || part >= plan->summary.parts)
        return 0;
    uint16_t marks = plan->scan.marks[part];
    *out = (pneu_sanitise_item){part, marks >> PNEU_I_REASONS, 0, 0, {{0, 0}}};
    out->loses_address = (marks & PNEU_I_HAS_WIDE_ADDRESS) != 0;
    pneu_part_defects_found(plan->tree, part, &out->found);
    return (marks & PNEU_I_CLEAN) != 0;
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
