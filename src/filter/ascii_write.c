/*
 * What stands around bodies, in 7-bit ASCII: headers, delimiters, gaps.
 * In: the parser's events, and the plan. Out: bytes. Fields are copied, replaced in their place, or added at the
 * header's end; delimiters get their fresh boundary.
 * Invariants: whatever is copied is looked at on the way, here or by the parser: nothing leaves that is not 7-bit, plan
 * or no plan. Where a header without an empty line is changed, or something below it, it gets one, so that it ends where
 * it ended.
 * RFC 2045 section 6.4, RFC 2046 section 5.1.1.
 * Not handled: decisions; bodies (ascii_body.c).
 */
#include "filter/ascii.h"

#define KEPT ((size_t)65536)

static uint16_t marks_of(const pneu_ascii *ascii, uint32_t part)
{
    return ascii->plan->parts[part].marks;
}

/* What Content-Transfer-Encoding is to say, or -1: what it says. In one pass nobody knows what is below a container. */
static int32_t encoding_to_say(const pneu_ascii *ascii, uint32_t part)
{
    const pneu_i_part_plan *plan = &ascii->plan->parts[part];
    if (plan->body == PNEU_I_BODY_TO_QP)
        return PNEU_ENCODING_QUOTED_PRINTABLE;
    if (plan->body == PNEU_I_BODY_TO_BASE64 || plan->body == PNEU_I_BODY_TO_BASE64_TEXT)
        return PNEU_ENCODING_BASE64;
    if ((plan->marks & PNEU_I_SAYS_MORE) == 0)
        return -1;
    int is_changed =
        ascii->plan->is_one_pass ? (plan->marks & PNEU_I_IN_SIGNED) == 0 : (plan->marks & PNEU_I_CHANGED_BELOW) != 0;
    if (!is_changed)
        return -1;
    return pneu_i_ascii_takes_8bit(ascii->plan) ? PNEU_ENCODING_8BIT : PNEU_ENCODING_7BIT;
}

/* ---- Fields ------------------------------------------------------------------------------------------------- */

static void put_field(pneu_ascii *ascii, pneu_str name, const char *value)
{
    pneu_i_ascii_put_str(&ascii->out, name);
    pneu_i_ascii_put(&ascii->out, ": ", 2);
    pneu_i_ascii_put(&ascii->out, value, strlen(value));
    pneu_i_ascii_put(&ascii->out, "\r\n", 2);
}

static pneu_status copy(pneu_ascii *ascii, pneu_str bytes)
{
    pneu_i_census census = {0};
    return pneu_i_ascii_copy(&ascii->out, &census, bytes);
}

static void note_name(pneu_ascii *ascii, int32_t id)
{
    ascii->has_version |= id == PNEU_FIELD_MIME_VERSION;
    ascii->has_type |= id == PNEU_FIELD_CONTENT_TYPE;
    ascii->has_encoding |= id == PNEU_FIELD_CONTENT_TRANSFER_ENCODING;
}

/* 1 if the plan has kept the field's text, which is put. In one pass texts that were used make room for others. */
static int put_kept(pneu_ascii *ascii, uint64_t offset)
{
    pneu_str text;
    if (!pneu_i_kept_texts_find(&ascii->plan->texts, &ascii->next_text, offset, &text))
        return 0;
    pneu_i_ascii_put_str(&ascii->out, text);
    if (ascii->own != NULL && ascii->next_text == ascii->own->texts.count) {
        pneu_i_kept_texts_reset(&ascii->own->texts, &ascii->own->alloc, KEPT);
        ascii->next_text = 0;
    }
    return 1;
}

static pneu_status convert(pneu_ascii *ascii, const pneu_i_raw_field *field, uint64_t offset)
{
    pneu_i_seven_bit_field out;
    if (field->boundary.ptr == NULL && put_kept(ascii, offset))
        return PNEU_OK;
    pneu_status status = pneu_i_field_to_seven_bit(&ascii->scratch, field, &out);
    if (status == PNEU_OK)
        pneu_i_ascii_put_str(&ascii->out, out.text);
    pneu_i_arena_reset(&ascii->scratch, KEPT);
    return status == PNEU_ERR_UNREPRESENTABLE ? PNEU_ERR_CHANGED : status;
}

/* 1 if the field says something else in this part than it did. */
static int is_replaced(const pneu_ascii *ascii, uint32_t part, int32_t id)
{
    return (id == PNEU_FIELD_CONTENT_TRANSFER_ENCODING && encoding_to_say(ascii, part) >= 0) ||
           (id == PNEU_FIELD_CONTENT_TYPE && (marks_of(ascii, part) & PNEU_I_FRESH_BOUNDARY) != 0);
}

static int takes_field(const pneu_ascii *ascii, const pneu_event *event, const pneu_field_span *span)
{
    return pneu_i_ascii_takes_fields(ascii->plan, pneu_i_ascii_field(ascii->plan, event->slice, span).raw);
}

/* Writes a field that cannot stay, or is replaced. */
static pneu_status write_field(pneu_ascii *ascii, const pneu_event *event, const pneu_field_span *span)
{
    char text[PNEU_I_FRESH_BOUNDARY_MAX];
    pneu_i_raw_field field = pneu_i_ascii_field(ascii->plan, event->slice, span);
    int is_new = is_replaced(ascii, event->part, span->id);
    if (is_new && span->id == PNEU_FIELD_CONTENT_TRANSFER_ENCODING) {
        put_field(ascii, field.name, pneu_encoding_name(encoding_to_say(ascii, event->part)));
        return PNEU_OK;
    }
    if (is_new)
        field.boundary = pneu_i_ascii_boundary(ascii->plan, event->part, text);
    return convert(ascii, &field, event->offset + span->name);
}

/* Copies fields; plain ones the parser has seen to be 7-bit, with CRLF. */
static pneu_status copy_fields(pneu_ascii *ascii, pneu_str bytes, int is_plain)
{
    if (!is_plain)
        return copy(ascii, bytes);
    pneu_i_ascii_put_str(&ascii->out, bytes);
    return PNEU_OK;
}

/* Fields that stay are copied together. */
static pneu_status write_fields(pneu_ascii *ascii, const pneu_event *event)
{
    const char *bytes = event->slice.ptr;
    pneu_status status = PNEU_OK;
    pneu_i_fields_look look = pneu_i_parser_fields_look(ascii->parser);
    int is_plain = look.has_crlf;
    size_t written = 0;
    for (size_t i = 0; i < event->field_count && status == PNEU_OK; i++) {
        const pneu_field_span *span = &event->fields[i];
        int is_fine = pneu_i_ascii_is_seen_fine(event, i, &look);
        note_name(ascii, span->id);
        if (!is_replaced(ascii, event->part, span->id) && (is_fine || takes_field(ascii, event, span))) {
            is_plain &= is_fine;
            continue;
        }
        status = copy_fields(ascii, pneu_i_str_of(bytes + written, span->name - written), is_plain);
        if (status == PNEU_OK)
            status = write_field(ascii, event, span);
        written = span->end;
    }
    pneu_str rest = pneu_i_str_of(bytes + written, event->slice.len - written);
    return status == PNEU_OK ? copy_fields(ascii, rest, is_plain) : status;
}

/* Bytes of something that is copied in pieces. */
static pneu_status copy_piece(pneu_ascii *ascii, const pneu_event *event)
{
    if (!ascii->is_in_gap) {
        memset(&ascii->gap, 0, sizeof ascii->gap);
        memset(&ascii->gap_utf8, 0, sizeof ascii->gap_utf8);
    }
    ascii->is_in_gap = 1;
    return pneu_i_ascii_copy(&ascii->out, &ascii->gap, event->slice);
}

/* 1 if the field that was copied in pieces has bytes that no header may have. */
static int is_strange_field(const pneu_ascii *ascii)
{
    int takes_utf8 = (pneu_i_ascii_field_flags(ascii->plan) & PNEU_FORMAT_UTF8) != 0;
    return ascii->gap.has_high && !(takes_utf8 && pneu_i_utf8_stream_is_valid(&ascii->gap_utf8));
}

static pneu_status write_field_piece(pneu_ascii *ascii, const pneu_event *event)
{
    if ((marks_of(ascii, event->part) & PNEU_I_DROP_CUT) != 0)
        return PNEU_OK;
    if ((event->flags & PNEU_PIECE_FIRST) != 0) {
        ascii->is_in_gap = 0;
        note_name(ascii, event->fields->id);
    }
    pneu_status status = copy_piece(ascii, event);
    pneu_i_utf8_stream_add(&ascii->gap_utf8, event->slice.ptr, event->slice.len);
    if ((event->flags & PNEU_PIECE_LAST) == 0)
        return status;
    ascii->is_in_gap = 0;
    return status == PNEU_OK && is_strange_field(ascii) ? PNEU_ERR_LATE_8BIT : status;
}

static pneu_status write_junk(pneu_ascii *ascii, const pneu_event *event)
{
    if ((marks_of(ascii, event->part) & PNEU_I_DROP_JUNK) != 0)
        return PNEU_OK;
    ascii->has_junk = 1;
    return pneu_i_ascii_takes_fields(ascii->plan, event->slice) ? copy(ascii, event->slice) : PNEU_ERR_LATE_8BIT;
}

static void add_fields(pneu_ascii *ascii, uint32_t part)
{
    uint16_t marks = marks_of(ascii, part);
    int32_t encoding = encoding_to_say(ascii, part);
    int is_windows_1252 = (marks & PNEU_I_IS_WINDOWS_1252) != 0;
    if ((marks & PNEU_I_ADD_VERSION) != 0 && !ascii->has_version)
        put_field(ascii, pneu_i_str("MIME-Version"), "1.0");
    if ((marks & PNEU_I_ADD_TYPE) != 0 && !ascii->has_type)
        put_field(ascii, pneu_i_str("Content-Type"),
                  is_windows_1252 ? "text/plain; charset=windows-1252" : "text/plain; charset=utf-8");
    if (ascii->plan->parts[part].body >= PNEU_I_BODY_TO_QP && !ascii->has_encoding)
        put_field(ascii, pneu_i_str("Content-Transfer-Encoding"), pneu_encoding_name(encoding));
}

static void end_header(pneu_ascii *ascii, const pneu_event *event)
{
    int is_changed = (marks_of(ascii, event->part) & (PNEU_I_CHANGED | PNEU_I_CHANGED_BELOW)) != 0;
    add_fields(ascii, event->part);
    if (event->slice.len > 0 || (is_changed && ascii->is_behind_junk)) /* as in write_gap */
        pneu_i_ascii_put(&ascii->out, "\r\n", 2);
    else
        ascii->out.owes_separators += is_changed || ascii->plan->is_one_pass; /* where nobody knows what follows */
}

/* ---- Delimiters and gaps ------------------------------------------------------------------------------------ */

static int is_break(char c)
{
    return c == '\r' || c == '\n';
}

/* The line itself, without the line ends at both sides of it. */
static pneu_str line_of(pneu_str slice)
{
    while (slice.len > 0 && is_break(slice.ptr[slice.len - 1]))
        slice.len--;
    while (slice.len > 0 && is_break(*slice.ptr))
        slice = pneu_i_str_from(slice, 1);
    return slice;
}

static void write_delimiter(pneu_ascii *ascii, const pneu_event *event)
{
    char text[PNEU_I_FRESH_BOUNDARY_MAX];
    pneu_i_ascii_out *out = &ascii->out;
    pneu_str slice = event->slice, line = line_of(slice);
    out->owes_separators = 0;
    ascii->has_junk = 0;
    if (is_break(slice.ptr[0]))
        pneu_i_ascii_put(out, "\r\n", 2);
    if ((marks_of(ascii, event->part) & PNEU_I_FRESH_BOUNDARY) != 0) {
        pneu_i_ascii_put(out, "--", 2);
        pneu_i_ascii_put_str(out, pneu_i_ascii_boundary(ascii->plan, event->part, text));
        if ((event->flags & PNEU_DELIMITER_CLOSE) != 0)
            pneu_i_ascii_put(out, "--", 2);
    } else {
        pneu_i_ascii_put_str(out, pneu_i_field_fits(line, 0) ? line : pneu_i_str_trim(line));
    }
    if (is_break(slice.ptr[slice.len - 1]))
        pneu_i_ascii_put(out, "\r\n", 2);
}

static pneu_status write_gap(pneu_ascii *ascii, const pneu_event *event)
{
    int is_preamble = event->type == PNEU_EVENT_PREAMBLE;
    if ((marks_of(ascii, event->part) & (is_preamble ? PNEU_I_DROP_PREAMBLE : PNEU_I_DROP_EPILOGUE)) == 0)
        return copy_piece(ascii, event);
    if (is_preamble && ascii->has_junk) /* with nothing behind the empty line it would be the body */
        pneu_i_ascii_put(&ascii->out, "\r\n", 2);
    ascii->has_junk = 0;
    return PNEU_OK;
}

/* A CR at the end of what was copied is bare. */
static pneu_status end_gap(pneu_ascii *ascii)
{
    if (!ascii->is_in_gap)
        return PNEU_OK;
    ascii->is_in_gap = 0;
    return ascii->gap.is_after_cr ? PNEU_ERR_LATE_8BIT : PNEU_OK;
}

/* ---- Events ------------------------------------------------------------------------------------------------- */

static pneu_status write_body(pneu_ascii *ascii, const pneu_event *event)
{
    if (!ascii->body.is_open)
        pneu_i_ascii_body_begin(&ascii->body, &ascii->out, ascii->plan->parts[event->part].body);
    return pneu_i_ascii_body_add(&ascii->body, event->slice);
}

static pneu_status write_event(pneu_ascii *ascii, const pneu_event *event)
{
    switch (event->type) {
    case PNEU_EVENT_PART_BEGIN:
        ascii->is_behind_junk = ascii->has_junk && event->part > 0;
        ascii->has_junk = ascii->has_version = ascii->has_type = ascii->has_encoding = 0;
        return PNEU_OK;
    case PNEU_EVENT_FIELDS: return write_fields(ascii, event);
    case PNEU_EVENT_FIELD_PIECE: return write_field_piece(ascii, event);
    case PNEU_EVENT_JUNK: return write_junk(ascii, event);
    case PNEU_EVENT_HEADER_END: end_header(ascii, event); return PNEU_OK;
    case PNEU_EVENT_BODY: return write_body(ascii, event);
    case PNEU_EVENT_PREAMBLE:
    case PNEU_EVENT_EPILOGUE: return write_gap(ascii, event);
    case PNEU_EVENT_DELIMITER: write_delimiter(ascii, event); return PNEU_OK;
    default: return PNEU_OK;
    }
}

/* 1 if the event ends a gap that was copied: anything but more of it. */
static int ends_gap(const pneu_event *event)
{
    return event->type != PNEU_EVENT_PREAMBLE && event->type != PNEU_EVENT_EPILOGUE &&
           event->type != PNEU_EVENT_FIELD_PIECE && event->type != PNEU_EVENT_DEFECT;
}

pneu_status pneu_i_ascii_write(pneu_ascii *ascii, const pneu_event *event)
{
    pneu_status status = PNEU_OK;
    if (ends_gap(event))
        status = end_gap(ascii);
    if (status == PNEU_OK && event->type == PNEU_EVENT_PART_END && ascii->body.is_open)
        status = pneu_i_ascii_body_end(&ascii->body);
    return status == PNEU_OK ? write_event(ascii, event) : status;
}

void pneu_i_ascii_write_end(pneu_ascii *ascii)
{
    if (ascii->out.owes_line_end)
        pneu_i_ascii_put(&ascii->out, "\r\n", 2);
}
