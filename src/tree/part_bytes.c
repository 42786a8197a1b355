/*
 * The bytes of parts: slices of the input or of decoded messages, and decoded bodies.
 * In: a part and a span of its space. Out: borrowed slices; nothing is copied where the bytes are at hand. Invariants:
 * a decoded body is made once, in the arena or, if it is large, in memory of its own, and kept until reset; the decoded
 * messages that one stands in are made first, from the outermost inwards, without recursion.
 * Not handled: bodies in headers-only and offsets mode (PNEU_ERR_NOT_KEPT).
 */
#include "tree/part_bytes.h"

#include "tree/details.h"
#include "tree/field_list.h"

#define SMALL_BODY ((size_t)16384) /* bytes of a decoded body that stands in the arena */

/* ---- Decoding ---------------------------------------------------------------------------------------------- */

/* Room for a byte more; without an allocator there is only what there is, or else PNEU_MORE. */
static pneu_status find_room(pneu_i_buf *out, const pneu_alloc *alloc)
{
    if (out->len < out->capacity)
        return PNEU_OK;
    return alloc != NULL ? pneu_i_buf_reserve(out, alloc, 1) : PNEU_MORE;
}

/* PNEU_OK, PNEU_ERR_MEMORY, PNEU_ERR_LIMIT above MAX_OUTPUT, or PNEU_MORE: see find_room. */
static pneu_status decode_into(pneu_message *message, const pneu_i_node *node, pneu_str raw, const pneu_alloc *alloc,
                               pneu_i_buf *out)
{
    pneu_i_body_decoder decoder;
    pneu_i_body_decoder_start(&decoder, node->encoding, pneu_i_node_choice(message, node, PNEU_READING_BASE64_PADDING),
                              pneu_i_settings_cpu_level(&message->settings));
    const uint8_t *in = (const uint8_t *)raw.ptr;
    pneu_i_codec_io io = {in, raw.len > 0 ? in + raw.len : in, NULL, NULL};
    uint64_t limit = message->settings.limit[PNEU_OPTION_MAX_OUTPUT];
    pneu_status status = PNEU_OK;
    for (int is_ending = 0; status == PNEU_OK;) {
        pneu_status room = find_room(out, alloc);
        if (room != PNEU_OK)
            return room;
        io.out = (uint8_t *)out->ptr + out->len;
        io.out_end = (uint8_t *)out->ptr + out->capacity;
        status = is_ending ? pneu_i_body_decoder_end(&decoder, &io) : pneu_i_body_decoder_run(&decoder, &io);
        out->len = (size_t)(io.out - (uint8_t *)out->ptr);
        if (out->len > limit)
            return PNEU_ERR_LIMIT;
        if (status == PNEU_MORE) {
            is_ending = 1;
            status = PNEU_OK;
        }
    }
    return status < 0 ? status : PNEU_OK;
}

/* An empty buffer among the message's bodies, which is counted once it is filled. */
static pneu_status next_buffer(pneu_message *message, pneu_i_buf **out)
{
    void *bodies = message->bodies;
    pneu_status status = pneu_i_alloc_grow(&message->alloc, &bodies, &message->body_capacity, message->body_count + 1,
                                           sizeof *message->bodies);
    message->bodies = bodies;
    if (status != PNEU_OK)
        return status;
    *out = &message->bodies[message->body_count];
    memset(*out, 0, sizeof **out);
    return PNEU_OK;
}

pneu_status pneu_i_check_output(pneu_message *message, uint32_t part, uint64_t length)
{
    pneu_i_node *node = &message->nodes[part];
    pneu_span where = {node->summary.body_offset, node->summary.body_length};
    if (length <= message->settings.limit[PNEU_OPTION_MAX_OUTPUT] || (node->state & PNEU_I_OUTPUT_LIMITED) != 0)
        return PNEU_OK;
    node->state |= PNEU_I_OUTPUT_LIMITED;
    return pneu_i_message_report(message, part, PNEU_DEFECT_LIMIT_OUTPUT, PNEU_DETAIL_NONE, &where);
}

static pneu_status report_limit(pneu_message *message, uint32_t part)
{
    pneu_status status = pneu_i_check_output(message, part, UINT64_MAX);
    pneu_i_message_sort_defects(message);
    return status == PNEU_OK ? PNEU_ERR_LIMIT : status;
}

/* In the arena, where it is as long as was expected at most; else PNEU_MORE. */
static pneu_status decode_small(pneu_message *message, const pneu_i_node *node, pneu_str raw, size_t expected,
                                pneu_str *body)
{
    pneu_i_buf room = {pneu_i_arena_alloc(&message->arena, expected), 0, expected};
    if (room.ptr == NULL)
        return PNEU_ERR_MEMORY;
    pneu_status status = decode_into(message, node, raw, NULL, &room);
    pneu_i_arena_shrink(&message->arena, room.ptr, status == PNEU_OK ? room.len : 0);
    if (status == PNEU_OK)
        *body = pneu_i_str_of(room.ptr, room.len);
    return status;
}

/* In memory of its own. */
static pneu_status decode_large(pneu_message *message, const pneu_i_node *node, pneu_str raw, uint64_t expected,
                                pneu_str *body)
{
    pneu_i_buf *buf;
    pneu_status status = next_buffer(message, &buf);
    if (status != PNEU_OK)
        return status;
    status = expected < SIZE_MAX ? pneu_i_buf_reserve(buf, &message->alloc, (size_t)expected) : PNEU_ERR_MEMORY;
    if (status == PNEU_OK)
        status = decode_into(message, node, raw, &message->alloc, buf);
    if (status != PNEU_OK) {
        pneu_i_buf_free(buf, &message->alloc);
        return status;
    }
    message->body_count++;
    *body = pneu_i_str_of(buf->ptr, buf->len);
    return PNEU_OK;
}

static pneu_status decode_body(pneu_message *message, uint32_t part, pneu_str raw, pneu_str *body)
{
    const pneu_i_node *node = &message->nodes[part];
    int is_known = (node->state & PNEU_I_LENGTH_KNOWN) != 0;
    uint64_t limit = message->settings.limit[PNEU_OPTION_MAX_OUTPUT];
    uint64_t expected = is_known ? node->decoded_length : pneu_i_body_decoder_estimate(node->encoding, raw.len);
    expected = (expected < limit ? expected : limit) + 1; /* the codec must find room to say that it is done */
    pneu_status status = PNEU_MORE;
    if (expected <= SMALL_BODY)
        status = decode_small(message, node, raw, (size_t)expected, body);
    if (status == PNEU_MORE)
        status = decode_large(message, node, raw, expected, body);
    return status == PNEU_ERR_LIMIT ? report_limit(message, part) : status;
}

/* The body of an encoded part whose raw bytes stand in `space`. */
static pneu_status make_body(pneu_message *message, uint32_t part, pneu_str space)
{
    const pneu_part_summary *summary = &message->nodes[part].summary;
    pneu_str raw = pneu_i_str_of(space.ptr + (size_t)summary->body_offset, (size_t)summary->body_length);
    pneu_i_details *details;
    pneu_status status = pneu_i_details_know(message, part, 0, &details);
    if (status == PNEU_OK && (details->known & PNEU_I_KNOW_BODY) == 0)
        status = decode_body(message, part, raw, &details->body);
    if (status == PNEU_OK)
        details->known |= PNEU_I_KNOW_BODY;
    return status;
}

/* ---- Spaces ------------------------------------------------------------------------------------------------ */

/* 1 and the space's bytes, if they are there. */
static int space_is_made(const pneu_message *message, uint32_t space, pneu_str *bytes)
{
    if (space == 0) {
        *bytes = message->input.ptr != NULL ? message->input : pneu_i_str("");
        return 1;
    }
    const pneu_i_details *details = message->nodes[message->spaces[space - 1]].details;
    if (details == NULL || (details->known & PNEU_I_KNOW_BODY) == 0)
        return 0;
    *bytes = details->body;
    return 1;
}

/* Makes the outermost of the decoded messages that are missing for this space. */
static pneu_status make_outermost(pneu_message *message, uint32_t space)
{
    pneu_str below;
    uint32_t part = message->spaces[space - 1];
    while (!space_is_made(message, message->nodes[part].space, &below))
        part = message->spaces[message->nodes[part].space - 1];
    return make_body(message, part, below);
}

static pneu_status space_bytes(pneu_message *message, uint32_t space, pneu_str *bytes)
{
    if (message->mode != PNEU_KEEP_ALL)
        return PNEU_ERR_NOT_KEPT;
    while (!space_is_made(message, space, bytes)) {
        pneu_status status = make_outermost(message, space);
        if (status != PNEU_OK)
            return status;
    }
    return PNEU_OK;
}

static uint64_t space_size(const pneu_message *message, uint32_t space)
{
    return space == 0 ? message->size : message->nodes[message->spaces[space - 1]].decoded_length;
}

static int is_inside(const pneu_span *span, uint64_t offset, uint64_t length)
{
    return span->offset >= offset && span->length <= length && span->offset - offset <= length - span->length;
}

pneu_status pneu_part_bytes(pneu_message *message, uint32_t part, const pneu_span *span, pneu_str *bytes)
{
    if (message == NULL || span == NULL || bytes == NULL)
        return PNEU_ERR_ARGUMENT;
    const pneu_i_node *node = pneu_i_part(message, part);
    if (node == NULL)
        return PNEU_ERR_NOT_FOUND;
    if (!is_inside(span, 0, space_size(message, node->space)))
        return PNEU_ERR_ARGUMENT;
    const char *header = pneu_i_header_bytes(message, node);
    if (header != NULL && is_inside(span, node->offset, node->summary.body_offset - node->offset)) {
        *bytes = pneu_i_str_of(header + (size_t)(span->offset - node->offset), (size_t)span->length);
        return PNEU_OK;
    }
    pneu_str space;
    pneu_status status = space_bytes(message, node->space, &space);
    if (status == PNEU_OK)
        *bytes = pneu_i_str_of(space.ptr + (size_t)span->offset, (size_t)span->length);
    return status;
}

pneu_status pneu_i_raw_body(pneu_message *message, uint32_t part, pneu_str *body)
{
    pneu_span span;
    pneu_part_body_span(message, part, &span);
    return pneu_part_bytes(message, part, &span, body);
}

/* ---- Bodies ------------------------------------------------------------------------------------------------ */

pneu_status pneu_part_body(pneu_message *message, uint32_t part, pneu_str *body)
{
    if (message == NULL || body == NULL)
        return PNEU_ERR_ARGUMENT;
    const pneu_i_node *node = pneu_i_part(message, part);
    if (node == NULL)
        return PNEU_ERR_NOT_FOUND;
    if (!pneu_i_node_is_encoded(node))
        return pneu_i_raw_body(message, part, body);
    pneu_str space;
    pneu_status status = space_bytes(message, node->space, &space);
    if (status == PNEU_OK)
        status = make_body(message, part, space);
    if (status == PNEU_OK)
        *body = message->nodes[part].details->body;
    return status;
}

pneu_status pneu_part_decoded_length(pneu_message *message, uint32_t part, uint64_t *length)
{
    if (message == NULL || length == NULL)
        return PNEU_ERR_ARGUMENT;
    const pneu_i_node *node = pneu_i_part(message, part);
    if (node == NULL)
        return PNEU_ERR_NOT_FOUND;
    if (!pneu_i_node_is_encoded(node) || (node->state & PNEU_I_LENGTH_KNOWN) != 0) {
        *length = pneu_i_node_is_encoded(node) ? node->decoded_length : node->summary.body_length;
        return PNEU_OK;
    }
    pneu_str raw;
    pneu_status status = pneu_i_raw_body(message, part, &raw);
    return status == PNEU_OK ? pneu_i_examine_body(message, part, PNEU_I_EXAMINE_LENGTH, raw, length) : status;
}
