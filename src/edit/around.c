/*
 * The parts around an edit, from the innermost outwards, and the multiparts that edits made around each of them. In:
 * the part that an edit happens in, and what is put there. Out: Content-Transfer-Encoding set in place where a
 * multipart or message says less than the content needs (RFC 2045 section 6.4), another boundary where the content
 * holds it (RFC 2046 section 5.1.1), and a note for every multipart/signed (RFC 1847 section 2.1). Invariant: memory
 * is taken before anything is changed.
 */
#include "edit/around.h"

#include "edit/delimiter_place.h"
#include "edit/field_text.h"

static pneu_str encoding_name(void)
{
    return pneu_i_str(pneu_field_name(PNEU_FIELD_CONTENT_TRANSFER_ENCODING));
}

static int32_t needs_of(const pneu_i_around *around)
{
    return around->content != NULL ? around->content->needs : PNEU_ENCODING_7BIT;
}

static int is_too_low(int32_t encoding, int32_t needs)
{
    return encoding <= PNEU_ENCODING_BINARY && encoding < needs;
}

static int must_be_raised(pneu_message *message, uint32_t part, int32_t needs)
{
    return needs > PNEU_ENCODING_7BIT && is_too_low(pneu_i_header_encoding(message, part), needs);
}

/* ---- Multiparts that edits made ------------------------------------------------------------------------------ */

static void raise_wrap(pneu_i_patch *wrap, const pneu_i_around *around)
{
    if (!is_too_low(wrap->encoding, needs_of(around)))
        return;
    wrap->encoding = (uint8_t)needs_of(around);
    for (uint32_t i = 0; i < wrap->encoding_count; i++)
        wrap->pieces[wrap->encoding_at + i] = i == 0 ? around->encoding : pneu_i_piece_of(pneu_i_str(""));
}

static void raise_wraps(pneu_message *message, uint32_t part, const pneu_i_around *around)
{
    pneu_i_wrap_cursor cursor = pneu_i_wraps_of(message, part);
    for (pneu_i_patch *wrap; (wrap = pneu_i_wrap_next(&cursor)) != NULL;)
        raise_wrap(wrap, around);
}

static pneu_status check_wraps(pneu_message *message, uint32_t part, const pneu_i_content *content)
{
    pneu_i_wrap_cursor cursor = pneu_i_wraps_of(message, part);
    for (const pneu_i_patch *wrap; (wrap = pneu_i_wrap_next(&cursor)) != NULL;)
        if (pneu_i_content_check(content, wrap->boundary) != PNEU_OK)
            return PNEU_ERR_BOUNDARY;
    return PNEU_OK;
}

/* ---- Preparing ----------------------------------------------------------------------------------------------- */

/* Looks whether the content holds the part's boundary, and prepares another one. */
static pneu_status prepare_boundary(pneu_message *message, pneu_i_around *around, uint32_t part)
{
    pneu_str boundary;
    pneu_i_rebound *change;
    pneu_status status = check_wraps(message, part, around->content);
    if (status != PNEU_OK || message->nodes[part].kind != PNEU_KIND_MULTIPART)
        return status;
    status = pneu_i_boundary_of(message, part, &boundary);
    if (status != PNEU_OK || pneu_i_content_check(around->content, boundary) == PNEU_OK)
        return status;
    status = pneu_i_rebound_prepare(message, part, around->content, &change);
    if (status != PNEU_OK)
        return status;
    change->next = around->rebounds;
    around->rebounds = change;
    return PNEU_OK;
}

static pneu_status prepare_boundaries(pneu_message *message, pneu_i_around *around)
{
    pneu_status status = check_wraps(message, around->inside, around->content);
    for (uint32_t part = around->part; part != PNEU_NO_PART && status == PNEU_OK; part = message->nodes[part].parent)
        status = prepare_boundary(message, around, part);
    return status;
}

static pneu_status make_encoding(pneu_message *message, pneu_i_around *around)
{
    pneu_str line = pneu_i_str(needs_of(around) == PNEU_ENCODING_8BIT ? "Content-Transfer-Encoding: 8bit\r\n"
                                                                      : "Content-Transfer-Encoding: binary\r\n");
    char *bytes = pneu_i_arena_alloc(&message->arena, line.len);
    if (bytes == NULL)
        return PNEU_ERR_MEMORY;
    memcpy(bytes, line.ptr, line.len);
    line = pneu_i_str_of(bytes, line.len);
    if (pneu_i_edit_eol(message).len == 1)
        line = pneu_i_field_with_lf(line);
    around->encoding = pneu_i_piece_of(line);
    return PNEU_OK;
}

static pneu_status prepare_encodings(pneu_message *message, pneu_i_around *around, size_t raised)
{
    pneu_status status = make_encoding(message, around);
    if (status != PNEU_OK)
        return status;
    around->fields = pneu_i_arena_alloc(&message->arena, raised * sizeof *around->fields);
    if (around->fields == NULL)
        return PNEU_ERR_MEMORY;
    for (size_t i = 0; i < raised && status == PNEU_OK; i++)
        status = pneu_i_new_field_of(message, encoding_name(), around->encoding.bytes, &around->fields[i]);
    return status;
}

/* A message in a message begins behind an empty line. Where the header around it has none (the end of the input or a
 * delimiter cut it off, or a line that is no field ends it), that is needed once something is put there. */
static pneu_status prepare_separator(pneu_message *message, pneu_i_around *around)
{
    uint64_t end;
    uint32_t part = around->part;
    if (part == PNEU_NO_PART || message->nodes[part].kind != PNEU_KIND_MESSAGE ||
        pneu_i_header_separator(message, part, &end))
        return PNEU_OK;
    return pneu_i_edit_pieces(message, PNEU_I_SPARE_PIECES, &around->separator);
}

/* Whatever is put behind a delimiter begins on the next line. */
static pneu_status prepare_line_end(pneu_message *message, pneu_i_around *around)
{
    around->behind = pneu_i_behind_cut_delimiter(message, around->inside);
    if (around->behind == PNEU_NO_PART ||
        pneu_i_overlay_find(&message->edits, message->input.len, message->nodes[around->behind].parent,
                            PNEU_I_SLOT_DELIMITER_END) != NULL)
        return PNEU_OK;
    return pneu_i_edit_pieces(message, 1, &around->line_end);
}

pneu_status pneu_i_around_prepare(pneu_message *message, pneu_i_around *around, size_t patches, size_t touches)
{
    size_t raised = 0;
    pneu_status status = around->content != NULL ? prepare_boundaries(message, around) : PNEU_OK;
    if (status == PNEU_OK)
        status = prepare_separator(message, around);
    if (status == PNEU_OK)
        status = prepare_line_end(message, around);
    patches += around->separator != NULL ? 2 : 0;
    patches += around->line_end != NULL ? 1 : 0;
    for (const pneu_i_rebound *change = around->rebounds; change != NULL; change = change->next)
        patches += change->patches;
    for (uint32_t part = around->part; part != PNEU_NO_PART; part = message->nodes[part].parent) {
        touches += 4;
        if (!must_be_raised(message, part, needs_of(around)))
            continue;
        patches += pneu_i_header_room(message, part, encoding_name());
        raised++;
    }
    if (status == PNEU_OK && needs_of(around) > PNEU_ENCODING_7BIT)
        status = prepare_encodings(message, around, raised);
    return status == PNEU_OK ? pneu_i_overlay_reserve(&message->edits, &message->alloc, patches, touches) : status;
}

/* ---- Touching ------------------------------------------------------------------------------------------------ */

static int is_signed(const pneu_message *message, uint32_t part)
{
    pneu_str type;
    pneu_part_type(message, part, &type);
    return pneu_i_str_is(type, "multipart/signed");
}

static void end_delimiter(pneu_message *message, const pneu_i_around *around)
{
    pneu_i_patch patch = {.offset = message->input.len, .pieces = around->line_end, .piece_count = 1};
    patch.part = message->nodes[around->behind].parent;
    patch.slot = PNEU_I_SLOT_DELIMITER_END;
    around->line_end[0] = pneu_i_piece_of(pneu_i_edit_eol(message));
    (void)pneu_i_overlay_put(&message->edits, &patch);
    pneu_i_overlay_touch(&message->edits, patch.part, PNEU_TOUCHED_LINE_END);
}

/* 1 if an edit put something where the part began. */
static int begins_with_edit(const pneu_message *message, uint32_t part)
{
    const pneu_i_overlay *edits = &message->edits;
    uint64_t offset = message->nodes[part].offset;
    size_t place = pneu_i_overlay_place(edits, offset, part, 0);
    return place < edits->count && edits->patches[place].offset == offset && edits->patches[place].part == part;
}

void pneu_i_around_touch(pneu_message *message, const pneu_i_around *around)
{
    size_t raised = 0;
    if (around->line_end != NULL)
        end_delimiter(message, around);
    if (around->separator != NULL && begins_with_edit(message, around->inside))
        pneu_i_header_separate(message, around->part, around->separator);
    raise_wraps(message, around->inside, around);
    for (uint32_t part = around->part; part != PNEU_NO_PART; part = message->nodes[part].parent) {
        if (is_signed(message, part))
            pneu_i_overlay_touch(&message->edits, part, PNEU_TOUCHED_SIGNATURE);
        raise_wraps(message, part, around);
        if (!must_be_raised(message, part, needs_of(around)))
            continue;
        pneu_i_header_put(message, part, PNEU_PUT_SET, &around->fields[raised++]);
        pneu_i_overlay_touch(&message->edits, part, PNEU_TOUCHED_ENCODING);
    }
    for (pneu_i_rebound *change = around->rebounds; change != NULL; change = change->next)
        pneu_i_rebound_put(message, change);
}
