/*
 * Delimiters, found again from where parts begin and end (RFC 2046 section 5.1.1).
 * In: a part of space 0. Out: offsets of delimiter lines, and the boundary in them. Invariant: what is not a line with
 * "--" at its start is not taken for a delimiter, so that what a limit cut short is seen and refused.
 */
#include "edit/delimiter_place.h"

#include "syntax/mime_fields.h"
#include "tree/details.h"

static uint64_t end_of_part(const pneu_i_node *node)
{
    return node->summary.body_offset + node->summary.body_length;
}

/* The start of the line that ends just before `end`, not before `from`. */
static uint64_t line_before(const pneu_message *message, uint64_t from, uint64_t end)
{
    const char *input = message->input.ptr;
    uint64_t at = end;
    if (at > from && pneu_i_edit_is_line_end(message, input[at - 1])) {
        at--;
        if (at > from && input[at] == '\n' && input[at - 1] == '\r')
            at--;
    }
    while (at > from && !pneu_i_edit_is_line_end(message, input[at - 1]))
        at--;
    return at;
}

static int has_dashes(const pneu_message *message, uint64_t at, uint64_t end)
{
    return end - at >= 2 && message->input.ptr[at] == '-' && message->input.ptr[at + 1] == '-';
}

pneu_status pneu_i_delimiter_before(const pneu_message *message, uint32_t part, uint64_t *offset)
{
    const pneu_i_node *node = &message->nodes[part];
    const pneu_i_node *parent = &message->nodes[node->parent];
    uint64_t at = line_before(message, parent->summary.body_offset, node->offset);
    if (!has_dashes(message, at, node->offset))
        return PNEU_ERR_LIMIT;
    *offset = at;
    return PNEU_OK;
}

/* Skips one line end. */
static uint64_t behind_line_end(const pneu_message *message, uint64_t at, uint64_t end)
{
    const char *input = message->input.ptr;
    if (end - at >= 2 && input[at] == '\r' && input[at + 1] == '\n')
        return at + 2;
    return at < end && pneu_i_edit_is_line_end(message, input[at]) ? at + 1 : at;
}

static uint64_t end_of_line(const pneu_message *message, uint64_t at, uint64_t end)
{
    while (at < end && !pneu_i_edit_is_line_end(message, message->input.ptr[at]))
        at++;
    return at;
}

/* Without blanks and line ends behind it. */
static pneu_str trim_end(pneu_str text)
{
    while (text.len > 0 && pneu_i_is_space((unsigned char)text.ptr[text.len - 1]))
        text.len--;
    return text;
}

/* 1 if the line at `at` is "--", the boundary, "--" and blanks. */
static int is_close(const pneu_message *message, uint64_t at, uint64_t end, pneu_str boundary)
{
    pneu_str line = trim_end(pneu_i_edit_input(message, at, end_of_line(message, at, end)));
    return line.len == boundary.len + 4 && has_dashes(message, at, end) &&
           memcmp(line.ptr + 2, boundary.ptr, boundary.len) == 0 && memcmp(line.ptr + 2 + boundary.len, "--", 2) == 0;
}

/* The first line at or behind `at` that is a close delimiter, or `end`. */
static uint64_t find_close(const pneu_message *message, uint64_t at, uint64_t end, pneu_str boundary)
{
    while (at < end && !is_close(message, at, end, boundary))
        at = behind_line_end(message, end_of_line(message, at, end), end);
    return at;
}

pneu_status pneu_i_close_delimiter(pneu_message *message, uint32_t part, uint64_t *offset, int *has)
{
    const pneu_i_node *node = &message->nodes[part];
    uint64_t at = node->summary.body_offset, end = end_of_part(node);
    pneu_str boundary;
    pneu_status status = pneu_i_boundary_as_read(message, part, &boundary);
    if (status != PNEU_OK)
        return status;
    if (node->last_child == PNEU_NO_PART) {
        *offset = find_close(message, at, end, boundary);
        *has = *offset < end;
        return PNEU_OK;
    }
    at = end_of_part(&message->nodes[node->last_child]);
    *has = at < end;
    *offset = behind_line_end(message, at, end);
    return !*has || is_close(message, *offset, end, boundary) ? PNEU_OK : PNEU_ERR_LIMIT;
}

/* What its parameter says, byte for byte as the parser looked for it: a decoded value has other bytes above ASCII, and
 * none of the control characters. */
static pneu_status boundary_parameter(pneu_message *message, uint32_t part, pneu_str *boundary)
{
    pneu_str value;
    pneu_i_type_info info;
    int is_there;
    pneu_status status = pneu_i_type_value(message, part, &value, &is_there);
    if (status != PNEU_OK)
        return status;
    if (!is_there)
        return PNEU_ERR_LIMIT;
    pneu_i_content_type_read(value, &message->settings, NULL, &info);
    if (!info.has_boundary)
        return PNEU_ERR_LIMIT;
    return pneu_i_arena_copy(&message->arena, pneu_i_str_of(info.boundary, info.boundary_len), boundary);
}

pneu_status pneu_i_boundary_as_read(pneu_message *message, uint32_t part, pneu_str *boundary)
{
    if (message->nodes[part].last_child == PNEU_NO_PART)
        return boundary_parameter(message, part, boundary);
    uint64_t at = 0, child = message->nodes[part + 1].offset;
    pneu_status status = pneu_i_delimiter_before(message, part + 1, &at);
    if (status == PNEU_OK)
        *boundary = trim_end(pneu_i_edit_input(message, at + 2, child));
    return status;
}

pneu_status pneu_i_boundary_of(pneu_message *message, uint32_t part, pneu_str *boundary)
{
    const pneu_i_patch *changed =
        pneu_i_overlay_find(&message->edits, message->nodes[part].summary.body_offset, part, PNEU_I_SLOT_BOUNDARY);
    if (changed == NULL)
        return pneu_i_boundary_as_read(message, part, boundary);
    *boundary = changed->boundary;
    return PNEU_OK;
}

static uint64_t place_of(const pneu_i_wrap_cursor *cursor)
{
    const pneu_i_node *node = &cursor->message->nodes[cursor->part];
    return cursor->slot == PNEU_I_SLOT_OPEN ? node->offset : node->summary.body_offset;
}

static void begin_slot(pneu_i_wrap_cursor *cursor, int slot)
{
    cursor->slot = slot;
    cursor->index = pneu_i_overlay_place(&cursor->message->edits, place_of(cursor), cursor->part, slot);
}

pneu_i_wrap_cursor pneu_i_wraps_of(pneu_message *message, uint32_t part)
{
    pneu_i_wrap_cursor cursor = {message, part, 0, 0};
    begin_slot(&cursor, PNEU_I_SLOT_OPEN);
    return cursor;
}

pneu_i_patch *pneu_i_wrap_next(pneu_i_wrap_cursor *cursor)
{
    const pneu_i_overlay *edits = &cursor->message->edits;
    for (;;) {
        pneu_i_patch *patch = cursor->index < edits->count ? &edits->patches[cursor->index] : NULL;
        if (patch != NULL && patch->offset == place_of(cursor) && patch->part == cursor->part &&
            patch->slot == cursor->slot) {
            cursor->index++;
            return patch;
        }
        if (cursor->slot == PNEU_I_SLOT_BODY_OPEN)
            return NULL;
        begin_slot(cursor, PNEU_I_SLOT_BODY_OPEN);
    }
}

uint32_t pneu_i_behind_cut_delimiter(const pneu_message *message, uint32_t part)
{
    const pneu_i_node *nodes = message->nodes;
    size_t end = message->input.len;
    for (uint32_t around = nodes[part].parent; around != PNEU_NO_PART; part = around, around = nodes[part].parent)
        if (nodes[around].kind == PNEU_KIND_MULTIPART && nodes[part].offset == end)
            return pneu_i_edit_is_line_end(message, message->input.ptr[end - 1]) ? PNEU_NO_PART : part;
    return PNEU_NO_PART;
}

int pneu_i_followed_by(const pneu_message *message, uint32_t part)
{
    uint64_t end = end_of_part(&message->nodes[part]);
    if (end >= message->input.len)
        return PNEU_I_FOLLOWED_BY_NOTHING;
    char c = message->input.ptr[end];
    return pneu_i_edit_is_line_end(message, c) || c == '\r' ? PNEU_I_FOLLOWED_BY_LINE_END
                                                            : PNEU_I_FOLLOWED_BY_DELIMITER;
}

/* The last byte of the part, and whether an edit put it there; 0 if there is none. */
static char last_byte(const pneu_message *message, uint32_t part, int *is_new)
{
    const pneu_i_node *node = &message->nodes[part];
    const pneu_i_patch *patch = pneu_i_overlay_find(&message->edits, node->summary.body_offset, part, PNEU_I_SLOT_BODY);
    if (patch == NULL)
        patch = pneu_i_overlay_find(&message->edits, node->offset, part, PNEU_I_SLOT_PART);
    *is_new = patch != NULL;
    pneu_str bytes = pneu_i_edit_input(message, node->summary.body_offset, end_of_part(node));
    if (patch != NULL)
        bytes = patch->piece_count > 0 ? patch->pieces[patch->piece_count - 1].bytes : pneu_i_str("");
    return bytes.len > 0 ? bytes.ptr[bytes.len - 1] : 0;
}

pneu_str pneu_i_line_end_behind(const pneu_message *message, uint32_t part)
{
    int is_new;
    char last = last_byte(message, part, &is_new);
    int is_seen_to = is_new && pneu_i_followed_by(message, part) != PNEU_I_FOLLOWED_BY_NOTHING;
    return last == '\r' && !is_seen_to ? pneu_i_str("\r\n") : pneu_i_edit_eol(message);
}

/* The innermost part that ends where this one does. */
static uint32_t last_part_in(const pneu_message *message, uint32_t part)
{
    uint64_t end = end_of_part(&message->nodes[part]);
    for (uint32_t last; (last = message->nodes[part].last_child) != PNEU_NO_PART; part = last)
        if (message->nodes[last].space != 0 || end_of_part(&message->nodes[last]) != end)
            break;
    return part;
}

void pneu_i_line_end_touch(pneu_message *message, uint32_t part)
{
    uint32_t last = last_part_in(message, part);
    if (pneu_i_followed_by(message, part) == PNEU_I_FOLLOWED_BY_NOTHING &&
        message->nodes[last].summary.body_length == 0 && !pneu_i_part_is_gone(message, last))
        pneu_i_overlay_touch(&message->edits, last, PNEU_TOUCHED_LINE_END);
}
