/*
 * The scan for bodies to be decoded.
 * In: the parser's events. Out: cuts (splice.h) in the order of the input, notes.
 * A leaf's cuts are added when it ends. That of a container's header stands before them, so its place is kept when the
 * header ends, and it is filled in when the container ends and it is known what is in it.
 * Invariants: nothing is changed under a signature; a leaf is decoded only if all headers around it can say what it needs;
 * what is decided depends on the bytes, never on how they were cut.
 * RFC 2045 section 6.4, RFC 2046 sections 5.2.2 and 5.2.3, RFC 1847 section 2.
 * Not handled: parts of encoded messages; uuencoded bodies.
 */
#include "filter/widen_plan.h"
#include "syntax/mime_fields.h"

static pneu_i_widen_frame *top(pneu_widen_plan *plan)
{
    return &plan->frames[plan->depth - 1];
}

/* ---- Header ------------------------------------------------------------------------------------------------- */

static pneu_status begin_part(pneu_widen_plan *plan)
{
    void *frames = plan->frames;
    pneu_status status =
        pneu_i_alloc_grow(&plan->alloc, &frames, &plan->frame_capacity, plan->depth + 1, sizeof *plan->frames);
    plan->frames = frames;
    if (status != PNEU_OK)
        return status;
    const pneu_i_widen_frame *parent = plan->depth > 0 ? top(plan) : NULL;
    pneu_i_widen_frame *frame = &plan->frames[plan->depth++];
    memset(frame, 0, sizeof *frame);
    frame->is_message = parent == NULL || parent->kind == PNEU_KIND_MESSAGE;
    frame->is_in_sealed = parent != NULL && (parent->is_sealed || parent->is_in_sealed);
    frame->most = parent != NULL ? parent->most : PNEU_ENCODING_BINARY;
    return PNEU_OK;
}

/* The first field's value, without the line end. */
static void note_encoding(pneu_widen_plan *plan, const pneu_event *event, const pneu_field_span *span)
{
    pneu_i_widen_frame *frame = top(plan);
    const char *bytes = event->slice.ptr;
    size_t end = span->end < event->slice.len ? span->end : event->slice.len;
    if (frame->field_count++ > 0)
        return;
    if (end > span->value && bytes[end - 1] == '\n')
        end--;
    if (end > span->value && bytes[end - 1] == '\r')
        end--;
    pneu_str value = pneu_i_str_of(bytes + span->value, end - span->value);
    frame->field_encoding = pneu_i_encoding_read(value, &plan->settings, NULL);
    frame->field_offset = event->offset + span->value;
    frame->field_length = value.len;
}

static pneu_status scan_fields(pneu_widen_plan *plan, const pneu_event *event)
{
    pneu_status status = PNEU_OK;
    top(plan)->is_held = 0;
    for (size_t i = 0; i < event->field_count && status == PNEU_OK; i++) {
        const pneu_field_span *span = &event->fields[i];
        if (span->id == PNEU_FIELD_CONTENT_TRANSFER_ENCODING)
            note_encoding(plan, event, span);
        else if (top(plan)->is_message)
            status = pneu_i_signature_notes_see(&plan->signatures, &plan->alloc, event, span);
    }
    return status;
}

/* A Content-Transfer-Encoding that comes in pieces is not replaced. */
static void scan_field_piece(pneu_widen_plan *plan, const pneu_event *event)
{
    top(plan)->is_held = 0;
    if ((event->flags & PNEU_PIECE_FIRST) != 0 && event->fields->id == PNEU_FIELD_CONTENT_TRANSFER_ENCODING)
        top(plan)->field_count += 2;
}

static int is_identity(int32_t encoding)
{
    return encoding == PNEU_ENCODING_7BIT || encoding == PNEU_ENCODING_8BIT || encoding == PNEU_ENCODING_BINARY;
}

static int ends_with_lf(pneu_str slice)
{
    return slice.len > 0 && slice.ptr[slice.len - 1] == '\n';
}

static pneu_status end_container_header(pneu_widen_plan *plan, const pneu_event *event)
{
    pneu_i_widen_frame *frame = top(plan);
    const pneu_entity *entity = event->entity;
    int has_field = frame->field_count == 1 && is_identity(frame->field_encoding);
    int has_room = frame->field_count == 0 && ends_with_lf(event->slice);
    pneu_i_cut place = {.offset = has_field ? frame->field_offset : event->offset, .text = {"", 0}};
    frame->is_lf = event->slice.len == 1;
    frame->says = has_field ? frame->field_encoding : PNEU_ENCODING_7BIT;
    if (!has_field && !has_room && frame->most > frame->says)
        frame->most = frame->says;
    frame->cut = plan->cuts.count;
    frame->boundaries_before = plan->boundaries.bytes.len;
    frame->is_sealed = entity->kind == PNEU_KIND_MULTIPART && (pneu_i_str_is(entity->type, "multipart/signed") ||
                                                               pneu_i_str_is(entity->type, "multipart/encrypted"));
    pneu_status status = pneu_i_cut_list_add(&plan->cuts, &plan->alloc, &place);
    return status == PNEU_OK ? pneu_i_open_boundaries_add(&plan->boundaries, &plan->alloc, entity->boundary) : status;
}

static int is_encoded(int32_t encoding)
{
    return encoding == PNEU_ENCODING_QUOTED_PRINTABLE || encoding == PNEU_ENCODING_BASE64;
}

/* PNEU_WIDEN_... why the leaf must stay as it is, or 0. */
static int why_it_stays(const pneu_i_widen_frame *frame, const pneu_event *event)
{
    const pneu_entity *entity = event->entity;
    if (frame->is_in_sealed)
        return PNEU_WIDEN_SEALED;
    if ((entity->marks & PNEU_ENTITY_ENCODED_MESSAGE) != 0 || pneu_i_str_is(entity->type, "message/partial") ||
        pneu_i_str_is(entity->type, "message/external-body"))
        return PNEU_WIDEN_TYPE;
    return frame->field_count == 1 && ends_with_lf(event->slice) ? 0 : PNEU_WIDEN_HEADER;
}

static pneu_status end_header(pneu_widen_plan *plan, const pneu_event *event)
{
    pneu_i_widen_frame *frame = top(plan);
    frame->kind = event->entity->kind;
    frame->encoding = event->entity->encoding;
    if (frame->kind != PNEU_KIND_LEAF)
        return end_container_header(plan, event);
    frame->body = event->offset + event->slice.len;
    if (!is_encoded(frame->encoding))
        return PNEU_OK;
    frame->stays = why_it_stays(frame, event);
    if (frame->stays == 0)
        pneu_i_decoded_look_begin(&plan->look, frame->encoding, &plan->boundaries,
                                  pneu_i_settings_cpu_level(&plan->settings));
    return PNEU_OK;
}

/* ---- Bodies and ends ---------------------------------------------------------------------------------------- */

static void scan_body(pneu_widen_plan *plan, const pneu_event *event)
{
    if (is_encoded(top(plan)->encoding) && top(plan)->stays == 0)
        pneu_i_decoded_look_add(&plan->look, event->slice);
}

/* The same for what its body has shown. */
static int why_body_stays(pneu_widen_plan *plan, int32_t encoding)
{
    if (plan->look.is_malformed)
        return PNEU_WIDEN_MALFORMED;
    if (pneu_i_decoded_look_may_end_part(&plan->look))
        return PNEU_WIDEN_DELIMITER;
    if (top(plan)->is_held && plan->look.census.length == 0)
        return PNEU_WIDEN_HEADER;
    return encoding > top(plan)->most ? PNEU_WIDEN_HEADER : 0;
}

/* The value of a field that says 7bit, 8bit or binary, and a field that says it. */
static pneu_str value_of(int32_t encoding)
{
    static const char *const values[] = {" 7bit", " 8bit", " binary"};
    return pneu_i_str(values[encoding]);
}

static pneu_str field_of(int32_t encoding, int is_lf)
{
    static const char *const fields[][2] = {
        {"Content-Transfer-Encoding: 7bit\r\n", "Content-Transfer-Encoding: 7bit\n"},
        {"Content-Transfer-Encoding: 8bit\r\n", "Content-Transfer-Encoding: 8bit\n"},
        {"Content-Transfer-Encoding: binary\r\n", "Content-Transfer-Encoding: binary\n"},
    };
    return pneu_i_str(fields[encoding][is_lf]);
}

static pneu_status decode_leaf(pneu_widen_plan *plan, int32_t encoding, uint64_t end)
{
    pneu_i_widen_frame *frame = top(plan);
    uint64_t *const counts[] = {&plan->summary.seven_bit, &plan->summary.eight_bit, &plan->summary.binary};
    pneu_i_cut value = {frame->field_offset, frame->field_length, value_of(encoding), 0};
    pneu_i_cut body = {frame->body, end - frame->body, {"", 0}, frame->encoding};
    ++*counts[encoding];
    frame->is_changed = 1;
    frame->needs = encoding;
    pneu_status status = pneu_i_cut_list_add(&plan->cuts, &plan->alloc, &value);
    return status == PNEU_OK ? pneu_i_cut_list_add(&plan->cuts, &plan->alloc, &body) : status;
}

static pneu_status end_leaf(pneu_widen_plan *plan, const pneu_event *event)
{
    pneu_i_widen_frame *frame = top(plan);
    int32_t encoding = PNEU_ENCODING_7BIT;
    int may_be_binary = plan->choices.to == PNEU_WIDEN_BINARY;
    if (!is_encoded(frame->encoding))
        return PNEU_OK;
    if (frame->stays == 0) {
        pneu_i_decoded_look_end(&plan->look);
        encoding = pneu_i_decoded_look_encoding(&plan->look);
        frame->stays = why_body_stays(plan, encoding);
    }
    if (frame->stays == 0 && (encoding != PNEU_ENCODING_BINARY || may_be_binary))
        return decode_leaf(plan, encoding, event->offset);
    pneu_note note = {frame->stays, event->part, frame->body, {"", 0}};
    plan->summary.left++;
    return frame->stays != 0 ? pneu_i_note_list_add(&plan->notes, &plan->alloc, &note) : PNEU_OK;
}

/* What is in the container is known: so is what its header has to say. */
static void end_container(pneu_widen_plan *plan)
{
    pneu_i_widen_frame *frame = top(plan);
    pneu_i_cut *cut = &plan->cuts.cuts[frame->cut];
    if (frame->needs > frame->says) {
        cut->text = frame->field_count > 0 ? value_of(frame->needs) : field_of(frame->needs, frame->is_lf);
        cut->length = frame->field_length;
        plan->summary.containers++;
    } else if (plan->cuts.count == frame->cut + 1) {
        plan->cuts.count--;
    }
    pneu_i_open_boundaries_cut(&plan->boundaries, frame->boundaries_before);
}

static pneu_status end_part(pneu_widen_plan *plan, const pneu_event *event)
{
    pneu_status status = PNEU_OK;
    pneu_i_widen_frame *frame = top(plan);
    if (frame->kind == PNEU_KIND_LEAF)
        status = end_leaf(plan, event);
    else
        end_container(plan);
    if (frame->is_message)
        plan->summary.signatures += pneu_i_signature_notes_settle(&plan->signatures, event->part, frame->is_changed, 0);
    int is_changed = frame->is_changed;
    int32_t needs = frame->needs;
    plan->depth--;
    if (plan->depth > 0) {
        top(plan)->is_changed |= is_changed;
        if (needs > top(plan)->needs)
            top(plan)->needs = needs;
    }
    return status;
}

pneu_status pneu_i_widen_scan(pneu_widen_plan *plan, const pneu_event *event)
{
    switch (event->type) {
    case PNEU_EVENT_PART_BEGIN: return begin_part(plan);
    case PNEU_EVENT_FIELDS: return scan_fields(plan, event);
    case PNEU_EVENT_FIELD_PIECE: scan_field_piece(plan, event); return PNEU_OK;
    case PNEU_EVENT_JUNK: top(plan)->is_held = 1; return PNEU_OK;
    case PNEU_EVENT_HEADER_END: return end_header(plan, event);
    case PNEU_EVENT_BODY: scan_body(plan, event); return PNEU_OK;
    case PNEU_EVENT_PART_END: return end_part(plan, event);
    default: return PNEU_OK;
    }
}
