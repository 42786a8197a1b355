/*
 * An edited message as a message of its own. In: a message with edits. Out: another one that keeps the bytes that a
 * writer would write, and for each part of the first the number that it has there. Invariants: the first one is not
 * changed; a part is found again by where it begins: patches are in the order of the bytes, so that this is where it
 * began, and the sum of what they add before it.
 */
#include "edit/edit_check.h"
#include "write/slice_walk.h"

/* ---- The bytes ----------------------------------------------------------------------------------------------- */

static pneu_status push_all(pneu_message *message, pneu_message *made)
{
    pneu_i_slice_walk walk = pneu_i_slice_walk_of(message, 0, PNEU_I_WALK_PART);
    pneu_i_slice slice;
    pneu_status status = PNEU_OK;
    while (status == PNEU_OK && pneu_i_slice_walk_next(&walk, message, &slice)) {
        uint64_t end = slice.span.offset + slice.span.length;
        pneu_str bytes =
            slice.kind == PNEU_I_SLICE_NEW ? slice.piece.bytes : pneu_i_edit_input(message, slice.span.offset, end);
        if (bytes.len > 0)
            status = pneu_message_push(made, bytes.ptr, bytes.len);
    }
    return status == PNEU_OK ? pneu_message_finish(made) : status;
}

/* ---- The numbers --------------------------------------------------------------------------------------------- */

/* How the offsets of both messages go together: the patches before `patch` make what follows them `more` bytes
 * longer, or (it wraps around) shorter. */
typedef struct shift {
    size_t patch;
    uint64_t more;
} shift;

/* Where a part begins in the message that was made; parts are asked for in their order. */
static uint64_t new_offset(const pneu_message *message, uint32_t part, shift *so_far)
{
    const pneu_i_overlay *edits = &message->edits;
    uint64_t offset = message->nodes[part].offset;
    size_t end = pneu_i_overlay_place(edits, offset, part, PNEU_I_SLOT_PART);
    for (; so_far->patch < end; so_far->patch++) {
        const pneu_i_patch *patch = &edits->patches[so_far->patch];
        for (uint32_t i = 0; i < patch->piece_count; i++)
            so_far->more += patch->pieces[i].bytes.len;
        so_far->more -= patch->length;
    }
    return offset + so_far->more;
}

/* Behind the line end at the offset, if there is one. */
static uint64_t behind_line_end(const pneu_message *made, uint64_t offset)
{
    pneu_str left = pneu_i_edit_input(made, offset, made->input.len);
    size_t at = left.len > 1 && left.ptr[0] == '\r' ? 1 : 0;
    return at < left.len && left.ptr[at] == '\n' ? offset + at + 1 : offset;
}

/* 1 if an edit took the part away, alone or with another one that it is in; what was replaced has what is there now. */
static int is_lost(const pneu_message *message, uint32_t part)
{
    uint32_t parent = message->nodes[part].parent;
    return (message->nodes[part].state & PNEU_I_REMOVED) != 0 ||
           (parent != PNEU_NO_PART && pneu_i_part_is_gone(message, parent));
}

/* The parts of decoded messages stay with the part that they are decoded from, as long as its body does. */
static uint32_t decoded_number(const pneu_message *message, const pneu_message *made, uint32_t part,
                               const uint32_t *numbers)
{
    uint32_t from = message->spaces[message->nodes[part].space - 1], number = numbers[from];
    const pneu_i_node *node = &message->nodes[from];
    if (number == PNEU_NO_PART || pneu_i_part_is_gone(message, part) ||
        pneu_i_overlay_find(&message->edits, node->summary.body_offset, from, PNEU_I_SLOT_BODY) != NULL ||
        pneu_i_part_end(message, from) - from != pneu_i_part_end(made, number) - number)
        return PNEU_NO_PART;
    return number + (part - from);
}

/* Steps to the first part that does not begin before the offset; 1 if it begins there. */
static int find_part(const pneu_message *made, uint64_t offset, uint32_t *part)
{
    while (*part < made->node_count && (made->nodes[*part].space != 0 || made->nodes[*part].offset < offset))
        ++*part;
    return *part < made->node_count && made->nodes[*part].offset == offset;
}

/* Where the end of the input cut a line, the part that would begin on the next one stands behind the line end that an
 * edit around it put there. */
static void number_parts(const pneu_message *message, const pneu_message *made, uint32_t *numbers)
{
    shift so_far = {0, 0};
    uint32_t next = 0;
    for (uint32_t part = 0; part < message->node_count; part++) {
        numbers[part] = PNEU_NO_PART;
        if (message->nodes[part].space != 0) {
            numbers[part] = decoded_number(message, made, part, numbers);
            continue;
        }
        if (is_lost(message, part))
            continue;
        uint64_t offset = new_offset(message, part, &so_far);
        int is_found = find_part(made, offset, &next);
        if (!is_found && message->nodes[part].offset == message->input.len)
            is_found = find_part(made, behind_line_end(made, offset), &next);
        if (is_found)
            numbers[part] = next++;
    }
}

/* ---- Both ---------------------------------------------------------------------------------------------------- */

pneu_status pneu_message_parse_edited(pneu_message *message, const pneu_options *options, const pneu_alloc *alloc,
                                      uint32_t *numbers, pneu_message **out)
{
    pneu_message *made;
    if (message == NULL || out == NULL)
        return PNEU_ERR_ARGUMENT;
    if (!message->is_finished)
        return PNEU_ERR_STATE;
    if (message->mode != PNEU_KEEP_ALL)
        return PNEU_ERR_NOT_KEPT;
    pneu_status status = pneu_message_new(PNEU_KEEP_ALL, options, alloc, &made);
    if (status != PNEU_OK)
        return status;
    status = push_all(message, made);
    if (status != PNEU_OK) {
        pneu_message_free(made);
        return status;
    }
    if (numbers != NULL)
        number_parts(message, made, numbers);
    *out = made;
    return PNEU_OK;
}
