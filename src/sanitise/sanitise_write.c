/*
 * What is written for each event.
 * In: the events of a parser that sees the bytes of the plan, or what is decoded of them. Out: bytes. Of a part that is
 * copied all bytes with CRLF for bare LF; of one that is cleaned header, delimiters and body as the plan says.
 * Invariants: a line end before each delimiter, one empty line behind each header; nothing of a gap in a part that is
 * cleaned. Constant memory but for one header.
 * RFC 2046 section 5.1.1.
 * Not handled: where the bytes come from (sanitise.c, sanitise_streams.c), and bodies (sanitise_body.c).
 */
#include <string.h>

#include "base/str.h"
#include "sanitise/sanitise_filter.h"
#include "tree/message.h"

#define FIELDS_MADE 8

/* ---- Headers -------------------------------------------------------------------------------------------------- */

static pneu_i_open_part *top_part(pneu_sanitise *filter)
{
    return &filter->open[filter->open_count - 1];
}

static int is_clean(const pneu_i_open_part *open)
{
    return (open->action & PNEU_I_CLEAN) != 0;
}

/* The open part of the top stream with this number of its parser. */
static pneu_i_open_part *find_open(pneu_sanitise *filter, uint32_t local)
{
    for (size_t i = filter->open_count; i > filter->top->first_open; i--)
        if (filter->open[i - 1].local == local)
            return &filter->open[i - 1];
    return NULL;
}

static pneu_status begin_part(pneu_sanitise *filter, const pneu_event *event)
{
    void *open = filter->open;
    pneu_status status = pneu_i_alloc_grow(&filter->feed.alloc, &open, &filter->open_capacity, filter->open_count + 1,
                                           sizeof *filter->open);
    filter->open = open;
    if (status != PNEU_OK)
        return status;
    if (filter->next_part >= filter->plan->summary.parts)
        return PNEU_ERR_CHANGED;
    if (filter->open_count > 0)
        top_part(filter)->has_child = 1;
    pneu_i_open_part *part = &filter->open[filter->open_count++];
    memset(part, 0, sizeof *part);
    part->local = event->part;
    part->part = filter->next_part++;
    part->action = filter->plan->scan.marks[part->part];
    pneu_i_held_header_clear(&filter->held);
    return PNEU_OK;
}

/* 1 for a field that there is room for beside those that are made; the fields that say how the body is read count in
 * any case. */
static int has_room(const pneu_sanitise *filter, int32_t id)
{
    uint64_t limit = filter->plan->tree->settings.limit[PNEU_OPTION_MAX_FIELDS];
    return filter->held.count + FIELDS_MADE < limit || id == PNEU_FIELD_FROM ||
           (id >= PNEU_FIELD_CONTENT_TYPE && id <= PNEU_FIELD_CONTENT_DISPOSITION);
}

static pneu_status take_fields(pneu_sanitise *filter, const pneu_i_open_part *open, const pneu_event *event)
{
    pneu_status status = PNEU_OK;
    if (!is_clean(open)) {
        pneu_i_sanitise_copy(filter, event->slice);
        return PNEU_OK;
    }
    for (size_t i = 0; i < event->field_count && status == PNEU_OK; i++)
        if (has_room(filter, event->fields[i].id))
            status = pneu_i_held_header_add(&filter->held, &filter->feed.alloc, event->slice, &event->fields[i]);
    return status;
}

/* A field over the limit is cut there. */
static pneu_status take_field_piece(pneu_sanitise *filter, const pneu_i_open_part *open, const pneu_event *event)
{
    if (is_clean(open) && (event->flags & PNEU_PIECE_FIRST) == 0)
        return PNEU_OK;
    return take_fields(filter, open, event);
}

/* Before what is written anew: ends the line of a delimiter or header that was copied as far as the input went, and
 * such headers. */
static void end_copied(pneu_sanitise *filter)
{
    if (filter->is_in_line || filter->is_after_cr)
        pneu_i_sanitise_put(filter, "\r\n", 2);
    filter->is_after_cr = 0;
    for (; filter->cut_headers > 0; filter->cut_headers--)
        pneu_i_sanitise_put(filter, "\r\n", 2);
}

static pneu_status end_header(pneu_sanitise *filter, pneu_i_open_part *open, const pneu_event *event)
{
    char boundary[PNEU_I_PLAIN_BOUNDARY + 1];
    pneu_i_entity_form form;
    open->kind = (uint8_t)event->entity->kind;
    if (!is_clean(open)) {
        filter->cut_headers += event->slice.len == 0;
        pneu_i_sanitise_copy(filter, event->slice);
        return PNEU_OK;
    }
    end_copied(filter);
    pneu_status status = pneu_i_sanitise_choose_form(filter, open, event->entity, boundary, &form);
    if (status == PNEU_OK)
        status = pneu_i_clean_header(&filter->cleaner, &filter->held, &form, &filter->feed);
    filter->is_in_line = 0;
    return status;
}

/* ---- What stands between parts -------------------------------------------------------------------------------- */

static void put_delimiter(pneu_sanitise *filter, const pneu_i_open_part *open, int is_close)
{
    char boundary[PNEU_I_PLAIN_BOUNDARY + 1];
    pneu_str text = pneu_i_plain_boundary(filter->plan->letter, open->part, boundary);
    if (filter->cut_headers > 0)
        end_copied(filter);
    else
        pneu_i_sanitise_put(filter, "\r\n", 2);
    pneu_i_sanitise_put(filter, "--", 2);
    pneu_i_sanitise_put(filter, text.ptr, text.len);
    if (is_close)
        pneu_i_sanitise_put(filter, "--", 2);
    else
        pneu_i_sanitise_put(filter, "\r\n", 2);
}

static void put_empty_part(pneu_sanitise *filter, const pneu_i_open_part *open)
{
    static const char empty[] = "Content-Type: text/plain\r\n\r\n";
    put_delimiter(filter, open, 0);
    pneu_i_sanitise_put(filter, empty, sizeof empty - 1);
}

static void close_multipart(pneu_sanitise *filter, pneu_i_open_part *open)
{
    if (open->is_closed || !is_clean(open) || open->is_multipart_text)
        return;
    if (!open->has_child)
        put_empty_part(filter, open);
    put_delimiter(filter, open, 1);
    open->is_closed = 1;
}

static void take_delimiter(pneu_sanitise *filter, pneu_i_open_part *open, const pneu_event *event)
{
    int is_close = (event->flags & PNEU_DELIMITER_CLOSE) != 0;
    if (!is_clean(open)) {
        filter->cut_headers = 0;
        if (filter->is_in_line && event->slice.ptr[0] == '-')
            pneu_i_sanitise_put(filter, "\r\n", 2);
        pneu_i_sanitise_copy(filter, event->slice);
    } else if (open->is_multipart_text) {
        pneu_i_sanitise_add_body(filter, event->slice);
    } else if (is_close) {
        close_multipart(filter, open);
    } else {
        put_delimiter(filter, open, 0);
    }
}

static void take_gap(pneu_sanitise *filter, const pneu_i_open_part *open, const pneu_event *event)
{
    if (!is_clean(open))
        pneu_i_sanitise_copy(filter, event->slice);
    else if (open->is_multipart_text)
        pneu_i_sanitise_add_body(filter, event->slice);
}

/* ---- Events --------------------------------------------------------------------------------------------------- */

static void take_body(pneu_sanitise *filter, const pneu_i_open_part *open, const pneu_event *event)
{
    if (open->is_encoding)
        pneu_i_sanitise_add_body(filter, event->slice);
    else
        pneu_i_sanitise_copy(filter, event->slice);
}

void pneu_i_sanitise_end_part(pneu_sanitise *filter)
{
    pneu_i_open_part *open = top_part(filter);
    pneu_i_sanitise_settle_cr(filter);
    if (open->is_encoding)
        pneu_i_sanitise_end_body(filter);
    if (open->kind == PNEU_KIND_MULTIPART)
        close_multipart(filter, open);
    filter->open_count--;
    if (filter->open_count == 0 && filter->is_in_line)
        pneu_i_sanitise_put(filter, "\r\n", 2);
}

pneu_status pneu_i_sanitise_write(pneu_sanitise *filter, const pneu_event *event)
{
    if (event->type == PNEU_EVENT_PART_BEGIN)
        return begin_part(filter, event);
    pneu_i_open_part *open = find_open(filter, event->part);
    if (open == NULL || event->type == PNEU_EVENT_DEFECT)
        return PNEU_OK;
    switch (event->type) {
    case PNEU_EVENT_FIELDS: return take_fields(filter, open, event);
    case PNEU_EVENT_FIELD_PIECE: return take_field_piece(filter, open, event);
    case PNEU_EVENT_JUNK:
        if (!is_clean(open))
            pneu_i_sanitise_copy(filter, event->slice);
        return PNEU_OK;
    case PNEU_EVENT_HEADER_END: return end_header(filter, open, event);
    case PNEU_EVENT_BODY: take_body(filter, open, event); return PNEU_OK;
    case PNEU_EVENT_PREAMBLE:
    case PNEU_EVENT_EPILOGUE: take_gap(filter, open, event); return PNEU_OK;
    case PNEU_EVENT_DELIMITER: take_delimiter(filter, open, event); return PNEU_OK;
    default: pneu_i_sanitise_end_part(filter); return PNEU_OK;
    }
}
