/*
 * Reading: from parts to bytes, a slice after the other. In: sealed parts, bodies as they come. Out: the message in
 * pieces of the caller's size. Each state is a function that sets the next pending slice, or says what is in the
 * way; slices are copied out, and shown to the signed multiparts that they belong to. Parts are in document order,
 * so that no stack is needed: what comes behind a part is its next sibling, or the close delimiter of what is
 * around it. Invariants: constant memory; what comes out does not depend on the sizes asked for; the line end
 * before a delimiter is the delimiter's (RFC 2046 section 5.1.1), also that of the last line of base64; bytes of an
 * unseen body that may begin a delimiter wait until that is decided.
 */
#include "edit/builder.h"

/* ---- Before the first byte ------------------------------------------------------------------------------------- */

/* A message without a body has an empty text. */
static pneu_status give_body(pneu_builder *builder)
{
    pneu_leaf empty;
    if (builder->parts[0].kind != PNEU_I_BUILD_NOTHING)
        return PNEU_OK;
    memset(&empty, 0, sizeof empty);
    empty.type = pneu_i_str("text/plain");
    return pneu_builder_add_leaf(builder, &empty, NULL);
}

static pneu_status seal(pneu_builder *builder)
{
    pneu_status status = builder->error.status;
    if (status != PNEU_OK)
        return status;
    if (builder->open != PNEU_NO_PART)
        return pneu_i_build_refuse_argument(builder, PNEU_ERR_STATE, 0);
    status = pneu_i_build_check_fields(builder);
    if (status != PNEU_OK)
        return status;
    status = give_body(builder);
    builder->step = PNEU_I_READ_HEADER; /* from here on nothing can be taken back */
    if (status == PNEU_OK)
        status = pneu_i_build_choose_boundaries(builder);
    if (status == PNEU_OK)
        status = pneu_i_build_write_headers(builder);
    if (status != PNEU_OK)
        return builder->error.status != PNEU_OK ? status : pneu_i_build_refuse_argument(builder, status, 0);
    builder->part = 0;
    builder->around = PNEU_NO_PART;
    builder->at_line_start = 1;
    return PNEU_OK;
}

/* ---- Bodies ---------------------------------------------------------------------------------------------------- */

static int is_delimiter(const void *ctx, pneu_str text)
{
    const pneu_builder *builder = ctx;
    uint32_t around = builder->parts[builder->part].parent;
    int found = PNEU_I_NO_DELIMITER;
    for (; around != PNEU_NO_PART; around = builder->parts[around].parent) {
        pneu_str boundary = builder->parts[around].boundary;
        size_t len = text.len < boundary.len ? text.len : boundary.len;
        if (memcmp(text.ptr, boundary.ptr, len) != 0)
            continue;
        if (len == boundary.len)
            return PNEU_I_IS_DELIMITER;
        found = PNEU_I_MAY_BE_DELIMITER;
    }
    return found;
}

static void begin_body(pneu_builder *builder)
{
    const pneu_i_build_part *part = &builder->parts[builder->part];
    int is_seen = pneu_i_build_is_seen(&part->content);
    pneu_i_body_pump_start(&builder->pump, part->encoding, part->body != PNEU_I_CONTENT_OCTETS ? PNEU_I_PUMP_LINES : 0);
    builder->watch = (pneu_i_line_watch){is_delimiter, builder, part->encoding == PNEU_ENCODING_8BIT, 0, 0};
    builder->input = is_seen ? part->content.bytes : pneu_i_str_of(NULL, 0);
    builder->input_ended = is_seen;
    builder->held = 0;
    builder->step = PNEU_I_READ_BODY;
}

/* More input: PNEU_OK, PNEU_MORE or an error. */
static pneu_status take_input(pneu_builder *builder)
{
    const pneu_content *content = &builder->parts[builder->part].content;
    size_t len = 0;
    if (content->source == PNEU_CONTENT_PUSHED)
        return PNEU_MORE;
    pneu_status status = content->pull(content->ctx, builder->room, sizeof builder->room, &len);
    if (status == PNEU_OK && (len == 0 || len > sizeof builder->room))
        return PNEU_ERR_ARGUMENT;
    if (status == PNEU_DONE)
        builder->input_ended = 1;
    else if (status != PNEU_OK)
        return status == PNEU_MORE || status < 0 ? status : PNEU_ERR_ARGUMENT;
    builder->input = pneu_i_str_of(builder->room, status == PNEU_OK ? len : 0);
    return PNEU_OK;
}

/* How many of the chunk's bytes may go out. The line end behind base64 is not of the body. */
static pneu_status pass(pneu_builder *builder, size_t len, int is_last, size_t *passed)
{
    const pneu_i_build_part *part = &builder->parts[builder->part];
    int is_encoded = part->encoding != PNEU_ENCODING_7BIT && part->encoding != PNEU_ENCODING_8BIT;
    *passed = len;
    if (part->encoding == PNEU_ENCODING_BASE64)
        *passed = len > 2 ? len - 2 : 0;
    if (is_encoded || pneu_i_build_is_seen(&part->content))
        return PNEU_OK;
    return pneu_i_line_watch_pass(&builder->watch, pneu_i_str_of(builder->chunk, len), is_last, passed);
}

/* The next piece of the body becomes pending; behind the last one the step changes. */
static pneu_status read_body(pneu_builder *builder)
{
    memmove(builder->chunk, builder->chunk + sizeof builder->chunk - builder->held, builder->held);
    const uint8_t *in = builder->input.len > 0 ? (const uint8_t *)builder->input.ptr : builder->room;
    pneu_i_codec_io io = {in, in + builder->input.len, builder->chunk + builder->held,
                          builder->chunk + sizeof builder->chunk};
    pneu_status status = pneu_i_body_pump_run(&builder->pump, &io, builder->input_ended);
    builder->input = pneu_i_str_of(io.in, (size_t)(io.in_end - io.in));
    size_t len = (size_t)(io.out - builder->chunk), passed;
    pneu_status verdict = pass(builder, len, status == PNEU_DONE, &passed);
    if (verdict != PNEU_OK)
        return verdict;
    builder->pending = pneu_i_str_of(builder->chunk, passed);
    builder->owner = builder->part;
    builder->held = len - passed;
    memmove(builder->chunk + sizeof builder->chunk - builder->held, builder->chunk + passed, builder->held);
    if (status == PNEU_DONE) {
        builder->step = PNEU_I_READ_END;
        return PNEU_OK;
    }
    return status == PNEU_MORE && passed == 0 ? take_input(builder) : PNEU_OK;
}

/* ---- Headers and delimiters ------------------------------------------------------------------------------------ */

static pneu_status read_header(pneu_builder *builder)
{
    const pneu_i_build_part *part = &builder->parts[builder->part];
    builder->pending = part->header;
    builder->owner = builder->part;
    if (part->kind == PNEU_I_BUILD_LEAF) {
        begin_body(builder);
    } else {
        builder->around = builder->part;
        builder->step = PNEU_I_READ_FIRST;
    }
    return PNEU_OK;
}

/* A delimiter of the innermost open multipart, as a part of it. */
static void put_delimiter(pneu_builder *builder, const char *before, const char *after)
{
    pneu_str pieces[] = {pneu_i_str(before), builder->parts[builder->around].boundary, pneu_i_str(after)};
    size_t len = 0;
    for (size_t i = 0; i < sizeof pieces / sizeof pieces[0]; i++) {
        memcpy(builder->delimiter + len, pieces[i].ptr, pieces[i].len);
        len += pieces[i].len;
    }
    builder->pending = pneu_i_str_of(builder->delimiter, len);
    builder->owner = builder->around;
}

/* The line end before the first delimiter is the header's. */
static pneu_status read_first(pneu_builder *builder)
{
    put_delimiter(builder, "--", "\r\n");
    builder->part++;
    builder->step = PNEU_I_READ_HEADER;
    return PNEU_OK;
}

/* Behind everything: a line end, if there is none. */
static pneu_status end_message(pneu_builder *builder)
{
    if (!builder->at_line_start)
        builder->pending = pneu_i_str("\r\n");
    builder->owner = PNEU_NO_PART;
    builder->step = PNEU_I_READ_DONE;
    return PNEU_OK;
}

/* What comes behind a leaf, or behind a multipart that was closed. */
static pneu_status read_end(pneu_builder *builder)
{
    uint32_t next = builder->part + 1;
    if (builder->around == PNEU_NO_PART)
        return end_message(builder);
    if (next < builder->part_count && builder->parts[next].parent == builder->around) {
        put_delimiter(builder, "\r\n--", "\r\n");
        builder->part = next;
        builder->step = PNEU_I_READ_HEADER;
    } else {
        put_delimiter(builder, "\r\n--", "--");
        builder->around = builder->parts[builder->around].parent;
    }
    return PNEU_OK;
}

/* ---- Reading --------------------------------------------------------------------------------------------------- */

/* Sets the next pending slice, which may be empty, or says why there is none. */
static pneu_status step(pneu_builder *builder)
{
    switch (builder->step) {
    case PNEU_I_READ_NOTHING: return seal(builder);
    case PNEU_I_READ_HEADER: return read_header(builder);
    case PNEU_I_READ_FIRST: return read_first(builder);
    case PNEU_I_READ_BODY: return read_body(builder);
    case PNEU_I_READ_END: return read_end(builder);
    default: return PNEU_DONE;
    }
}

/* Bytes of a part are given to each signed multipart that has it in its first part. */
static void show_to_signers(const pneu_builder *builder, const void *bytes, size_t len)
{
    if (builder->owner == PNEU_NO_PART || !builder->has_signers)
        return;
    for (uint32_t part = builder->owner, around; (around = builder->parts[part].parent) != PNEU_NO_PART;
         part = around) {
        const pneu_byte_sink *sink = &builder->parts[around].signed_bytes;
        if (part == around + 1 && sink->take != NULL)
            sink->take(sink->ctx, bytes, len);
    }
}

static size_t copy_pending(pneu_builder *builder, char *to, size_t room)
{
    size_t count = builder->pending.len < room ? builder->pending.len : room;
    memcpy(to, builder->pending.ptr, count);
    show_to_signers(builder, to, count);
    builder->at_line_start = to[count - 1] == '\n';
    builder->pending = pneu_i_str_from(builder->pending, count);
    return count;
}

/* What ended a read before its room was full. */
static pneu_status stop(pneu_builder *builder, pneu_status status)
{
    builder->is_waiting = status == PNEU_MORE;
    if (status >= 0 || builder->error.status != PNEU_OK)
        return status;
    pneu_i_build_place place = {builder->part, 0, 0, {NULL, 0}};
    return pneu_i_build_refuse(builder, status, &place);
}

pneu_status pneu_builder_read(pneu_builder *builder, void *out, size_t capacity, size_t *written)
{
    if (builder == NULL || out == NULL || capacity == 0 || written == NULL)
        return PNEU_ERR_ARGUMENT;
    pneu_status status = builder->error.status;
    *written = 0;
    while (*written < capacity && status == PNEU_OK) {
        if (builder->pending.len > 0)
            *written += copy_pending(builder, (char *)out + *written, capacity - *written);
        else
            status = step(builder);
    }
    if (status != PNEU_OK)
        status = stop(builder, status);
    return *written > 0 ? PNEU_OK : status;
}

uint32_t pneu_builder_wanted(const pneu_builder *builder)
{
    return builder != NULL && builder->is_waiting ? builder->part : PNEU_NO_PART;
}

/* 1 if the part that is waited for takes bytes from push. */
static int wants_push(const pneu_builder *builder)
{
    return builder->is_waiting && builder->parts[builder->part].content.source == PNEU_CONTENT_PUSHED;
}

pneu_status pneu_builder_push(pneu_builder *builder, const void *bytes, size_t len)
{
    if (builder == NULL || (bytes == NULL && len > 0))
        return PNEU_ERR_ARGUMENT;
    if (!wants_push(builder))
        return PNEU_ERR_STATE;
    builder->input = pneu_i_str_of(bytes, len);
    builder->is_waiting = 0;
    return PNEU_OK;
}

pneu_status pneu_builder_finish_part(pneu_builder *builder)
{
    if (builder == NULL)
        return PNEU_ERR_ARGUMENT;
    if (!wants_push(builder))
        return PNEU_ERR_STATE;
    builder->input_ended = 1;
    builder->is_waiting = 0;
    return PNEU_OK;
}
