/*
 * From events to nodes: one loop over the stack of streams, one function a kind of event.
 * In: the input in pieces. Out: nodes in document order, fields, kept bytes, defects. Invariants: the newest node is
 * that of the header being read; a BODY event that feeds the stream above is used up before its own parser is asked
 * again; a decoded message's parts get their numbers right behind their container's, because it is parsed while its
 * body passes. The cost a byte is the parser's: nothing here looks at bytes, but where bodies are decoded.
 */
#include "tree/tree_builder.h"

#include "tree/details.h"
#include "tree/field_list.h"
#include "tree/values.h"

/* ---- Parts ------------------------------------------------------------------------------------------------- */

static void link_to_parent(pneu_message *message, uint32_t part)
{
    pneu_i_node *node = &message->nodes[part];
    node->ordinal = 1;
    if (node->parent == PNEU_NO_PART)
        return;
    pneu_i_node *parent = &message->nodes[node->parent];
    if (parent->last_child != PNEU_NO_PART) {
        message->nodes[parent->last_child].next_sibling = part;
        node->ordinal = message->nodes[parent->last_child].ordinal + 1;
    }
    parent->last_child = part;
}

/* Nodes to have room for, when there is none for the part at this event: where more of the input is at hand, for as
 * many parts more as its bytes so far had, but at most four times as many, so that less is moved later. */
static size_t count_nodes_ahead(const pneu_message *message, const pneu_i_stream *stream, const pneu_event *event)
{
    uint64_t needed = (uint64_t)message->node_count + 1, most = message->settings.limit[PNEU_OPTION_MAX_PARTS];
    uint64_t times = stream->space == 0 ? message->size / (event->offset + 1) : 0;
    uint64_t ahead = needed * (times < 3 ? times + 1 : 4);
    ahead = ahead < most ? ahead : most;
    return (size_t)(ahead > needed ? ahead : needed);
}

static pneu_status make_room_for_node(pneu_message *message, const pneu_i_stream *stream, const pneu_event *event)
{
    void *nodes = message->nodes;
    pneu_status status =
        pneu_i_message_grow(message, &nodes, &message->node_capacity, count_nodes_ahead(message, stream, event),
                            sizeof *message->nodes, message->first_nodes);
    message->nodes = nodes;
    return status;
}

static pneu_status begin_part(pneu_message *message, pneu_i_stream *stream, const pneu_event *event)
{
    if (message->node_count == message->node_capacity) {
        pneu_status status = make_room_for_node(message, stream, event);
        if (status != PNEU_OK)
            return status;
    }
    uint32_t part = message->node_count++;
    pneu_i_node *node = &message->nodes[part];
    memset(node, 0, sizeof *node);
    node->offset = event->offset;
    node->kept = message->kept.len;
    node->parent = event->parent == PNEU_NO_PART ? stream->part : pneu_i_stream_part(message, stream, event->parent);
    node->next_sibling = node->last_child = PNEU_NO_PART;
    node->first_field = message->field_count;
    node->space = stream->space;
    link_to_parent(message, part);
    stream->begun++;
    memset(message->value, 0, sizeof message->value);
    return PNEU_OK;
}

/* ---- Headers ----------------------------------------------------------------------------------------------- */

/* Headers are kept where the bytes that they are part of are not. */
static int keeps_header(const pneu_message *message, const pneu_i_stream *stream)
{
    return message->mode == PNEU_KEEP_HEADERS || (message->mode == PNEU_KEEP_ALL && stream->space > 0);
}

static pneu_status take_header_bytes(pneu_message *message, const pneu_i_stream *stream, pneu_str slice)
{
    if (slice.len > 0 && slice.ptr[slice.len - 1] == '\n')
        message->has_line_end |= stream->space == 0;
    if (!keeps_header(message, stream))
        return PNEU_OK;
    return pneu_i_buf_append(&message->kept, &message->alloc, slice.ptr, slice.len);
}

static pneu_status take_fields(pneu_message *message, const pneu_i_stream *stream, const pneu_event *event)
{
    pneu_status status = pneu_i_field_list_take(message, event);
    if (status == PNEU_OK && message->mode == PNEU_KEEP_OFFSETS)
        status = pneu_i_details_capture(message, event);
    if (status == PNEU_OK && message->mode == PNEU_KEEP_OFFSETS)
        status = pneu_i_values_check(message, event);
    if (status == PNEU_OK && message->watch.fields != NULL)
        status = message->watch.fields(message->watch.ctx, message->node_count - 1, event);
    return status == PNEU_OK ? take_header_bytes(message, stream, event->slice) : status;
}

static pneu_status make_room_for_text(pneu_message *message, size_t length)
{
    void *text = message->text;
    if (length > UINT32_MAX - message->text_length)
        return PNEU_ERR_MEMORY;
    pneu_status status = pneu_i_message_grow(message, &text, &message->text_capacity, message->text_length + length, 1,
                                             message->first_text);
    message->text = text;
    return status;
}

static void put_text(pneu_message *message, pneu_str text)
{
    if (text.len > 0)
        memcpy(message->text + message->text_length, text.ptr, text.len);
    message->text_length += text.len;
}

static pneu_status take_text(pneu_message *message, pneu_i_node *node, const pneu_entity *entity)
{
    size_t length = entity->type.len + entity->charset.len + entity->disposition.len;
    if (length > message->text_capacity - message->text_length) {
        pneu_status status = make_room_for_text(message, length);
        if (status != PNEU_OK)
            return status;
    }
    node->text = (uint32_t)message->text_length;
    put_text(message, entity->type);
    put_text(message, entity->charset);
    put_text(message, entity->disposition);
    node->type_length = (uint8_t)entity->type.len;
    node->charset_length = (uint8_t)entity->charset.len;
    node->disposition_length = (uint8_t)entity->disposition.len;
    return PNEU_OK;
}

/* Bodies whose bytes will not be at hand later are decoded now, as they pass. */
static int examines_now(const pneu_message *message, const pneu_i_stream *stream, const pneu_i_node *node)
{
    return node->kind == PNEU_KIND_LEAF && (message->mode != PNEU_KEEP_ALL || stream->space > 0);
}

static pneu_status choose_feed(pneu_message *message, pneu_i_stream *stream, uint32_t part)
{
    const pneu_i_node *node = &message->nodes[part];
    stream->feed = examines_now(message, stream, node) ? PNEU_I_FEED_COUNT : PNEU_I_FEED_NOTHING;
    if ((node->marks & PNEU_ENTITY_ENCODED_MESSAGE) != 0 && pneu_i_node_is_encoded(node)) {
        pneu_status status = pneu_i_stream_open(message, part);
        if (status != PNEU_OK)
            return status;
        if (message->top != stream)
            stream->feed = PNEU_I_FEED_STREAM;
        message->top = stream;
    }
    if (stream->feed != PNEU_I_FEED_NOTHING)
        pneu_i_examination_start(&stream->body, message, part, PNEU_I_EXAMINE_ALL);
    return PNEU_OK;
}

static pneu_status end_header(pneu_message *message, pneu_i_stream *stream, const pneu_event *event)
{
    uint32_t part = message->node_count - 1;
    pneu_i_node *node = &message->nodes[part];
    node->summary.body_offset = event->offset + event->slice.len;
    node->kind = (uint8_t)event->entity->kind;
    node->encoding = (uint8_t)event->entity->encoding;
    node->marks = (uint8_t)event->entity->marks;
    pneu_i_details *details;
    pneu_status status = take_text(message, node, event->entity);
    if (status == PNEU_OK)
        status = take_header_bytes(message, stream, event->slice);
    if (status == PNEU_OK && message->mode == PNEU_KEEP_OFFSETS)
        status = pneu_i_details_know(message, part, PNEU_I_KNOW_ALL, &details);
    if (status == PNEU_OK && message->mode == PNEU_KEEP_OFFSETS)
        status = pneu_i_values_check_end(message);
    return status == PNEU_OK ? choose_feed(message, stream, part) : status;
}

/* ---- Bodies ------------------------------------------------------------------------------------------------ */

static pneu_status take_body(pneu_message *message, pneu_i_stream *stream, const pneu_event *event)
{
    if (stream->feed == PNEU_I_FEED_COUNT)
        return pneu_i_examination_feed(&stream->body, event->slice);
    if (stream->feed == PNEU_I_FEED_STREAM) {
        stream->pending = event->slice;
        message->top = stream->inner;
    }
    return PNEU_OK;
}

/* What decoding showed of the open leaf is complete. */
static void end_examination(pneu_message *message, pneu_i_stream *stream)
{
    pneu_i_node *node = &message->nodes[stream->body.part];
    node->decoded_length = stream->body.decoded_length;
    node->state |= PNEU_I_LENGTH_KNOWN | PNEU_I_EXAMINED;
    stream->feed = PNEU_I_FEED_NOTHING;
}

static pneu_status end_part(pneu_message *message, pneu_i_stream *stream, const pneu_event *event)
{
    pneu_i_node *node = &message->nodes[pneu_i_stream_part(message, stream, event->part)];
    pneu_part_summary before = node->summary;
    node->summary = *event->summary;
    pneu_i_defect_set_join(&stream->found, &node->summary.found);
    pneu_i_defect_set_join(&node->summary.found, &before.found);
    if (node->summary.worst < before.worst)
        node->summary.worst = before.worst;
    if (stream->feed == PNEU_I_FEED_STREAM) {
        stream->is_body_ended = 1;
        message->top = stream->inner;
    } else if (stream->feed == PNEU_I_FEED_COUNT) {
        pneu_status status = pneu_i_examination_end(&stream->body);
        end_examination(message, stream);
        return status;
    }
    return PNEU_OK;
}

static pneu_status take_defect(pneu_message *message, pneu_i_stream *stream, const pneu_defect *found)
{
    pneu_defect defect = *found;
    defect.part = pneu_i_stream_part(message, stream, found->part);
    defect.space = stream->space;
    stream->seen[defect.code]++;
    pneu_i_defect_set_add(&stream->found, defect.code);
    return pneu_i_message_record(message, &defect);
}

static pneu_status take_event(pneu_message *message, pneu_i_stream *stream, const pneu_event *event)
{
    switch (event->type) {
    case PNEU_EVENT_PART_BEGIN: return begin_part(message, stream, event);
    case PNEU_EVENT_FIELDS:
    case PNEU_EVENT_FIELD_PIECE: return take_fields(message, stream, event);
    case PNEU_EVENT_JUNK: return take_header_bytes(message, stream, event->slice);
    case PNEU_EVENT_HEADER_END: return end_header(message, stream, event);
    case PNEU_EVENT_BODY: return take_body(message, stream, event);
    case PNEU_EVENT_PART_END: return end_part(message, stream, event);
    case PNEU_EVENT_DEFECT: return take_defect(message, stream, event->defect);
    default: return PNEU_OK; /* what stands between parts is found again from their offsets */
    }
}

/* ---- The loop ---------------------------------------------------------------------------------------------- */

/* The next decoded piece for the parser of a stream: from the BODY event below it, which may be used up. */
static pneu_status refill(pneu_message *message, pneu_i_stream *stream)
{
    pneu_i_stream *outer = stream->outer;
    const uint8_t *in = (const uint8_t *)outer->pending.ptr;
    uint8_t *out = (uint8_t *)stream->piece;
    pneu_i_codec_io io = {in, outer->pending.len > 0 ? in + outer->pending.len : in, out, out + PNEU_I_PIECE};
    pneu_status status = outer->is_body_ended ? pneu_i_body_decoder_end(&outer->body.decoder, &io)
                                              : pneu_i_body_decoder_run(&outer->body.decoder, &io);
    outer->pending = pneu_i_str_of(io.in, (size_t)(io.in_end - io.in));
    if (status < 0)
        return status;
    size_t len = (size_t)(io.out - out);
    outer->body.decoded_length += len;
    if (len > 0)
        return pneu_parser_push(stream->parser, out, len);
    if (status == PNEU_DONE && outer->is_body_ended)
        return pneu_parser_finish(stream->parser);
    message->top = outer;
    return PNEU_OK;
}

/* A decoded message is complete: back to the stream that it stands in. */
static pneu_status leave(pneu_message *message, pneu_i_stream *stream)
{
    pneu_status status = pneu_i_stream_close(message, stream);
    stream->outer->is_body_ended = 0;
    end_examination(message, stream->outer);
    return status;
}

/* Takes events until the input's parser wants more or is done. */
static pneu_status take_events(pneu_message *message)
{
    for (;;) {
        pneu_i_stream *stream = message->top;
        const pneu_event *event;
        pneu_status status = pneu_parser_next(stream->parser, &event);
        if (status == PNEU_OK)
            status = take_event(message, stream, event);
        else if (stream->outer == NULL)
            return status;
        else if (status == PNEU_MORE)
            status = refill(message, stream);
        else if (status == PNEU_DONE)
            status = leave(message, stream);
        if (status < 0)
            return status;
    }
}

pneu_status pneu_i_tree_build(pneu_message *message, const void *bytes, size_t len)
{
    pneu_status status = pneu_parser_push(message->input_stream.parser, bytes, len);
    if (status == PNEU_OK)
        status = take_events(message);
    return status < 0 ? status : PNEU_OK;
}

pneu_status pneu_i_tree_complete(pneu_message *message)
{
    pneu_status status = pneu_parser_finish(message->input_stream.parser);
    if (status == PNEU_OK)
        status = take_events(message);
    return status < 0 ? status : pneu_i_stream_close(message, &message->input_stream);
}
