/*
 * The way of a message through the editor of its fields. In: the parser's events, and behind the header the bytes as they
 * are pushed. Out: slices to be written, of the message and of the edits. Invariants: what is written is what the edits of
 * src/edit would make of the header; every field is decided when it is seen: it goes through the edits in their order, and
 * a field that an edit puts goes through those behind it. Behind the header nothing is parsed.
 * RFC 5322 section 2.2, RFC 5321 section 4.4 (prepending).
 * Not handled: parts, and readings other than the primary one.
 */
#include "base/str.h"
#include "edit/field_text.h"
#include "filter/field_editor.h"
#include "syntax/signed_fields.h"

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
    if (field.is_dropped)
        return;
    pneu_i_signature_watch_new(&editor->signatures, field.name);
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

/* What becomes of a field of the message, for those who signed it. */
static pneu_status watch_field(pneu_field_editor *editor, const pneu_field_span *span, pneu_str bytes,
                               const pneu_i_outcome *field)
{
    pneu_i_signature_watch *signatures = &editor->signatures;
    pneu_str name = pneu_i_str_of(bytes.ptr, span->name_length);
    if (!field->is_dropped && field->text == PNEU_I_NO_RULE && !field->is_renamed) {
        pneu_i_signature_watch_kept(signatures, name);
        if (!pneu_i_is_signature_field(span->id))
            return PNEU_OK;
        return pneu_i_signature_watch_add(signatures, span->id, pneu_i_str_from(bytes, span->value - span->name));
    }
    pneu_i_signature_watch_changed(signatures, name);
    if (!field->is_dropped)
        pneu_i_signature_watch_new(signatures, field->name);
    return PNEU_OK;
}

/* A field of the message, or the first piece of a long one. */
static pneu_status give_field(pneu_field_editor *editor, const pneu_field_span *span, pneu_str bytes)
{
    pneu_i_outcome field = {0, pneu_i_str_of(bytes.ptr, span->name_length), PNEU_I_NO_RULE, 0};
    pneu_i_rules_follow(&editor->rules, 0, &field);
    editor->drops_pieces = field.is_dropped || field.text != PNEU_I_NO_RULE;
    if (field.text != PNEU_I_NO_RULE && !field.is_dropped) {
        give_text(editor, &field);
    } else if (field.is_renamed && !field.is_dropped) {
        editor->slices[0] = field.name;
        give_slice(editor, pneu_i_str_from(bytes, span->name_length));
    } else if (!field.is_dropped) {
        give_slice(editor, bytes);
    }
    return watch_field(editor, span, bytes, &field);
}

/* ---- Events -------------------------------------------------------------------------------------------------- */

/* The first line end of the header is that of all that is put; a slice may end between its two bytes. */
static void note_line_end(pneu_field_editor *editor, pneu_str slice)
{
    if (slice.len == 0 || editor->knows_eol)
        return;
    const char *lf = memchr(slice.ptr, '\n', slice.len);
    if (lf != NULL) {
        editor->knows_eol = 1;
        editor->is_lf = (lf == slice.ptr ? editor->last_byte : lf[-1]) != '\r';
    }
    editor->last_byte = slice.ptr[slice.len - 1];
}

static void begin_prepending(pneu_field_editor *editor)
{
    editor->stage = PNEU_I_EDIT_PREPEND;
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
    if (editor->stage != PNEU_I_EDIT_TOP) {
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
    editor->error = give_field(editor, span, pneu_i_str_of(event->slice.ptr + span->name, end - span->name));
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
    } else if (editor->stage == PNEU_I_EDIT_TOP && event->type != PNEU_EVENT_PART_BEGIN &&
               event->type != PNEU_EVENT_DEFECT) {
        begin_prepending(editor);
    } else if (event->field_count > 0) {
        take_fields(editor);
    } else if (event->type == PNEU_EVENT_HEADER_END) {
        editor->stage = PNEU_I_EDIT_ADD;
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
    if (editor->stage == PNEU_I_EDIT_BODY && editor->taken >= editor->offset)
        editor->stage = PNEU_I_EDIT_PAST_BODY;
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
        editor->stage = PNEU_I_EDIT_HEADER;
    else if (editor->rules.list[--editor->edit].what == PNEU_I_RULE_PREPEND)
        give_own(editor, editor->edit);
}

/* Looks at the next edit for a field to be added. */
static void add_one(pneu_field_editor *editor)
{
    if (editor->edit == editor->rules.count) {
        editor->stage = PNEU_I_EDIT_BODY;
        return;
    }
    const pneu_i_rule *next = &editor->rules.list[editor->edit];
    if (next->what == PNEU_I_RULE_ADD || (next->what == PNEU_I_RULE_SET && !next->is_used))
        give_own(editor, editor->edit);
    editor->edit++;
}

pneu_status pneu_i_field_flow_step(pneu_field_editor *editor)
{
    if (editor->stage == PNEU_I_EDIT_PAST_BODY)
        return pass_rest(editor);
    if (editor->stage == PNEU_I_EDIT_PREPEND) {
        prepend_one(editor);
    } else if (editor->stage == PNEU_I_EDIT_ADD) {
        add_one(editor);
    } else if (editor->event == NULL) {
        return next_event(editor);
    } else {
        size_t len = editor->event->slice.len;
        if (editor->stage == PNEU_I_EDIT_BODY)
            give_rest(editor);
        else
            take_header_event(editor);
        if (editor->event == NULL)
            take_end(editor, len);
    }
    return editor->error;
}
