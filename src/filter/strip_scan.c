/*
 * The scan for parts to be removed. In: the parser's events. Out: items, with the places of their bytes.
 * Invariants: what is decided depends on the bytes, never on how they were cut; memory: a frame for each open part, an
 * item for each part that goes, one header.
 * RFC 2045 section 3, RFC 2046 section 5.1.1, RFC 1847 section 2.
 * Not handled: messages that are encoded: they are parts as any other.
 */
#include "filter/strip_plan.h"
#include "syntax/signed_fields.h"

static pneu_i_strip_frame *top(pneu_strip_plan *plan)
{
    return &plan->frames[plan->depth - 1];
}

/* ---- Begin ---------------------------------------------------------------------------------------------------- */

static void forget_names(pneu_strip_plan *plan)
{
    pneu_i_strip_names *names = &plan->names;
    names->count = 0;
    names->has_disposition = names->has_type = 0;
    names->filename = names->name = pneu_i_str_of(NULL, 0);
    pneu_i_arena_reset(&plan->scratch, 65536);
}

static pneu_status begin_part(pneu_strip_plan *plan, const pneu_event *event)
{
    void *frames = plan->frames;
    pneu_status status =
        pneu_i_alloc_grow(&plan->alloc, &frames, &plan->frame_capacity, plan->depth + 1, sizeof *plan->frames);
    plan->frames = frames;
    if (status != PNEU_OK)
        return status;
    pneu_i_strip_frame *parent = plan->depth > 0 ? top(plan) : NULL, *frame = &plan->frames[plan->depth++];
    memset(frame, 0, sizeof *frame);
    frame->part = frame->item.told.part = event->part;
    frame->item.told.offset = event->offset;
    frame->item.parent = event->parent;
    frame->item.line = plan->line;
    frame->item.is_after_open = plan->is_after_open;
    frame->item.first_field = plan->fields.count;
    frame->first_item = plan->item_count;
    frame->before = plan->summary;
    frame->is_message_root = parent == NULL || parent->kind != PNEU_KIND_MULTIPART;
    if (parent != NULL) {
        frame->item.owes_empty_line = parent->kind == PNEU_KIND_MESSAGE && !parent->item.has_separator;
        frame->number = frame->is_message_root ? 0 : ++parent->children;
        frame->is_in_sealed = parent->is_in_sealed || parent->is_sealed;
    }
    plan->has_field = plan->is_in_field = 0;
    forget_names(plan);
    return PNEU_OK;
}

/* ---- Header --------------------------------------------------------------------------------------------------- */

/* Of a message: what goes if its body does. What follows the last such place makes it longer. */
static pneu_status keep_field_place(pneu_strip_plan *plan, uint64_t offset, uint64_t length)
{
    pneu_i_cut place = {offset, length, {"", 0}, 0};
    pneu_i_cut_list *fields = &plan->fields;
    pneu_i_cut *last = fields->count > top(plan)->item.first_field ? &fields->cuts[fields->count - 1] : NULL;
    if (last == NULL || last->offset + last->length != offset)
        return pneu_i_cut_list_add(fields, &plan->alloc, &place);
    last->length += length;
    return PNEU_OK;
}

static int is_content_field(pneu_str name)
{
    return name.len > 8 && pneu_i_ascii_same(name.ptr, "content-", 8);
}

/* Signatures of the body that is about to change; the header changes with the body only. */
static pneu_status note_signature(pneu_strip_plan *plan, int32_t id, pneu_str value)
{
    pneu_i_signed_fields signature;
    pneu_i_strip_frame *frame = top(plan);
    pneu_status status = pneu_i_signed_fields_read(&plan->scratch, id, value, &signature);
    if (status != PNEU_OK || !frame->is_message_root)
        return status;
    int32_t body = pneu_i_signed_body(&signature);
    frame->signatures += body != PNEU_I_BODY_UNSIGNED;
    frame->in_doubt += body == PNEU_I_BODY_LIMITED;
    return PNEU_OK;
}

static pneu_status scan_value(pneu_strip_plan *plan, int32_t id, pneu_str value)
{
    switch (id) {
    case PNEU_FIELD_CONTENT_TYPE:
    case PNEU_FIELD_CONTENT_DISPOSITION: return pneu_i_strip_note_names(plan, id, value);
    case PNEU_FIELD_DKIM_SIGNATURE:
    case PNEU_FIELD_ARC_SEAL:
    case PNEU_FIELD_ARC_MESSAGE_SIGNATURE: return note_signature(plan, id, value);
    case PNEU_FIELD_MIME_VERSION: top(plan)->item.has_version = 1; return PNEU_OK;
    default: return PNEU_OK;
    }
}

static pneu_status scan_field(pneu_strip_plan *plan, const pneu_event *event, const pneu_field_span *span)
{
    pneu_str slice = event->slice, name = pneu_i_str_of(slice.ptr + span->name, span->name_length);
    size_t end = span->end < slice.len ? span->end : slice.len;
    pneu_status status = PNEU_OK;
    plan->has_field = 1;
    plan->is_in_field = 0;
    if (top(plan)->is_message_root && is_content_field(name)) {
        status = keep_field_place(plan, event->offset + span->name, end - span->name);
        plan->is_in_field = 1;
    }
    return status == PNEU_OK ? scan_value(plan, span->id, pneu_i_str_of(slice.ptr + span->value, end - span->value))
                             : status;
}

static pneu_status scan_fields(pneu_strip_plan *plan, const pneu_event *event)
{
    pneu_status status = PNEU_OK;
    for (size_t i = 0; i < event->field_count && status == PNEU_OK; i++)
        status = scan_field(plan, event, &event->fields[i]);
    return status;
}

static pneu_status scan_field_piece(pneu_strip_plan *plan, const pneu_event *event)
{
    if ((event->flags & PNEU_PIECE_FIRST) != 0)
        return scan_field(plan, event, event->fields);
    if (plan->is_in_field)
        plan->fields.cuts[plan->fields.count - 1].length += event->slice.len;
    return PNEU_OK;
}

/* Lines that are no fields, between fields: whether they are read so depends on the lines around them. */
static pneu_status scan_junk(pneu_strip_plan *plan, const pneu_event *event)
{
    if (!top(plan)->is_message_root || !plan->has_field)
        return PNEU_OK;
    return keep_field_place(plan, event->offset, event->slice.len);
}

static int is_sealing(pneu_str type)
{
    return pneu_i_str_is(type, "multipart/signed") || pneu_i_str_is(type, "multipart/encrypted");
}

static pneu_status end_header(pneu_strip_plan *plan, const pneu_event *event)
{
    pneu_i_strip_frame *frame = top(plan);
    const pneu_entity *entity = event->entity;
    frame->kind = entity->kind;
    frame->is_sealed = entity->kind == PNEU_KIND_MULTIPART && is_sealing(entity->type);
    frame->item.is_message = frame->is_message_root && entity->kind != PNEU_KIND_MULTIPART;
    frame->item.has_separator = event->slice.len > 0;
    frame->item.header_end = event->offset;
    frame->item.body = event->offset + event->slice.len;
    if (frame->is_message_root && entity->kind != PNEU_KIND_MULTIPART)
        frame->number = 1;
    pneu_i_strip_apply_rules(plan, entity, frame);
    if (!frame->item.is_message || !frame->is_candidate)
        plan->fields.count = frame->item.first_field;
    if (!frame->is_candidate)
        return PNEU_OK;
    frame->item.field_count = plan->fields.count - frame->item.first_field;
    plan->decoded = 0;
    pneu_i_body_decoder_start(
        &plan->decoder, entity->encoding,
        pneu_i_choice_at(&plan->settings, PNEU_READING_BASE64_PADDING, 0, frame->item.told.offset),
        pneu_i_settings_cpu_level(&plan->settings));
    pneu_status status = pneu_i_arena_copy(&plan->arena, entity->type, &frame->item.told.type);
    return status == PNEU_OK ? pneu_i_strip_shown_name(plan, &frame->item.told.name) : status;
}

/* ---- Body ----------------------------------------------------------------------------------------------------- */

static pneu_status count_decoded(void *ctx, const char *bytes, size_t len)
{
    (void)bytes;
    *(uint64_t *)ctx += len;
    return PNEU_OK;
}

static void scan_body(pneu_strip_plan *plan, const pneu_event *event)
{
    if (top(plan)->is_candidate)
        (void)pneu_i_body_decoder_push(&plan->decoder, event->slice, count_decoded, &plan->decoded);
}

/* ---- Delimiters and ends -------------------------------------------------------------------------------------- */

/* Bytes of the line end that the slice begins with. */
static size_t leading_line_end(pneu_str slice)
{
    if (slice.len > 0 && slice.ptr[0] == '\n')
        return 1;
    return slice.len > 1 && slice.ptr[0] == '\r' && slice.ptr[1] == '\n' ? 2 : 0;
}

static void scan_delimiter(pneu_strip_plan *plan, const pneu_event *event)
{
    size_t leading = leading_line_end(event->slice);
    int is_own = plan->pending != PNEU_I_NO_ITEM && plan->items[plan->pending].parent == event->part;
    plan->line = event->offset + leading;
    pneu_i_strip_settle(plan, is_own ? plan->line : PNEU_I_NEVER, leading == 0);
    if ((event->flags & PNEU_DELIMITER_CLOSE) != 0)
        top(plan)->is_closed = 1;
    plan->is_after_open = plan->is_open_before;
    plan->is_open_before = 0;
}

static void end_multipart(pneu_strip_plan *plan, const pneu_i_strip_frame *frame)
{
    plan->is_open_before |= !frame->is_closed;
    pneu_i_strip_keep_one(plan, frame);
    plan->summary.signed_parts += frame->is_sealed && frame->is_changed;
}

/* A part that may go, depending on its size, has ended. */
static pneu_status end_candidate(pneu_strip_plan *plan, pneu_i_strip_frame *frame, uint64_t encoded_size)
{
    if (frame->kind == PNEU_KIND_MESSAGE)
        plan->decoded = encoded_size;
    else
        (void)pneu_i_body_decoder_finish(&plan->decoder, count_decoded, &plan->decoded);
    frame->item.told.size = plan->decoded;
    if (encoded_size > 0 && pneu_i_strip_find_rule(plan, frame, encoded_size, &frame->item.told.rule))
        return pneu_i_strip_add_item(plan);
    if (frame->kind == PNEU_KIND_LEAF) /* else there may be fields of parts in it behind its own */
        plan->fields.count = frame->item.first_field;
    return PNEU_OK;
}

static pneu_status end_part(pneu_strip_plan *plan, const pneu_event *event)
{
    pneu_i_strip_frame *frame = top(plan);
    pneu_status status = PNEU_OK;
    frame->item.end = event->offset;
    frame->item.told.length = event->offset - frame->item.told.offset;
    if (frame->kind == PNEU_KIND_MULTIPART)
        end_multipart(plan, frame);
    if (frame->is_candidate)
        status = end_candidate(plan, frame, event->summary->body_length);
    if (frame->is_changed) {
        plan->summary.signatures += frame->signatures;
        plan->summary.in_doubt += frame->in_doubt;
    }
    plan->depth--;
    return status;
}

pneu_status pneu_i_strip_scan(pneu_strip_plan *plan, const pneu_event *event)
{
    if (event->slice.len > 0 && event->type != PNEU_EVENT_DELIMITER)
        pneu_i_strip_settle(plan, PNEU_I_NEVER, leading_line_end(event->slice) == 0);
    switch (event->type) {
    case PNEU_EVENT_PART_BEGIN: return begin_part(plan, event);
    case PNEU_EVENT_FIELDS: return scan_fields(plan, event);
    case PNEU_EVENT_FIELD_PIECE: return scan_field_piece(plan, event);
    case PNEU_EVENT_JUNK: return scan_junk(plan, event);
    case PNEU_EVENT_HEADER_END: return end_header(plan, event);
    case PNEU_EVENT_BODY: scan_body(plan, event); return PNEU_OK;
    case PNEU_EVENT_DELIMITER: scan_delimiter(plan, event); return PNEU_OK;
    case PNEU_EVENT_PART_END: return end_part(plan, event);
    default: return PNEU_OK;
    }
}
