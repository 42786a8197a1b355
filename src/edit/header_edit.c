/*
 * Edits of fields: put, insert, remove, rename. In: names and finished values. Out: patches. Invariants: a name is
 * the name of a field, a value has no line end but its folds, and no NUL, so that nothing that is put can become
 * another field or the body; what is refused changes nothing. RFC 5322 sections 2.1.1, 2.2 and 3.6.8.
 */
#include "edit/header_edit.h"

#include "edit/field_text.h"
#include "syntax/line_writer.h"

/* ---- Making -------------------------------------------------------------------------------------------------- */

pneu_status pneu_i_field_make(pneu_message *message, pneu_str name, pneu_str value, int32_t argument,
                              pneu_i_new_field *field)
{
    uint32_t flags = message->edits.format_flags;
    pneu_str bytes;
    pneu_status status = pneu_i_edit_check_name(message, name, argument);
    if (status != PNEU_OK)
        return status;
    if (value.ptr == NULL && value.len > 0)
        return pneu_i_edit_refuse_argument(message, argument + 1);
    size_t bad = pneu_i_value_first_bad(value, flags);
    if (bad < value.len)
        return pneu_i_edit_refuse(message, PNEU_ERR_ARGUMENT, argument + 1, bad);
    status = pneu_i_field_text(&message->arena, name, value, flags, &bytes);
    if (status != PNEU_OK)
        return pneu_i_edit_refuse(message, status, argument + 1, 0);
    if (pneu_i_edit_eol(message).len == 1)
        bytes = pneu_i_field_with_lf(bytes);
    status = pneu_i_new_field_of(message, pneu_i_str_of(bytes.ptr, name.len), bytes, field);
    return status == PNEU_OK ? PNEU_OK : pneu_i_edit_refuse(message, status, 0, 0);
}

/* Room for patches in the header of `part`, and for what the edit touches. */
static pneu_status begin_change(pneu_message *message, uint32_t part, size_t patches, pneu_i_around *around)
{
    *around = (pneu_i_around){.part = message->nodes[part].parent, .inside = part};
    pneu_status status = pneu_i_around_prepare(message, around, patches, 1);
    return status == PNEU_OK ? PNEU_OK : pneu_i_edit_refuse(message, status, 0, 0);
}

/* ---- Putting ------------------------------------------------------------------------------------------------- */

pneu_status pneu_part_put_field(pneu_message *message, uint32_t part, int32_t where, pneu_str name, pneu_str value)
{
    pneu_i_around around;
    pneu_i_new_field field;
    pneu_status status = pneu_i_edit_begin(message, part);
    if (status != PNEU_OK)
        return status;
    if (where < PNEU_PUT_SET || where > PNEU_PUT_PREPEND)
        return pneu_i_edit_refuse_argument(message, 3);
    status = pneu_i_field_make(message, name, value, 4, &field);
    if (status != PNEU_OK)
        return status;
    size_t room = where == PNEU_PUT_SET ? pneu_i_header_room(message, part, name) : 2;
    status = begin_change(message, part, room, &around);
    if (status != PNEU_OK)
        return status;
    pneu_i_header_put(message, part, where, &field);
    pneu_i_around_touch(message, &around);
    return PNEU_OK;
}

pneu_status pneu_part_insert_field(pneu_message *message, uint32_t part, uint32_t index, pneu_str name, pneu_str value)
{
    pneu_i_around around;
    pneu_i_new_field field;
    pneu_field before;
    pneu_status status = pneu_i_edit_begin(message, part);
    if (status != PNEU_OK)
        return status;
    status = pneu_part_field(message, part, index, &before);
    if (status != PNEU_OK)
        return pneu_i_edit_refuse(message, status, 3, 0);
    status = pneu_i_field_make(message, name, value, 4, &field);
    if (status == PNEU_OK)
        status = begin_change(message, part, 1, &around);
    if (status != PNEU_OK)
        return status;
    pneu_i_patch patch = {.offset = before.offset, .pieces = field.pieces, .piece_count = 1, .part = part};
    patch.name_length = (uint16_t)name.len;
    patch.slot = PNEU_I_SLOT_BEFORE_FIELD;
    (void)pneu_i_overlay_put(&message->edits, &patch);
    pneu_i_around_touch(message, &around);
    return PNEU_OK;
}

/* ---- Removing and renaming ----------------------------------------------------------------------------------- */

/* Removes the fields with the index or, where that is UINT32_MAX, the name. PNEU_ERR_NOT_FOUND: there is none. */
static pneu_status remove_fields(pneu_message *message, uint32_t part, uint32_t index, pneu_str name)
{
    pneu_i_around around;
    pneu_i_header_item item;
    int is_removed = 0;
    size_t room = index == UINT32_MAX ? pneu_i_header_count(message, part, name) : 1;
    pneu_status status = begin_change(message, part, room, &around);
    if (status != PNEU_OK)
        return status;
    pneu_i_header_cursor cursor = pneu_i_header_begin(message, part);
    while (pneu_i_header_next(&cursor, &item)) {
        if (index == UINT32_MAX ? !pneu_i_str_same(item.name, name) : item.index != index)
            continue;
        pneu_i_header_remove(&cursor, &item);
        is_removed = 1;
    }
    if (!is_removed)
        return pneu_i_edit_refuse(message, PNEU_ERR_NOT_FOUND, 3, 0);
    pneu_i_around_touch(message, &around);
    return PNEU_OK;
}

pneu_status pneu_part_remove_field(pneu_message *message, uint32_t part, uint32_t index)
{
    pneu_status status = pneu_i_edit_begin(message, part);
    if (status != PNEU_OK)
        return status;
    if (index >= message->nodes[part].field_count)
        return pneu_i_edit_refuse(message, PNEU_ERR_NOT_FOUND, 3, 0);
    return remove_fields(message, part, index, pneu_i_str(""));
}

pneu_status pneu_part_remove_fields(pneu_message *message, uint32_t part, pneu_str name)
{
    pneu_status status = pneu_i_edit_begin(message, part);
    if (status == PNEU_OK)
        status = pneu_i_edit_check_name(message, name, 3);
    return status == PNEU_OK ? remove_fields(message, part, UINT32_MAX, name) : status;
}

/* 1 if the first line of a field stays short enough with another name. */
static int fits(const pneu_i_piece *field, size_t name_length, pneu_str new_name)
{
    const char *lf = field->bytes.len > 0 ? memchr(field->bytes.ptr, '\n', field->bytes.len) : NULL;
    size_t line = lf != NULL ? (size_t)(lf - field->bytes.ptr) : field->bytes.len;
    return new_name.len <= name_length || line - name_length + new_name.len <= PNEU_I_LINE_MAX;
}

/* The field with another name: `renamed` has three pieces. Returns how many are used. */
static uint32_t rename_pieces(const pneu_i_piece *pieces, uint32_t count, size_t name_length, pneu_i_piece *renamed)
{
    int has_name_alone = pieces[0].bytes.len == name_length;
    uint32_t used = 1;
    if (!has_name_alone)
        renamed[used++] = pneu_i_piece_of(pneu_i_str_from(pieces[0].bytes, name_length));
    for (uint32_t i = 1; i < count; i++)
        renamed[used++] = pieces[i];
    return used;
}

/* With `renamed` NULL, looks whether all of it can be done: PNEU_OK or PNEU_ERR_LIMIT. */
static pneu_status rename_fields(pneu_message *message, uint32_t part, pneu_str name, pneu_str new_name,
                                 pneu_i_piece *renamed)
{
    pneu_i_header_cursor cursor = pneu_i_header_begin(message, part);
    pneu_i_header_item item;
    while (pneu_i_header_next(&cursor, &item)) {
        pneu_i_piece as_read;
        uint32_t count;
        if (!pneu_i_str_same(item.name, name))
            continue;
        const pneu_i_piece *pieces = pneu_i_header_pieces(message, part, &item, &as_read, &count);
        if (!fits(pieces, item.name.len, new_name))
            return PNEU_ERR_LIMIT;
        if (renamed == NULL)
            continue;
        pneu_i_patch with = {.pieces = renamed, .name_length = (uint16_t)new_name.len};
        with.piece_count = rename_pieces(pieces, count, item.name.len, renamed);
        renamed[0] = pneu_i_piece_of(new_name);
        pneu_i_header_replace(&cursor, &item, &with);
        renamed += 3;
    }
    return PNEU_OK;
}

pneu_status pneu_part_rename_fields(pneu_message *message, uint32_t part, pneu_str name, pneu_str new_name)
{
    pneu_i_around around;
    pneu_i_piece *renamed;
    pneu_status status = pneu_i_edit_begin(message, part);
    if (status == PNEU_OK)
        status = pneu_i_edit_check_name(message, name, 3);
    if (status == PNEU_OK)
        status = pneu_i_edit_check_name(message, new_name, 4);
    if (status != PNEU_OK)
        return status;
    size_t count = pneu_i_header_count(message, part, name);
    if (count == 0)
        return pneu_i_edit_refuse(message, PNEU_ERR_NOT_FOUND, 3, 0);
    status = new_name.len < PNEU_I_LINE_MAX ? rename_fields(message, part, name, new_name, NULL) : PNEU_ERR_LIMIT;
    if (status == PNEU_OK)
        status = pneu_i_arena_copy(&message->arena, new_name, &new_name);
    if (status == PNEU_OK)
        status = pneu_i_edit_pieces(message, 3 * count, &renamed);
    if (status != PNEU_OK)
        return pneu_i_edit_refuse(message, status, status == PNEU_ERR_LIMIT ? 4 : 0, 0);
    status = begin_change(message, part, count, &around);
    if (status != PNEU_OK)
        return status;
    (void)rename_fields(message, part, name, new_name, renamed);
    pneu_i_around_touch(message, &around);
    return PNEU_OK;
}
