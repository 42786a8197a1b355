/*
 * What is written for each event.
 * In: the events of a parser that sees the bytes of the plan, or what is decoded of them. Out: bytes. Of a part that is
 * copied all bytes with CRLF for bare LF; of one that is cleaned header, delimiters and body as the plan says.
 * Invariants: a line end before each delimiter, one empty line behind each header; nothing of a gap in a part that is
 * cleaned. Constant memory but for one header.
 * RFC 2046 section 5.1.1.
 * Not handled: where the bytes come from (sanitise.c, sanitise_streams.c).
 */
#include <string.h>

#include "base/str.h"
#include "sanitise/sanitise_filter.h"
#include "tree/message.h"
#include "write/choose_encoding.h"

#define FIELDS_MADE 8
#define OPAQUE_TYPE "application/octet-stream"

/* ---- Bytes ---------------------------------------------------------------------------------------------------- */

static void put(pneu_sanitise *filter, const char *bytes, size_t len)
{
    if (len == 0)
        return;
    pneu_i_feed_put(&filter->feed, bytes, len);
    filter->is_in_line = bytes[len - 1] != '\n';
}

static void put_line_end(pneu_sanitise *filter)
{
    put(filter, "\r\n", 2);
}

static void settle_cr(pneu_sanitise *filter)
{
    if (filter->is_after_cr)
        put(filter, "\r", 1);
    filter->is_after_cr = 0;
}

void pneu_i_sanitise_copy(pneu_sanitise *filter, pneu_str bytes)
{
    size_t from = 0;
    for (size_t at = 0; at < bytes.len; at++) {
        const char *lf = memchr(bytes.ptr + at, '\n', bytes.len - at);
        if (lf == NULL)
            break;
        at = (size_t)(lf - bytes.ptr);
        size_t end = at > from && bytes.ptr[at - 1] == '\r' ? at - 1 : at;
        if (at > from) /* else it is the CR of this line end */
            settle_cr(filter);
        filter->is_after_cr = 0;
        put(filter, bytes.ptr + from, end - from);
        put_line_end(filter);
        from = at + 1;
    }
    if (from == bytes.len)
        return;
    settle_cr(filter);
    filter->is_after_cr = bytes.ptr[bytes.len - 1] == '\r';
    put(filter, bytes.ptr + from, bytes.len - from - (size_t)filter->is_after_cr);
}

/* ---- Bodies --------------------------------------------------------------------------------------------------- */

typedef pneu_status codec_function(pneu_i_codec *codec, pneu_i_codec_io *io);

static void run_encoder(pneu_sanitise *filter, pneu_i_codec_io io, codec_function *run)
{
    uint8_t room[1024];
    pneu_status status;
    do {
        io.out = room;
        io.out_end = room + sizeof room;
        status = run(&filter->encoder, &io);
        pneu_i_sanitise_copy(filter, pneu_i_str_of(room, (size_t)(io.out - room))); /* the lines of a text may end in LF */
    } while (status == PNEU_OK);
}

typedef pneu_status decoder_function(pneu_i_body_decoder *decoder, pneu_i_codec_io *io);

static void encode(pneu_sanitise *filter, const uint8_t *octets, size_t len)
{
    if (len > 0)
        run_encoder(filter, (pneu_i_codec_io){octets, octets + len, NULL, NULL}, pneu_i_codec_run);
}

/* Encodes what the text decoder has read. */
static void encode_text(pneu_sanitise *filter, pneu_status status)
{
    uint8_t room[1024];
    size_t written;
    while (status == PNEU_OK && (status = pneu_text_decoder_read(filter->text, room, sizeof room, &written)) == PNEU_OK)
        encode(filter, room, written);
    if (status < 0)
        filter->feed.status = status;
}

static void run_decoder(pneu_sanitise *filter, pneu_i_codec_io io, decoder_function *run)
{
    uint8_t octets[1024];
    pneu_status status;
    do {
        io.out = octets;
        io.out_end = octets + sizeof octets;
        status = run(&filter->decoder, &io);
        size_t len = (size_t)(io.out - octets);
        if (filter->text == NULL)
            encode(filter, octets, len);
        else if (len > 0)
            encode_text(filter, pneu_text_decoder_push(filter->text, octets, len));
    } while (status == PNEU_OK);
}

static void add_body(pneu_sanitise *filter, pneu_str bytes)
{
    const uint8_t *in = (const uint8_t *)bytes.ptr;
    if (bytes.len > 0)
        run_decoder(filter, (pneu_i_codec_io){in, in + bytes.len, NULL, NULL}, pneu_i_body_decoder_run);
}

static void end_body(pneu_sanitise *filter)
{
    run_decoder(filter, (pneu_i_codec_io){NULL, NULL, NULL, NULL}, pneu_i_body_decoder_end);
    if (filter->text != NULL)
        encode_text(filter, pneu_text_decoder_finish(filter->text));
    pneu_text_decoder_free(filter->text);
    filter->text = NULL;
    run_encoder(filter, (pneu_i_codec_io){NULL, NULL, NULL, NULL}, pneu_i_codec_end);
}

static int begins_with(pneu_str type, const char *start)
{
    size_t len = strlen(start);
    return type.len >= len && memcmp(type.ptr, start, len) == 0;
}

/* Gets ready to write a body anew, which stands in that encoding; the result says in which one. */
static int32_t begin_body(pneu_sanitise *filter, pneu_i_open_part *open, int32_t encoding, pneu_str type)
{
    unsigned padding =
        pneu_i_node_choice(filter->plan->tree, &filter->plan->tree->nodes[open->part], PNEU_READING_BASE64_PADDING);
    int is_quoted = begins_with(type, "text/") && encoding != PNEU_ENCODING_BASE64;
    open->is_encoding = 1;
    pneu_i_body_decoder_start(&filter->decoder, encoding, padding);
    (void)pneu_i_codec_init(&filter->encoder, is_quoted ? PNEU_CODEC_QUOTED_PRINTABLE_ENCODE : PNEU_CODEC_BASE64_ENCODE,
                            is_quoted ? PNEU_I_QP_FLAGS : 0);
    return is_quoted ? PNEU_ENCODING_QUOTED_PRINTABLE : PNEU_ENCODING_BASE64;
}

/* The charset that is written, if it is not the one declared; a body that becomes UTF-8 gets its decoder. */
static pneu_status begin_text(pneu_sanitise *filter, const pneu_i_open_part *open, const pneu_entity *entity,
                              pneu_str *charset)
{
    uint32_t flags = pneu_i_str_is(entity->type, "text/html") ? PNEU_TEXT_HTML : 0;
    if ((open->action & (PNEU_I_TO_UTF8 | PNEU_I_SAY_UTF8)) != 0)
        *charset = pneu_i_str("utf-8");
    else if ((open->action & PNEU_I_SAY_WINDOWS_1252) != 0)
        *charset = pneu_i_str("windows-1252");
    if ((open->action & PNEU_I_TO_UTF8) == 0 || !open->is_encoding)
        return PNEU_OK;
    return pneu_text_decoder_new(NULL, entity->charset, flags, &filter->feed.alloc, &filter->text);
}

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

/* 1 for a field that there is room for beside those that are made; the fields that say how the body is read count in any
 * case. */
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

/* 1 if the tree has a part within this one. */
static int has_parts(const pneu_sanitise *filter, uint32_t part)
{
    return pneu_part_first_child(filter->plan->tree, part) != PNEU_NO_PART;
}

static int is_message_header(const pneu_sanitise *filter, uint32_t part)
{
    return (pneu_part_marks(filter->plan->tree, part) & PNEU_ENTITY_MESSAGE_HEADER) != 0;
}

/* A multipart without parts is a text, but one that was closed at once gets an empty part. */
static int is_text_indeed(const pneu_sanitise *filter, uint32_t part)
{
    pneu_defect_set found;
    pneu_part_defects_found(filter->plan->tree, part, &found);
    return !has_parts(filter, part) && !pneu_defect_set_has(&found, PNEU_DEFECT_MIME_EMPTY_MULTIPART);
}

/* Types of messages may not be encoded, but for those that RFC 6533 has for UTF-8; others become mere bytes. */
static void choose_type_of_encoded(pneu_i_entity_form *form)
{
    static const char *const types[][2] = {{"message/delivery-status", "message/global-delivery-status"},
                                           {"message/disposition-notification", "message/global-disposition-notification"},
                                           {"message/rfc822-headers", "message/global-headers"}};
    if (form->encoding <= PNEU_ENCODING_BINARY || !begins_with(form->type, "message/") ||
        begins_with(form->type, "message/global-"))
        return;
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
        if (pneu_i_str_is(form->type, types[i][0])) {
            form->type = pneu_i_str(types[i][1]);
            return;
        }
    form->is_opaque = 1;
    form->type = pneu_i_str(OPAQUE_TYPE);
}

static pneu_status choose_leaf_form(pneu_sanitise *filter, pneu_i_open_part *open, const pneu_entity *entity,
                                    pneu_i_entity_form *form)
{
    pneu_status status = PNEU_OK;
    if ((open->action & PNEU_I_RECODE) != 0) {
        form->encoding = begin_body(filter, open, entity->encoding, form->type);
        if (!form->is_opaque)
            status = begin_text(filter, open, entity, &form->charset);
    } else if (entity->encoding == PNEU_ENCODING_8BIT || entity->encoding == PNEU_ENCODING_BINARY) {
        form->encoding = PNEU_ENCODING_7BIT;
    }
    choose_type_of_encoded(form);
    return status;
}

/* What the header of a part that is cleaned says of its body, and what its body will be. */
static pneu_status choose_form(pneu_sanitise *filter, pneu_i_open_part *open, const pneu_entity *entity, char *boundary,
                               pneu_i_entity_form *form)
{
    const pneu_message *tree = filter->plan->tree;
    int is_decoded = (entity->marks & PNEU_ENTITY_ENCODED_MESSAGE) != 0 && has_parts(filter, open->part);
    memset(form, 0, sizeof *form);
    form->is_message = is_message_header(filter, open->part);
    form->is_opaque = (open->action & PNEU_I_OPAQUE) != 0;
    form->type = form->is_opaque ? pneu_i_str(OPAQUE_TYPE) : entity->type;
    form->reading_last = pneu_i_node_choice(tree, &tree->nodes[open->part], PNEU_READING_DUPLICATE_FIELD);
    form->encoding = entity->encoding;
    if (entity->kind == PNEU_KIND_MULTIPART && is_text_indeed(filter, open->part)) {
        open->is_multipart_text = 1;
        form->type = pneu_i_str("text/plain");
        form->encoding = begin_body(filter, open, PNEU_ENCODING_7BIT, form->type);
        return PNEU_OK;
    }
    if (entity->kind == PNEU_KIND_LEAF && !is_decoded)
        return choose_leaf_form(filter, open, entity, form);
    form->encoding = PNEU_ENCODING_7BIT;
    if (entity->kind == PNEU_KIND_MULTIPART)
        form->boundary = pneu_i_plain_boundary(filter->plan, open->part, boundary);
    else
        form->type = pneu_i_str("message/rfc822"); /* also what was message/global: it is ASCII now */
    return is_decoded ? pneu_i_sanitise_open_stream(filter, open->part, entity->encoding) : PNEU_OK;
}

static pneu_status end_header(pneu_sanitise *filter, pneu_i_open_part *open, const pneu_event *event)
{
    char boundary[PNEU_I_PLAIN_BOUNDARY + 1];
    pneu_i_entity_form form;
    open->kind = (uint8_t)event->entity->kind;
    if (!is_clean(open)) {
        pneu_i_sanitise_copy(filter, event->slice);
        return PNEU_OK;
    }
    pneu_status status = choose_form(filter, open, event->entity, boundary, &form);
    if (status == PNEU_OK)
        status = pneu_i_clean_header(&filter->cleaner, &filter->held, &form, &filter->feed);
    filter->is_in_line = 0;
    return status;
}

/* ---- What stands between parts -------------------------------------------------------------------------------- */

static void put_delimiter(pneu_sanitise *filter, const pneu_i_open_part *open, int is_close)
{
    char boundary[PNEU_I_PLAIN_BOUNDARY + 1];
    pneu_str text = pneu_i_plain_boundary(filter->plan, open->part, boundary);
    put_line_end(filter);
    put(filter, "--", 2);
    put(filter, text.ptr, text.len);
    if (is_close)
        put(filter, "--", 2);
    else
        put_line_end(filter);
}

static void put_empty_part(pneu_sanitise *filter, const pneu_i_open_part *open)
{
    static const char empty[] = "Content-Type: text/plain\r\n\r\n";
    put_delimiter(filter, open, 0);
    put(filter, empty, sizeof empty - 1);
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
        if (filter->is_in_line && event->slice.ptr[0] == '-')
            put_line_end(filter);
        pneu_i_sanitise_copy(filter, event->slice);
    } else if (open->is_multipart_text) {
        add_body(filter, event->slice);
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
        add_body(filter, event->slice);
}

/* ---- Events --------------------------------------------------------------------------------------------------- */

static void take_body(pneu_sanitise *filter, const pneu_i_open_part *open, const pneu_event *event)
{
    if (open->is_encoding)
        add_body(filter, event->slice);
    else
        pneu_i_sanitise_copy(filter, event->slice);
}

void pneu_i_sanitise_end_part(pneu_sanitise *filter)
{
    pneu_i_open_part *open = top_part(filter);
    settle_cr(filter);
    if (open->is_encoding)
        end_body(filter);
    if (open->kind == PNEU_KIND_MULTIPART)
        close_multipart(filter, open);
    filter->open_count--;
    if (filter->open_count == 0 && filter->is_in_line)
        put_line_end(filter);
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
