/*
 * Edits of the tree: a part replaced, inserted, removed.
 * In: parts as read, entities. Out: patches at delimiters and parts. Invariants: a part that is put in comes with the
 * delimiter before it and a line end behind it, and stands where a delimiter line begins, so that all other delimiters
 * keep their bytes; a multipart that is not closed is, where something is put or taken away at its end.
 * RFC 2046 section 5.1.1.
 */
#include "edit/around.h"
#include "edit/delimiter_place.h"
#include "edit/entity_content.h"

static uint64_t end_of_part(const pneu_i_node *node)
{
    return node->summary.body_offset + node->summary.body_length;
}

static void drop_inside(pneu_message *message, uint32_t part)
{
    const pneu_i_node *node = &message->nodes[part];
    pneu_i_extent extent = {node->offset, end_of_part(node), part, pneu_i_part_end(message, part)};
    pneu_i_overlay_drop_inside(&message->edits, &extent);
}

/* The content of an edit, made ready. */
static pneu_status take_entity(pneu_message *message, pneu_str entity, int32_t argument, pneu_i_content *content)
{
    uint64_t bad;
    pneu_status status = pneu_i_entity_prepare(message, entity, content, &bad);
    return status == PNEU_OK ? PNEU_OK
                             : pneu_i_edit_refuse(message, status, status == PNEU_ERR_ARGUMENT ? argument : 0, bad);
}

/* Refuses content that the parts around cannot take. */
static pneu_status refuse_content(pneu_message *message, pneu_status status, int32_t argument)
{
    return pneu_i_edit_refuse(message, status, status == PNEU_ERR_MEMORY ? 0 : argument, 0);
}

/* ---- Replacing ----------------------------------------------------------------------------------------------- */

pneu_status pneu_part_replace(pneu_message *message, uint32_t part, pneu_str entity)
{
    pneu_i_content content;
    pneu_status status = pneu_i_edit_begin(message, part);
    if (status != PNEU_OK)
        return status;
    pneu_i_node *node = &message->nodes[part];
    status = take_entity(message, entity, 3, &content);
    if (status != PNEU_OK)
        return status;
    int followed_by = pneu_i_followed_by(message, part);
    if (followed_by != PNEU_I_FOLLOWED_BY_NOTHING)
        pneu_i_content_end(message, &content);
    if (content.has_body && followed_by == PNEU_I_FOLLOWED_BY_DELIMITER)
        content.pieces[content.count++] = pneu_i_piece_of(pneu_i_edit_eol(message));
    pneu_i_around around = {.part = node->parent, .inside = part, .content = &content};
    status = pneu_i_around_prepare(message, &around, 1, 0);
    if (status != PNEU_OK)
        return refuse_content(message, status, 3);
    drop_inside(message, part);
    pneu_i_patch patch = {.offset = node->offset, .pieces = content.pieces, .part = part, .slot = PNEU_I_SLOT_PART};
    patch.length = end_of_part(node) - node->offset;
    patch.piece_count = content.count;
    (void)pneu_i_overlay_put(&message->edits, &patch);
    node->state |= PNEU_I_REPLACED;
    pneu_i_around_touch(message, &around);
    return PNEU_OK;
}

/* ---- Closing a multipart ------------------------------------------------------------------------------------- */

/* What it takes to close a multipart that has no close delimiter. */
typedef struct closing {
    pneu_i_piece *pieces; /* line end, delimiter, line end; then those for the header */
} closing;

#define CLOSING_PATCHES ((size_t)4)
#define CLOSING_TOUCHES ((size_t)4)

/* "--", the boundary, and `tail`. */
static pneu_status make_delimiter(pneu_message *message, uint32_t part, pneu_str tail, pneu_i_piece *piece)
{
    pneu_str boundary;
    pneu_status status = pneu_i_boundary_of(message, part, &boundary);
    if (status != PNEU_OK)
        return status;
    char *bytes = pneu_i_arena_alloc(&message->arena, 2 + boundary.len + tail.len);
    if (bytes == NULL)
        return PNEU_ERR_MEMORY;
    memcpy(bytes, "--", 2);
    memcpy(bytes + 2, boundary.ptr, boundary.len);
    memcpy(bytes + 2 + boundary.len, tail.ptr, tail.len);
    *piece = pneu_i_piece_of(pneu_i_str_of(bytes, 2 + boundary.len + tail.len));
    return PNEU_OK;
}

static pneu_status prepare_closing(pneu_message *message, uint32_t part, closing *out)
{
    pneu_status status = pneu_i_edit_pieces(message, 3 + PNEU_I_SPARE_PIECES, &out->pieces);
    if (status != PNEU_OK)
        return status;
    out->pieces[0] = out->pieces[2] = pneu_i_piece_of(pneu_i_edit_eol(message));
    return make_delimiter(message, part, pneu_i_str("--"), &out->pieces[1]);
}

/* 1 if the last byte of the multipart, as it is now, stands at the end of a line that no part needs. */
static int ends_at_line_start(const pneu_message *message, uint32_t part)
{
    const pneu_i_node *node = &message->nodes[part];
    if (node->last_child != PNEU_NO_PART)
        return (message->nodes[node->last_child].state & PNEU_I_REMOVED) != 0 ||
               pneu_i_followed_by(message, part) == PNEU_I_FOLLOWED_BY_DELIMITER;
    return node->summary.body_length == 0 ||
           pneu_i_edit_is_line_end(message, message->input.ptr[end_of_part(node) - 1]);
}

static void close_multipart(pneu_message *message, uint32_t part, const closing *with)
{
    uint64_t end = end_of_part(&message->nodes[part]);
    if (pneu_i_overlay_find(&message->edits, end, part, PNEU_I_SLOT_CLOSE) != NULL)
        return;
    if (message->nodes[part].last_child == PNEU_NO_PART && message->nodes[part].summary.body_length == 0)
        pneu_i_header_separate(message, part, with->pieces + 3);
    pneu_i_patch patch = {.offset = end, .pieces = with->pieces, .piece_count = 1, .part = part};
    patch.slot = PNEU_I_SLOT_LAST_END;
    if (!ends_at_line_start(message, part)) {
        uint32_t last = message->nodes[part].last_child;
        with->pieces[0] = pneu_i_piece_of(pneu_i_line_end_behind(message, last != PNEU_NO_PART ? last : part));
        (void)pneu_i_overlay_put(&message->edits, &patch);
        pneu_i_overlay_touch(&message->edits, part, PNEU_TOUCHED_LINE_END);
        pneu_i_line_end_touch(message, part);
    }
    patch.slot = PNEU_I_SLOT_CLOSE;
    patch.pieces = with->pieces + 1;
    patch.piece_count = pneu_i_followed_by(message, part) == PNEU_I_FOLLOWED_BY_LINE_END ? 1 : 2;
    (void)pneu_i_overlay_put(&message->edits, &patch);
    pneu_i_overlay_touch(&message->edits, part, PNEU_TOUCHED_CLOSE);
}

/* ---- Inserting ----------------------------------------------------------------------------------------------- */

/* A place for a part: before `before`, a child of `parent`, or behind its last one (PNEU_NO_PART). */
typedef struct place {
    uint32_t parent;
    uint32_t before;
    uint64_t offset; /* of the delimiter line there, or the parent's end */
    int is_open;     /* there is none: the multipart must be closed */
} place;

static pneu_status find_place(pneu_message *message, place *where)
{
    int has_close = 1;
    pneu_status status = where->before != PNEU_NO_PART
                             ? pneu_i_delimiter_before(message, where->before, &where->offset)
                             : pneu_i_close_delimiter(message, where->parent, &where->offset, &has_close);
    where->is_open = !has_close;
    return status;
}

/* Adds the delimiter before the entity and the line end behind it. */
static pneu_status frame(pneu_message *message, uint32_t parent, pneu_i_content *content)
{
    pneu_i_piece delimiter;
    pneu_status status = make_delimiter(message, parent, pneu_i_edit_eol(message), &delimiter);
    if (status != PNEU_OK)
        return status;
    pneu_i_content_end(message, content);
    content->pieces[content->count++] = pneu_i_piece_of(pneu_i_edit_eol(message));
    *--content->pieces = delimiter;
    content->count++;
    return PNEU_OK;
}

static void put_entity(pneu_message *message, const place *where, const pneu_i_content *content)
{
    int is_last = where->before == PNEU_NO_PART;
    pneu_i_patch patch = {.offset = where->offset, .pieces = content->pieces, .piece_count = content->count};
    patch.part = is_last ? where->parent : where->before;
    patch.slot = is_last ? PNEU_I_SLOT_LAST : PNEU_I_SLOT_BEFORE_PART;
    (void)pneu_i_overlay_put(&message->edits, &patch);
}

static pneu_status insert_at(pneu_message *message, const place *where, pneu_i_content *content)
{
    closing with = {NULL};
    pneu_i_around around = {.part = where->parent, .inside = where->parent, .content = content};
    pneu_status status = pneu_i_around_prepare(message, &around, 1 + CLOSING_PATCHES, CLOSING_TOUCHES);
    if (status == PNEU_OK)
        status = frame(message, where->parent, content);
    if (status == PNEU_OK && where->is_open)
        status = prepare_closing(message, where->parent, &with);
    if (status != PNEU_OK)
        return status;
    if (where->is_open)
        close_multipart(message, where->parent, &with);
    put_entity(message, where, content);
    pneu_i_around_touch(message, &around);
    return PNEU_OK;
}

static pneu_status insert_entity(pneu_message *message, place *where, pneu_str entity)
{
    pneu_i_content content;
    pneu_status status = find_place(message, where);
    if (status != PNEU_OK)
        return pneu_i_edit_refuse(message, status, 2, 0);
    status = take_entity(message, entity, 4, &content);
    if (status != PNEU_OK)
        return status;
    status = insert_at(message, where, &content);
    return status == PNEU_OK ? PNEU_OK : refuse_content(message, status, 4);
}

static int is_in_multipart(const pneu_message *message, uint32_t part)
{
    uint32_t parent = message->nodes[part].parent;
    return parent != PNEU_NO_PART && message->nodes[parent].kind == PNEU_KIND_MULTIPART;
}

pneu_status pneu_part_insert(pneu_message *message, uint32_t part, int32_t where, pneu_str entity)
{
    pneu_status status = pneu_i_edit_begin(message, part);
    if (status != PNEU_OK)
        return status;
    if (!is_in_multipart(message, part))
        return pneu_i_edit_refuse_argument(message, 2);
    if (where != PNEU_INSERT_BEFORE && where != PNEU_INSERT_AFTER)
        return pneu_i_edit_refuse_argument(message, 3);
    place there = {message->nodes[part].parent, part, 0, 0};
    if (where == PNEU_INSERT_AFTER)
        there.before = message->nodes[part].next_sibling;
    return insert_entity(message, &there, entity);
}

pneu_status pneu_part_insert_child(pneu_message *message, uint32_t part, uint32_t index, pneu_str entity)
{
    pneu_status status = pneu_i_edit_begin(message, part);
    if (status != PNEU_OK)
        return status;
    if (message->nodes[part].kind != PNEU_KIND_MULTIPART)
        return pneu_i_edit_refuse_argument(message, 2);
    place there = {part, pneu_part_first_child(message, part), 0, 0};
    if (index >= pneu_part_child_count(message, part))
        there.before = PNEU_NO_PART;
    for (; index > 0 && there.before != PNEU_NO_PART; index--)
        there.before = message->nodes[there.before].next_sibling;
    return insert_entity(message, &there, entity);
}

/* ---- Removing ------------------------------------------------------------------------------------------------ */

/* 1 if the multipart that the part is in has another one now. Neighbours are looked at first, so that it costs little
 * to remove many. */
static int has_another(const pneu_message *message, uint32_t part)
{
    const pneu_i_node *nodes = message->nodes;
    uint32_t parent = nodes[part].parent, next = nodes[part].next_sibling;
    if (next != PNEU_NO_PART && (nodes[next].state & PNEU_I_REMOVED) == 0)
        return 1;
    for (uint32_t child = parent + 1; child != PNEU_NO_PART; child = nodes[child].next_sibling)
        if (child != part && (nodes[child].state & PNEU_I_REMOVED) == 0)
            return 1;
    for (size_t i = 0; i < message->edits.count; i++) {
        const pneu_i_patch *patch = &message->edits.patches[i];
        int is_before = patch->slot == PNEU_I_SLOT_BEFORE_PART && nodes[patch->part].parent == parent;
        if (is_before || (patch->slot == PNEU_I_SLOT_LAST && patch->part == parent))
            return 1;
    }
    return 0;
}

static void drop_all(pneu_message *message, uint64_t offset, uint32_t part, int slot)
{
    const pneu_i_patch *patch;
    while ((patch = pneu_i_overlay_find(&message->edits, offset, part, slot)) != NULL)
        pneu_i_overlay_drop(&message->edits, (size_t)(patch - message->edits.patches));
}

/* Takes out what stands from the part's delimiter to `end`. */
static pneu_status remove_until(pneu_message *message, uint32_t part, uint64_t from, const place *end)
{
    closing with = {NULL};
    pneu_status status = end->is_open ? prepare_closing(message, end->parent, &with) : PNEU_OK;
    pneu_i_around around = {.part = end->parent, .inside = end->parent};
    if (status == PNEU_OK)
        status = pneu_i_around_prepare(message, &around, 1 + CLOSING_PATCHES, CLOSING_TOUCHES);
    if (status != PNEU_OK)
        return status;
    drop_inside(message, part);
    drop_all(message, message->nodes[part].offset, part, PNEU_I_SLOT_OPEN);
    drop_all(message, end_of_part(&message->nodes[part]), part, PNEU_I_SLOT_AROUND);
    drop_all(message, from + 2, end->parent, PNEU_I_SLOT_DELIMITER);
    drop_all(message, message->nodes[part].offset, end->parent, PNEU_I_SLOT_DELIMITER_END);
    pneu_i_patch patch = {.offset = from, .length = end->offset - from, .part = part, .slot = PNEU_I_SLOT_REMOVED};
    (void)pneu_i_overlay_put(&message->edits, &patch);
    message->nodes[part].state |= PNEU_I_REMOVED;
    if (end->is_open) {
        drop_all(message, end->offset, end->parent, PNEU_I_SLOT_LAST_END);
        close_multipart(message, end->parent, &with);
    }
    pneu_i_around_touch(message, &around);
    return PNEU_OK;
}

pneu_status pneu_part_remove(pneu_message *message, uint32_t part)
{
    pneu_status status = pneu_i_edit_begin(message, part);
    if (status != PNEU_OK)
        return status;
    if (!is_in_multipart(message, part) || !has_another(message, part))
        return pneu_i_edit_refuse_argument(message, 2);
    uint64_t from = 0;
    place end = {message->nodes[part].parent, message->nodes[part].next_sibling, 0, 0};
    status = pneu_i_delimiter_before(message, part, &from);
    if (status == PNEU_OK)
        status = find_place(message, &end);
    if (status == PNEU_OK)
        status = remove_until(message, part, from, &end);
    return status == PNEU_OK ? PNEU_OK : pneu_i_edit_refuse(message, status, 2, 0);
}
