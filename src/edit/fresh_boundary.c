/*
 * Boundaries for multiparts that edits make or change (RFC 2046 section 5.1.1). In: a part, what is about to be put
 * into it. Out: one made of a hash of all that (boundary_text.c); where a short boundary around or inside is too like
 * it, with a letter before it. Invariants: no line in the part begins as the delimiter would; the same edits of the same
 * message give the same bytes; attempts are counted, so that a message that has a boundary for each of them is refused.
 */
#include "edit/fresh_boundary.h"

#include "edit/boundary_text.h"
#include "edit/delimiter_place.h"

/* ---- Making -------------------------------------------------------------------------------------------------- */

static pneu_str bytes_of(const pneu_message *message, uint32_t part)
{
    const pneu_i_node *node = &message->nodes[part];
    return pneu_i_edit_input(message, node->offset, node->summary.body_offset + node->summary.body_length);
}

/* Of the part as it was read, the content, and how many edits there are. */
static void make_seed(const pneu_message *message, uint32_t part, const pneu_i_content *content, unsigned char *seed)
{
    pneu_i_seed_hash hash = pneu_i_seed_hash_begin();
    pneu_i_seed_hash_word(&hash, (uint64_t)message->edits.count << 32 | part);
    pneu_i_seed_hash_text(&hash, bytes_of(message, part));
    for (uint32_t i = 0; content != NULL && i < content->count; i++)
        pneu_i_seed_hash_text(&hash, content->pieces[i].bytes);
    pneu_i_seed_hash_end(hash, seed);
}

/* ---- Checking ------------------------------------------------------------------------------------------------ */

static pneu_status check_likeness(pneu_message *message, uint32_t part, pneu_str boundary)
{
    pneu_str other;
    if (message->nodes[part].kind != PNEU_KIND_MULTIPART || message->nodes[part].space != 0)
        return PNEU_OK;
    pneu_status status = pneu_i_boundary_of(message, part, &other);
    if (status != PNEU_OK)
        return status;
    return pneu_i_boundaries_are_alike(other, boundary) ? PNEU_ERR_BOUNDARY : PNEU_OK;
}

/* What stands in the part, and the part: a multipart whose boundary cannot be found cannot be mistaken for another. */
static pneu_status check_inside(pneu_message *message, uint32_t part, pneu_str boundary)
{
    uint32_t end = pneu_i_part_end(message, part);
    pneu_status status = PNEU_OK;
    for (; part < end && (status == PNEU_OK || status == PNEU_ERR_LIMIT); part++)
        status = check_likeness(message, part, boundary);
    return status == PNEU_ERR_LIMIT ? PNEU_OK : status;
}

/* Multiparts that edits made around the part. */
static pneu_status check_wraps(const pneu_message *message, const pneu_i_patch *key, pneu_str boundary)
{
    const pneu_i_overlay *edits = &message->edits;
    for (size_t i = pneu_i_overlay_place(edits, key->offset, key->part, key->slot); i < edits->count; i++) {
        const pneu_i_patch *patch = &edits->patches[i];
        if (patch->offset != key->offset || patch->part != key->part || patch->slot != key->slot)
            break;
        if (pneu_i_boundaries_are_alike(patch->boundary, boundary))
            return PNEU_ERR_BOUNDARY;
    }
    return PNEU_OK;
}

static pneu_status check_around(pneu_message *message, uint32_t part, pneu_str boundary)
{
    pneu_status status = PNEU_OK;
    for (; part != PNEU_NO_PART && status == PNEU_OK; part = message->nodes[part].parent) {
        const pneu_i_node *node = &message->nodes[part];
        pneu_i_patch around = {.offset = node->offset, .part = part, .slot = PNEU_I_SLOT_OPEN};
        pneu_i_patch inside = {.offset = node->summary.body_offset, .part = part, .slot = PNEU_I_SLOT_BODY_OPEN};
        status = check_wraps(message, &around, boundary);
        if (status == PNEU_OK)
            status = check_wraps(message, &inside, boundary);
        if (status == PNEU_OK)
            status = check_likeness(message, part, boundary);
    }
    return status;
}

static pneu_status check_patch(const pneu_i_patch *patch, pneu_str boundary)
{
    if (patch->boundary.len > 0 && pneu_i_boundaries_are_alike(patch->boundary, boundary))
        return PNEU_ERR_BOUNDARY;
    for (uint32_t i = 0; i < patch->piece_count; i++)
        if (pneu_i_has_delimiter(patch->pieces[i].bytes, boundary))
            return PNEU_ERR_BOUNDARY;
    return PNEU_OK;
}

static pneu_status check_lines(const pneu_message *message, uint32_t part, pneu_str boundary)
{
    const pneu_i_overlay *edits = &message->edits;
    const pneu_i_node *node = &message->nodes[part];
    uint64_t end = node->summary.body_offset + node->summary.body_length;
    pneu_status status = pneu_i_has_delimiter(bytes_of(message, part), boundary) ? PNEU_ERR_BOUNDARY : PNEU_OK;
    for (size_t i = pneu_i_overlay_place(edits, node->offset, 0, 0);
         status == PNEU_OK && i < edits->count && edits->patches[i].offset <= end; i++)
        status = check_patch(&edits->patches[i], boundary);
    return status;
}

pneu_status pneu_i_boundary_check(pneu_message *message, uint32_t part, const pneu_i_content *content,
                                  pneu_str boundary)
{
    pneu_status status = check_around(message, part, boundary);
    if (status == PNEU_OK)
        status = check_inside(message, part, boundary);
    if (status == PNEU_OK && content != NULL)
        status = pneu_i_content_check(content, boundary);
    return status == PNEU_OK ? check_lines(message, part, boundary) : status;
}

pneu_status pneu_i_boundary_choose(pneu_message *message, uint32_t part, const pneu_i_content *content,
                                   pneu_str *boundary)
{
    unsigned char seed[PNEU_I_SEED_SIZE];
    char *text = pneu_i_arena_alloc(&message->arena, PNEU_I_BOUNDARY_TEXT_MAX);
    if (text == NULL)
        return PNEU_ERR_MEMORY;
    make_seed(message, part, content, seed);
    pneu_status status = PNEU_ERR_BOUNDARY;
    for (unsigned attempt = 0; status == PNEU_ERR_BOUNDARY && attempt < PNEU_I_BOUNDARY_ATTEMPTS; attempt++) {
        *boundary = pneu_i_boundary_text(text, attempt, seed, part);
        status = pneu_i_boundary_check(message, part, content, *boundary);
    }
    return status;
}
