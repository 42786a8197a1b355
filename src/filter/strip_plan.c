/*
 * The plan of a stripping: its life, its rules, and what it tells.
 * In: rules, then a message, pushed. Out: items, a summary, and for the filter the cuts.
 * Invariants: an error of the input side stays until reset; memory is that of a parser and of what a rule fits.
 * Not handled: what goes (strip_rule.c, strip_scan.c), and what takes its place (strip_item.c, strip_note.c).
 */
#include "charset/charset.h"
#include "filter/pattern.h"
#include "filter/strip_plan.h"

#define KEPT ((size_t)262144)

/* ---- Errors --------------------------------------------------------------------------------------------------- */

static pneu_status fail(pneu_strip_plan *plan, pneu_status status, int32_t argument, uint64_t offset)
{
    plan->fault = (pneu_strip_fault){status, argument, offset};
    return status;
}

/* Records how a call ended. */
static pneu_status end_call(pneu_strip_plan *plan, pneu_status status)
{
    return fail(plan, status, 0, status == PNEU_OK ? 0 : plan->seen.count);
}

static int is_broken(const pneu_strip_plan *plan)
{
    return plan->fault.status == PNEU_ERR_MEMORY && plan->has_input;
}

/* ---- Rules and wording ---------------------------------------------------------------------------------------- */

/* PNEU_OK if both patterns, the flags and the number of rules are fine. */
static pneu_status check_rule(pneu_strip_plan *plan, const pneu_strip_rule *rule)
{
    const pneu_str patterns[] = {rule->type, rule->name};
    for (int i = 0; i < 2; i++) {
        if (patterns[i].ptr == NULL && patterns[i].len > 0)
            return fail(plan, PNEU_ERR_ARGUMENT, i + 1, 0);
        if (patterns[i].len > PNEU_STRIP_PATTERN_MAX)
            return fail(plan, PNEU_ERR_ARGUMENT, i + 1, PNEU_STRIP_PATTERN_MAX);
        size_t fault = pneu_i_pattern_check(patterns[i]);
        if (fault < patterns[i].len)
            return fail(plan, PNEU_ERR_ARGUMENT, i + 1, fault);
    }
    if ((rule->flags & ~(uint32_t)PNEU_STRIP_ENCODED_SIZE) != 0 || rule->reserved != 0)
        return fail(plan, PNEU_ERR_ARGUMENT, 3, 0);
    return plan->rule_count < PNEU_STRIP_RULES_MAX ? PNEU_OK : fail(plan, PNEU_ERR_ARGUMENT, 4, 0);
}

pneu_status pneu_strip_plan_add_rule(pneu_strip_plan *plan, const pneu_strip_rule *rule)
{
    if (plan == NULL || rule == NULL)
        return PNEU_ERR_ARGUMENT;
    if (plan->has_input)
        return PNEU_ERR_STATE;
    pneu_status status = check_rule(plan, rule);
    if (status != PNEU_OK)
        return status;
    pneu_strip_rule copy = *rule;
    void *rules = plan->rules;
    status = pneu_i_alloc_grow(&plan->alloc, &rules, &plan->rule_capacity, plan->rule_count + 1, sizeof *plan->rules);
    plan->rules = rules;
    if (status == PNEU_OK)
        status = pneu_i_arena_copy(&plan->kept, rule->type, &copy.type);
    if (status == PNEU_OK)
        status = pneu_i_arena_copy(&plan->kept, rule->name, &copy.name);
    if (status == PNEU_OK)
        plan->rules[plan->rule_count++] = copy;
    return end_call(plan, status);
}

/* The offset of the first byte that a wording may not have; its length if there is none. */
static size_t wording_fault(pneu_str wording)
{
    size_t valid = pneu_i_utf8_valid(wording.ptr, wording.len);
    for (size_t i = 0; i < valid; i++) {
        unsigned char c = (unsigned char)wording.ptr[i];
        if ((c < 0x20 && c != '\n' && c != '\t') || c == 0x7F)
            return i;
        if (c == 0xC2 && (unsigned char)wording.ptr[i + 1] < 0xA0)
            return i;
    }
    return valid;
}

pneu_status pneu_strip_plan_set_wording(pneu_strip_plan *plan, pneu_str wording)
{
    if (plan == NULL || (wording.ptr == NULL && wording.len > 0))
        return PNEU_ERR_ARGUMENT;
    if (plan->has_input)
        return PNEU_ERR_STATE;
    if (wording.len > PNEU_STRIP_WORDING_MAX)
        return fail(plan, PNEU_ERR_ARGUMENT, 1, PNEU_STRIP_WORDING_MAX);
    size_t fault = wording_fault(wording);
    if (fault < wording.len)
        return fail(plan, PNEU_ERR_ARGUMENT, 1, fault);
    return end_call(plan, pneu_i_arena_copy(&plan->kept, wording, &plan->wording));
}

/* ---- Input ---------------------------------------------------------------------------------------------------- */

/* Takes the parser's events, up to `end`: PNEU_MORE or PNEU_DONE. */
static pneu_status take_events(pneu_strip_plan *plan, pneu_status end)
{
    const pneu_event *event;
    pneu_status status;
    while ((status = pneu_parser_next(plan->parser, &event)) == PNEU_OK) {
        status = pneu_i_strip_scan(plan, event);
        if (status != PNEU_OK)
            return status;
    }
    return status == end ? PNEU_OK : status;
}

/* The line end of the first line is that of the notes. */
static void look_for_line_end(pneu_strip_plan *plan, pneu_str bytes)
{
    const char *lf = memchr(bytes.ptr, '\n', bytes.len);
    if (lf != NULL) {
        char before = lf == bytes.ptr ? plan->last_byte : lf[-1];
        plan->line_end = pneu_i_str(before == '\r' ? "\r\n" : "\n");
    }
    plan->last_byte = bytes.ptr[bytes.len - 1];
}

pneu_status pneu_strip_plan_push(pneu_strip_plan *plan, const void *bytes, size_t len)
{
    if (plan == NULL || (bytes == NULL && len > 0))
        return PNEU_ERR_ARGUMENT;
    if (is_broken(plan))
        return plan->fault.status;
    if (plan->is_finished)
        return PNEU_ERR_STATE;
    plan->has_input = 1;
    pneu_i_byte_digest_add(&plan->seen, bytes, len);
    if (plan->line_end.len == 0 && len > 0)
        look_for_line_end(plan, pneu_i_str_of(bytes, len));
    pneu_status status = pneu_parser_push(plan->parser, bytes, len);
    if (status == PNEU_OK)
        status = take_events(plan, PNEU_MORE);
    return end_call(plan, status);
}

pneu_status pneu_strip_plan_finish(pneu_strip_plan *plan)
{
    if (plan == NULL)
        return PNEU_ERR_ARGUMENT;
    if (is_broken(plan))
        return plan->fault.status;
    if (plan->is_finished)
        return PNEU_ERR_STATE;
    plan->has_input = 1;
    if (plan->line_end.len == 0)
        plan->line_end = pneu_i_str("\r\n");
    pneu_status status = pneu_parser_finish(plan->parser);
    if (status == PNEU_OK)
        status = take_events(plan, PNEU_DONE);
    if (status == PNEU_OK)
        status = pneu_i_strip_make_cuts(plan);
    plan->is_finished = status == PNEU_OK;
    return end_call(plan, status);
}

/* ---- What is told --------------------------------------------------------------------------------------------- */

void pneu_strip_plan_error(const pneu_strip_plan *plan, pneu_strip_fault *out)
{
    if (plan != NULL && out != NULL)
        *out = plan->fault;
}

void pneu_strip_plan_summary(const pneu_strip_plan *plan, pneu_strip_summary *out)
{
    if (plan == NULL || out == NULL)
        return;
    memset(out, 0, sizeof *out);
    if (plan->is_finished)
        *out = plan->summary;
}

const pneu_strip_item *pneu_strip_plan_item(const pneu_strip_plan *plan, size_t i)
{
    return plan != NULL && plan->is_finished && i < plan->item_count ? &plan->items[i].told : NULL;
}

/* ---- New, reset, free ----------------------------------------------------------------------------------------- */

static int is_choice(const pneu_strip_choices *choices)
{
    if (choices == NULL)
        return 1;
    for (size_t i = 0; i < sizeof choices->reserved / sizeof *choices->reserved; i++)
        if (choices->reserved[i] != 0)
            return 0;
    return choices->note >= 0 && choices->note <= PNEU_STRIP_NO_NOTE && choices->on_signed >= 0 &&
           choices->on_signed <= PNEU_STRIP_CHANGE_SIGNED;
}

pneu_status pneu_strip_plan_new(const pneu_options *options, const pneu_strip_choices *choices, const pneu_alloc *alloc,
                                pneu_strip_plan **out)
{
    if (out == NULL || !is_choice(choices) || !pneu_i_alloc_usable(alloc))
        return PNEU_ERR_ARGUMENT;
    pneu_alloc used = pneu_i_alloc_or_default(alloc);
    pneu_strip_plan *plan = pneu_i_alloc_zeroed(&used, sizeof *plan);
    if (plan == NULL)
        return PNEU_ERR_MEMORY;
    plan->alloc = used;
    plan->pending = PNEU_I_NO_ITEM;
    if (choices != NULL)
        plan->choices = *choices;
    pneu_i_settings_from(options, &plan->settings);
    pneu_i_arena_init(&plan->kept, &plan->alloc);
    pneu_i_arena_init(&plan->arena, &plan->alloc);
    pneu_i_arena_init(&plan->scratch, &plan->alloc);
    pneu_status status = pneu_parser_new(options, alloc, &plan->parser);
    if (status == PNEU_OK)
        *out = plan;
    else
        pneu_strip_plan_free(plan);
    return status;
}

/* Frees the arrays that are larger than `keep` bytes. */
static void free_arrays(pneu_strip_plan *plan, size_t keep)
{
    if (plan->item_capacity * sizeof *plan->items > keep) {
        pneu_i_alloc_free(&plan->alloc, plan->items, plan->item_capacity * sizeof *plan->items);
        plan->items = NULL;
        plan->item_capacity = 0;
    }
    if (plan->frame_capacity * sizeof *plan->frames > keep) {
        pneu_i_alloc_free(&plan->alloc, plan->frames, plan->frame_capacity * sizeof *plan->frames);
        plan->frames = NULL;
        plan->frame_capacity = 0;
    }
    if (plan->names.capacity * sizeof *plan->names.names > keep) {
        pneu_i_alloc_free(&plan->alloc, plan->names.names, plan->names.capacity * sizeof *plan->names.names);
        plan->names.names = NULL;
        plan->names.capacity = 0;
    }
    if (plan->fields.capacity * sizeof *plan->fields.cuts > keep)
        pneu_i_cut_list_free(&plan->fields, &plan->alloc);
    if (plan->cuts.capacity * sizeof *plan->cuts.cuts > keep)
        pneu_i_cut_list_free(&plan->cuts, &plan->alloc);
    pneu_i_buf_reset(&plan->notes.text, &plan->alloc, keep);
}

void pneu_strip_plan_reset(pneu_strip_plan *plan)
{
    if (plan == NULL)
        return;
    free_arrays(plan, KEPT / 4);
    pneu_parser_reset(plan->parser);
    pneu_i_arena_reset(&plan->arena, KEPT / 4);
    pneu_i_arena_reset(&plan->scratch, KEPT / 4);
    plan->depth = plan->item_count = plan->fields.count = plan->cuts.count = plan->names.count = 0;
    plan->pending = PNEU_I_NO_ITEM;
    plan->has_input = plan->is_finished = plan->is_open_before = plan->is_after_open = 0;
    plan->line_end = pneu_i_str("");
    plan->last_byte = 0;
    memset(&plan->seen, 0, sizeof plan->seen);
    memset(&plan->fault, 0, sizeof plan->fault);
    memset(&plan->summary, 0, sizeof plan->summary);
}

void pneu_strip_plan_free(pneu_strip_plan *plan)
{
    if (plan == NULL)
        return;
    pneu_alloc alloc = plan->alloc;
    pneu_parser_free(plan->parser);
    free_arrays(plan, 0);
    pneu_i_alloc_free(&alloc, plan->rules, plan->rule_capacity * sizeof *plan->rules);
    pneu_i_arena_free(&plan->kept);
    pneu_i_arena_free(&plan->arena);
    pneu_i_arena_free(&plan->scratch);
    pneu_i_alloc_free(&alloc, plan, sizeof *plan);
}
