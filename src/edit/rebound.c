/*
 * Another boundary for a multipart: in its Content-Type, in its delimiters as read, and in those that edits made. In:
 * a multipart, what is about to be put into it. Out: patches of just the boundary's bytes. Invariants: Content-Type
 * is read again before it is taken, and differs in nothing but the boundary; what a signature covers is not changed
 * (RFC 1847 section 2.1); memory is taken before anything is changed. RFC 2046 section 5.1.1. Not handled: a boundary
 * written with quoted pairs, in pieces or encoded (RFC 2231), and several Content-Type fields: refused.
 */
#include "edit/rebound.h"

#include "edit/body_survey.h"
#include "edit/delimiter_place.h"
#include "edit/fresh_boundary.h"
#include "syntax/line_writer.h"
#include "syntax/mime_fields.h"

#define PLACES_MOST                                                                                                    \
    8 /* where a boundary's text may stand in its field and not be it: "b" in "multipart/b; boundary=b" */

static pneu_str join(pneu_message *message, const pneu_str *parts, size_t count)
{
    size_t len = 0;
    for (size_t i = 0; i < count; i++)
        len += parts[i].len;
    char *bytes = pneu_i_arena_alloc(&message->arena, len), *end = bytes;
    if (bytes == NULL)
        return pneu_i_str_of(NULL, 0);
    for (size_t i = 0; i < count; end += parts[i++].len)
        if (parts[i].len > 0)
            memcpy(end, parts[i].ptr, parts[i].len);
    return pneu_i_str_of(bytes, len);
}

/* ---- Content-Type -------------------------------------------------------------------------------------------- */

/* The only field Content-Type of a header. */
static pneu_status find_type(pneu_message *message, uint32_t part, pneu_i_header_cursor *cursor,
                             pneu_i_header_item *type)
{
    pneu_i_header_item item;
    int count = 0;
    *cursor = pneu_i_header_begin(message, part);
    for (pneu_i_header_cursor at = *cursor; pneu_i_header_next(&at, &item);) {
        if (!pneu_i_str_is(item.name, "Content-Type"))
            continue;
        *cursor = at;
        *type = item;
        count++;
    }
    return count == 1 ? PNEU_OK : PNEU_ERR_BOUNDARY;
}

static pneu_status read_type(pneu_message *message, uint32_t part, pneu_str *field)
{
    pneu_i_header_cursor cursor;
    pneu_i_header_item item;
    pneu_i_piece as_read;
    pneu_str parts[PNEU_I_SPARE_PIECES];
    uint32_t count;
    pneu_status status = find_type(message, part, &cursor, &item);
    if (status != PNEU_OK)
        return status;
    const pneu_i_piece *pieces = pneu_i_header_pieces(message, part, &item, &as_read, &count);
    if (count > PNEU_I_SPARE_PIECES)
        return PNEU_ERR_BOUNDARY;
    for (uint32_t i = 0; i < count; i++)
        parts[i] = pieces[i].bytes;
    *field = join(message, parts, count);
    return field->ptr != NULL ? PNEU_OK : PNEU_ERR_MEMORY;
}

/* 1 if the field says this boundary. */
static int says_boundary(const pneu_message *message, pneu_str field, pneu_str boundary)
{
    pneu_i_type_info info;
    const char *colon = memchr(field.ptr, ':', field.len);
    if (colon == NULL)
        return 0;
    while (field.len > 0 && pneu_i_is((unsigned char)field.ptr[field.len - 1], PNEU_I_EOL))
        field.len--;
    pneu_i_content_type_read(pneu_i_str_from(field, (size_t)(colon - field.ptr) + 1), &message->settings, NULL, &info);
    return info.has_boundary && pneu_i_str_equal(pneu_i_str_of(info.boundary, info.boundary_len), boundary);
}

/* The field with the new boundary where the old one stands at `at`. */
static pneu_str change_at(pneu_message *message, pneu_str field, size_t at, pneu_str old, pneu_str boundary)
{
    pneu_str quote = pneu_i_str(at > 0 && field.ptr[at - 1] == '"' ? "" : "\"");
    pneu_str parts[] = {pneu_i_str_of(field.ptr, at), quote, boundary, quote, pneu_i_str_from(field, at + old.len)};
    return join(message, parts, sizeof parts / sizeof *parts);
}

static int has_long_line(pneu_str field)
{
    pneu_i_body_survey survey;
    pneu_i_body_survey_make(&survey, field);
    return survey.longest > PNEU_I_LINE_MAX;
}

static pneu_status change_type(pneu_message *message, uint32_t part, pneu_str old, pneu_i_rebound *change)
{
    pneu_str field, boundary = change->boundary.bytes;
    int places = 0;
    pneu_status status = read_type(message, part, &field);
    if (status != PNEU_OK)
        return status;
    if (!says_boundary(message, field, old))
        return PNEU_ERR_BOUNDARY;
    for (size_t at = field.len; at-- > 0 && places < PLACES_MOST;) {
        if (field.len - at < old.len || memcmp(field.ptr + at, old.ptr, old.len) != 0)
            continue;
        places++;
        pneu_str made = change_at(message, field, at, old, boundary);
        if (made.ptr == NULL)
            return PNEU_ERR_MEMORY;
        change->type = pneu_i_piece_of(made);
        if (says_boundary(message, made, boundary))
            return has_long_line(made) ? PNEU_ERR_BOUNDARY : PNEU_OK;
    }
    return PNEU_ERR_BOUNDARY;
}

/* ---- Delimiters ---------------------------------------------------------------------------------------------- */

static int stands_at(const pneu_message *message, uint64_t at, pneu_str boundary)
{
    return pneu_i_str_equal(pneu_i_edit_input(message, at, at + boundary.len), boundary);
}

/* The first byte of the boundary in the delimiter before `child` or, with PNEU_NO_PART, in the close delimiter; *has
 * is 0 where there is none. */
static pneu_status boundary_place(pneu_message *message, uint32_t part, uint32_t child, uint64_t *at, int *has)
{
    pneu_str old;
    *has = 1;
    pneu_status status = child != PNEU_NO_PART ? pneu_i_delimiter_before(message, child, at)
                                               : pneu_i_close_delimiter(message, part, at, has);
    if (status == PNEU_OK)
        status = pneu_i_boundary_as_read(message, part, &old);
    if (status != PNEU_OK || !*has)
        return status;
    *at += 2;
    return stands_at(message, *at, old) ? PNEU_OK : PNEU_ERR_BOUNDARY;
}

static int is_there(const pneu_message *message, uint32_t child)
{
    return (message->nodes[child].state & PNEU_I_REMOVED) == 0;
}

static pneu_status count_delimiters(pneu_message *message, uint32_t part, size_t *count)
{
    uint64_t at;
    int has;
    pneu_status status = boundary_place(message, part, PNEU_NO_PART, &at, &has);
    *count = 1;
    for (uint32_t child = pneu_part_first_child(message, part); child != PNEU_NO_PART && status == PNEU_OK;
         child = message->nodes[child].next_sibling) {
        if (!is_there(message, child))
            continue;
        status = boundary_place(message, part, child, &at, &has);
        ++*count;
    }
    return status;
}

/* ---- Preparing ----------------------------------------------------------------------------------------------- */

/* 1 if the part stands in a multipart/signed. */
static int is_in_signed(const pneu_message *message, uint32_t part)
{
    pneu_str type = pneu_i_str("");
    while (!pneu_i_str_is(type, "multipart/signed") && (part = message->nodes[part].parent) != PNEU_NO_PART)
        pneu_part_type(message, part, &type);
    return part != PNEU_NO_PART;
}

static pneu_status prepare(pneu_message *message, uint32_t part, pneu_i_rebound *change)
{
    pneu_str old, boundary = change->boundary.bytes, dashes = pneu_i_str("--");
    pneu_str delimiter[] = {dashes, boundary, pneu_i_edit_eol(message)}, close[] = {dashes, boundary, dashes};
    size_t delimiters;
    pneu_status status = pneu_i_boundary_of(message, part, &old);
    if (status == PNEU_OK)
        status = change_type(message, part, old, change);
    if (status == PNEU_OK)
        status = count_delimiters(message, part, &delimiters);
    if (status != PNEU_OK)
        return status;
    change->delimiter = pneu_i_piece_of(join(message, delimiter, 3));
    change->close = pneu_i_piece_of(join(message, close, 3));
    change->patches = delimiters + 2;
    return change->delimiter.bytes.ptr != NULL && change->close.bytes.ptr != NULL ? PNEU_OK : PNEU_ERR_MEMORY;
}

pneu_status pneu_i_rebound_prepare(pneu_message *message, uint32_t part, const pneu_i_content *content,
                                   pneu_i_rebound **made)
{
    if (is_in_signed(message, part))
        return PNEU_ERR_SIGNED;
    pneu_i_rebound *change = pneu_i_arena_alloc(&message->arena, sizeof *change);
    if (change == NULL)
        return PNEU_ERR_MEMORY;
    memset(change, 0, sizeof *change);
    change->part = part;
    pneu_status status = pneu_i_boundary_choose(message, part, content, &change->boundary.bytes);
    if (status == PNEU_OK)
        status = prepare(message, part, change);
    if (status == PNEU_OK)
        *made = change;
    return status;
}

/* ---- Putting ------------------------------------------------------------------------------------------------- */

/* Delimiters that edits made. */
static void change_patches(pneu_message *message, const pneu_i_rebound *change)
{
    const pneu_i_node *node = &message->nodes[change->part];
    pneu_i_overlay *edits = &message->edits;
    uint64_t end = node->summary.body_offset + node->summary.body_length;
    for (size_t i = pneu_i_overlay_place(edits, node->summary.body_offset, 0, 0);
         i < edits->count && edits->patches[i].offset <= end; i++) {
        pneu_i_patch *patch = &edits->patches[i];
        int is_before = patch->slot == PNEU_I_SLOT_BEFORE_PART && message->nodes[patch->part].parent == change->part;
        if (is_before || (patch->slot == PNEU_I_SLOT_LAST && patch->part == change->part))
            patch->pieces[0] = change->delimiter;
        if (patch->slot == PNEU_I_SLOT_CLOSE && patch->part == change->part)
            patch->pieces[0] = change->close;
    }
}

/* Puts the boundary where it is read at `at`, or (slot BOUNDARY) the mark that it is another one. */
static void put_boundary(pneu_message *message, pneu_i_rebound *change, uint64_t at, int slot)
{
    pneu_str old = pneu_i_str("");
    pneu_i_patch patch = {.offset = at, .part = change->part, .slot = (uint8_t)slot};
    patch.boundary = change->boundary.bytes;
    if (slot == PNEU_I_SLOT_DELIMITER) {
        (void)pneu_i_boundary_as_read(message, change->part, &old);
        patch.length = old.len;
        patch.pieces = &change->boundary;
        patch.piece_count = 1;
    }
    pneu_i_patch *there = pneu_i_overlay_find(&message->edits, at, change->part, slot);
    if (there != NULL)
        *there = patch;
    else
        (void)pneu_i_overlay_put(&message->edits, &patch);
}

static void change_delimiter(pneu_message *message, pneu_i_rebound *change, uint32_t child)
{
    uint64_t at;
    int has;
    if (boundary_place(message, change->part, child, &at, &has) == PNEU_OK && has)
        put_boundary(message, change, at, PNEU_I_SLOT_DELIMITER);
}

void pneu_i_rebound_put(pneu_message *message, pneu_i_rebound *change)
{
    uint32_t part = change->part;
    pneu_i_header_cursor cursor;
    pneu_i_header_item item;
    change_patches(message, change);
    for (uint32_t child = pneu_part_first_child(message, part); child != PNEU_NO_PART;
         child = message->nodes[child].next_sibling)
        if (is_there(message, child))
            change_delimiter(message, change, child);
    change_delimiter(message, change, PNEU_NO_PART);
    put_boundary(message, change, message->nodes[part].summary.body_offset, PNEU_I_SLOT_BOUNDARY);
    if (find_type(message, part, &cursor, &item) == PNEU_OK) {
        pneu_i_patch type = {.pieces = &change->type, .piece_count = 1, .name_length = (uint16_t)item.name.len};
        pneu_i_header_replace(&cursor, &item, &type);
    }
    pneu_i_overlay_touch(&message->edits, part, PNEU_TOUCHED_BOUNDARY);
}
