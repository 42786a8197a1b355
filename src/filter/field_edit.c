/*
 * Field edits on a message that passes: the header's fields go through the list of edits, the body as it is.
 * In: bytes of a message, in any pieces. Out: the same with the edits made, in pieces of the caller's size. Invariants:
 * what is written is what the edits of src/edit would make of it; every field is decided when it is seen: it goes through
 * the edits in their order, and a field that an edit puts goes through those behind it. Behind the header nothing is
 * parsed. Memory: the edits, and the parser's (one field). RFC 5322 section 2.2, RFC 5321 section 4.4 (prepending).
 * Not handled: parts, and readings other than the primary one.
 */
#include "pneu/field_edit.h"

#include "base/str.h"
#include "edit/field_text.h"
#include "filter/field_rules.h"
#include "pneu/parse.h"

/* Where the message stands. */
enum {
    AT_TOP,       /* nothing but lines that fields are not put before has passed */
    PREPENDING,   /* fields are being prepended; `edit` is the next but one to look at */
    IN_HEADER,    /* fields pass */
    ADDING,       /* fields are being added at the end; `edit` is the next one to look at */
    IN_BODY,      /* the rest passes through the parser, */
    BEHIND_PARSER /* or past it */
};

struct pneu_field_editor {
    pneu_alloc alloc;
    pneu_i_rules rules;
    pneu_parser *parser;
    pneu_status error; /* sticky */
    int is_begun;
    int is_finished;
    int is_waiting; /* what was pushed is used up */
    int stage;
    size_t edit;
    int is_lf; /* line ends are LF */
    int knows_eol;
    int is_open;      /* what was written last lacks a line end */
    int drops_pieces; /* of a long field: its further pieces go */
    pneu_str input;   /* as pushed */
    uint64_t offset;  /* of its first byte */
    uint64_t taken;   /* bytes of the message that came as events */

    const pneu_event *event; /* whose fields are being taken, or NULL */
    size_t passed;           /* what of it was taken: fields, or bytes of junk */
    pneu_str slices[3];      /* to be written, the first one first */
};

/* ---- Edits --------------------------------------------------------------------------------------------------- */

/* PNEU_OK as long as edits may be given. */
static pneu_status begin_edit(pneu_field_editor *editor)
{
    if (editor == NULL)
        return PNEU_ERR_ARGUMENT;
    memset(&editor->rules.refused, 0, sizeof editor->rules.refused);
    return editor->is_begun ? pneu_i_rules_refuse(&editor->rules, PNEU_ERR_STATE, 1, 0) : PNEU_OK;
}

pneu_status pneu_field_editor_put(pneu_field_editor *editor, int32_t where, pneu_str name, pneu_str value)
{
    pneu_status status = begin_edit(editor);
    return status == PNEU_OK ? pneu_i_rules_put(&editor->rules, where, name, value) : status;
}

pneu_status pneu_field_editor_remove(pneu_field_editor *editor, pneu_str name)
{
    pneu_status status = begin_edit(editor);
    return status == PNEU_OK ? pneu_i_rules_remove(&editor->rules, name) : status;
}

pneu_status pneu_field_editor_rename(pneu_field_editor *editor, pneu_str name, pneu_str new_name)
{
    pneu_status status = begin_edit(editor);
    return status == PNEU_OK ? pneu_i_rules_rename(&editor->rules, name, new_name) : status;
}

pneu_status pneu_field_editor_set_format(pneu_field_editor *editor, uint32_t flags)
{
    if (editor == NULL || (flags & ~(uint32_t)PNEU_FORMAT_UTF8) != 0)
        return PNEU_ERR_ARGUMENT;
    editor->rules.format_flags = flags;
    return PNEU_OK;
}

pneu_status pneu_field_editor_error(const pneu_field_editor *editor, pneu_edit_error *error)
{
    if (editor == NULL || error == NULL)
        return PNEU_ERR_ARGUMENT;
    *error = editor->rules.refused;
    return PNEU_OK;
}

/* ---- Life ---------------------------------------------------------------------------------------------------- */

pneu_status pneu_field_editor_new(const pneu_alloc *alloc, pneu_field_editor **out)
{
    if (out == NULL || !pneu_i_alloc_usable(alloc))
        return PNEU_ERR_ARGUMENT;
    pneu_alloc used = pneu_i_alloc_or_default(alloc);
    pneu_field_editor *editor = pneu_i_alloc_zeroed(&used, sizeof *editor);
    if (editor == NULL)
        return PNEU_ERR_MEMORY;
    editor->alloc = used;
    editor->is_waiting = 1;
    pneu_i_rules_init(&editor->rules, &used);
    pneu_status status = pneu_parser_new(NULL, &used, &editor->parser);
    if (status == PNEU_OK)
        *out = editor;
    else
        pneu_field_editor_free(editor);
    return status;
}

void pneu_field_editor_reset(pneu_field_editor *editor)
{
    if (editor == NULL)
        return;
    pneu_parser_reset(editor->parser);
    pneu_i_rules_restart(&editor->rules);
    editor->error = PNEU_OK;
    editor->is_begun = editor->is_finished = editor->is_lf = editor->knows_eol = editor->is_open = 0;
    editor->drops_pieces = 0;
    editor->is_waiting = 1;
    editor->stage = AT_TOP;
    editor->input = pneu_i_str("");
    editor->offset = editor->taken = 0;
    editor->event = NULL;
    editor->edit = editor->passed = 0;
    memset(editor->slices, 0, sizeof editor->slices);
}

void pneu_field_editor_clear(pneu_field_editor *editor)
{
    if (editor == NULL)
        return;
    pneu_i_rules_clear(&editor->rules);
    pneu_field_editor_reset(editor);
}

void pneu_field_editor_free(pneu_field_editor *editor)
{
    if (editor == NULL)
        return;
    pneu_alloc alloc = editor->alloc;
    pneu_parser_free(editor->parser);
    pneu_i_rules_free(&editor->rules);
    pneu_i_alloc_free(&alloc, editor, sizeof *editor);
}

/* ---- Fields -------------------------------------------------------------------------------------------------- */

static pneu_str line_end(const pneu_field_editor *editor)
{
    return pneu_i_str(editor->is_lf ? "\n" : "\r\n");
}

/* Writes a field of an edit, behind a line end that was missing. */
static void give_text(pneu_field_editor *editor, const pneu_i_outcome *field)
{
    pneu_str text = editor->rules.list[field->text].text[editor->is_lf];
    size_t at = 0;
    if (editor->is_open)
        editor->slices[at++] = line_end(editor);
    if (field->is_renamed) {
        editor->slices[at++] = field->name;
        text = pneu_i_str_from(text, editor->rules.list[field->text].name.len);
    }
    editor->slices[at] = text;
    editor->is_open = 0;
}

/* The edit at `index` puts a field of its own. */
static void give_own(pneu_field_editor *editor, size_t index)
{
    pneu_i_outcome field = {0, editor->rules.list[index].name, index, 0};
    editor->rules.list[index].is_used = 1;
    pneu_i_rules_follow(&editor->rules, index + 1, &field);
    if (!field.is_dropped)
        give_text(editor, &field);
}

/* Bytes of the message that pass. */
static void give_slice(pneu_field_editor *editor, pneu_str slice)
{
    size_t at = editor->slices[0].len > 0 ? 1 : 0;
    editor->slices[at] = slice;
    if (slice.len > 0)
        editor->is_open = slice.ptr[slice.len - 1] != '\n';
}

/* A field of the message, or the first piece of a long one. */
static void give_field(pneu_field_editor *editor, pneu_str bytes, size_t name_length)
{
    pneu_i_outcome field = {0, pneu_i_str_of(bytes.ptr, name_length), PNEU_I_NO_RULE, 0};
    pneu_i_rules_follow(&editor->rules, 0, &field);
    editor->drops_pieces = field.is_dropped || field.text != PNEU_I_NO_RULE;
    if (field.is_dropped)
        return;
    if (field.text != PNEU_I_NO_RULE) {
        give_text(editor, &field);
    } else if (field.is_renamed) {
        editor->slices[0] = field.name;
        give_slice(editor, pneu_i_str_from(bytes, name_length));
    } else {
        give_slice(editor, bytes);
    }
}

/* ---- Events -------------------------------------------------------------------------------------------------- */

static void note_line_end(pneu_field_editor *editor, pneu_str slice)
{
    const char *lf = slice.len > 0 && !editor->knows_eol ? memchr(slice.ptr, '\n', slice.len) : NULL;
    if (lf == NULL)
        return;
    editor->knows_eol = 1;
    editor->is_lf = lf == slice.ptr || lf[-1] != '\r';
}

static void begin_prepending(pneu_field_editor *editor)
{
    editor->stage = PREPENDING;
    editor->edit = editor->rules.count;
}

/* How much of the lines at the top, which are no fields, passes before fields are prepended. */
static size_t top_of(const pneu_field_editor *editor, pneu_str junk)
{
    const char *lf = editor->is_open ? memchr(junk.ptr, '\n', junk.len) : NULL;
    size_t begun = lf != NULL ? (size_t)(lf + 1 - junk.ptr) : editor->is_open ? junk.len : 0;
    return begun + pneu_i_header_top(pneu_i_str_from(junk, begun), editor->taken == 0, "\n");
}

/* Lines that are no fields; the rest of them, if fields go between, is taken when those are out. */
static void take_junk(pneu_field_editor *editor, pneu_str junk)
{
    if (editor->stage != AT_TOP) {
        give_slice(editor, pneu_i_str_from(junk, editor->passed));
        editor->event = NULL;
        return;
    }
    editor->passed = top_of(editor, junk);
    int is_mark = editor->taken == 0 && editor->passed == 3 && junk.ptr[0] == '\xef';
    give_slice(editor, pneu_i_str_of(junk.ptr, editor->passed));
    if (is_mark)
        editor->is_open = 0;
    if (editor->passed == junk.len)
        editor->event = NULL;
    else
        begin_prepending(editor);
}

static void take_fields(pneu_field_editor *editor)
{
    const pneu_event *event = editor->event;
    const pneu_field_span *span = &event->fields[editor->passed++];
    size_t end = span->end < event->slice.len ? span->end : event->slice.len;
    give_field(editor, pneu_i_str_of(event->slice.ptr + span->name, end - span->name), span->name_length);
    if (editor->passed == event->field_count)
        editor->event = NULL;
}

/* An event of the header. Those that fields go before stay until these are out. */
static void take_header_event(pneu_field_editor *editor)
{
    const pneu_event *event = editor->event;
    int is_piece = event->type == PNEU_EVENT_FIELD_PIECE && (event->flags & PNEU_PIECE_FIRST) == 0;
    note_line_end(editor, event->slice);
    if (event->type == PNEU_EVENT_JUNK && event->slice.len > 0) {
        take_junk(editor, event->slice);
    } else if (is_piece) {
        if (!editor->drops_pieces)
            give_slice(editor, event->slice);
        editor->event = NULL;
    } else if (editor->stage == AT_TOP && event->type != PNEU_EVENT_PART_BEGIN && event->type != PNEU_EVENT_DEFECT) {
        begin_prepending(editor);
    } else if (event->field_count > 0) {
        take_fields(editor);
    } else if (event->type == PNEU_EVENT_HEADER_END) {
        editor->stage = ADDING;
        editor->edit = 0;
    } else {
        editor->event = NULL;
    }
}

/* What is left of an event, or all of it, behind the fields. */
static void give_rest(pneu_field_editor *editor)
{
    give_slice(editor, editor->event->slice);
    editor->event = NULL;
}

/* An event is over. Past the header the parser is needed only for what it holds of earlier pushes. */
static void take_end(pneu_field_editor *editor, size_t len)
{
    editor->taken += len;
    if (editor->stage == IN_BODY && editor->taken >= editor->offset)
        editor->stage = BEHIND_PARSER;
}

static pneu_status next_event(pneu_field_editor *editor)
{
    pneu_status status = pneu_parser_next(editor->parser, &editor->event);
    editor->passed = 0;
    if (status == PNEU_OK)
        return PNEU_OK;
    editor->event = NULL;
    editor->is_waiting = 1;
    return status;
}

/* What is left of the push, once the parser is done with. */
static pneu_status pass_rest(pneu_field_editor *editor)
{
    uint64_t used = editor->taken - editor->offset;
    if (used < editor->input.len) {
        give_slice(editor, pneu_i_str_from(editor->input, (size_t)used));
        editor->taken = editor->offset + editor->input.len;
        return PNEU_OK;
    }
    editor->is_waiting = 1;
    return editor->is_finished ? PNEU_DONE : PNEU_MORE;
}

/* Looks at the next edit, from the last to the first, for a field to be prepended. */
static void prepend_one(pneu_field_editor *editor)
{
    if (editor->edit == 0)
        editor->stage = IN_HEADER;
    else if (editor->rules.list[--editor->edit].what == PNEU_I_RULE_PREPEND)
        give_own(editor, editor->edit);
}

/* Looks at the next edit for a field to be added. */
static void add_one(pneu_field_editor *editor)
{
    if (editor->edit == editor->rules.count) {
        editor->stage = IN_BODY;
        return;
    }
    const pneu_i_rule *next = &editor->rules.list[editor->edit];
    if (next->what == PNEU_I_RULE_ADD || (next->what == PNEU_I_RULE_SET && !next->is_used))
        give_own(editor, editor->edit);
    editor->edit++;
}

/* Puts the next bytes into the slices, or does a step on the way to them. PNEU_OK, PNEU_MORE, PNEU_DONE or an error. */
static pneu_status step(pneu_field_editor *editor)
{
    if (editor->stage == BEHIND_PARSER)
        return pass_rest(editor);
    if (editor->stage == PREPENDING) {
        prepend_one(editor);
    } else if (editor->stage == ADDING) {
        add_one(editor);
    } else if (editor->event == NULL) {
        return next_event(editor);
    } else {
        size_t len = editor->event->slice.len;
        if (editor->stage == IN_BODY)
            give_rest(editor);
        else
            take_header_event(editor);
        if (editor->event == NULL)
            take_end(editor, len);
    }
    return PNEU_OK;
}

/* ---- Bytes --------------------------------------------------------------------------------------------------- */

pneu_status pneu_field_editor_push(pneu_field_editor *editor, const void *bytes, size_t len)
{
    if (editor == NULL || (bytes == NULL && len > 0))
        return PNEU_ERR_ARGUMENT;
    if (editor->error != PNEU_OK)
        return editor->error;
    if (!editor->is_waiting || editor->is_finished)
        return PNEU_ERR_STATE;
    editor->is_begun = 1;
    editor->offset += editor->input.len;
    editor->input = pneu_i_str_of(bytes, len);
    if (editor->stage != BEHIND_PARSER)
        editor->error = pneu_parser_push(editor->parser, bytes, len);
    editor->is_waiting = 0;
    return editor->error;
}

pneu_status pneu_field_editor_finish(pneu_field_editor *editor)
{
    if (editor == NULL)
        return PNEU_ERR_ARGUMENT;
    if (editor->error != PNEU_OK)
        return editor->error;
    if (!editor->is_waiting || editor->is_finished)
        return PNEU_ERR_STATE;
    editor->is_begun = editor->is_finished = 1;
    editor->offset += editor->input.len;
    editor->input = pneu_i_str("");
    if (editor->stage != BEHIND_PARSER)
        editor->error = pneu_parser_finish(editor->parser);
    editor->is_waiting = 0;
    return editor->error;
}

/* Copies from the first slice that has bytes; 0 if none has. */
static size_t copy_slices(pneu_field_editor *editor, char *to, size_t room)
{
    size_t copied = 0;
    for (size_t i = 0; i < sizeof editor->slices / sizeof editor->slices[0]; i++) {
        pneu_str *slice = &editor->slices[i];
        size_t count = slice->len < room - copied ? slice->len : room - copied;
        if (count == 0)
            continue;
        memcpy(to + copied, slice->ptr, count);
        *slice = pneu_i_str_from(*slice, count);
        copied += count;
    }
    return copied;
}

pneu_status pneu_field_editor_read(pneu_field_editor *editor, void *out, size_t capacity, size_t *written)
{
    if (editor == NULL || out == NULL || capacity == 0 || written == NULL)
        return PNEU_ERR_ARGUMENT;
    pneu_status status = editor->error;
    size_t done = 0;
    while (done < capacity && status == PNEU_OK) {
        size_t copied = copy_slices(editor, (char *)out + done, capacity - done);
        done += copied;
        if (copied == 0)
            status = editor->is_waiting ? (editor->is_finished ? PNEU_DONE : PNEU_MORE) : step(editor);
    }
    if (status < 0)
        editor->error = status;
    *written = done;
    return done > 0 ? PNEU_OK : status;
}
