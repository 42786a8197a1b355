/*
 * Field edits on a message that passes: the list of edits, and the pushing and reading of bytes.
 * In: bytes of a message, in any pieces. Out: the same with the edits made (field_flow.c), in pieces of the caller's size.
 * Invariants: nothing is copied but into the caller's buffer; memory: the edits, and the parser's (one field); an error
 * stays until reset, and so does what the edits are.
 * Not handled: how fields are written (src/edit/field_text.c), what becomes of a field (field_rules.c).
 */
#include "pneu/field_edit.h"

#include "base/str.h"
#include "filter/field_editor.h"

/* ---- Edits --------------------------------------------------------------------------------------------------- */

/* PNEU_OK as long as edits may be given. */
static pneu_status begin_edit(pneu_field_editor *editor)
{
    if (editor == NULL)
        return PNEU_ERR_ARGUMENT;
    memset(&editor->rules.refused, 0, sizeof editor->rules.refused);
    return editor->is_begun ? pneu_i_rules_refuse(&editor->rules, PNEU_ERR_STATE, 1, 0) : PNEU_OK;
}

/* The signatures are to be held against this name; one that is no name is refused later. */
static pneu_status watch_name(pneu_field_editor *editor, pneu_str name)
{
    pneu_status status = name.ptr != NULL ? pneu_i_signature_watch_name(&editor->signatures, name) : PNEU_OK;
    return status == PNEU_OK ? PNEU_OK : pneu_i_rules_refuse(&editor->rules, status, 0, 0);
}

pneu_status pneu_field_editor_put(pneu_field_editor *editor, int32_t where, pneu_str name, pneu_str value)
{
    pneu_status status = begin_edit(editor);
    if (status == PNEU_OK)
        status = watch_name(editor, name);
    return status == PNEU_OK ? pneu_i_rules_put(&editor->rules, where, name, value) : status;
}

pneu_status pneu_field_editor_remove(pneu_field_editor *editor, pneu_str name)
{
    pneu_status status = begin_edit(editor);
    if (status == PNEU_OK)
        status = watch_name(editor, name);
    return status == PNEU_OK ? pneu_i_rules_remove(&editor->rules, name) : status;
}

pneu_status pneu_field_editor_rename(pneu_field_editor *editor, pneu_str name, pneu_str new_name)
{
    pneu_status status = begin_edit(editor);
    if (status == PNEU_OK)
        status = watch_name(editor, name);
    if (status == PNEU_OK)
        status = watch_name(editor, new_name);
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

uint32_t pneu_field_editor_void_count(const pneu_field_editor *editor)
{
    return editor != NULL ? (uint32_t)pneu_i_signature_watch_count(&editor->signatures) : 0;
}

/* ---- Life ---------------------------------------------------------------------------------------------------- */

/* No edit may miss a field because there are many before it: of the header no limit is set. */
static pneu_status make_parser(pneu_field_editor *editor)
{
    pneu_options *options;
    pneu_status status = pneu_options_new(&editor->alloc, &options);
    if (status != PNEU_OK)
        return status;
    status = pneu_options_set(options, PNEU_OPTION_MAX_FIELDS, PNEU_LIMIT_NONE);
    if (status == PNEU_OK)
        status = pneu_options_set(options, PNEU_OPTION_MAX_HEADER, PNEU_LIMIT_NONE);
    if (status == PNEU_OK)
        status = pneu_parser_new(options, &editor->alloc, &editor->parser);
    pneu_options_free(options);
    return status;
}

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
    pneu_i_signature_watch_init(&editor->signatures, &used);
    pneu_status status = make_parser(editor);
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
    pneu_i_signature_watch_restart(&editor->signatures);
    editor->error = PNEU_OK;
    editor->is_begun = editor->is_finished = editor->is_lf = editor->knows_eol = editor->is_open = 0;
    editor->drops_pieces = 0;
    editor->is_waiting = 1;
    editor->stage = PNEU_I_EDIT_TOP;
    editor->last_byte = 0;
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
    pneu_i_signature_watch_free(&editor->signatures);
    pneu_i_alloc_free(&alloc, editor, sizeof *editor);
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
    if (editor->stage != PNEU_I_EDIT_PAST_BODY)
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
    if (editor->stage != PNEU_I_EDIT_PAST_BODY)
        editor->error = pneu_parser_finish(editor->parser);
    editor->is_waiting = 0;
    return editor->error;
}

/* Copies from the first slice that has bytes; 0 if none has. */
static size_t copy_slices(pneu_field_editor *editor, char *to, size_t room)
{
    size_t copied = 0;
    for (size_t i = 0; i < PNEU_I_EDIT_SLICES; i++) {
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
            status =
                editor->is_waiting ? (editor->is_finished ? PNEU_DONE : PNEU_MORE) : pneu_i_field_flow_step(editor);
    }
    if (status < 0)
        editor->error = status;
    *written = done;
    return done > 0 ? PNEU_OK : status;
}
