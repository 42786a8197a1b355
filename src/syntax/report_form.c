/*
 * The engine of reports: groups of fields, read into a struct by a form, compared, and written again.
 * In: the body of a report and a form. Out: the struct, all texts in the arena; or a body.
 * A group is a run of lines up to an empty one. It is walked twice: once to count what may come more than once, so that
 * lists have their exact size, and once to read. Of a field that may come once, the first is the value.
 * Invariants: offsets of defects are those of the body; memory is linear in it; no line is skipped silently.
 * RFC 3464 section 2.1 (groups), RFC 5322 section 2.2 (fields).
 * Not handled: the values (report_value.c), what belongs to which group (the files of the reports).
 */
#include "syntax/report_form.h"

#include "base/line.h"

#define SHORTEST_NAME 5 /* of a rule: "Error" */
#define LINE_ROOM 128   /* that most lines fit in before they are folded */

/* ---- Groups and fields ---------------------------------------------------------------------------------------- */

/* One field of a group: places in the body. */
typedef struct field_line {
    size_t start;
    size_t colon;
    size_t end;
    pneu_str name; /* ptr is NULL for a line that is no field */
} field_line;

pneu_status pneu_i_report_open(pneu_i_report_reader *reader, pneu_arena *arena, pneu_str body, int32_t mode,
                               const pneu_defect_sink *sink)
{
    memset(&reader->fault, 0, sizeof reader->fault);
    reader->is_second_look = 0;
    reader->fault.field = reader->fault.other = pneu_i_str("");
    pneu_str nothing = pneu_i_str(""); /* each value is looked at by itself: line ends are no matter here */
    pneu_status status = pneu_i_value_reader_init(&reader->value, arena, nothing, mode, sink);
    if (status != PNEU_OK || (body.ptr == NULL && body.len > 0))
        return PNEU_ERR_ARGUMENT;
    reader->value.text = body.ptr != NULL ? body : nothing;
    return PNEU_OK;
}

void pneu_i_report_fail(pneu_i_report_reader *reader, int32_t kind, const char *field, int32_t code,
                        pneu_i_form_group where)
{
    pneu_i_value_defect(&reader->value, code, where.start, where.end);
    if (reader->fault.kind != PNEU_REPORT_VALID)
        return;
    reader->fault.kind = kind;
    reader->fault.field = pneu_i_str(field);
}

/* The length of the line end at `at` if an empty line stands there, else 0. */
static size_t empty_line_at(pneu_str body, size_t at)
{
    size_t end = at;
    end += end < body.len && body.ptr[end] == '\r';
    return end < body.len && body.ptr[end] == '\n' ? end + 1 - at : 0;
}

static size_t line_end(pneu_str body, size_t at)
{
    const char *found = at < body.len ? memchr(body.ptr + at, '\n', body.len - at) : NULL;
    return found != NULL ? (size_t)(found - body.ptr) + 1 : body.len;
}

int pneu_i_report_next_group(pneu_i_report_reader *reader, pneu_i_form_group *group)
{
    pneu_str body = reader->value.text;
    size_t at = reader->value.at, skipped;
    while ((skipped = empty_line_at(body, at)) > 0)
        at += skipped;
    group->start = at;
    while (at < body.len && empty_line_at(body, at) == 0)
        at = line_end(body, at);
    group->end = reader->value.at = at;
    return group->end > group->start;
}

void pneu_i_report_expect_end(pneu_i_report_reader *reader)
{
    pneu_i_form_group rest;
    if (!pneu_i_report_next_group(reader, &rest))
        return;
    rest.end = reader->value.text.len;
    pneu_i_report_fail(reader, PNEU_REPORT_BAD_LINE, "", PNEU_DEFECT_HDR_VALUE_MALFORMED, rest);
}

/* The name before the colon; blanks may stand between. */
static void read_name(pneu_str body, size_t end, field_line *line)
{
    size_t at = line->start;
    while (at < end && pneu_i_is((unsigned char)body.ptr[at], PNEU_I_FTEXT))
        at++;
    line->name = pneu_i_str_of(body.ptr + line->start, at - line->start);
    while (at < end && pneu_i_is_blank((unsigned char)body.ptr[at]))
        at++;
    line->colon = at;
    if (line->name.len == 0 || at == end || body.ptr[at] != ':')
        line->name.ptr = NULL;
}

/* The field at `at` with its continuation lines. 0 at the end of the group. */
static int next_field(pneu_str body, const pneu_i_form_group *group, size_t at, field_line *line)
{
    if (at >= group->end)
        return 0;
    line->start = at;
    read_name(body, group->end, line);
    at = line->colon;
    do
        at = line_end(body, at);
    while (at < group->end && pneu_i_is_blank((unsigned char)body.ptr[at]));
    line->end = at;
    return 1;
}

static pneu_str value_of(pneu_str body, const field_line *line)
{
    return pneu_i_str_trim(pneu_i_str_of(body.ptr + line->colon + 1, line->end - line->colon - 1));
}

/* ---- Reading ------------------------------------------------------------------------------------------------ */

/* The number of the rule of this name, or form->count. */
static inline size_t find_rule(const pneu_i_form *form, pneu_str name)
{
    size_t i = name.len < SHORTEST_NAME ? form->count : 0;
    while (i < form->count &&
           (form->rules[i].name_len != name.len || !pneu_i_ascii_same(form->rules[i].name, name.ptr, name.len)))
        i++;
    return i;
}

int pneu_i_form_is_in(const pneu_i_form *form, const pneu_i_report_reader *reader, const pneu_i_form_group *group)
{
    pneu_str body = reader->value.text;
    field_line line;
    for (size_t at = group->start; next_field(body, group, at, &line); at = line.end)
        if (line.name.ptr != NULL && find_rule(form, line.name) < form->count)
            return 1;
    return 0;
}

static int is_of(const pneu_i_form *form, pneu_str name)
{
    return form != NULL && find_rule(form, name) < form->count;
}

static pneu_extension_list *extensions_of(const pneu_i_form *form, void *values)
{
    return (pneu_extension_list *)(void *)((char *)values + form->extensions);
}

/* Room for what comes more than once: all lists and the extensions. 0 if there is no memory. */
static int make_lists(const pneu_i_form *form, pneu_arena *arena, const size_t *counts, void *out)
{
    for (size_t i = 0; i < form->count; i++) {
        if (!(form->rules[i].flags & PNEU_I_FORM_MANY) || counts[i] == 0)
            continue;
        pneu_text_list *list = (pneu_text_list *)(void *)((char *)out + form->rules[i].offset);
        if ((list->texts = pneu_i_arena_alloc(arena, counts[i] * sizeof *list->texts)) == NULL)
            return 0;
    }
    if (form->extensions == PNEU_I_FORM_NO_EXTENSIONS)
        return 1;
    pneu_extension_list *extensions = extensions_of(form, out);
    extensions->fields = pneu_i_arena_alloc(arena, counts[form->count] * sizeof *extensions->fields);
    return extensions->fields != NULL;
}

static int count_fields(const pneu_i_form *form, pneu_i_report_reader *reader, const pneu_i_form_group *group,
                        const pneu_i_form *other, void *out)
{
    size_t counts[PNEU_I_FORM_RULES + 1] = {0};
    field_line line;
    for (size_t at = group->start; next_field(reader->value.text, group, at, &line); at = line.end)
        if (line.name.ptr != NULL && !is_of(other, line.name))
            counts[find_rule(form, line.name)]++;
    return make_lists(form, reader->value.arena, counts, out);
}

/* A place of the caller's struct for the value: a list's next element, or the member itself. NULL: it came before. */
static void *place_of(const pneu_i_form_rule *rule, uint32_t *seen, uint32_t bit, void *out)
{
    char *member = (char *)out + rule->offset;
    if (rule->flags & PNEU_I_FORM_MANY) {
        pneu_text_list *list = (pneu_text_list *)(void *)member;
        return (pneu_str *)list->texts + list->count++;
    }
    if (*seen & bit)
        return NULL;
    *seen |= bit;
    return member;
}

static void read_known(pneu_i_report_reader *reader, const pneu_i_form_rule *rule, const field_line *line, void *place)
{
    pneu_i_form_group where = {line->start, line->end};
    int was_bad = reader->value.is_bad;
    const pneu_defect_sink *sink = reader->value.sink;
    if (place == NULL) {
        pneu_i_report_fail(reader, PNEU_REPORT_REPEATED, rule->name, PNEU_DEFECT_HDR_DUPLICATE_SINGLETON, where);
        return;
    }
    reader->value.is_bad = 0;
    reader->value.sink = NULL; /* one record a value is enough */
    pneu_str value = value_of(reader->value.text, line);
    int is_good = pneu_i_report_value_read(&reader->value, rule->kind, value, place) && !reader->value.is_bad;
    if (reader->value.mode == PNEU_STRICT)
        is_good &= pneu_i_value_is_clean(value);
    reader->value.is_bad = was_bad;
    reader->value.sink = sink;
    if (!is_good)
        pneu_i_report_fail(reader, PNEU_REPORT_BAD_VALUE, rule->name, PNEU_DEFECT_HDR_VALUE_MALFORMED, where);
}

static void read_extension(pneu_i_report_reader *reader, const field_line *line, pneu_extension_list *list)
{
    pneu_i_form_group where = {line->start, line->end};
    pneu_str value = value_of(reader->value.text, line);
    pneu_field_value *field = (pneu_field_value *)list->fields + list->count++;
    field->name = pneu_i_value_text(&reader->value, line->name);
    (void)pneu_i_report_value_read(&reader->value, PNEU_I_REPORT_TEXT, value, &field->value);
    if (reader->value.mode == PNEU_STRICT && !pneu_i_value_is_clean(value))
        pneu_i_report_fail(reader, PNEU_REPORT_BAD_VALUE, "", PNEU_DEFECT_HDR_VALUE_MALFORMED, where);
}

static void check_line(pneu_i_report_reader *reader, const field_line *line)
{
    pneu_i_form_group where = {line->start, line->end};
    if (line->name.ptr == NULL)
        pneu_i_report_fail(reader, PNEU_REPORT_BAD_LINE, "", PNEU_DEFECT_HDR_MISSING_COLON, where);
    else if (line->name.len < line->colon - line->start)
        pneu_i_value_defect(&reader->value, PNEU_DEFECT_HDR_SPACE_BEFORE_COLON, line->start, line->end);
}

void pneu_i_form_read(const pneu_i_form *form, pneu_i_report_reader *reader, const pneu_i_form_group *group,
                      const pneu_i_form *other, void *out)
{
    field_line line;
    uint32_t seen = 0;
    if (!count_fields(form, reader, group, other, out)) {
        reader->value.status = PNEU_ERR_MEMORY;
        return;
    }
    for (size_t at = group->start; next_field(reader->value.text, group, at, &line); at = line.end) {
        if (!reader->is_second_look)
            check_line(reader, &line);
        if (line.name.ptr == NULL || is_of(other, line.name))
            continue;
        size_t i = find_rule(form, line.name);
        if (i < form->count)
            read_known(reader, &form->rules[i], &line, place_of(&form->rules[i], &seen, UINT32_C(1) << i, out));
        else if (form->extensions != PNEU_I_FORM_NO_EXTENSIONS)
            read_extension(reader, &line, extensions_of(form, out));
    }
}

void pneu_i_form_check(const pneu_i_form *form, pneu_i_report_reader *reader, const pneu_i_form_group *group,
                       const void *values)
{
    pneu_i_form_group where = {group->end, group->end};
    for (size_t i = 0; i < form->count; i++) {
        const pneu_i_form_rule *rule = &form->rules[i];
        if ((rule->flags & PNEU_I_FORM_REQUIRED) &&
            !pneu_i_report_value_is_set(rule->kind, (const char *)values + rule->offset))
            pneu_i_report_fail(reader, PNEU_REPORT_MISSING, rule->name, PNEU_DEFECT_HDR_MISSING_REQUIRED, where);
    }
}

/* ---- Writing ------------------------------------------------------------------------------------------------ */

/* A place to fold [start, len): before a single space, after the field's name. Up to PNEU_I_LINE_WIDTH the last one,
 * else the first. `len` if there is none. */
static size_t find_fold(pneu_str line, size_t start, size_t first)
{
    size_t best = line.len;
    for (size_t i = start > first ? start + 1 : first; i + 1 < line.len; i++) {
        if (i - start > PNEU_I_LINE_WIDTH && best < line.len)
            break;
        if (line.ptr[i] == ' ' && !pneu_i_is_blank((unsigned char)line.ptr[i - 1]) &&
            !pneu_i_is_blank((unsigned char)line.ptr[i + 1]))
            best = i;
    }
    return best;
}

typedef struct form_writer {
    pneu_i_text_builder *to;
    pneu_i_text_builder line; /* the one in work, before it is folded */
    int fits;                 /* 0 once a line was too long */
} form_writer;

static void add_folded(form_writer *writer, pneu_str line, size_t name_len)
{
    size_t start = 0;
    while (start < line.len) {
        size_t end = line.len - start > PNEU_I_LINE_WIDTH ? find_fold(line, start, name_len + 2) : line.len;
        writer->fits &= end - start <= PNEU_I_LINE_MAX;
        pneu_i_text_builder_add(writer->to, line.ptr + start, end - start);
        pneu_i_text_builder_add(writer->to, "\r\n", 2);
        start = end;
    }
}

/* One line: name, colon, value. */
static void write_line(form_writer *writer, pneu_str name, int kind, const void *value)
{
    pneu_str text;
    writer->line.len = 0;
    pneu_i_text_builder_add(&writer->line, name.ptr, name.len);
    pneu_i_text_builder_add(&writer->line, ": ", 2);
    pneu_i_report_value_write(kind, value, &writer->line);
    if (pneu_i_text_builder_end(&writer->line, &text) != PNEU_OK) {
        writer->to->status = PNEU_ERR_MEMORY;
        return;
    }
    if (text.len == name.len + 2)
        text.len--; /* nothing after the colon, and no space at a line's end */
    add_folded(writer, text, name.len);
}

static void write_rule(form_writer *writer, const pneu_i_form_rule *rule, const void *values)
{
    const char *member = (const char *)values + rule->offset;
    pneu_str name = pneu_i_str_of(rule->name, rule->name_len);
    if (rule->flags & PNEU_I_FORM_MANY) {
        const pneu_text_list *list = (const pneu_text_list *)(const void *)member;
        for (size_t i = 0; i < list->count; i++)
            write_line(writer, name, rule->kind, &list->texts[i]);
    } else if (pneu_i_report_value_is_set(rule->kind, member)) {
        write_line(writer, name, rule->kind, member);
    }
}

int pneu_i_form_write(const pneu_i_form *form, const void *values, pneu_i_text_builder *to)
{
    const pneu_extension_list *extensions =
        (const pneu_extension_list *)(const void *)((const char *)values + form->extensions);
    form_writer writer = {.to = to, .fits = 1};
    pneu_i_text_builder_init(&writer.line, to->arena, LINE_ROOM);
    for (size_t i = 0; i < form->count; i++)
        write_rule(&writer, &form->rules[i], values);
    for (size_t i = 0; i < extensions->count; i++)
        write_line(&writer, extensions->fields[i].name, PNEU_I_REPORT_TEXT, &extensions->fields[i].value);
    return writer.fits;
}

static int is_same_list(const pneu_text_list *a, const pneu_text_list *b)
{
    if (a->count != b->count)
        return 0;
    for (size_t i = 0; i < a->count; i++)
        if (!pneu_i_str_equal(a->texts[i], b->texts[i]))
            return 0;
    return 1;
}

static int is_same_extensions(const pneu_extension_list *a, const pneu_extension_list *b)
{
    if (a->count != b->count)
        return 0;
    for (size_t i = 0; i < a->count; i++)
        if (!pneu_i_str_equal(a->fields[i].name, b->fields[i].name) ||
            !pneu_i_str_equal(a->fields[i].value, b->fields[i].value))
            return 0;
    return 1;
}

int pneu_i_form_is_same(const pneu_i_form *form, const void *wanted, const void *again)
{
    const char *x = wanted, *y = again;
    for (size_t i = 0; i < form->count; i++) {
        const pneu_i_form_rule *rule = &form->rules[i];
        const void *left = x + rule->offset, *right = y + rule->offset;
        if (rule->flags & PNEU_I_FORM_MANY ? !is_same_list(left, right)
                                           : !pneu_i_report_value_is_same(rule->kind, left, right))
            return 0;
    }
    return is_same_extensions((const void *)(x + form->extensions), (const void *)(y + form->extensions));
}
