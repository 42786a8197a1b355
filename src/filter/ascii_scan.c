/*
 * The scan: what the headers of a message need to become 7-bit ASCII.
 * In: the parser's events. Out: the plan's records; a refusal as soon as it is certain.
 * A field that is not fine is written here for a try, so that the writer, which does it again where the text was not kept,
 * cannot fail.
 * Invariants: what is decided depends on the bytes, never on how they were cut; constant memory but for the records and
 * one field.
 * RFC 2046 section 5.1.1, RFC 7103 section 7.7.
 * Not handled: bodies and gaps (ascii_stretch.c).
 */
#include "filter/ascii_plan.h"

#include "base/options.h"
#include "pneu/charset.h"

#define KEPT ((size_t)65536)
#define DELIMITER_BOUNDARY_MAX (PNEU_I_LINE_MAX - 4) /* bytes of a boundary in "--boundary--" */

static const char probe[] = "=_pneu_A_0_"; /* as good as any fresh boundary */

/* Lines that are no field go together or stay together, and they go with a field: without one of them another might
 * continue a field, or begin the body. */
static pneu_status drop_junk(pneu_ascii_plan *plan, uint32_t part)
{
    pneu_i_scanned_header *header = &plan->header;
    plan->parts[part].marks |= PNEU_I_DROP_JUNK;
    if (!header->has_junk || header->is_junk_noted)
        return PNEU_OK;
    header->is_junk_noted = 1;
    pneu_status status = pneu_i_ascii_add_note(plan, PNEU_ASCII_JUNK, part, header->junk_offset, pneu_i_str_of("", 0));
    return status == PNEU_OK ? pneu_i_ascii_mark_changed(plan, part, header->junk_offset) : status;
}

/* ---- Fields ------------------------------------------------------------------------------------------------- */

static pneu_status note_fate(pneu_ascii_plan *plan, int fate, uint32_t part, uint64_t offset, pneu_str name)
{
    if (fate == PNEU_I_FIELD_KEPT)
        return PNEU_OK;
    return pneu_i_ascii_add_note(plan, fate == PNEU_I_FIELD_DROPPED ? PNEU_ASCII_DROPPED : PNEU_ASCII_DOWNGRADED, part,
                                 offset, name);
}

/* Can this Content-Type be written with this boundary? With ptr NULL: with its own one. If not, *is_stuck is 1. */
static pneu_status try_type(pneu_ascii_plan *plan, const pneu_i_raw_field *field, pneu_str boundary, int *is_stuck)
{
    pneu_i_seven_bit_field out;
    pneu_i_raw_field other = *field;
    other.boundary = boundary;
    pneu_status status = pneu_i_field_to_seven_bit(&plan->scratch, &other, &out);
    pneu_i_arena_reset(&plan->scratch, KEPT);
    *is_stuck |= status == PNEU_ERR_UNREPRESENTABLE;
    return status == PNEU_ERR_MEMORY ? status : PNEU_OK;
}

/* Writes a field for a try. Whether Content-Type gets another boundary is not known before the header ends: it must be
 * possible with one, and if it is not with its own, it will get one. */
static pneu_status try_field(pneu_ascii_plan *plan, pneu_i_raw_field *field, uint32_t part, uint64_t offset)
{
    pneu_i_seven_bit_field out;
    pneu_status status = PNEU_OK;
    if (field->id == PNEU_FIELD_CONTENT_TYPE) {
        status = try_type(plan, field, field->boundary, &plan->header.has_odd_boundary);
        field->boundary = pneu_i_str(probe);
    }
    if (status == PNEU_OK)
        status = pneu_i_field_to_seven_bit(&plan->scratch, field, &out);
    if (status == PNEU_ERR_UNREPRESENTABLE)
        return pneu_i_ascii_refuse_field(plan, part, offset, field->name);
    if (status == PNEU_OK && field->boundary.ptr == NULL)
        status = pneu_i_kept_texts_add(&plan->texts, &plan->alloc, offset, out.text);
    if (status == PNEU_OK)
        status = note_fate(plan, out.fate, part, offset, field->name);
    if (status == PNEU_OK && out.fate == PNEU_I_FIELD_DROPPED)
        status = drop_junk(plan, part);
    pneu_i_arena_reset(&plan->scratch, KEPT);
    plan->summary.fields++;
    return status == PNEU_OK ? pneu_i_ascii_mark_changed(plan, part, offset) : status;
}

/* The parser uses the first Content-Type of a header, or the last one. */
static int uses_last_type(const pneu_ascii_plan *plan)
{
    pneu_i_settings settings;
    pneu_i_settings_from(plan->options, &settings);
    return settings.reading.choice[PNEU_READING_DUPLICATE_FIELD] == 1;
}

/* The Content-Type that is used is kept until the header ends: its boundary may have to be replaced. So is that of any
 * other, which must be possible, too. */
static pneu_status keep_type(pneu_ascii_plan *plan, const pneu_i_raw_field *field)
{
    pneu_i_raw_field unused = *field;
    int is_repeat = plan->header.has_type, is_used = !is_repeat || uses_last_type(plan);
    plan->header.has_type = 1;
    if (is_used)
        unused.value = unused.raw = pneu_i_str_of(plan->type_field.ptr, plan->type_field.len);
    pneu_status status = is_repeat ? try_type(plan, &unused, pneu_i_str(probe), &plan->header.has_stuck_type) : PNEU_OK;
    if (!is_used || status != PNEU_OK)
        return status;
    plan->type_field.len = 0;
    plan->header.is_type_tried = !pneu_i_ascii_takes_fields(plan, field->raw);
    return pneu_i_buf_append(&plan->type_field, &plan->alloc, field->value.ptr, field->value.len);
}

static pneu_status look_at_name(pneu_ascii_plan *plan, const pneu_event *event, const pneu_field_span *span)
{
    pneu_i_raw_field field;
    switch (span->id) {
    case PNEU_FIELD_CONTENT_TYPE: field = pneu_i_ascii_field(plan, event->slice, span); return keep_type(plan, &field);
    case PNEU_FIELD_MIME_VERSION: plan->header.has_version = 1; return PNEU_OK;
    case PNEU_FIELD_DKIM_SIGNATURE:
    case PNEU_FIELD_ARC_SEAL:
    case PNEU_FIELD_ARC_MESSAGE_SIGNATURE:
        return pneu_i_ascii_add_note(plan, PNEU_ASCII_SIGNATURE, event->part, event->offset + span->name,
                                     pneu_i_str_of(event->slice.ptr + span->name, span->name_length));
    default: return PNEU_OK;
    }
}

static pneu_status scan_fields(pneu_ascii_plan *plan, const pneu_event *event)
{
    pneu_status status = PNEU_OK;
    pneu_i_fields_look look = pneu_i_parser_fields_look(plan->parser);
    for (size_t i = 0; i < event->field_count && status == PNEU_OK; i++) {
        const pneu_field_span *span = &event->fields[i];
        status = look_at_name(plan, event, span);
        if (status != PNEU_OK || pneu_i_ascii_is_seen_fine(event, i, &look))
            continue;
        pneu_i_raw_field field = pneu_i_ascii_field(plan, event->slice, span);
        if (!pneu_i_ascii_takes_fields(plan, field.raw))
            status = try_field(plan, &field, event->part, event->offset + span->name);
    }
    return status;
}

/* ---- Fields over the limit, and junk ------------------------------------------------------------------------ */

/* 1 if the field that came in pieces is UTF-8, and that may stay. */
static int is_fine_utf8(const pneu_ascii_plan *plan)
{
    const pneu_i_scanned_header *header = &plan->header;
    return (pneu_i_ascii_field_flags(plan) & PNEU_FORMAT_UTF8) != 0 && pneu_i_census_is_eight_bit(&header->cut) &&
           pneu_i_utf8_stream_is_valid(&header->cut_utf8);
}

/* The whole of a field that is too large to be written anew: it is fine, or it goes. */
static pneu_status end_cut_field(pneu_ascii_plan *plan, uint32_t part)
{
    pneu_i_scanned_header *header = &plan->header;
    pneu_i_census_end(&header->cut);
    if (pneu_i_census_is_seven_bit(&header->cut) || is_fine_utf8(plan))
        return PNEU_OK;
    pneu_str name = pneu_i_str_of(header->cut_name, header->cut_name_len);
    if (plan->choices.on_unrepresentable == PNEU_UNREPRESENTABLE_REFUSE)
        return pneu_i_ascii_refuse_field(plan, part, header->cut_offset, name);
    plan->parts[part].marks |= PNEU_I_DROP_CUT;
    pneu_status status = pneu_i_ascii_add_note(plan, PNEU_ASCII_DROPPED, part, header->cut_offset, name);
    if (status == PNEU_OK)
        status = drop_junk(plan, part);
    return status == PNEU_OK ? pneu_i_ascii_mark_changed(plan, part, header->cut_offset) : status;
}

static void begin_cut_field(pneu_i_scanned_header *header, const pneu_event *event)
{
    pneu_str name = pneu_i_str_of(event->slice.ptr + event->fields->name, event->fields->name_length);
    memset(&header->cut, 0, sizeof header->cut);
    memset(&header->cut_utf8, 0, sizeof header->cut_utf8);
    header->cut_offset = event->offset;
    header->has_stuck_type |= event->fields->id == PNEU_FIELD_CONTENT_TYPE;
    header->cut_name_len = name.len < sizeof header->cut_name ? name.len : sizeof header->cut_name;
    memcpy(header->cut_name, name.ptr, header->cut_name_len);
}

static pneu_status scan_field_piece(pneu_ascii_plan *plan, const pneu_event *event)
{
    pneu_i_scanned_header *header = &plan->header;
    if ((event->flags & PNEU_PIECE_FIRST) != 0)
        begin_cut_field(header, event);
    pneu_i_census_add(&header->cut, event->slice.ptr, event->slice.len, plan->cpu_level);
    pneu_i_utf8_stream_add(&header->cut_utf8, event->slice.ptr, event->slice.len);
    return (event->flags & PNEU_PIECE_LAST) != 0 ? end_cut_field(plan, event->part) : PNEU_OK;
}

static pneu_status scan_junk(pneu_ascii_plan *plan, const pneu_event *event)
{
    plan->header.has_junk = 1;
    plan->header.junk_offset = event->offset;
    if ((plan->parts[event->part].marks & PNEU_I_DROP_JUNK) == 0 && pneu_i_ascii_takes_fields(plan, event->slice))
        return PNEU_OK;
    return drop_junk(plan, event->part);
}

/* ---- The end of the header ---------------------------------------------------------------------------------- */

/* 1 if delimiter lines with this boundary cannot be sent. One that merely has odd characters can. */
static int needs_fresh_boundary(pneu_str boundary)
{
    for (size_t i = 0; i < boundary.len; i++)
        if (boundary.ptr[i] < ' ' || boundary.ptr[i] > '~')
            return 1;
    return boundary.len > DELIMITER_BOUNDARY_MAX;
}

/* In one pass the letter is chosen with the first boundary that is replaced. */
static void begin_fresh(pneu_ascii_plan *plan, pneu_str boundary)
{
    unsigned start = boundary.len > 0 ? (unsigned char)boundary.ptr[boundary.len - 1] : 0;
    if (!plan->has_fresh && plan->is_one_pass)
        plan->letter = pneu_i_boundary_letter(&plan->watch, start % PNEU_I_BOUNDARY_LETTERS);
    plan->has_fresh = 1;
}

/* Of a multipart, or of a part that has a boundary for nothing: that one is lost. */
static pneu_status replace_boundary(pneu_ascii_plan *plan, const pneu_event *event)
{
    pneu_str value = {plan->type_field.ptr, plan->type_field.len};
    pneu_status status = PNEU_OK;
    pneu_i_raw_field field = {value, pneu_i_str("Content-Type"), value, PNEU_FIELD_CONTENT_TYPE, .flags = 0};
    field.policy = plan->choices.on_unrepresentable;
    field.flags = pneu_i_ascii_field_flags(plan);
    int is_unread = event->entity->kind == PNEU_KIND_LEAF && pneu_i_ascii_is_multipart_by_name(plan);
    if (plan->header.has_stuck_type || is_unread)
        return pneu_i_ascii_refuse_field(plan, event->part, event->offset, field.name);
    plan->parts[event->part].marks |= PNEU_I_FRESH_BOUNDARY;
    plan->summary.boundaries++;
    begin_fresh(plan, event->entity->boundary);
    if (event->entity->kind != PNEU_KIND_MULTIPART)
        status = note_fate(plan, PNEU_I_FIELD_DOWNGRADED, event->part, event->offset, field.name);
    if (status != PNEU_OK || plan->header.is_type_tried)
        return status;
    return try_field(plan, &field, event->part, event->offset);
}

static pneu_status scan_container(pneu_ascii_plan *plan, const pneu_event *event)
{
    const pneu_entity *entity = event->entity;
    pneu_i_part_plan *part = &plan->parts[event->part];
    part->marks |= PNEU_I_HEADER_KNOWN;
    if (pneu_i_ascii_is_more(plan, entity->encoding))
        part->marks |= PNEU_I_SAYS_MORE;
    if (pneu_i_str_is(entity->type, "multipart/signed"))
        part->marks |= PNEU_I_IS_SIGNED;
    if (plan->header.has_odd_boundary ||
        (entity->kind == PNEU_KIND_MULTIPART && needs_fresh_boundary(entity->boundary)))
        return replace_boundary(plan, event);
    if (plan->is_one_pass && (part->marks & PNEU_I_SAYS_MORE) != 0 && (part->marks & PNEU_I_IN_SIGNED) == 0)
        return pneu_i_ascii_mark_changed(plan, event->part, event->offset); /* it will say less, come what may */
    return PNEU_OK;
}

static int begins_like(pneu_str text, const char *beginning)
{
    size_t len = strlen(beginning);
    return text.len >= len && memcmp(text.ptr, beginning, len) == 0;
}

/* 1 for charsets in which CR and LF are not the bytes of line ends. */
static int is_wide(pneu_str label)
{
    pneu_str name;
    return pneu_charset_find(label, &name) == PNEU_OK && (begins_like(name, "UTF-16") || begins_like(name, "UTF-32"));
}

static void scan_leaf(pneu_ascii_plan *plan, const pneu_entity *entity)
{
    pneu_i_scanned_header *header = &plan->header;
    int is_encoded_message = (entity->marks & PNEU_ENTITY_ENCODED_MESSAGE) != 0;
    header->encoding = entity->encoding;
    header->entity = entity->marks;
    header->is_text =
        (begins_like(entity->type, "text/") || begins_like(entity->type, "message/")) && !is_wide(entity->charset);
    header->may_not_encode =
        pneu_i_str_is(entity->type, "message/partial") || pneu_i_str_is(entity->type, "message/external-body") ||
        begins_like(entity->type, "multipart/") ||
        (!is_encoded_message &&
         (pneu_i_str_is(entity->type, "message/rfc822") || pneu_i_str_is(entity->type, "message/global")));
}

static pneu_status scan_header_end(pneu_ascii_plan *plan, const pneu_event *event)
{
    if (event->entity->kind != PNEU_KIND_LEAF)
        return scan_container(plan, event);
    scan_leaf(plan, event->entity);
    return plan->header.has_odd_boundary ? replace_boundary(plan, event) : PNEU_OK;
}

/* ---- Parts -------------------------------------------------------------------------------------------------- */

static pneu_status begin_part(pneu_ascii_plan *plan, const pneu_event *event)
{
    void *parts = plan->parts;
    pneu_status status = pneu_i_alloc_grow(&plan->alloc, &parts, &plan->capacity, plan->count + 1, sizeof *plan->parts);
    plan->parts = parts;
    if (status != PNEU_OK)
        return status;
    pneu_i_part_plan *part = &plan->parts[plan->count++];
    memset(part, 0, sizeof *part);
    part->parent = event->parent;
    if (event->parent != PNEU_NO_PART &&
        (plan->parts[event->parent].marks & (PNEU_I_IS_SIGNED | PNEU_I_IN_SIGNED)) != 0)
        part->marks |= PNEU_I_IN_SIGNED;
    memset(&plan->header, 0, sizeof plan->header);
    plan->type_field.len = 0;
    plan->summary.parts++;
    return PNEU_OK;
}

/* In one pass the boundary is in use already. */
static pneu_status watch_lines(pneu_ascii_plan *plan, const pneu_event *event)
{
    if (!plan->has_fresh)
        return PNEU_OK;
    pneu_i_boundary_watch_add(&plan->watch, event->slice.ptr, event->slice.len);
    if (plan->is_one_pass && (plan->watch.seen >> plan->letter & 1) != 0)
        return pneu_i_ascii_refuse(plan, PNEU_ERR_BOUNDARY, event->part, event->offset);
    return PNEU_OK;
}

static pneu_status end_part(pneu_ascii_plan *plan, const pneu_event *event)
{
    pneu_status status = pneu_i_ascii_end_stretch(plan);
    plan->parts[event->part].marks |= PNEU_I_HEADER_KNOWN | PNEU_I_PREAMBLE_KNOWN | PNEU_I_EPILOGUE_KNOWN;
    return status;
}

static pneu_status scan_delimiter(pneu_ascii_plan *plan, const pneu_event *event)
{
    plan->parts[event->part].has_parts = 1;
    return pneu_i_ascii_end_stretch(plan);
}

pneu_status pneu_i_ascii_scan(pneu_ascii_plan *plan, const pneu_event *event)
{
    pneu_status status = watch_lines(plan, event);
    if (status != PNEU_OK)
        return status;
    switch (event->type) {
    case PNEU_EVENT_PART_BEGIN: return begin_part(plan, event);
    case PNEU_EVENT_FIELDS: return scan_fields(plan, event);
    case PNEU_EVENT_FIELD_PIECE: return scan_field_piece(plan, event);
    case PNEU_EVENT_JUNK: return scan_junk(plan, event);
    case PNEU_EVENT_HEADER_END: return scan_header_end(plan, event);
    case PNEU_EVENT_BODY:
    case PNEU_EVENT_PREAMBLE:
    case PNEU_EVENT_EPILOGUE: return pneu_i_ascii_add_stretch(plan, event);
    case PNEU_EVENT_DELIMITER: return scan_delimiter(plan, event);
    case PNEU_EVENT_PART_END: return end_part(plan, event);
    default: return PNEU_OK;
    }
}
