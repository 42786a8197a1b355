/*
 * A part becomes the only child of a new multipart.
 * In: a part, a subtype, a boundary or none. Out: patches around the part, or (a message) in its header and around its
 * body. Invariants: every byte of a part of a multipart stays, its header too; a message keeps its header but for the
 * fields that say what its body is, which become the child's, byte for byte; no line of the part begins as the new
 * delimiter does. RFC 2046 section 5.1, RFC 2045 section 6.4.
 */
#include "edit/delimiter_place.h"
#include "edit/fresh_boundary.h"
#include "edit/header_edit.h"

#define BOUNDARY_MOST ((size_t)70)

/* A multipart that is being made. */
typedef struct wrapping {
    pneu_message *message;
    uint32_t part;
    pneu_str boundary;
    pneu_i_new_field type;
    pneu_i_new_field version; /* MIME-Version */
    pneu_i_piece encoding;    /* Content-Transfer-Encoding of the multipart, or "" */
    uint8_t child_encoding;   /* PNEU_ENCODING_... */
    pneu_i_piece open, close; /* "--boundary" and a line end; "--boundary--" */
} wrapping;

/* ---- The boundary -------------------------------------------------------------------------------------------- */

static pneu_status choose_boundary(wrapping *wrap, pneu_str wanted)
{
    pneu_message *message = wrap->message;
    if (wanted.len == 0)
        return pneu_i_boundary_choose(message, wrap->part, NULL, &wrap->boundary);
    pneu_status status = pneu_i_arena_copy(&message->arena, wanted, &wrap->boundary);
    return status == PNEU_OK ? pneu_i_boundary_check(message, wrap->part, NULL, wanted) : status;
}

/* ---- Preparing ----------------------------------------------------------------------------------------------- */

static pneu_status join(pneu_message *message, const pneu_str *parts, size_t count, pneu_i_piece *out)
{
    size_t len = 0;
    for (size_t i = 0; i < count; i++)
        len += parts[i].len;
    char *bytes = pneu_i_arena_alloc(&message->arena, len);
    if (bytes == NULL)
        return PNEU_ERR_MEMORY;
    *out = pneu_i_piece_of(pneu_i_str_of(bytes, len));
    for (size_t i = 0; i < count; bytes += parts[i++].len)
        memcpy(bytes, parts[i].ptr, parts[i].len);
    return PNEU_OK;
}

static pneu_status make_type(wrapping *wrap, pneu_str subtype)
{
    pneu_i_piece type;
    pneu_str value, parts[] = {pneu_i_str("multipart/"), subtype};
    pneu_param boundary = {pneu_i_str("boundary"), wrap->boundary, pneu_i_str(""), pneu_i_str("")};
    pneu_status status = join(wrap->message, parts, 2, &type);
    if (status != PNEU_OK)
        return status;
    pneu_mime_value mime = {type.bytes, pneu_i_str(""), &boundary, 1};
    pneu_format format = {0, (uint32_t)sizeof "Content-Type: " - 1};
    status = pneu_mime_value_format(&wrap->message->arena, &mime, &format, &value);
    return status == PNEU_OK ? pneu_i_field_make(wrap->message, pneu_i_str("Content-Type"), value, 3, &wrap->type)
                             : status;
}

/* What the child says of its encoding is said of the multipart, too. */
static pneu_status make_encoding(wrapping *wrap)
{
    pneu_message *message = wrap->message;
    int32_t encoding = pneu_i_header_encoding(message, wrap->part);
    int is_said = encoding == PNEU_ENCODING_8BIT || encoding == PNEU_ENCODING_BINARY;
    pneu_str parts[] = {pneu_i_str("Content-Transfer-Encoding: "), pneu_i_str(pneu_encoding_name(encoding)),
                        pneu_i_edit_eol(message)};
    wrap->encoding = pneu_i_piece_of(pneu_i_str(""));
    wrap->child_encoding = (uint8_t)encoding;
    return is_said ? join(message, parts, 3, &wrap->encoding) : PNEU_OK;
}

static pneu_status prepare(wrapping *wrap, pneu_str subtype, pneu_str boundary)
{
    pneu_message *message = wrap->message;
    pneu_str eol = pneu_i_edit_eol(message);
    pneu_status status = choose_boundary(wrap, boundary);
    if (status != PNEU_OK)
        return status;
    pneu_str open[] = {pneu_i_str("--"), wrap->boundary, eol};
    pneu_str close[] = {pneu_i_str("--"), wrap->boundary, pneu_i_str("--")};
    status = make_type(wrap, subtype);
    if (status == PNEU_OK)
        status = pneu_i_field_make(message, pneu_i_str("MIME-Version"), pneu_i_str("1.0"), 3, &wrap->version);
    if (status == PNEU_OK)
        status = make_encoding(wrap);
    if (status == PNEU_OK)
        status = join(message, open, 3, &wrap->open);
    return status == PNEU_OK ? join(message, close, 3, &wrap->close) : status;
}

/* ---- Around a part of a multipart ---------------------------------------------------------------------------- */

/* 1 if the part is a message because it stands in a multipart/digest, which it will not directly any more. */
static int needs_type(const wrapping *wrap)
{
    pneu_message *message = wrap->message;
    const pneu_i_node *node = &message->nodes[wrap->part];
    return (node->marks & PNEU_ENTITY_DIGEST_DEFAULT) != 0 &&
           pneu_i_overlay_find(&message->edits, node->offset, wrap->part, PNEU_I_SLOT_OPEN) == NULL &&
           pneu_i_header_count(message, wrap->part, pneu_i_str("Content-Type")) == 0;
}

static void put_opening(const wrapping *wrap, pneu_i_piece *open)
{
    const pneu_i_node *node = &wrap->message->nodes[wrap->part];
    pneu_i_patch patch = {.offset = node->offset, .pieces = open, .piece_count = 4, .part = wrap->part};
    open[0] = wrap->type.pieces[0];
    open[1] = wrap->encoding;
    open[2] = pneu_i_piece_of(pneu_i_edit_eol(wrap->message));
    open[3] = wrap->open;
    patch.boundary = wrap->boundary;
    patch.encoding = wrap->encoding.bytes.len > 0 ? wrap->child_encoding : PNEU_ENCODING_7BIT;
    patch.encoding_at = patch.encoding_count = 1;
    patch.slot = PNEU_I_SLOT_OPEN;
    (void)pneu_i_overlay_put(&wrap->message->edits, &patch);
}

/* Closes the multipart behind the part (slot AROUND) or behind its body (BODY_CLOSE): what stands there ends as the
 * part ended. */
static void put_closing(const wrapping *wrap, int slot, pneu_i_piece *close)
{
    pneu_message *message = wrap->message;
    const pneu_i_node *node = &message->nodes[wrap->part];
    pneu_i_patch patch = {.pieces = close, .part = wrap->part, .slot = (uint8_t)slot};
    int followed_by = pneu_i_followed_by(message, wrap->part);
    if (followed_by != PNEU_I_FOLLOWED_BY_DELIMITER)
        close[patch.piece_count++] = pneu_i_piece_of(pneu_i_line_end_behind(message, wrap->part));
    close[patch.piece_count++] = wrap->close;
    if (followed_by != PNEU_I_FOLLOWED_BY_LINE_END)
        close[patch.piece_count++] = pneu_i_piece_of(pneu_i_edit_eol(message));
    patch.offset = node->summary.body_offset + node->summary.body_length;
    (void)pneu_i_overlay_put(&message->edits, &patch);
    pneu_i_line_end_touch(message, wrap->part);
}

static pneu_status wrap_part(const wrapping *wrap)
{
    pneu_message *message = wrap->message;
    pneu_i_piece *open, *close;
    pneu_i_new_field type;
    pneu_i_around around = {.part = message->nodes[wrap->part].parent, .inside = wrap->part};
    pneu_status status = pneu_i_edit_pieces(message, 4, &open);
    if (status == PNEU_OK)
        status = pneu_i_edit_pieces(message, 3, &close);
    if (status == PNEU_OK)
        status = pneu_i_field_make(message, pneu_i_str("Content-Type"), pneu_i_str("message/rfc822"), 3, &type);
    if (status == PNEU_OK)
        status = pneu_i_around_prepare(message, &around, 4, 2);
    if (status != PNEU_OK)
        return status;
    if (needs_type(wrap))
        pneu_i_header_put(message, wrap->part, PNEU_PUT_PREPEND, &type);
    put_opening(wrap, open);
    put_closing(wrap, PNEU_I_SLOT_AROUND, close);
    pneu_i_around_touch(message, &around);
    return PNEU_OK;
}

/* ---- In a message -------------------------------------------------------------------------------------------- */

/* 1 for a field that says what the body is. Content-Length is none: it belongs to mboxes. */
static int is_of_body(pneu_str name)
{
    pneu_str start = pneu_i_str("Content-");
    return name.len > start.len && pneu_i_ascii_same(name.ptr, start.ptr, start.len) &&
           !pneu_i_str_is(name, "Content-Length");
}

/* Adds the bytes of a field, and a line end if it has none. */
static void add_field(const wrapping *wrap, const pneu_i_header_item *item, pneu_i_patch *open)
{
    pneu_message *message = wrap->message;
    pneu_i_piece as_read;
    uint32_t count, first = open->piece_count;
    const pneu_i_piece *field = pneu_i_header_pieces(message, wrap->part, item, &as_read, &count);
    for (uint32_t i = 0; i < count; i++)
        open->pieces[open->piece_count++] = field[i];
    pneu_str last = open->pieces[open->piece_count - 1].bytes;
    if (!pneu_i_edit_is_line_end(message, last.ptr[last.len - 1]))
        open->pieces[open->piece_count++] = pneu_i_piece_of(pneu_i_edit_eol(message));
    if (open->encoding_count > 0 || !pneu_i_str_is(item->name, "Content-Transfer-Encoding"))
        return;
    open->encoding_at = first;
    open->encoding_count = (uint8_t)(open->piece_count - first);
}

/* The fields of the body, for the child: "--boundary", the fields, room for an encoding that may be needed, an empty
 * line. */
static pneu_status collect_fields(const wrapping *wrap, pneu_i_patch *open, size_t *moved)
{
    pneu_message *message = wrap->message;
    pneu_i_header_item item;
    pneu_i_header_cursor cursor = pneu_i_header_begin(message, wrap->part);
    for (*moved = 0; pneu_i_header_next(&cursor, &item);)
        *moved += (size_t)is_of_body(item.name);
    pneu_status status = pneu_i_edit_pieces(message, PNEU_I_SPARE_PIECES * *moved + 3, &open->pieces);
    if (status != PNEU_OK)
        return status;
    open->encoding = wrap->child_encoding;
    open->pieces[open->piece_count++] = wrap->open;
    for (cursor = pneu_i_header_begin(message, wrap->part); pneu_i_header_next(&cursor, &item);)
        if (is_of_body(item.name))
            add_field(wrap, &item, open);
    if (open->encoding_count == 0) {
        open->encoding_at = open->piece_count;
        open->encoding_count = 1;
        open->pieces[open->piece_count++] = pneu_i_piece_of(pneu_i_str(""));
    }
    open->pieces[open->piece_count++] = pneu_i_piece_of(pneu_i_edit_eol(message));
    return PNEU_OK;
}

/* Takes the fields of the body out of the header, but for an encoding that the multipart has, too; puts its type
 * there. */
static void change_header(const wrapping *wrap)
{
    pneu_message *message = wrap->message;
    pneu_i_header_item item;
    pneu_i_header_cursor cursor = pneu_i_header_begin(message, wrap->part);
    int has_type = 0, has_version = 0, keeps_encoding = wrap->encoding.bytes.len > 0;
    pneu_i_patch type = {.pieces = wrap->type.pieces, .piece_count = 1};
    type.name_length = (uint16_t)wrap->type.name.len;
    while (pneu_i_header_next(&cursor, &item)) {
        int is_type = pneu_i_str_is(item.name, "Content-Type");
        has_version |= pneu_i_str_is(item.name, "MIME-Version");
        if (!is_of_body(item.name) || (keeps_encoding && pneu_i_str_is(item.name, "Content-Transfer-Encoding")))
            continue;
        if (is_type && !has_type)
            pneu_i_header_replace(&cursor, &item, &type);
        else
            pneu_i_header_remove(&cursor, &item);
        has_type |= is_type;
    }
    if (!has_version)
        pneu_i_header_put(message, wrap->part, PNEU_PUT_ADD, &wrap->version);
    if (!has_type)
        pneu_i_header_put(message, wrap->part, PNEU_PUT_ADD, &wrap->type);
}

static pneu_status wrap_message(const wrapping *wrap)
{
    pneu_message *message = wrap->message;
    const pneu_i_node *node = &message->nodes[wrap->part];
    pneu_i_piece *close, *spare;
    pneu_i_around around = {.part = node->parent, .inside = wrap->part};
    pneu_i_patch open = {.offset = node->summary.body_offset, .boundary = wrap->boundary, .part = wrap->part};
    size_t moved;
    pneu_status status = collect_fields(wrap, &open, &moved);
    if (status == PNEU_OK)
        status = pneu_i_edit_pieces(message, 3, &close);
    if (status == PNEU_OK)
        status = pneu_i_edit_pieces(message, PNEU_I_SPARE_PIECES, &spare);
    if (status == PNEU_OK)
        status = pneu_i_around_prepare(message, &around, moved + 8, 4);
    if (status != PNEU_OK)
        return status;
    change_header(wrap);
    pneu_i_header_separate(message, wrap->part, spare);
    open.slot = PNEU_I_SLOT_BODY_OPEN;
    (void)pneu_i_overlay_put(&message->edits, &open);
    put_closing(wrap, PNEU_I_SLOT_BODY_CLOSE, close);
    pneu_i_overlay_touch(&message->edits, wrap->part, PNEU_TOUCHED_MIME);
    pneu_i_around_touch(message, &around);
    return PNEU_OK;
}

/* ---- Both ---------------------------------------------------------------------------------------------------- */

static size_t first_outside(pneu_str text, unsigned class_bits)
{
    size_t i = 0;
    while (i < text.len && pneu_i_is((unsigned char)text.ptr[i], class_bits))
        i++;
    return i;
}

static pneu_status check_arguments(pneu_message *message, pneu_str subtype, pneu_str boundary)
{
    size_t bad = subtype.ptr != NULL ? first_outside(subtype, PNEU_I_TOKEN) : 0;
    if (subtype.ptr == NULL || subtype.len == 0 || subtype.len > 200 || bad < subtype.len)
        return pneu_i_edit_refuse(message, PNEU_ERR_ARGUMENT, 3, bad);
    if (boundary.ptr == NULL && boundary.len > 0)
        return pneu_i_edit_refuse_argument(message, 4);
    bad = first_outside(boundary, PNEU_I_BCHAR);
    if (bad == boundary.len && boundary.len > 0 && boundary.ptr[boundary.len - 1] == ' ')
        bad = boundary.len - 1;
    if (bad < boundary.len || boundary.len > BOUNDARY_MOST)
        return pneu_i_edit_refuse(message, PNEU_ERR_ARGUMENT, 4, bad < boundary.len ? bad : BOUNDARY_MOST);
    return PNEU_OK;
}

pneu_status pneu_part_wrap(pneu_message *message, uint32_t part, pneu_str subtype, pneu_str boundary)
{
    wrapping wrap;
    pneu_status status = pneu_i_edit_begin(message, part);
    if (status == PNEU_OK)
        status = check_arguments(message, subtype, boundary);
    if (status != PNEU_OK)
        return status;
    memset(&wrap, 0, sizeof wrap);
    wrap.message = message;
    wrap.part = part;
    status = prepare(&wrap, subtype, boundary);
    if (status == PNEU_OK)
        status =
            (message->nodes[part].marks & PNEU_ENTITY_MESSAGE_HEADER) != 0 ? wrap_message(&wrap) : wrap_part(&wrap);
    if (status == PNEU_OK)
        return PNEU_OK;
    return pneu_i_edit_refuse(message, status, status == PNEU_ERR_BOUNDARY ? 4 : 0, 0);
}
