/*
 * One header field in canonical form, and a signature field without its own signature.
 * In: a raw field, folds and line end included. Out: bytes in the arena.
 * Simple: as it stands. Relaxed: name in lower case, no white space around the colon and at the end, folds undone, each
 * run of white space one space. Only space and tab are white space; all other bytes stay.
 * RFC 6376 sections 3.4.1, 3.4.2, 3.5 (b=) and 3.7.
 * Not handled: which fields are signed (canon_header.c).
 */
#include "view/canon_field.h"

#include "base/str.h"

int pneu_i_canon_form_is_known(pneu_i_canon_form form)
{
    int is_algorithm = form.algorithm == PNEU_CANON_SIMPLE || form.algorithm == PNEU_CANON_RELAXED;
    return is_algorithm && (form.flags & ~(uint32_t)PNEU_CANON_LF) == 0;
}

pneu_str pneu_i_canon_name(pneu_str field)
{
    const char *colon = field.len > 0 ? memchr(field.ptr, ':', field.len) : NULL;
    pneu_str name = {field.ptr, colon != NULL ? (size_t)(colon - field.ptr) : 0};
    while (name.len > 0 && pneu_i_is_blank((unsigned char)name.ptr[name.len - 1]))
        name.len--;
    return name;
}

pneu_str pneu_i_canon_value(pneu_str field)
{
    const char *colon = field.len > 0 ? memchr(field.ptr, ':', field.len) : NULL;
    return pneu_i_str_from(field, colon != NULL ? (size_t)(colon - field.ptr) + 1 : field.len);
}

/* Bytes of a line end at the start: 2, 1 or 0. */
static size_t line_end(pneu_str s, uint32_t flags)
{
    if (s.len >= 2 && s.ptr[0] == '\r' && s.ptr[1] == '\n')
        return 2;
    return s.len >= 1 && s.ptr[0] == '\n' && (flags & PNEU_CANON_LF);
}

static pneu_str without_line_end(pneu_str field)
{
    if (field.len > 0 && field.ptr[field.len - 1] == '\n')
        field.len--;
    if (field.len > 0 && field.ptr[field.len - 1] == '\r')
        field.len--;
    return field;
}

/* ---- Simple ---------------------------------------------------------------------------------------------------- */

static void add_simple(pneu_i_text_builder *builder, pneu_str field, uint32_t flags)
{
    size_t start = 0;
    for (size_t i = 0; (flags & PNEU_CANON_LF) && i < field.len; i++) {
        if (field.ptr[i] != '\n' || (i > 0 && field.ptr[i - 1] == '\r'))
            continue;
        pneu_i_text_builder_add(builder, field.ptr + start, i - start);
        pneu_i_text_builder_add(builder, "\r", 1);
        start = i;
    }
    pneu_i_text_builder_add(builder, field.ptr + start, field.len - start);
}

/* ---- Relaxed --------------------------------------------------------------------------------------------------- */

static void add_lower(pneu_i_text_builder *builder, pneu_str name)
{
    char piece[64];
    while (name.len > 0) {
        size_t len = name.len < sizeof piece ? name.len : sizeof piece;
        for (size_t i = 0; i < len; i++)
            piece[i] = pneu_i_lower(name.ptr[i]);
        pneu_i_text_builder_add(builder, piece, len);
        name = pneu_i_str_from(name, len);
    }
}

static void add_relaxed_value(pneu_i_text_builder *builder, pneu_str value, uint32_t flags)
{
    int has_begun = 0, has_space = 0;
    size_t i = 0;
    while (i < value.len) {
        size_t start = i, eol;
        if (pneu_i_is_blank((unsigned char)value.ptr[i])) {
            has_space = 1;
            i++;
            continue;
        }
        if ((eol = line_end(pneu_i_str_from(value, i), flags)) > 0) {
            i += eol;
            continue;
        }
        do
            i++;
        while (i < value.len && (unsigned char)value.ptr[i] > ' ');
        pneu_i_text_builder_add(builder, " ", has_space && has_begun);
        pneu_i_text_builder_add(builder, value.ptr + start, i - start);
        has_begun = 1;
        has_space = 0;
    }
}

/* ---- Both ------------------------------------------------------------------------------------------------------ */

/* `field` is without its line end. */
static void add_body(pneu_i_text_builder *builder, pneu_str field, pneu_i_canon_form form)
{
    if (form.algorithm == PNEU_CANON_SIMPLE) {
        add_simple(builder, field, form.flags);
        return;
    }
    add_lower(builder, pneu_i_canon_name(field));
    pneu_i_text_builder_add(builder, ":", 1);
    add_relaxed_value(builder, pneu_i_canon_value(field), form.flags);
}

void pneu_i_canon_add_field(pneu_i_text_builder *builder, pneu_str field, pneu_i_canon_form form)
{
    add_body(builder, without_line_end(field), form);
    pneu_i_text_builder_add(builder, "\r\n", 2);
}

pneu_status pneu_canon_field(pneu_arena *arena, pneu_str field, int32_t algorithm, uint32_t flags, pneu_str *out)
{
    pneu_i_text_builder builder;
    pneu_i_canon_form form = {algorithm, flags};
    int has_colon = field.len > 0 && field.ptr != NULL && memchr(field.ptr, ':', field.len) != NULL;
    if (arena == NULL || out == NULL || !has_colon || !pneu_i_canon_form_is_known(form))
        return PNEU_ERR_ARGUMENT;
    pneu_i_text_builder_init(&builder, arena, field.len + 2);
    pneu_i_canon_add_field(&builder, field, form);
    return pneu_i_text_builder_end(&builder, out);
}

/* ---- Without b= ------------------------------------------------------------------------------------------------ */

/* Where the value of b= stands, white space around it included; empty and at the end where there is none. */
static pneu_str find_b(pneu_str field)
{
    pneu_str rest = pneu_i_canon_value(field);
    while (rest.len > 0) {
        const char *semicolon = memchr(rest.ptr, ';', rest.len);
        pneu_str tag = {rest.ptr, semicolon != NULL ? (size_t)(semicolon - rest.ptr) : rest.len};
        const char *equals = tag.len > 0 ? memchr(tag.ptr, '=', tag.len) : NULL;
        if (equals != NULL) {
            pneu_str name = pneu_i_str_trim(pneu_i_str_of(tag.ptr, (size_t)(equals - tag.ptr)));
            if (name.len == 1 && name.ptr[0] == 'b')
                return pneu_i_str_from(tag, (size_t)(equals - tag.ptr) + 1);
        }
        rest = pneu_i_str_from(rest, tag.len + (semicolon != NULL));
    }
    return rest;
}

pneu_status pneu_canon_without_b(pneu_arena *arena, pneu_str field, pneu_str *out)
{
    pneu_i_text_builder builder;
    if (arena == NULL || out == NULL || field.ptr == NULL || memchr(field.ptr, ':', field.len) == NULL)
        return PNEU_ERR_ARGUMENT;
    field = without_line_end(field);
    pneu_str b = find_b(field);
    size_t start = (size_t)(b.ptr - field.ptr), end = start + b.len;
    pneu_i_text_builder_init(&builder, arena, field.len);
    pneu_i_text_builder_add(&builder, field.ptr, start);
    pneu_i_text_builder_add(&builder, field.ptr + end, field.len - end);
    return pneu_i_text_builder_end(&builder, out);
}

pneu_status pneu_i_canon_add_own(pneu_i_text_builder *builder, pneu_str field, pneu_i_canon_form form)
{
    pneu_str own;
    pneu_status status = pneu_canon_without_b(builder->arena, field, &own);
    if (status == PNEU_OK)
        add_body(builder, own, form);
    return status;
}
