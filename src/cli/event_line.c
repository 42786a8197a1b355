/*
 * An event as a line of text: its type, the part, where its bytes stand, then what belongs to the type as key=value.
 * Values that come from the message are shown through display.h, in quotes where blanks may stand in them.
 * In: an event of the parser. Out: one line. Nothing is kept.
 * Not handled: the bytes themselves (their offset says where to find them).
 */
#include "cli/event_line.h"

#include <string.h>

#include "cli/display.h"
#include "cli/wording.h"

enum {
    TYPE_COLUMN = 12
};

static void write_pair(struct output *out, const char *key, uint64_t number)
{
    output_char(out, ' ');
    output_text(out, key);
    output_char(out, '=');
    output_number(out, number);
}

static void write_word(struct output *out, const char *key, const char *word)
{
    output_char(out, ' ');
    output_text(out, key);
    output_char(out, '=');
    output_text(out, word);
}

/* Nothing for an empty value. */
static void write_quoted(struct output *out, const char *key, pneu_str value, int display)
{
    if (value.len == 0)
        return;
    write_word(out, key, "\"");
    display_text(out, value, display);
    output_char(out, '"');
}

static void write_field_names(struct output *out, const pneu_event *event, int display)
{
    for (size_t i = 0; i < event->field_count; i++) {
        output_text(out, i == 0 ? " fields=" : ",");
        display_text(out, wording_field_name(event, i), display);
    }
}

static void write_entity(struct output *out, const pneu_entity *entity, int display)
{
    write_word(out, "kind", wording_kind(entity->kind));
    output_text(out, " type=");
    display_text(out, entity->type, display);
    write_word(out, "encoding", pneu_encoding_name(entity->encoding));
    write_quoted(out, "charset", entity->charset, display);
    write_quoted(out, "disposition", entity->disposition, display);
    write_quoted(out, "boundary", entity->boundary, display);
}

static void write_summary(struct output *out, const pneu_part_summary *summary)
{
    write_pair(out, "body", summary->body_offset);
    output_char(out, '+');
    output_number(out, summary->body_length);
    write_pair(out, "lines", summary->lines);
    write_pair(out, "bare_lf", summary->bare_lf);
    write_pair(out, "bare_cr", summary->bare_cr);
    write_pair(out, "high", summary->high);
    write_pair(out, "nul", summary->nul);
    write_pair(out, "long_lines", summary->long_lines);
}

static void write_defect(struct output *out, const pneu_defect *defect)
{
    write_word(out, "code", pneu_defect_name(defect->code));
    write_word(out, "detail", wording_detail(defect));
    write_word(out, "severity", pneu_severity_name(defect->severity));
    write_pair(out, "at", defect->offset);
    output_char(out, '+');
    output_number(out, defect->length);
}

static void write_flags(struct output *out, const pneu_event *event)
{
    const char *flag;

    for (size_t i = 0; (flag = wording_event_flag(event->flags, i)) != NULL; i++) {
        output_text(out, i == 0 ? " flags=" : ",");
        output_text(out, flag);
    }
}

void event_line_write(struct output *out, const pneu_event *event, int display)
{
    const char *name = pneu_event_name(event->type);
    size_t length = strlen(name);

    output_text(out, name);
    output_repeat(out, ' ', length < TYPE_COLUMN ? TYPE_COLUMN - length - 1 : 0);
    write_pair(out, "part", event->part);
    write_pair(out, "offset", event->offset);
    write_pair(out, "length", event->slice.len);
    write_flags(out, event);
    if (event->type == PNEU_EVENT_PART_BEGIN && event->parent != PNEU_NO_PART)
        write_pair(out, "parent", event->parent);
    write_field_names(out, event, display);
    if (event->entity)
        write_entity(out, event->entity, display);
    if (event->summary)
        write_summary(out, event->summary);
    if (event->defect)
        write_defect(out, event->defect);
    output_char(out, '\n');
}
