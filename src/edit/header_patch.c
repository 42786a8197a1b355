/*
 * The header of a part as edits left it: the fields as read and the patches among them, in the order of writing. In:
 * a part of space 0. Out: its fields, and patches that change them. Invariants: a field as read has at most one
 * patch, which replaces it or leaves it out; fields are put where a line begins and before something that cannot be
 * taken for their continuation. RFC 5322 section 2.2.
 */
#include "edit/header_patch.h"

#include "edit/field_text.h"
#include "syntax/mime_fields.h"

/* ---- Going through ------------------------------------------------------------------------------------------- */

pneu_i_header_cursor pneu_i_header_begin(pneu_message *message, uint32_t part)
{
    pneu_i_header_cursor cursor = {message, part, 0, 0};
    cursor.patch = pneu_i_overlay_place(&message->edits, message->nodes[part].offset, part, PNEU_I_SLOT_TOP);
    return cursor;
}

static int holds_fields(int slot)
{
    return slot >= PNEU_I_SLOT_TOP && slot <= PNEU_I_SLOT_END;
}

/* The next patch of the header, or NULL. */
static pneu_i_patch *patch_at(pneu_i_header_cursor *cursor)
{
    pneu_i_overlay *edits = &cursor->message->edits;
    uint64_t end = cursor->message->nodes[cursor->part].summary.body_offset;
    for (; cursor->patch < edits->count && edits->patches[cursor->patch].offset <= end; cursor->patch++) {
        pneu_i_patch *patch = &edits->patches[cursor->patch];
        if (patch->part == cursor->part && holds_fields(patch->slot))
            return patch;
    }
    return NULL;
}

int pneu_i_header_next(pneu_i_header_cursor *cursor, pneu_i_header_item *item)
{
    for (;;) {
        pneu_field field;
        int has_field = pneu_part_field(cursor->message, cursor->part, cursor->field, &field) == PNEU_OK;
        const pneu_i_patch *patch = patch_at(cursor);
        item->index = has_field ? cursor->field : UINT32_MAX;
        if (patch == NULL && !has_field)
            return 0;
        if (patch == NULL || (has_field && patch->offset > field.offset)) {
            item->name = field.name;
            item->patch = PNEU_I_NO_PATCH;
            cursor->field++;
            return 1;
        }
        if (patch->slot == PNEU_I_SLOT_FIELD)
            cursor->field++;
        else
            item->index = UINT32_MAX;
        item->patch = cursor->patch++;
        if (patch->name_length > 0) {
            item->name = pneu_i_str_of(patch->pieces[0].bytes.ptr, patch->name_length);
            return 1;
        }
    }
}

static void patch_field(pneu_i_header_cursor *cursor, uint32_t index, const pneu_i_patch *with)
{
    pneu_i_patch patch = *with;
    pneu_field field;
    if (pneu_part_field(cursor->message, cursor->part, index, &field) != PNEU_OK)
        return;
    patch.offset = field.offset;
    patch.length = field.length;
    patch.part = cursor->part;
    patch.slot = PNEU_I_SLOT_FIELD;
    cursor->patch = pneu_i_overlay_put(&cursor->message->edits, &patch) + 1;
}

void pneu_i_header_replace(pneu_i_header_cursor *cursor, const pneu_i_header_item *item, const pneu_i_patch *with)
{
    if (item->patch == PNEU_I_NO_PATCH) {
        patch_field(cursor, item->index, with);
        return;
    }
    pneu_i_patch *patch = &cursor->message->edits.patches[item->patch];
    patch->pieces = with->pieces;
    patch->piece_count = with->piece_count;
    patch->name_length = with->name_length;
}

void pneu_i_header_remove(pneu_i_header_cursor *cursor, const pneu_i_header_item *item)
{
    static const pneu_i_patch nothing = {.piece_count = 0};
    if (item->index != UINT32_MAX) {
        pneu_i_header_replace(cursor, item, &nothing);
        return;
    }
    pneu_i_overlay_drop(&cursor->message->edits, item->patch);
    cursor->patch--;
}

const pneu_i_piece *pneu_i_header_pieces(pneu_message *message, uint32_t part, const pneu_i_header_item *item,
                                         pneu_i_piece *as_read, uint32_t *count)
{
    pneu_field field;
    if (item->patch != PNEU_I_NO_PATCH) {
        *count = message->edits.patches[item->patch].piece_count;
        return message->edits.patches[item->patch].pieces;
    }
    *count = 0;
    if (pneu_part_field(message, part, item->index, &field) == PNEU_OK) {
        *as_read = pneu_i_piece_of(pneu_i_edit_input(message, field.offset, field.offset + field.length));
        *count = 1;
    }
    return as_read;
}

size_t pneu_i_header_count(pneu_message *message, uint32_t part, pneu_str name)
{
    pneu_i_header_cursor cursor = pneu_i_header_begin(message, part);
    pneu_i_header_item item;
    size_t count = 0;
    while (pneu_i_header_next(&cursor, &item))
        count += (size_t)pneu_i_str_same(item.name, name);
    return count;
}

/* What stands behind the first colon; pieces of a renamed field are cut there. */
static pneu_str value_of(const pneu_i_piece *pieces, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        pneu_str bytes = pieces[i].bytes;
        const char *colon = bytes.len > 0 ? memchr(bytes.ptr, ':', bytes.len) : NULL;
        if (colon != NULL)
            return pneu_i_str_from(bytes, (size_t)(colon - bytes.ptr) + 1);
    }
    return pneu_i_str("");
}

int32_t pneu_i_header_encoding(pneu_message *message, uint32_t part)
{
    pneu_i_header_cursor cursor = pneu_i_header_begin(message, part);
    pneu_i_header_item item;
    if (patch_at(&cursor) == NULL)
        return message->nodes[part].encoding;
    while (pneu_i_header_next(&cursor, &item)) {
        pneu_i_piece as_read;
        uint32_t count;
        if (!pneu_i_str_is(item.name, "Content-Transfer-Encoding"))
            continue;
        const pneu_i_piece *pieces = pneu_i_header_pieces(message, part, &item, &as_read, &count);
        return pneu_i_encoding_read(pneu_i_str_trim(value_of(pieces, count)), &message->settings, NULL);
    }
    return PNEU_ENCODING_7BIT;
}

/* ---- Places -------------------------------------------------------------------------------------------------- */

/* 1 if all there is of the header is a byte order mark, behind which a line begins, too. */
static int is_mark(const pneu_i_node *node, pneu_str header)
{
    return node->offset == 0 && pneu_i_str_is(header, "\xef\xbb\xbf");
}

int pneu_i_header_separator(const pneu_message *message, uint32_t part, uint64_t *end)
{
    const pneu_i_node *node = &message->nodes[part];
    pneu_str header = pneu_i_edit_input(message, node->offset, node->summary.body_offset);
    size_t at = header.len;
    *end = node->summary.body_offset;
    if (at == 0 || !pneu_i_edit_is_line_end(message, header.ptr[at - 1]))
        return 0;
    at -= header.ptr[at - 1] == '\n' && at > 1 && header.ptr[at - 2] == '\r' ? 2 : 1;
    if (at > 0 && !pneu_i_edit_is_line_end(message, header.ptr[at - 1]) &&
        !is_mark(node, pneu_i_str_of(header.ptr, at)))
        return 0;
    *end = node->offset + at;
    return 1;
}

/* Where a prepended field goes. */
static uint64_t top_of(pneu_message *message, uint32_t part, uint64_t end)
{
    uint64_t at = message->nodes[part].offset;
    pneu_field first;
    if (pneu_part_field(message, part, 0, &first) == PNEU_OK)
        end = first.offset;
    const char *line_ends = pneu_i_edit_is_line_end(message, '\r') ? "\r\n" : "\n";
    return at + pneu_i_header_top(pneu_i_edit_input(message, at, end), at == 0, line_ends);
}

/* Gives a patch of a header's last field the line end that the field lacks. */
static int end_patch(pneu_message *message, pneu_i_patch *patch, pneu_i_piece *spare)
{
    if (patch->piece_count == 0)
        return 0;
    pneu_str last = patch->pieces[patch->piece_count - 1].bytes;
    if (last.len > 0 && pneu_i_edit_is_line_end(message, last.ptr[last.len - 1]))
        return 0;
    memcpy(spare, patch->pieces, patch->piece_count * sizeof *spare);
    spare[patch->piece_count++] = pneu_i_piece_of(pneu_i_edit_eol(message));
    patch->pieces = spare;
    return 1;
}

/* Gives the last field of a header, which the end of the input cut off, a line end; or what stands there instead. */
static int end_last_field(pneu_message *message, uint32_t part, const pneu_field *last, pneu_i_piece *spare)
{
    pneu_i_patch *old = pneu_i_overlay_find(&message->edits, last->offset, part, PNEU_I_SLOT_FIELD);
    if (old != NULL)
        return end_patch(message, old, spare);
    pneu_i_patch patch = {.offset = last->offset, .length = last->length, .pieces = spare, .piece_count = 2};
    patch.part = part;
    patch.slot = PNEU_I_SLOT_FIELD;
    patch.name_length = (uint16_t)last->name.len;
    spare[0] = pneu_i_piece_of(pneu_i_edit_input(message, last->offset, last->offset + last->length));
    spare[1] = pneu_i_piece_of(pneu_i_edit_eol(message));
    (void)pneu_i_overlay_put(&message->edits, &patch);
    return 1;
}

static int end_junk(pneu_message *message, uint32_t part, uint64_t end, pneu_i_piece *spare)
{
    pneu_i_patch patch = {.offset = end, .pieces = spare, .piece_count = 1, .part = part};
    patch.slot = PNEU_I_SLOT_LINE_END;
    spare[0] = pneu_i_piece_of(pneu_i_edit_eol(message));
    if (pneu_i_overlay_find(&message->edits, end, part, patch.slot) != NULL)
        return 0;
    (void)pneu_i_overlay_put(&message->edits, &patch);
    return 1;
}

/* Gives the last line of a header that the end of the input cut off a line end. `spare` has three pieces. */
static void end_last_line(pneu_message *message, uint32_t part, pneu_i_piece *spare)
{
    const pneu_i_node *node = &message->nodes[part];
    uint64_t end;
    int has_separator = pneu_i_header_separator(message, part, &end);
    pneu_str header = pneu_i_edit_input(message, node->offset, end);
    if (has_separator || header.len == 0 || is_mark(node, header) ||
        pneu_i_edit_is_line_end(message, header.ptr[header.len - 1]))
        return;
    pneu_field last;
    int is_field =
        pneu_part_field(message, part, node->field_count - 1, &last) == PNEU_OK && last.offset + last.length == end;
    if (is_field ? end_last_field(message, part, &last, spare) : end_junk(message, part, end, spare))
        pneu_i_overlay_touch(&message->edits, part, PNEU_TOUCHED_LINE_END);
}

void pneu_i_header_separate(pneu_message *message, uint32_t part, pneu_i_piece *pieces)
{
    uint64_t end;
    if (pneu_i_header_separator(message, part, &end) ||
        pneu_i_overlay_find(&message->edits, end, part, PNEU_I_SLOT_SEPARATOR) != NULL)
        return;
    end_last_line(message, part, pieces + 1);
    pieces[0] = pneu_i_piece_of(pneu_i_edit_eol(message));
    pneu_i_patch patch = {
        .offset = end, .pieces = pieces, .piece_count = 1, .part = part, .slot = PNEU_I_SLOT_SEPARATOR};
    (void)pneu_i_overlay_put(&message->edits, &patch);
    pneu_i_overlay_touch(&message->edits, part, PNEU_TOUCHED_LINE_END);
}

/* ---- Putting ------------------------------------------------------------------------------------------------- */

pneu_status pneu_i_new_field_of(pneu_message *message, pneu_str name, pneu_str bytes, pneu_i_new_field *field)
{
    pneu_i_piece *pieces;
    pneu_status status = pneu_i_edit_pieces(message, PNEU_I_SPARE_PIECES, &pieces);
    if (status != PNEU_OK)
        return status;
    pieces[0] = pneu_i_piece_of(bytes);
    field->name = name;
    field->pieces = pieces;
    return PNEU_OK;
}

size_t pneu_i_header_room(pneu_message *message, uint32_t part, pneu_str name)
{
    return 2 + pneu_i_header_count(message, part, name);
}

/* Replaces the first field with the name, removes the others; 0 if there is none. */
static int replace_fields(pneu_message *message, uint32_t part, pneu_str name, const pneu_i_patch *with)
{
    pneu_i_header_cursor cursor = pneu_i_header_begin(message, part);
    pneu_i_header_item item;
    int is_replaced = 0;
    while (pneu_i_header_next(&cursor, &item)) {
        if (!pneu_i_str_same(item.name, name))
            continue;
        if (is_replaced)
            pneu_i_header_remove(&cursor, &item);
        else
            pneu_i_header_replace(&cursor, &item, with);
        is_replaced = 1;
    }
    return is_replaced;
}

void pneu_i_header_put(pneu_message *message, uint32_t part, int32_t where, const pneu_i_new_field *field)
{
    pneu_i_patch patch = {.pieces = field->pieces, .piece_count = 1, .part = part};
    patch.name_length = (uint16_t)field->name.len;
    if (where == PNEU_PUT_SET && replace_fields(message, part, field->name, &patch))
        return;
    uint64_t end, top;
    (void)pneu_i_header_separator(message, part, &end);
    top = top_of(message, part, end);
    if (where != PNEU_PUT_PREPEND || top == end)
        end_last_line(message, part, field->pieces + 1);
    patch.slot = where == PNEU_PUT_PREPEND ? PNEU_I_SLOT_TOP : PNEU_I_SLOT_END;
    patch.offset = where == PNEU_PUT_PREPEND ? top : end;
    (void)pneu_i_overlay_put(&message->edits, &patch);
}
