/*
 * The plan of a conversion to 7-bit ASCII: its life, what it notes, and why it refuses.
 * In: a message, pushed. Out: a record of 8 bytes a part, a refusal, notes, counts.
 * Invariants: memory is that of a parser, of the records (bounded by MAX_PARTS), of one field, and of what is kept of
 * others (bounded); errors stay until reset; where something is changed, all that is around it knows.
 * RFC 6152 section 3, RFC 1847 section 2.1.
 * Not handled: the decisions (ascii_scan.c, ascii_stretch.c).
 */
#include "filter/ascii_plan.h"

#include "base/options.h"
#include "parse/parser_limits.h"

/* ---- Marks and notes ---------------------------------------------------------------------------------------- */

/* Keeps a field's name; "" for none. */
static pneu_str keep_name(pneu_str name, char *room, size_t size)
{
    size_t len = name.len < size ? name.len : size;
    if (len > 0)
        memcpy(room, name.ptr, len);
    return pneu_i_str_of(room, len);
}

pneu_status pneu_i_ascii_refuse(pneu_ascii_plan *plan, pneu_status status, uint32_t part, uint64_t offset)
{
    plan->refusal.status = status;
    plan->refusal.part = part;
    plan->refusal.offset = offset;
    return status;
}

pneu_status pneu_i_ascii_refuse_field(pneu_ascii_plan *plan, uint32_t part, uint64_t offset, pneu_str name)
{
    plan->refusal.field = keep_name(name, plan->refused_field, sizeof plan->refused_field);
    return pneu_i_ascii_refuse(plan, PNEU_ERR_UNREPRESENTABLE, part, offset);
}

static int is_loss(int32_t kind)
{
    return kind < PNEU_ASCII_SIGNATURE;
}

pneu_status pneu_i_ascii_add_note(pneu_ascii_plan *plan, int32_t kind, uint32_t part, uint64_t offset, pneu_str field)
{
    pneu_note note = {kind, part, offset, field};
    if (!is_loss(kind))
        return pneu_i_note_list_add(&plan->signatures, &plan->alloc, &note);
    plan->summary.losses++;
    return pneu_i_note_list_add(&plan->losses, &plan->alloc, &note);
}

/* A part around one that is changed. */
static pneu_status mark_around(pneu_ascii_plan *plan, uint32_t part, uint64_t offset)
{
    pneu_i_part_plan *around = &plan->parts[part];
    around->marks |= PNEU_I_CHANGED_BELOW;
    if ((around->marks & PNEU_I_IS_SIGNED) == 0)
        return PNEU_OK;
    return pneu_i_ascii_add_note(plan, PNEU_ASCII_SIGNED_PART, part, offset, pneu_i_str_of("", 0));
}

pneu_status pneu_i_ascii_mark_changed(pneu_ascii_plan *plan, uint32_t part, uint64_t offset)
{
    pneu_i_part_plan *changed = &plan->parts[part];
    pneu_status status = PNEU_OK;
    if ((changed->marks & PNEU_I_IN_SIGNED) != 0 && plan->choices.on_signed == PNEU_SIGNED_REFUSE)
        return pneu_i_ascii_refuse(plan, PNEU_ERR_SIGNED, part, offset);
    if ((changed->marks & PNEU_I_CHANGED) != 0)
        return PNEU_OK;
    changed->marks |= PNEU_I_CHANGED;
    for (uint32_t around = changed->parent; around != PNEU_NO_PART && status == PNEU_OK;
         around = plan->parts[around].parent) {
        if ((plan->parts[around].marks & PNEU_I_CHANGED_BELOW) != 0)
            break;
        status = mark_around(plan, around, offset);
    }
    return status;
}

pneu_i_raw_field pneu_i_ascii_field(const pneu_ascii_plan *plan, pneu_str slice, const pneu_field_span *span)
{
    pneu_i_raw_field field = pneu_i_raw_field_of(slice, span, plan->choices.on_unrepresentable);
    field.flags = pneu_i_ascii_field_flags(plan);
    return field;
}

pneu_str pneu_i_ascii_boundary(const pneu_ascii_plan *plan, uint32_t part, char *text)
{
    return pneu_i_boundary_write(plan->letter, part, text);
}

/* Of the signatures noted, those over a message that is changed are void. A message part's own header is in the part
 * of the message within it, so a signature is over its own part and what is below. */
static void sort_signatures(pneu_ascii_plan *plan)
{
    size_t kept = 0;
    for (size_t i = 0; i < plan->signatures.count; i++) {
        const pneu_note *note = pneu_i_note_list_at(&plan->signatures, i);
        if (note->kind == PNEU_ASCII_SIGNATURE &&
            (plan->parts[note->part].marks & (PNEU_I_CHANGED | PNEU_I_CHANGED_BELOW)) == 0)
            continue;
        pneu_i_note_list_move(&plan->signatures, i, kept++);
    }
    plan->signatures.count = kept;
    plan->summary.signatures = kept;
}

/* ---- The scan ----------------------------------------------------------------------------------------------- */

/* Takes the parser's events, up to `end`: PNEU_MORE or PNEU_DONE. */
static pneu_status take_events(pneu_ascii_plan *plan, pneu_status end)
{
    const pneu_event *event;
    pneu_status status;
    while ((status = pneu_parser_next(plan->parser, &event)) == PNEU_OK) {
        status = pneu_i_ascii_scan(plan, event);
        if (status != PNEU_OK)
            return status;
    }
    return status == end ? PNEU_OK : status;
}

static pneu_status keep_error(pneu_ascii_plan *plan, pneu_status status)
{
    if (status < 0 && status != PNEU_ERR_STATE && status != PNEU_ERR_ARGUMENT)
        plan->refusal.status = status;
    return status;
}

pneu_status pneu_ascii_plan_push(pneu_ascii_plan *plan, const void *bytes, size_t len)
{
    if (plan == NULL || (bytes == NULL && len > 0))
        return PNEU_ERR_ARGUMENT;
    if (plan->refusal.status != PNEU_OK)
        return plan->refusal.status;
    if (plan->is_finished)
        return PNEU_ERR_STATE;
    pneu_status status = pneu_parser_push(plan->parser, bytes, len);
    if (status == PNEU_OK)
        status = take_events(plan, PNEU_MORE);
    return keep_error(plan, status);
}

/* The letter that all fresh boundaries have; in one pass it was chosen with the first of them. */
static pneu_status choose_letter(pneu_ascii_plan *plan)
{
    if (!plan->has_fresh || plan->is_one_pass)
        return PNEU_OK;
    plan->letter = pneu_i_boundary_letter(&plan->watch, 0);
    return plan->letter >= 0 ? PNEU_OK : pneu_i_ascii_refuse(plan, PNEU_ERR_BOUNDARY, 0, 0);
}

pneu_status pneu_ascii_plan_finish(pneu_ascii_plan *plan)
{
    if (plan == NULL)
        return PNEU_ERR_ARGUMENT;
    if (plan->refusal.status != PNEU_OK)
        return plan->refusal.status;
    if (plan->is_finished)
        return PNEU_ERR_STATE;
    pneu_status status = pneu_parser_finish(plan->parser);
    if (status == PNEU_OK)
        status = take_events(plan, PNEU_DONE);
    if (status == PNEU_OK)
        status = choose_letter(plan);
    if (status == PNEU_OK) {
        plan->is_finished = 1;
        sort_signatures(plan);
    }
    return keep_error(plan, status);
}

/* ---- What is told ------------------------------------------------------------------------------------------- */

void pneu_ascii_plan_refusal(const pneu_ascii_plan *plan, pneu_refusal *out)
{
    if (plan != NULL && out != NULL)
        *out = plan->refusal;
}

void pneu_ascii_plan_summary(const pneu_ascii_plan *plan, pneu_ascii_summary *out)
{
    if (plan != NULL && out != NULL)
        *out = plan->summary;
}

const pneu_note *pneu_ascii_plan_note(const pneu_ascii_plan *plan, size_t i)
{
    if (plan == NULL || !plan->is_finished)
        return NULL;
    const pneu_note *note = pneu_i_note_list_at(&plan->losses, i);
    return note != NULL ? note : pneu_i_note_list_at(&plan->signatures, i - plan->losses.count);
}

/* ---- New, reset, free --------------------------------------------------------------------------------------- */

static int is_choice(const pneu_ascii_choices *choices)
{
    if (choices == NULL)
        return 1;
    for (size_t i = 0; i < sizeof choices->reserved / sizeof *choices->reserved; i++)
        if (choices->reserved[i] != 0)
            return 0;
    return choices->on_unrepresentable >= 0 && choices->on_unrepresentable <= PNEU_UNREPRESENTABLE_DROP &&
           choices->on_signed >= 0 && choices->on_signed <= PNEU_SIGNED_CONVERT && choices->transport >= 0 &&
           choices->transport <= PNEU_TRANSPORT_UTF8;
}

/* A copy of the options, since whoever follows the plan must parse as the scan did. */
static pneu_status copy_options(pneu_ascii_plan *plan, const pneu_options *options, const pneu_alloc *alloc)
{
    pneu_i_settings settings;
    pneu_i_settings_from(options, &settings);
    plan->cpu_level = pneu_i_settings_cpu_level(&settings);
    if (options == NULL)
        return PNEU_OK;
    return pneu_i_options_of(&settings, alloc, &plan->options);
}

pneu_status pneu_ascii_plan_new(const pneu_options *options, const pneu_ascii_choices *choices, const pneu_alloc *alloc,
                                pneu_ascii_plan **out)
{
    if (out == NULL || !is_choice(choices) || !pneu_i_alloc_usable(alloc))
        return PNEU_ERR_ARGUMENT;
    pneu_alloc used = pneu_i_alloc_or_default(alloc);
    pneu_ascii_plan *plan = pneu_i_alloc_zeroed(&used, sizeof *plan);
    if (plan == NULL)
        return PNEU_ERR_MEMORY;
    plan->alloc = used;
    if (choices != NULL)
        plan->choices = *choices;
    pneu_i_arena_init(&plan->scratch, &plan->alloc);
    pneu_status status = copy_options(plan, options, alloc);
    if (status == PNEU_OK)
        status = pneu_parser_new(options, alloc, &plan->parser);
    if (status == PNEU_OK)
        status = pneu_parser_set_flags(plan->parser, PNEU_PARSE_NO_STATS);
    if (status != PNEU_OK) {
        pneu_ascii_plan_free(plan);
        return status;
    }
    pneu_i_parser_be_silent(plan->parser);
    *out = plan;
    return PNEU_OK;
}

#define KEPT ((size_t)262144)

static void free_parts(pneu_ascii_plan *plan)
{
    pneu_i_alloc_free(&plan->alloc, plan->parts, plan->capacity * sizeof *plan->parts);
    plan->parts = NULL;
    plan->capacity = 0;
}

void pneu_ascii_plan_reset(pneu_ascii_plan *plan)
{
    if (plan == NULL)
        return;
    pneu_parser_reset(plan->parser);
    pneu_i_arena_reset(&plan->scratch, KEPT);
    pneu_i_kept_texts_reset(&plan->texts, &plan->alloc, KEPT);
    pneu_i_buf_reset(&plan->type_field, &plan->alloc, KEPT);
    if (plan->capacity * sizeof *plan->parts > KEPT)
        free_parts(plan);
    plan->count = plan->losses.count = plan->signatures.count = 0;
    plan->is_finished = plan->has_fresh = plan->letter = 0;
    plan->stretch.event = 0;
    memset(&plan->watch, 0, sizeof plan->watch);
    memset(&plan->header, 0, sizeof plan->header);
    memset(&plan->refusal, 0, sizeof plan->refusal);
    memset(&plan->summary, 0, sizeof plan->summary);
}

void pneu_ascii_plan_free(pneu_ascii_plan *plan)
{
    if (plan == NULL)
        return;
    pneu_alloc alloc = plan->alloc;
    pneu_parser_free(plan->parser);
    pneu_options_free(plan->options);
    pneu_i_arena_free(&plan->scratch);
    pneu_i_kept_texts_free(&plan->texts, &alloc);
    pneu_i_buf_free(&plan->type_field, &alloc);
    free_parts(plan);
    pneu_i_note_list_free(&plan->losses, &alloc);
    pneu_i_note_list_free(&plan->signatures, &alloc);
    pneu_i_alloc_free(&alloc, plan, sizeof *plan);
}
