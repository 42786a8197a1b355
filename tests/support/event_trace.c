/*
 * Notes down events. In: a parser and bytes. Out: two texts, one of what stands where, one of what is wrong.
 * Invariants: position is the sum of all slices; an open run is written when anything but its continuation comes.
 * A defect between two pieces of a body does not part them: its place among the events may depend on the chunks.
 */
#include "support/event_trace.h"

#include <inttypes.h>

#include "support/must.h"

static void close_run(event_trace *self)
{
    if (self->run.type == 0)
        return;
    text_print(&self->events, "%s part %" PRIu32 " offset %" PRIu64 " length %" PRIu64, pneu_event_name(self->run.type),
               self->run.part, self->run.offset, self->run.length);
    if (self->run.type == PNEU_EVENT_FIELD_PIECE)
        text_print(&self->events, " first %" PRIu64, self->run.first_length);
    text_add(&self->events, "\n", 1);
    self->run.type = 0;
}

static int continues_run(const event_trace *self, const pneu_event *event)
{
    return self->run.type == event->type && self->run.part == event->part &&
           !(event->type == PNEU_EVENT_FIELD_PIECE && (event->flags & PNEU_PIECE_FIRST) != 0);
}

static void note_piece(event_trace *self, const pneu_event *event)
{
    if (!continues_run(self, event)) {
        close_run(self);
        self->run.type = event->type;
        self->run.part = event->part;
        self->run.offset = event->offset;
        self->run.length = 0;
        self->run.first_length = event->slice.len;
        if (event->type == PNEU_EVENT_FIELD_PIECE && (event->flags & PNEU_PIECE_FIRST) == 0)
            self->violation = "a field piece without a first one";
    }
    self->run.length += event->slice.len;
}

static void note_fields(event_trace *self, const pneu_event *event)
{
    uint32_t place = 0;
    for (size_t i = 0; i < event->field_count; i++) {
        const pneu_field_span *field = &event->fields[i];
        if (field->name != place || field->value <= field->name || field->value > field->end)
            self->violation = "a field does not begin where the one before ended";
        place = field->end;
        text_print(&self->events,
                   "FIELD part %" PRIu32 " offset %" PRIu64 " name %u value %" PRIu32 " end %" PRIu32 " id %u\n",
                   event->part, event->offset + field->name, (unsigned)field->name_length, field->value - field->name,
                   field->end - field->name, (unsigned)field->id);
    }
    if (place != event->slice.len && event->type == PNEU_EVENT_FIELDS)
        self->violation = "the fields do not fill their slice";
}

static void note_entity(event_trace *self, const pneu_event *event)
{
    const pneu_entity *entity = event->entity;
    text_print(&self->events, "HEADER_END part %" PRIu32 " offset %" PRIu64 " length %zu kind %d encoding %d marks %u ",
               event->part, event->offset, event->slice.len, (int)entity->kind, (int)entity->encoding,
               (unsigned)entity->marks);
    const pneu_str values[] = {entity->type, entity->charset, entity->disposition, entity->boundary};
    for (size_t i = 0; i < COUNT_OF(values); i++)
        text_add_quoted(&self->events, values[i]);
    text_add(&self->events, "\n", 1);
}

static void note_summary(event_trace *self, const pneu_event *event)
{
    const pneu_part_summary *s = event->summary;
    text_print(&self->events, "PART_END part %" PRIu32 " at %" PRIu64, event->part, event->offset);
    const uint64_t values[] = {s->body_offset, s->body_length, s->lines,      s->bare_lf,       s->bare_cr,
                               s->high,        s->nul,         s->long_lines, s->found.bits[0], s->found.bits[1]};
    for (size_t i = 0; i < COUNT_OF(values); i++)
        text_print(&self->events, " %" PRIx64, values[i]);
    text_add(&self->events, "\n", 1);
}

static void note_defect(event_trace *self, const pneu_defect *defect)
{
    text_print(&self->defects,
               "%s %s part %" PRIu32 " space %" PRIu32 " offset %" PRIu64 " length %" PRIu64
               " reading %u severity %u marks %u\n",
               pneu_defect_name(defect->code), pneu_detail_name(defect->detail), defect->part, defect->space,
               defect->offset, defect->length, (unsigned)defect->reading, (unsigned)defect->severity,
               (unsigned)defect->marks);
}

static int is_piece(int32_t type)
{
    return type == PNEU_EVENT_BODY || type == PNEU_EVENT_PREAMBLE || type == PNEU_EVENT_EPILOGUE ||
           type == PNEU_EVENT_JUNK || type == PNEU_EVENT_FIELD_PIECE;
}

static void check_tiling(event_trace *self, const pneu_event *event)
{
    int is_empty =
        event->type == PNEU_EVENT_PART_BEGIN || event->type == PNEU_EVENT_PART_END || event->type == PNEU_EVENT_DEFECT;
    if (is_empty && event->slice.len != 0)
        self->violation = "an event that must be empty is not";
    if (event->type == PNEU_EVENT_DEFECT)
        return;
    if (event->offset != self->position)
        self->violation = "an offset is not the sum of the slices before it";
    else if (self->input != NULL && event->slice.len > self->input_len - self->position)
        self->violation = "there are more bytes than the input has";
    else if (self->input != NULL && event->slice.len > 0 &&
             memcmp(event->slice.ptr, self->input + self->position, event->slice.len) != 0)
        self->violation = "a slice is not what stands in the input";
    self->position += event->slice.len;
}

static void note_event(event_trace *self, const pneu_event *event)
{
    self->event_count++;
    check_tiling(self, event);
    if (event->type == PNEU_EVENT_DEFECT) {
        note_defect(self, event->defect);
        return;
    }
    if (is_piece(event->type)) {
        note_piece(self, event);
        if ((event->flags & PNEU_PIECE_FIRST) != 0)
            note_fields(self, event);
        return;
    }
    close_run(self);
    switch (event->type) {
    case PNEU_EVENT_PART_BEGIN:
        text_print(&self->events, "PART_BEGIN part %" PRIu32 " parent %" PRId32 " at %" PRIu64 "\n", event->part,
                   (int32_t)event->parent, event->offset);
        break;
    case PNEU_EVENT_FIELDS: note_fields(self, event); break;
    case PNEU_EVENT_HEADER_END: note_entity(self, event); break;
    case PNEU_EVENT_PART_END: note_summary(self, event); break;
    case PNEU_EVENT_DELIMITER:
        text_print(&self->events, "DELIMITER part %" PRIu32 " offset %" PRIu64 " length %zu flags %u\n", event->part,
                   event->offset, event->slice.len, (unsigned)event->flags);
        break;
    default: self->violation = "an event of an unknown type";
    }
}

typedef struct listener {
    event_trace *trace;
    pneu_parser *parser;
} listener;

static pneu_status take_events(listener *self, pneu_status end)
{
    const pneu_event *event = NULL;
    pneu_status status;
    while ((status = pneu_parser_next(self->parser, &event)) == PNEU_OK)
        note_event(self->trace, event);
    if (status >= 0 && status != end)
        self->trace->violation = "the events end with another status than they should";
    return status < 0 ? status : PNEU_OK;
}

static int32_t push_chunk(void *ctx, const void *bytes, size_t len)
{
    listener *self = ctx;
    pneu_status status = pneu_parser_push(self->parser, bytes, len);
    return status == PNEU_OK ? take_events(self, PNEU_MORE) : status;
}

static void start_anew(event_trace *self, const char *bytes, size_t len)
{
    text_clear(&self->events);
    text_clear(&self->defects);
    self->input = bytes;
    self->input_len = len;
    self->position = 0;
    self->event_count = 0;
    self->violation = NULL;
    self->run.type = 0;
}

static void note_counts(event_trace *self, const pneu_parser *parser)
{
    for (int32_t code = 1; code < PNEU_DEFECT_COUNT; code++) {
        uint64_t count = pneu_parser_defect_count(parser, code);
        if (count > 0)
            text_print(&self->defects, "%s: %" PRIu64 "\n", pneu_defect_name(code), count);
    }
}

pneu_status event_trace_parse(event_trace *self, pneu_parser *parser, const char *bytes, size_t len, chunking how)
{
    listener listening = {self, parser};
    start_anew(self, bytes, len);
    pneu_status status = feed_chunks(bytes, len, how, push_chunk, &listening);
    if (status == PNEU_OK)
        status = pneu_parser_finish(parser);
    if (status == PNEU_OK)
        status = take_events(&listening, PNEU_DONE);
    if (status != PNEU_OK)
        return status;
    close_run(self);
    note_counts(self, parser);
    if (self->position != len)
        self->violation = "the slices are shorter than the input";
    return PNEU_OK;
}

int event_trace_is_same(const char *name, const event_trace *expected, const event_trace *actual)
{
    return text_is_same(name, &expected->events, &actual->events) &&
           text_is_same(name, &expected->defects, &actual->defects);
}

void event_trace_free(event_trace *self)
{
    text_free(&self->events);
    text_free(&self->defects);
}
