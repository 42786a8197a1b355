/*
 * Content-Type: type "/" subtype *(";" parameter) (RFC 2045 section 5.1). Content-Disposition: disposition *(";"
 * parameter) (RFC 2183 section 2). In: the raw value. Out: the places of the first element, and all raw parameters.
 * Whatever cannot be read ends at the next ";" outside quoted strings, so that parameters count even after an
 * unreadable type. Invariant: the parser's reads and the public functions both come through here.
 * Not handled: which type is used instead of an unreadable one (the callers).
 */
#include "syntax/mime_head.h"

#include "syntax/mime_fields.h"

static pneu_str part_of(const pneu_i_params *params, size_t start, size_t end)
{
    return pneu_i_str_of(params->text.ptr + start, end - start);
}

/* What cannot be read as a type or disposition: up to the next ";". */
static size_t skip_unreadable(pneu_i_params *params, size_t start, pneu_i_mime_head *head)
{
    size_t end = pneu_i_params_find_semicolon(params, start);
    head->declared = pneu_i_str_trim(part_of(params, start, end));
    head->is_readable = 0;
    return end;
}

static size_t read_type(pneu_i_params *params, pneu_i_mime_head *head)
{
    pneu_str text = params->text;
    unsigned saw = 0;
    size_t start = pneu_i_params_skip_between(params, 0, &saw);
    size_t end = pneu_i_skip_token(text, start);
    size_t slash = end < text.len && text.ptr[end] == '/' ? end : pneu_i_params_skip_between(params, end, &saw);
    head->main = part_of(params, start, end);
    if (slash == text.len || text.ptr[slash] != '/' || end == start)
        return skip_unreadable(params, start, head);
    size_t sub = pneu_i_params_skip_between(params, slash + 1, &saw);
    end = pneu_i_skip_token(text, sub);
    head->sub = part_of(params, sub, end);
    if (end == sub)
        return skip_unreadable(params, start, head);
    head->declared = part_of(params, start, end);
    return end;
}

void pneu_i_type_read_all(pneu_i_params *params, pneu_i_mime_head *head)
{
    head->is_readable = 1;
    head->is_missing = 0;
    head->sub = pneu_i_str_of("", 0);
    size_t end = read_type(params, head);
    if (head->main.len + 1 + head->sub.len > PNEU_I_TOKEN_MAX)
        head->is_readable = 0;
    if (!head->is_readable)
        pneu_i_params_report(params, PNEU_DEFECT_MIME_TYPE_INVALID, 0, 0, end);
    if (end < params->text.len) {
        pneu_i_params_read_after(params, end);
        pneu_i_params_check(params);
    }
}

void pneu_i_disposition_read_all(pneu_i_params *params, pneu_i_mime_head *head)
{
    pneu_str text = params->text;
    unsigned saw = 0;
    size_t start = pneu_i_params_skip_between(params, 0, &saw);
    size_t end = pneu_i_skip_token(text, start);
    size_t next = pneu_i_params_skip_between(params, end, &saw);
    head->is_readable = 1;
    head->is_missing = next < text.len && text.ptr[next] == (end > start ? '=' : ';');
    head->sub = pneu_i_str_of("", 0);
    head->main = head->declared = part_of(params, start, head->is_missing ? start : end);
    if (head->is_missing) {
        pneu_i_params_report(params, PNEU_DEFECT_PARAM_SYNTAX, 0, start, start);
        pneu_i_params_read(params, start);
    } else {
        if (end == start)
            next = skip_unreadable(params, start, head);
        if (end == start && next > start)
            pneu_i_params_report(params, PNEU_DEFECT_PARAM_SYNTAX, 0, start, next);
        head->main = head->declared;
        pneu_i_params_read_after(params, next);
    }
    pneu_i_params_check(params);
}
