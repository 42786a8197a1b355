/* What holds of a message with its long header lines folded, compared with the one it was made of. */
#include <string.h>

#include "pneu/format.h"
#include "pneu/parse.h"
#include "support/must.h"
#include "support/refold_run.h"

#define MOST_HEADER 500000 /* below the parser's limit, which ends the likeness */
#define MUST_LENGTH ((size_t)998)

static int is_blank(char c)
{
    return c == ' ' || c == '\t';
}

/* ---- Bytes -------------------------------------------------------------------------------------------------------- */

static size_t line_end_at(const text *s, size_t at)
{
    if (at < s->len && s->ptr[at] == '\n')
        return 1;
    return at + 1 < s->len && s->ptr[at] == '\r' && s->ptr[at + 1] == '\n' ? 2 : 0;
}

/* 1 if something other than white space stands on the line before and behind a place. */
static int parts_two_texts(const text *s, size_t start, size_t end)
{
    int before = 0, behind = 0;
    for (size_t i = start; i > 0 && s->ptr[i - 1] != '\n'; i--)
        before |= !is_blank(s->ptr[i - 1]);
    for (size_t i = end; i < s->len && line_end_at(s, i) == 0; i++)
        behind |= !is_blank(s->ptr[i]);
    return before && behind;
}

/* The output is the input with line ends put in; gives how many. */
static uint64_t count_folds(const char *bytes, size_t len, const text *out)
{
    uint64_t folds = 0;
    size_t at = 0;
    for (size_t i = 0; i < len; i++) {
        MUST(at < out->len);
        if (out->ptr[at] != bytes[i]) {
            size_t end = line_end_at(out, at);
            MUST(end > 0 && is_blank(bytes[i]) && parts_two_texts(out, at, at + end));
            at += end;
            folds++;
        }
        MUST(at < out->len && out->ptr[at] == bytes[i]);
        at++;
    }
    MUST(at == out->len);
    return folds;
}

/* ---- Parts and fields ----------------------------------------------------------------------------------------------- */

/* A message as text: parts, fields with their values unfolded, and all other bytes. */
typedef struct reader {
    text seen;
    text field; /* the one that is read, raw */
    int32_t last;
    int32_t id;
    size_t value; /* where its value begins */
    size_t over;  /* of fields that may be folded: what no line may have that has white space */
} reader;

static void add_unfolded(text *to, const char *bytes, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        size_t end = bytes[i] == '\n' ? i + 1 : bytes[i] == '\r' && i + 1 < len && bytes[i + 1] == '\n' ? i + 2 : len;
        if (end < len && is_blank(bytes[end]))
            i = end - 1;
        else
            text_add(to, bytes + i, 1);
    }
}

/* A line of a field that is folded at any white space has none, if it is still too long, but at its ends. */
static void must_have_no_place(const char *line, size_t len, size_t name)
{
    size_t start = name, end = len;
    while (name == 0 && start < end && is_blank(line[start]))
        start++;
    while (end > start && (unsigned char)line[end - 1] <= ' ')
        end--;
    for (size_t i = start + 1; i + 1 < end; i++) {
        int is_place = is_blank(line[i]) && line[i - 1] > ' ' && line[i + 1] > ' ' && line[i + 1] < 0x7F;
        MUST(!is_place);
    }
}

static void check_lines(const reader *read)
{
    const char *bytes = read->field.ptr;
    for (size_t at = 0; at < read->field.len;) {
        const char *lf = memchr(bytes + at, '\n', read->field.len - at);
        size_t end = lf != NULL ? (size_t)(lf - bytes) : read->field.len;
        size_t len = end > at && bytes[end - 1] == '\r' ? end - at - 1 : end - at;
        if (len > read->over)
            must_have_no_place(bytes + at, len, at == 0 ? read->value : 0);
        at = end + 1;
    }
}

static void end_field(reader *read)
{
    text_print(&read->seen, "\nfield ");
    add_unfolded(&read->seen, read->field.ptr, read->field.len);
    if (read->over > 0 && pneu_fold_class(read->id) == PNEU_FOLD_UNSTRUCTURED)
        check_lines(read);
    text_clear(&read->field);
}

static void begin_field(reader *read, const pneu_event *event, const pneu_field_span *span)
{
    size_t end = span->end < event->slice.len ? span->end : event->slice.len;
    read->id = span->id;
    read->value = span->value - span->name;
    text_add(&read->field, event->slice.ptr + span->name, end - span->name);
}

static void read_event(reader *read, const pneu_event *event)
{
    int is_continued = event->type == read->last;
    read->last = event->type;
    switch (event->type) {
    case PNEU_EVENT_FIELDS:
        for (size_t i = 0; i < event->field_count; i++) {
            begin_field(read, event, &event->fields[i]);
            end_field(read);
        }
        return;
    case PNEU_EVENT_FIELD_PIECE:
        if ((event->flags & PNEU_PIECE_FIRST) != 0)
            begin_field(read, event, event->fields);
        else
            text_add(&read->field, event->slice.ptr, event->slice.len);
        if ((event->flags & PNEU_PIECE_LAST) != 0)
            end_field(read);
        return;
    case PNEU_EVENT_HEADER_END:
        text_print(&read->seen, "\nkind %d %.*s ", (int)event->entity->kind, (int)event->entity->type.len,
                   event->entity->type.ptr);
        break;
    default: break;
    }
    if (!is_continued || event->slice.len == 0)
        text_print(&read->seen, "\n%d %u ", (int)event->type, (unsigned)event->part);
    text_add(&read->seen, event->slice.ptr, event->slice.len);
}

static void read_message(reader *read, const char *bytes, size_t len)
{
    pneu_parser *parser;
    const pneu_event *event;
    pneu_status status;
    MUST(pneu_parser_new(NULL, NULL, &parser) == PNEU_OK);
    MUST(pneu_parser_push(parser, bytes, len) == PNEU_OK);
    while ((status = pneu_parser_next(parser, &event)) != PNEU_DONE) {
        if (status == PNEU_MORE)
            MUST(pneu_parser_finish(parser) == PNEU_OK);
        else if (event->type != PNEU_EVENT_DEFECT)
            read_event(read, event);
    }
    pneu_parser_free(parser);
}

static void must_be_same_message(const refold_way *way, const char *bytes, size_t len, const text *out)
{
    reader before = {.over = 0}, after = {.over = way->choices.over > 0 ? way->choices.over : MUST_LENGTH};
    if (way->choices.on_signed == PNEU_REFOLD_LEAVE_SIGNED)
        after.over = 0;
    read_message(&before, bytes, len);
    read_message(&after, out->ptr, out->len);
    MUST(text_is_same("unfolded", &before.seen, &after.seen));
    text_free(&before.seen);
    text_free(&before.field);
    text_free(&after.seen);
    text_free(&after.field);
}

/* ---- The law ------------------------------------------------------------------------------------------------------ */

void refold_must_keep_law(const refold_way *way, const char *bytes, size_t len, const refold_result *result)
{
    refold_result again;
    MUST(result->status == PNEU_OK);
    MUST(count_folds(bytes, len, &result->out) == result->summary.folds);
    MUST((result->summary.folds > 0) == (result->summary.fields > 0));
    if (len < MOST_HEADER)
        must_be_same_message(way, bytes, len, &result->out);
    refold_run(way, result->out.ptr, result->out.len, &again);
    MUST(again.status == PNEU_OK && again.summary.folds == 0 && again.out.len == result->out.len);
    MUST(again.summary.long_lines == result->summary.long_lines && again.summary.left == result->summary.left);
    refold_result_free(&again);
}
