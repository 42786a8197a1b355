/*
 * The parts that go: what is told of them, and which bytes are cut.
 * In: parts that have ended, and what follows them. Out: items, cuts, the summary.
 * Where a part goes without a note, all from the begin of its delimiter line to the begin of the next one goes: the
 * line end before its delimiter stays, so that the part before it has the bytes it had (RFC 2046 section 5.1.1).
 * This is done only where both delimiters are of one multipart, and where the bytes before the first are in no other
 * multipart that is open: there the second could be read as one of that.
 * Invariants: cuts are in order and do not overlap; a multipart keeps at least one part.
 */
#include "filter/strip_plan.h"

/* ---- Items ---------------------------------------------------------------------------------------------------- */

/* The numbers of all open parts, as "1.2.3". */
static pneu_status write_section(pneu_strip_plan *plan, pneu_str *out)
{
    char *text = pneu_i_arena_alloc(&plan->arena, plan->depth * 11);
    size_t len = 0;
    if (text == NULL)
        return PNEU_ERR_MEMORY;
    for (size_t i = 0; i < plan->depth; i++) {
        char digits[10];
        size_t first = sizeof digits;
        for (uint32_t number = plan->frames[i].number; number > 0; number /= 10)
            digits[--first] = (char)('0' + number % 10);
        if (first == sizeof digits)
            continue;
        if (len > 0)
            text[len++] = '.';
        memcpy(text + len, digits + first, sizeof digits - first);
        len += sizeof digits - first;
    }
    *out = pneu_i_str_of(text, len);
    return PNEU_OK;
}

static void mark_changed(pneu_strip_plan *plan)
{
    for (size_t i = plan->depth; i > 0 && !plan->frames[i - 1].is_changed; i--)
        plan->frames[i - 1].is_changed = 1;
}

pneu_status pneu_i_strip_add_item(pneu_strip_plan *plan)
{
    pneu_i_strip_frame *frame = &plan->frames[plan->depth - 1];
    pneu_i_strip_item *item = &frame->item;
    int is_left = frame->is_in_sealed && plan->choices.on_signed == PNEU_STRIP_LEAVE_SIGNED;
    void *items = plan->items;
    plan->item_count = frame->first_item; /* what is inside goes with it */
    plan->summary.signed_parts = frame->before.signed_parts;
    plan->summary.signatures = frame->before.signatures;
    plan->summary.in_doubt = frame->before.in_doubt;
    pneu_status status =
        pneu_i_alloc_grow(&plan->alloc, &items, &plan->item_capacity, plan->item_count + 1, sizeof *plan->items);
    plan->items = items;
    if (status == PNEU_OK)
        status = write_section(plan, &item->told.section);
    if (status != PNEU_OK)
        return status;
    item->told.fate = is_left ? PNEU_STRIP_LEFT : PNEU_STRIP_REPLACED;
    item->told.voids = !is_left && frame->is_in_sealed;
    item->owes_line_end = 1;
    if (!is_left) {
        mark_changed(plan);
        plan->pending = plan->item_count;
    }
    plan->items[plan->item_count++] = *item;
    return PNEU_OK;
}

void pneu_i_strip_settle(pneu_strip_plan *plan, uint64_t line, int owes_line_end)
{
    if (plan->pending == PNEU_I_NO_ITEM)
        return;
    pneu_i_strip_item *item = &plan->items[plan->pending];
    item->owes_line_end = owes_line_end;
    if (line != PNEU_I_NEVER && plan->choices.note == PNEU_STRIP_NO_NOTE && !item->is_after_open) {
        pneu_i_strip_frame *multipart = &plan->frames[plan->depth - 1];
        item->told.fate = PNEU_STRIP_REMOVED;
        item->next_line = line;
        multipart->gone++;
        multipart->last_gone = plan->pending;
    }
    plan->pending = PNEU_I_NO_ITEM;
}

void pneu_i_strip_keep_one(pneu_strip_plan *plan, const pneu_i_strip_frame *multipart)
{
    if (multipart->gone > 0 && multipart->gone == multipart->children)
        plan->items[multipart->last_gone].told.fate = PNEU_STRIP_REPLACED;
}

/* ---- Cuts ----------------------------------------------------------------------------------------------------- */

static pneu_status cut(pneu_strip_plan *plan, uint64_t offset, uint64_t end, pneu_str text)
{
    pneu_i_cut made = {offset, end - offset, text, 0};
    plan->summary.output_size -= made.length;
    plan->summary.output_size += text.len;
    return pneu_i_cut_list_add(&plan->cuts, &plan->alloc, &made);
}

/* The fields of a message that go, those of the note in the place of the first of them: before that nothing changes, so
 * the header's first line, on which a reader's "From " depends, stays a field or what it was. */
static pneu_status cut_message_fields(pneu_strip_plan *plan, const pneu_i_strip_item *item)
{
    pneu_str fields;
    pneu_i_strip_add_note_fields(plan, item);
    pneu_status status = pneu_i_strip_take_text(plan, &fields);
    if (status == PNEU_OK && item->field_count == 0)
        return cut(plan, item->header_end, item->header_end, fields);
    for (size_t i = 0; i < item->field_count && status == PNEU_OK; i++) {
        const pneu_i_cut *field = &plan->fields.cuts[item->first_field + i];
        status = cut(plan, field->offset, field->offset + field->length, i == 0 ? fields : pneu_i_str(""));
    }
    return status;
}

static pneu_status cut_message(pneu_strip_plan *plan, const pneu_i_strip_item *item)
{
    pneu_str body;
    pneu_status status = PNEU_OK;
    if (item->owes_empty_line)
        status = cut(plan, item->told.offset, item->told.offset, plan->line_end);
    if (status == PNEU_OK)
        status = cut_message_fields(plan, item);
    if (status != PNEU_OK)
        return status;
    if (!item->has_separator)
        pneu_i_strip_add_line_end(plan);
    pneu_i_strip_add_note_body(plan, item);
    status = pneu_i_strip_take_text(plan, &body);
    return status == PNEU_OK ? cut(plan, item->body, item->end, body) : status;
}

static pneu_status cut_part(pneu_strip_plan *plan, const pneu_i_strip_item *item)
{
    pneu_str note;
    pneu_i_strip_add_note_fields(plan, item);
    pneu_i_strip_add_line_end(plan);
    pneu_i_strip_add_note_body(plan, item);
    pneu_status status = pneu_i_strip_take_text(plan, &note);
    return status == PNEU_OK ? cut(plan, item->told.offset, item->end, note) : status;
}

static pneu_status cut_item(pneu_strip_plan *plan, const pneu_i_strip_item *item)
{
    if (item->told.fate == PNEU_STRIP_REMOVED)
        return cut(plan, item->line, item->next_line, pneu_i_str(""));
    return item->is_message ? cut_message(plan, item) : cut_part(plan, item);
}

pneu_status pneu_i_strip_make_cuts(pneu_strip_plan *plan)
{
    pneu_status status = plan->item_count > 0 ? pneu_i_strip_begin_notes(plan) : PNEU_OK;
    plan->summary.input_size = plan->summary.output_size = plan->seen.count;
    for (size_t i = 0; i < plan->item_count && status == PNEU_OK; i++) {
        const pneu_i_strip_item *item = &plan->items[i];
        if (item->told.fate == PNEU_STRIP_LEFT) {
            plan->summary.left++;
            continue;
        }
        plan->summary.removed++;
        plan->summary.replaced += item->told.fate == PNEU_STRIP_REPLACED;
        status = cut_item(plan, item);
    }
    return status;
}
