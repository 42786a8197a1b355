/*
 * Content for a message: its line ends made those of the message, what it needs of the parts around it, and whether it
 * could be taken apart by their delimiters (RFC 2046 section 5.1.1).
 * In: bytes. Out: pieces in the message's arena. Invariants: bodies declared binary keep their bytes; an entity has a
 * header that ends with an empty line, so that nothing that follows it can become part of it.
 */
#include "edit/entity_content.h"

#include "codec/codec.h"
#include "edit/delimiter_place.h"
#include "write/slice_walk.h"

/* ---- Text ---------------------------------------------------------------------------------------------------- */

static size_t count_lf(pneu_str text)
{
    size_t count = 0;
    for (const char *at = text.ptr, *end = at + text.len; at < end; count++) {
        at = memchr(at, '\n', (size_t)(end - at));
        if (at == NULL)
            break;
        at++;
    }
    return count;
}

pneu_status pneu_i_text_with_eol(pneu_message *message, pneu_str text, pneu_str eol, pneu_str *out)
{
    pneu_i_codec codec;
    if (text.len == 0) {
        *out = pneu_i_str("");
        return PNEU_OK;
    }
    size_t room = text.len + count_lf(text) + 1; /* the codec must find room to say that it is done */
    uint8_t *bytes = pneu_i_arena_alloc(&message->arena, room);
    if (bytes == NULL)
        return PNEU_ERR_MEMORY;
    const uint8_t *in = (const uint8_t *)text.ptr;
    pneu_i_codec_io io = {in, in + text.len, bytes, bytes + room};
    (void)pneu_i_codec_init(&codec, eol.len == 1 ? PNEU_CODEC_TO_LF : PNEU_CODEC_TO_CRLF, 0,
                            pneu_i_settings_cpu_level(&message->settings));
    (void)pneu_i_codec_run(&codec, &io);
    (void)pneu_i_codec_end(&codec, &io);
    *out = pneu_i_str_of(bytes, (size_t)(io.out - bytes));
    return PNEU_OK;
}

/* ---- Entities ------------------------------------------------------------------------------------------------ */

/* Where the first byte of the root's header stands that is neither a field nor the empty line; its end if there is
 * none. */
static uint64_t first_odd_byte(pneu_message *entity, int *has_separator)
{
    pneu_span header;
    pneu_field field;
    uint64_t at = 0;
    pneu_part_header_span(entity, 0, &header);
    for (uint32_t i = 0; pneu_part_field(entity, 0, i, &field) == PNEU_OK && field.offset == at; i++)
        at += field.length;
    uint64_t left = header.length - at;
    *has_separator = left > 0;
    int is_empty_line = left == 0 || (left == 1 && entity->input.ptr[at] == '\n') ||
                        (left == 2 && entity->input.ptr[at] == '\r' && entity->input.ptr[at + 1] == '\n');
    return is_empty_line ? header.length : at;
}

static size_t count_binary(const pneu_message *entity)
{
    size_t count = 0;
    for (uint32_t part = 0; part < pneu_message_part_count(entity); part++)
        count += (size_t)(pneu_part_encoding(entity, part) == PNEU_ENCODING_BINARY);
    return count;
}

/* Where what is of one kind, text or a binary body, ends. */
static uint64_t end_of_kind(pneu_i_slice_walk *walk, pneu_message *entity, pneu_i_slice *slice, int *is_binary)
{
    uint64_t end = slice->span.offset;
    *is_binary = -1;
    while (slice->span.length > 0) {
        int is_new_binary =
            slice->kind == PNEU_I_SLICE_BODY && pneu_part_encoding(entity, slice->part) == PNEU_ENCODING_BINARY;
        if (*is_binary >= 0 && is_new_binary != *is_binary)
            break;
        *is_binary = is_new_binary;
        end = slice->span.offset + slice->span.length;
        if (!pneu_i_slice_walk_next(walk, entity, slice))
            slice->span.length = 0;
    }
    return end;
}

static pneu_status make_pieces(pneu_message *message, pneu_message *entity, pneu_i_content *content)
{
    pneu_str eol = pneu_i_edit_eol(message);
    pneu_i_slice_walk walk = pneu_i_slice_walk_of(entity, 0, PNEU_I_WALK_PART);
    pneu_i_slice slice;
    pneu_status status = PNEU_OK;
    if (!pneu_i_slice_walk_next(&walk, entity, &slice))
        return PNEU_OK;
    for (uint64_t at = 0; slice.span.length > 0 && status == PNEU_OK;) {
        int is_binary;
        uint64_t end = end_of_kind(&walk, entity, &slice, &is_binary);
        pneu_str bytes = pneu_i_edit_input(entity, at, end);
        pneu_i_piece *piece = &content->pieces[content->count++];
        piece->is_binary = is_binary;
        status = is_binary ? pneu_i_arena_copy(&message->arena, bytes, &piece->bytes)
                           : pneu_i_text_with_eol(message, bytes, eol, &piece->bytes);
        at = end;
    }
    return status;
}

/* What the parser counted, and what the header holds. */
static void measure(const pneu_message *entity, pneu_i_content *content)
{
    const pneu_part_summary *body = pneu_part_body_summary(entity, 0);
    pneu_i_content_measure(content);
    if (count_binary(entity) > 0 || body->nul > 0 || body->bare_cr > 0 || body->long_lines > 0)
        content->needs = PNEU_ENCODING_BINARY;
    content->has_body = body->body_length > 0;
}

static pneu_status take_boundaries(pneu_message *message, pneu_message *entity, pneu_i_content *content)
{
    uint32_t count = pneu_message_part_count(entity);
    size_t multiparts = 0;
    for (uint32_t part = 0; part < count; part++)
        multiparts +=
            (size_t)(pneu_part_kind(entity, part) == PNEU_KIND_MULTIPART && pneu_part_space(entity, part) == 0);
    content->own = pneu_i_arena_alloc(&message->arena, multiparts * sizeof *content->own);
    if (content->own == NULL)
        return PNEU_ERR_MEMORY;
    for (uint32_t part = 0; part < count; part++) {
        pneu_str boundary;
        if (pneu_part_kind(entity, part) != PNEU_KIND_MULTIPART || pneu_part_space(entity, part) != 0)
            continue;
        pneu_status status = pneu_i_boundary_of(entity, part, &boundary);
        if (status == PNEU_OK)
            status = pneu_i_arena_copy(&message->arena, boundary, &content->own[content->own_count]);
        if (status == PNEU_OK)
            content->own_count++;
        else if (status == PNEU_ERR_MEMORY)
            return status;
    }
    return PNEU_OK;
}

/* An entity without an empty line behind its header gets one. */
static void separate(pneu_message *message, const pneu_message *entity, pneu_i_content *content)
{
    pneu_i_piece eol = pneu_i_piece_of(pneu_i_edit_eol(message));
    pneu_str bytes = entity->input;
    if (bytes.len > 0 && bytes.ptr[bytes.len - 1] != '\n')
        content->pieces[content->count++] = eol;
    content->pieces[content->count++] = eol;
}

static pneu_status prepare(pneu_message *message, pneu_message *entity, pneu_i_content *content, uint64_t *bad)
{
    int has_separator;
    pneu_span header;
    pneu_part_header_span(entity, 0, &header);
    *bad = first_odd_byte(entity, &has_separator);
    uint64_t body = pneu_part_body_summary(entity, 0)->body_length;
    if (*bad < header.length || (!has_separator && body > 0))
        return PNEU_ERR_ARGUMENT;
    size_t room = 2 * count_binary(entity) + 3 + PNEU_I_ROOM_BEFORE + PNEU_I_ROOM_BEHIND;
    pneu_status status = pneu_i_edit_pieces(message, room, &content->pieces);
    if (status != PNEU_OK)
        return status;
    content->pieces += PNEU_I_ROOM_BEFORE;
    status = make_pieces(message, entity, content);
    if (status == PNEU_OK)
        status = take_boundaries(message, entity, content);
    if (status != PNEU_OK)
        return status;
    if (!has_separator)
        separate(message, entity, content);
    measure(entity, content);
    return PNEU_OK;
}

pneu_status pneu_i_entity_prepare(pneu_message *message, pneu_str bytes, pneu_i_content *content, uint64_t *bad)
{
    pneu_message *entity;
    *bad = 0;
    if (bytes.ptr == NULL)
        return PNEU_ERR_ARGUMENT;
    memset(content, 0, sizeof *content);
    pneu_status status = pneu_message_parse(bytes.ptr, bytes.len, NULL, &message->alloc, &entity);
    if (status != PNEU_OK)
        return status;
    status = prepare(message, entity, content, bad);
    pneu_message_free(entity);
    return status;
}

/* ---- Looking ------------------------------------------------------------------------------------------------- */

void pneu_i_content_measure(pneu_i_content *content)
{
    content->needs = PNEU_ENCODING_7BIT;
    for (uint32_t i = 0; i < content->count; i++) {
        pneu_str bytes = content->pieces[i].bytes;
        if (content->pieces[i].is_binary)
            content->needs = PNEU_ENCODING_BINARY;
        for (size_t k = 0; k < bytes.len && content->needs == PNEU_ENCODING_7BIT; k++)
            if ((unsigned char)bytes.ptr[k] >= 0x80)
                content->needs = PNEU_ENCODING_8BIT;
    }
}

/* A CR ends a line, too: so some programs read it. */
int pneu_i_has_delimiter(pneu_str text, pneu_str boundary)
{
    size_t least = boundary.len + 2;
    for (size_t at = 0; text.len >= least && at <= text.len - least; at++) {
        const char *dash = memchr(text.ptr + at, '-', text.len - at);
        if (dash == NULL)
            return 0;
        at = (size_t)(dash - text.ptr);
        int is_first = at == 0 || text.ptr[at - 1] == '\n' || text.ptr[at - 1] == '\r';
        if (is_first && text.len - at >= least && dash[1] == '-' && memcmp(dash + 2, boundary.ptr, boundary.len) == 0)
            return 1;
    }
    return 0;
}

int pneu_i_boundaries_are_alike(pneu_str a, pneu_str b)
{
    size_t len = a.len < b.len ? a.len : b.len;
    return len == 0 || memcmp(a.ptr, b.ptr, len) == 0;
}

pneu_status pneu_i_content_check(const pneu_i_content *content, pneu_str boundary)
{
    for (uint32_t i = 0; i < content->count; i++)
        if (pneu_i_has_delimiter(content->pieces[i].bytes, boundary))
            return PNEU_ERR_BOUNDARY;
    for (size_t i = 0; i < content->own_count; i++)
        if (pneu_i_boundaries_are_alike(content->own[i], boundary))
            return PNEU_ERR_BOUNDARY;
    return PNEU_OK;
}

void pneu_i_content_end(const pneu_message *message, pneu_i_content *content)
{
    pneu_str last = content->count > 0 ? content->pieces[content->count - 1].bytes : pneu_i_str("");
    if (last.len > 0 && last.ptr[last.len - 1] == '\r' && pneu_i_edit_eol(message).len == 1)
        content->pieces[content->count++] = pneu_i_piece_of(pneu_i_str("\r"));
}
