/*
 * Law 5 for the removal of attachments. Input and output are parsed, and their parts walked side by side: those of the
 * input that stay must be those of the output.
 */
#include <stdlib.h>
#include <string.h>

#include "support/must.h"
#include "support/strip_run.h"

#define MOST_PARTS 9000 /* below the parser's limit, which ends the likeness */

/* Bytes of the message: events lie in it one behind the other, so nothing has to be copied. */
typedef struct stretch {
    const char *ptr;
    size_t len;
} stretch;

/* A part: its depth, its header, and its own body bytes (of a container what stands before and behind its parts). */
typedef struct seen_part {
    uint32_t parent;
    uint32_t depth;
    int32_t kind;
    int is_plain_text;
    stretch header;
    stretch body;
    stretch epilogue;
    text fields; /* of a message: but Content- fields and MIME-Version */
} seen_part;

typedef struct seen_parts {
    const char *bytes;
    seen_part *parts;
    size_t count;
} seen_parts;

static int begins(pneu_str name, const char *with)
{
    size_t len = strlen(with);
    if (name.len < len)
        return 0;
    for (size_t i = 0; i < len; i++)
        if ((name.ptr[i] | 0x20) != with[i])
            return 0;
    return 1;
}

static void note_fields(seen_part *part, const pneu_event *event)
{
    for (size_t i = 0; i < event->field_count; i++) {
        const pneu_field_span *span = &event->fields[i];
        pneu_str name = {event->slice.ptr + span->name, span->name_length};
        if (!begins(name, "content-") && span->id != PNEU_FIELD_MIME_VERSION)
            text_add(&part->fields, name.ptr, span->end - span->name);
    }
}

static void note_begin(seen_parts *seen, const pneu_event *event)
{
    if ((seen->count & (seen->count + 1)) == 0) /* full at 0, 1, 3, 7 ... */
        seen->parts = realloc(seen->parts, (2 * seen->count + 1) * sizeof *seen->parts);
    MUST(seen->parts != NULL && event->part == seen->count);
    seen_part *part = &seen->parts[seen->count++];
    memset(part, 0, sizeof *part);
    part->parent = event->parent;
    part->depth = event->parent == PNEU_NO_PART ? 0 : seen->parts[event->parent].depth + 1;
}

/* A message, not a part of a multipart. */
static int is_message(const seen_parts *seen, const seen_part *part)
{
    return part->parent == PNEU_NO_PART || seen->parts[part->parent].kind != PNEU_KIND_MULTIPART;
}

/* What the event adds follows what there is. */
static void add(stretch *to, const char *bytes, const pneu_event *event)
{
    if (event->slice.len == 0)
        return;
    if (to->len == 0)
        to->ptr = bytes + event->offset;
    MUST(to->ptr + to->len == bytes + event->offset &&
         memcmp(bytes + event->offset, event->slice.ptr, event->slice.len) == 0);
    to->len += event->slice.len;
}

static void note_event(seen_parts *seen, const pneu_event *event)
{
    if (event->type == PNEU_EVENT_PART_BEGIN)
        note_begin(seen, event);
    if (event->type == PNEU_EVENT_DEFECT)
        return;
    seen_part *part = &seen->parts[event->part];
    switch (event->type) {
    case PNEU_EVENT_FIELDS:
        if (is_message(seen, part))
            note_fields(part, event);
        add(&part->header, seen->bytes, event);
        break;
    case PNEU_EVENT_FIELD_PIECE:
    case PNEU_EVENT_JUNK: add(&part->header, seen->bytes, event); break;
    case PNEU_EVENT_HEADER_END:
        add(&part->header, seen->bytes, event);
        part->kind = event->entity->kind;
        part->is_plain_text = event->entity->type.len == 10 && memcmp(event->entity->type.ptr, "text/plain", 10) == 0;
        break;
    case PNEU_EVENT_BODY:
    case PNEU_EVENT_PREAMBLE: add(&part->body, seen->bytes, event); break;
    case PNEU_EVENT_EPILOGUE: add(&part->epilogue, seen->bytes, event); break;
    default: break;
    }
}

static void see(const char *bytes, size_t len, seen_parts *seen)
{
    pneu_parser *parser;
    const pneu_event *event;
    pneu_status status;
    memset(seen, 0, sizeof *seen);
    seen->bytes = bytes;
    MUST(pneu_parser_new(NULL, NULL, &parser) == PNEU_OK);
    MUST(pneu_parser_push(parser, bytes, len) == PNEU_OK);
    while ((status = pneu_parser_next(parser, &event)) == PNEU_OK)
        note_event(seen, event);
    MUST(status == PNEU_MORE && pneu_parser_finish(parser) == PNEU_OK);
    while ((status = pneu_parser_next(parser, &event)) == PNEU_OK)
        note_event(seen, event);
    MUST(status == PNEU_DONE);
    pneu_parser_free(parser);
}

static void free_seen(seen_parts *seen)
{
    for (size_t i = 0; i < seen->count; i++)
        text_free(&seen->parts[i].fields);
    free(seen->parts);
}

static int is_same(const stretch *a, const stretch *b)
{
    return a->len == b->len && (a->len == 0 || memcmp(a->ptr, b->ptr, a->len) == 0);
}

/* The empty line that a header lacked was put behind it: in front of a note in a message. */
static int is_completed(const stretch *from, const stretch *to)
{
    size_t more = to->len > from->len ? to->len - from->len : 0;
    return (more == 1 || more == 2) && memcmp(to->ptr + from->len, more == 1 ? "\n" : "\r\n", more) == 0 &&
           (from->len == 0 || memcmp(from->ptr, to->ptr, from->len) == 0);
}

/* Fates come in the order of parts; *next is the first one that is not behind. */
static int32_t fate_of(const strip_result *result, uint32_t part, size_t *next)
{
    while (*next < result->fate_count && result->fates[*next].part < part)
        ++*next;
    return *next < result->fate_count && result->fates[*next].part == part ? result->fates[*next].fate : 0;
}

static void compare_part(const seen_part *from, const seen_part *to, int32_t fate, int is_of_message)
{
    MUST(from->depth == to->depth);
    if (fate != PNEU_STRIP_REPLACED) {
        MUST(from->kind == to->kind);
        MUST(is_same(&from->header, &to->header) || is_completed(&from->header, &to->header));
        MUST(is_same(&from->body, &to->body) && is_same(&from->epilogue, &to->epilogue));
        return;
    }
    MUST(to->kind == PNEU_KIND_LEAF && to->is_plain_text && to->body.len > 0);
    MUST(!is_of_message || text_equal(&from->fields, &to->fields));
}

/* The part behind this one and all that is in it. */
static size_t behind(const seen_parts *seen, size_t at)
{
    uint32_t depth = seen->parts[at++].depth;
    while (at < seen->count && seen->parts[at].depth > depth)
        at++;
    return at;
}

static void compare(const seen_parts *from, const seen_parts *to, const strip_result *result)
{
    size_t at = 0, to_at = 0, next = 0;
    while (at < from->count) {
        const seen_part *part = &from->parts[at];
        int32_t fate = fate_of(result, (uint32_t)at, &next);
        if (fate == PNEU_STRIP_REMOVED) {
            at = behind(from, at);
            continue;
        }
        MUST(to_at < to->count);
        compare_part(part, &to->parts[to_at++], fate, is_message(from, part));
        at = fate == PNEU_STRIP_REPLACED ? behind(from, at) : at + 1;
    }
    MUST(to_at == to->count);
}

/* A multipart that had parts has parts. */
static void must_have_parts(const seen_parts *from, const seen_parts *to)
{
    size_t childless_before = 0, childless = 0;
    for (size_t i = 0; i < from->count; i++)
        childless_before += from->parts[i].kind == PNEU_KIND_MULTIPART && behind(from, i) == i + 1;
    for (size_t i = 0; i < to->count; i++)
        childless += to->parts[i].kind == PNEU_KIND_MULTIPART && behind(to, i) == i + 1;
    MUST(childless <= childless_before);
}

void strip_must_keep_law(const char *bytes, size_t len, const strip_result *result)
{
    seen_parts from, to;
    MUST(result->status == PNEU_OK);
    if (result->summary.removed == 0) {
        MUST(result->out.len == len && (len == 0 || memcmp(result->out.ptr, bytes, len) == 0));
        return;
    }
    see(bytes, len, &from);
    see(result->out.ptr, result->out.len, &to);
    if (from.count < MOST_PARTS) {
        compare(&from, &to, result);
        must_have_parts(&from, &to);
    }
    free_seen(&from);
    free_seen(&to);
}
