/*
 * An event as a JSON object on a line: the same facts as in event_line.c, for programs. docs/json.md describes the
 * keys. In: an event of the parser. Out: one line of JSON. Nothing is kept. Not handled: the bytes themselves (their
 * offset says where to find them).
 */
#include "cli/event_json.h"

#include "cli/wording.h"

static void write_json_pair(struct json *json, const char *key, uint64_t number)
{
    json_key(json, key);
    json_number(json, number);
}

static void write_json_fields(struct json *json, const pneu_event *event)
{
    json_key(json, "fields");
    json_array_begin(json);
    for (size_t i = 0; i < event->field_count; i++) {
        const pneu_field_span *field = &event->fields[i];

        json_object_begin(json);
        json_key(json, "name");
        json_str(json, wording_field_name(event, i));
        write_json_pair(json, "offset", event->offset + field->name);
        write_json_pair(json, "length", field->end - field->name);
        json_object_end(json);
    }
    json_array_end(json);
}

static void write_json_entity(struct json *json, const pneu_entity *entity)
{
    json_key(json, "kind");
    json_text(json, wording_kind(entity->kind));
    json_key(json, "type");
    json_str(json, entity->type);
    json_key(json, "encoding");
    json_text(json, pneu_encoding_name(entity->encoding));
    json_key(json, "charset");
    json_str_or_null(json, entity->charset);
    json_key(json, "disposition");
    json_str_or_null(json, entity->disposition);
    json_key(json, "boundary");
    json_str_or_null(json, entity->boundary);
}

static void write_json_summary(struct json *json, const pneu_part_summary *summary)
{
    json_key(json, "body");
    json_object_begin(json);
    write_json_pair(json, "offset", summary->body_offset);
    write_json_pair(json, "length", summary->body_length);
    write_json_pair(json, "lines", summary->lines);
    write_json_pair(json, "bare_lf", summary->bare_lf);
    write_json_pair(json, "bare_cr", summary->bare_cr);
    write_json_pair(json, "high", summary->high);
    write_json_pair(json, "nul", summary->nul);
    write_json_pair(json, "long_lines", summary->long_lines);
    json_object_end(json);
}

static void write_json_flags(struct json *json, const pneu_event *event)
{
    const char *flag;

    json_key(json, "flags");
    json_array_begin(json);
    for (size_t i = 0; (flag = wording_event_flag(event->flags, i)) != NULL; i++)
        json_text(json, flag);
    json_array_end(json);
}

void event_json_write(struct json *json, const pneu_event *event)
{
    json_object_begin(json);
    json_key(json, "event");
    json_text(json, pneu_event_name(event->type));
    write_json_pair(json, "part", event->part);
    write_json_pair(json, "offset", event->offset);
    write_json_pair(json, "length", event->slice.len);
    write_json_flags(json, event);
    if (event->type == PNEU_EVENT_PART_BEGIN && event->parent != PNEU_NO_PART)
        write_json_pair(json, "parent", event->parent);
    if (event->field_count > 0)
        write_json_fields(json, event);
    if (event->entity)
        write_json_entity(json, event->entity);
    if (event->summary)
        write_json_summary(json, event->summary);
    if (event->defect) {
        json_key(json, "defect");
        wording_defect_json(json, event->defect);
    }
    json_object_end(json);
    json_line_end(json);
}
