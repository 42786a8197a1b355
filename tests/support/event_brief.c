/* Brief traces of events, for tables. In: a case. Out: the end of the program where the parser says something else. */
#include "support/event_brief.h"

#include <stdlib.h>

#include "support/must.h"

typedef struct brief {
    text events;
    text defects;
    int32_t run; /* the kind of piece that is open, 0 for none */
} brief;

static void close_run(brief *self)
{
    if (self->run == PNEU_EVENT_BODY || self->run == PNEU_EVENT_PREAMBLE || self->run == PNEU_EVENT_EPILOGUE)
        text_add(&self->events, "\"", 1);
    self->run = 0;
}

/* Printable bytes as they are, CR, LF and NUL as \r, \n, \0, others as \x. */
static void add_shown(text *out, pneu_str slice)
{
    for (size_t i = 0; i < slice.len; i++) {
        char c = slice.ptr[i];
        if (c == '\r')
            text_add(out, "\\r", 2);
        else if (c == '\n')
            text_add(out, "\\n", 2);
        else if (c == 0)
            text_add(out, "\\0", 2);
        else
            text_add(out, c < ' ' || c > '~' ? "?" : &c, 1);
    }
}

static void note_piece(brief *self, const pneu_event *event, const char *word)
{
    if (self->run != event->type) {
        close_run(self);
        text_print(&self->events, " %s\"", word);
    }
    self->run = event->type;
    add_shown(&self->events, event->slice);
}

static void note_fields(brief *self, const pneu_event *event)
{
    for (size_t i = 0; i < event->field_count; i++)
        text_print(&self->events, " %.*s", (int)event->fields[i].name_length, event->slice.ptr + event->fields[i].name);
}

static void note_header_end(brief *self, const pneu_event *event)
{
    const pneu_entity *entity = event->entity;
    text_print(&self->events, " |%s%.*s", event->slice.len == 0 ? "-" : "", (int)entity->type.len, entity->type.ptr);
    if (entity->encoding >= PNEU_ENCODING_QUOTED_PRINTABLE && entity->encoding <= PNEU_ENCODING_UUENCODE)
        text_print(&self->events, "=%s", pneu_encoding_name(entity->encoding));
}

static void note_delimiter(brief *self, const pneu_event *event)
{
    size_t eol = 0;
    while (eol < event->slice.len && (event->slice.ptr[eol] == '\r' || event->slice.ptr[eol] == '\n'))
        eol++;
    text_print(&self->events, " %s--%s",
               eol == 0   ? ""
               : eol == 1 ? "1"
                          : "2",
               (event->flags & PNEU_DELIMITER_CLOSE) != 0 ? "." : "");
}

static void note_defect(brief *self, const pneu_defect *defect)
{
    text_print(&self->defects, "%s%s%s%s@%lu+%lu", self->defects.len > 0 ? " " : "", pneu_defect_name(defect->code),
               defect->detail != 0 ? "/" : "", pneu_detail_name(defect->detail), (unsigned long)defect->offset,
               (unsigned long)defect->length);
}

static void note_event(brief *self, const pneu_event *event)
{
    if (event->type == PNEU_EVENT_DEFECT) {
        note_defect(self, event->defect);
        return;
    }
    if (self->run != event->type)
        close_run(self);
    switch (event->type) {
    case PNEU_EVENT_PART_BEGIN: text_add(&self->events, " (", 2); break;
    case PNEU_EVENT_PART_END: text_add(&self->events, " )", 2); break;
    case PNEU_EVENT_FIELDS: note_fields(self, event); break;
    case PNEU_EVENT_HEADER_END: note_header_end(self, event); break;
    case PNEU_EVENT_BODY: note_piece(self, event, "body"); break;
    case PNEU_EVENT_PREAMBLE: note_piece(self, event, "pre"); break;
    case PNEU_EVENT_EPILOGUE: note_piece(self, event, "epi"); break;
    case PNEU_EVENT_DELIMITER: note_delimiter(self, event); break;
    default: /* junk and field pieces: their number depends on the chunks */
        if (self->run != event->type || (event->flags & PNEU_PIECE_FIRST) != 0)
            text_print(&self->events, " %s", event->type == PNEU_EVENT_JUNK ? "junk" : "piece");
        self->run = (event->flags & PNEU_PIECE_LAST) != 0 ? 0 : event->type;
    }
}

static void parse(brief *self, const event_case *test, size_t chunk)
{
    pneu_options *options;
    pneu_parser *parser;
    const pneu_event *event;
    pneu_reading reading;
    size_t len = test->input_length != 0 ? test->input_length : strlen(test->input);
    memset(&reading, 0, sizeof reading);
    reading.choice[test->reading] = (uint8_t)test->choice;
    MUST(pneu_options_new(NULL, &options) == PNEU_OK);
    MUST(pneu_options_set_reading(options, &reading) == PNEU_OK);
    for (size_t i = 0; i < 4 && test->options[i] != 0; i += 2)
        MUST(pneu_options_set(options, (int32_t)test->options[i], test->options[i + 1]) == PNEU_OK);
    MUST(pneu_parser_new(options, NULL, &parser) == PNEU_OK);
    for (size_t at = 0; at < len; at += chunk) {
        size_t piece = chunk < len - at ? chunk : len - at;
        char *copy = malloc(piece);
        MUST(copy != NULL);
        memcpy(copy, test->input + at, piece);
        MUST(pneu_parser_push(parser, copy, piece) == PNEU_OK);
        while (pneu_parser_next(parser, &event) == PNEU_OK)
            note_event(self, event);
        free(copy);
    }
    MUST(pneu_parser_finish(parser) == PNEU_OK);
    pneu_status status;
    while ((status = pneu_parser_next(parser, &event)) == PNEU_OK)
        note_event(self, event);
    MUST(status == PNEU_DONE);
    pneu_parser_free(parser);
    pneu_options_free(options);
}

static int is_told(const char *name, const char *what, const text *told, const char *expected, size_t skipped)
{
    const char *actual = told->len > skipped ? told->ptr + skipped : "";
    if (strcmp(actual, expected) == 0)
        return 1;
    (void)fprintf(stderr, "# %s: %s\n#   expected %s\n#   told     %s\n", name, what, expected, actual);
    return 0;
}

void check_event_cases(const event_case *cases, size_t count)
{
    static const size_t chunks[] = {SIZE_MAX / 2, 1, 2, 7};
    int failed = 0;
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < COUNT_OF(chunks); k++) {
            brief told = {{NULL, 0, 0}, {NULL, 0, 0}, 0};
            parse(&told, &cases[i], chunks[k]);
            close_run(&told);
            failed += !is_told(cases[i].name, "events", &told.events, cases[i].events, 1);
            failed += !is_told(cases[i].name, "defects", &told.defects, cases[i].defects, 0);
            text_free(&told.events);
            text_free(&told.defects);
        }
    }
    MUST(failed == 0);
}
