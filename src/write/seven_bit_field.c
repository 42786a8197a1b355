/*
 * One header field in 7-bit ASCII, in the way its kind allows (RFC 2047, 2231, 6857); or in UTF-8 (RFC 6532). In: a raw
 * field, and what is to be done if there is no way. Out: its text: lines of at most 998 bytes with CRLF. Texts become
 * encoded words, names and comments of structured fields too, domains A-labels, parameters RFC 2231. With
 * PNEU_FORMAT_UTF8 what is well-formed stays, and what was read as another charset is written in UTF-8. Invariants:
 * whatever is made is looked at again before it is given out; Content-Type and the other fields that say how a message
 * is read are never replaced or dropped. RFC 2047 section 5, RFC 2231 section 4, RFC 6532 section 3, RFC 6857 section
 * 3, RFC 7103 section 7.7. Not handled: fields that are fine: they stay as they are, and whoever asks sees to that.
 */
#include "write/seven_bit_field.h"

#include "pneu/format.h"
#include "pneu/syntax.h"
#include "syntax/param_value.h"
#include "syntax/word_writer.h"
#include "write/choose_encoding.h"
#include "write/seven_bit_value.h"

pneu_i_raw_field pneu_i_raw_field_of(pneu_str slice, const pneu_field_span *span, int32_t policy)
{
    pneu_i_raw_field field = {.id = span->id, .policy = policy};
    size_t end = span->end < slice.len ? span->end : slice.len;
    field.raw = pneu_i_str_of(slice.ptr + span->name, end - span->name);
    field.name = pneu_i_str_of(slice.ptr + span->name, span->name_length);
    field.value = pneu_i_str_of(slice.ptr + span->value, end - span->value);
    return field;
}

static pneu_i_census census_of(pneu_str text)
{
    pneu_i_census census = {0};
    pneu_i_census_add(&census, text.ptr, text.len, PNEU_CPU_512);
    pneu_i_census_end(&census);
    return census;
}

int pneu_i_field_fits(pneu_str raw, uint32_t flags)
{
    pneu_i_census census = census_of(raw);
    return pneu_i_census_is_eight_bit(&census) && (!census.has_high || pneu_i_seven_bit_takes(raw, flags));
}

/* ---- The ways ----------------------------------------------------------------------------------------------- */

/* Behind the name, or where that takes all of the line, on the next one. */
static pneu_format after_name(const pneu_i_raw_field *field, size_t name_len)
{
    pneu_format format = {field->flags, (uint32_t)name_len + 2};
    if (format.column > PNEU_I_LINE_WIDTH)
        format.column = 1;
    return format;
}

/* name ": " value CRLF, for a value that is folded already; after a long name the value begins a line. */
static pneu_status join(pneu_arena *arena, pneu_str name, pneu_str value, pneu_str *out)
{
    int is_folded = value.len > 0 && value.ptr[0] == '\r';
    int is_long = name.len > PNEU_I_LINE_WIDTH && !is_folded;
    pneu_i_text_builder text;
    pneu_i_text_builder_init(&text, arena, name.len + value.len + 8);
    pneu_i_text_builder_add(&text, name.ptr, name.len);
    pneu_i_text_builder_add(&text, ":", 1);
    if (value.len > 0 && !is_folded)
        pneu_i_text_builder_add(&text, is_long ? "\r\n " : " ", is_long ? 3 : 1);
    pneu_i_text_builder_add(&text, value.ptr, value.len);
    pneu_i_text_builder_add(&text, "\r\n", 2);
    return pneu_i_text_builder_end(&text, out);
}

static pneu_status write_text(pneu_arena *arena, const pneu_i_raw_field *field, pneu_str *out)
{
    pneu_format format = after_name(field, field->name.len);
    pneu_str text;
    pneu_status status = pneu_decode_text(arena, field->value, PNEU_LENIENT, NULL, &text);
    if (status == PNEU_OK)
        status = pneu_text_encode(arena, pneu_i_str_trim(text), &format, &text);
    return status == PNEU_OK ? join(arena, field->name, text, out) : status;
}

/* Defects of what is not in the parameters that were read, and so will be gone. */
static void see_loss(void *ctx, int32_t code, int32_t detail, uint64_t offset, uint64_t length)
{
    (void)detail, (void)offset, (void)length;
    if (code == PNEU_DEFECT_PARAM_SYNTAX || code == PNEU_DEFECT_PARAM_INVALID_NAME ||
        code == PNEU_DEFECT_PARAM_DUPLICATE || code == PNEU_DEFECT_PARAM_COMMENT)
        *(int *)ctx = PNEU_I_FIELD_DOWNGRADED;
}

/* Content-Type and Content-Disposition. */
static pneu_status write_parameters(pneu_arena *arena, const pneu_i_raw_field *field, pneu_i_seven_bit_field *out)
{
    pneu_format format = after_name(field, field->name.len);
    pneu_mime_value value;
    pneu_str text;
    pneu_defect_sink sink = {see_loss, &out->fate};
    int is_type = field->id == PNEU_FIELD_CONTENT_TYPE;
    pneu_status status = is_type ? pneu_content_type_parse(arena, field->value, PNEU_LENIENT, &sink, &value)
                                 : pneu_content_disposition_parse(arena, field->value, PNEU_LENIENT, &sink, &value);
    if (status != PNEU_OK)
        return status;
    if (is_type && !pneu_i_str_same(value.value, value.declared))
        return PNEU_ERR_UNREPRESENTABLE; /* it cannot be read, so there is no other way to write it */
    pneu_param *params = pneu_i_arena_alloc(arena, value.param_count * sizeof *params);
    if (params == NULL)
        return PNEU_ERR_MEMORY;
    for (size_t i = 0; i < value.param_count; i++) {
        params[i] = value.params[i];
        if (field->boundary.ptr != NULL && pneu_i_str_is(params[i].name, "boundary"))
            params[i].value = field->boundary;
    }
    value.params = params;
    status = pneu_mime_value_format(arena, &value, &format, &text);
    return status == PNEU_OK ? join(arena, field->name, text, &out->text) : status;
}

/* 1 if nothing but its long lines is wrong with a value. */
static int is_merely_long(const pneu_i_raw_field *field)
{
    pneu_i_census census = census_of(field->value);
    return !census.has_bare_cr && pneu_i_seven_bit_takes(field->value, field->flags);
}

static int holds_addresses(int32_t id)
{
    return pneu_field_kind(id) == PNEU_FIELD_KIND_ADDRESSES || id == PNEU_FIELD_LIST_ID;
}

static pneu_status write_structured(pneu_arena *arena, const pneu_i_raw_field *field, pneu_i_seven_bit_field *out)
{
    pneu_i_seven_bit_value value;
    pneu_status status;
    pneu_format format = {field->flags, 0};
    pneu_str text;
    pneu_i_seven_bit_value_init(&value, arena, field->value);
    value.format = format;
    value.may_downgrade = field->policy == PNEU_UNREPRESENTABLE_DOWNGRADE;
    if (holds_addresses(field->id))
        status = pneu_i_seven_bit_addresses(&value);
    else if (field->id == PNEU_FIELD_RECEIVED)
        status = pneu_i_seven_bit_trace(&value);
    else
        status = pneu_i_seven_bit_copy(&value, 0, field->value.len);
    if (status == PNEU_OK)
        status = pneu_i_text_builder_end(&value.text, &text);
    if (status != PNEU_OK)
        return status;
    if (value.is_unrepresentable)
        return PNEU_ERR_UNREPRESENTABLE;
    if (value.is_downgraded)
        out->fate = PNEU_I_FIELD_DOWNGRADED;
    return pneu_field_fold(arena, field->name, pneu_i_str_trim(text), pneu_fold_class(field->id), &format, &out->text);
}

static pneu_status write_by_kind(pneu_arena *arena, const pneu_i_raw_field *field, pneu_i_seven_bit_field *out)
{
    pneu_status status;
    switch (pneu_field_kind(field->id)) {
    case PNEU_FIELD_KIND_TEXT: return write_text(arena, field, &out->text);
    case PNEU_FIELD_KIND_MIME:
        if (field->boundary.ptr != NULL || !is_merely_long(field))
            return write_parameters(arena, field, out);
        status = write_structured(arena, field, out);
        return status == PNEU_OK || status == PNEU_ERR_MEMORY ? status : write_parameters(arena, field, out);
    default: return write_structured(arena, field, out);
    }
}

/* ---- Where there is no way ---------------------------------------------------------------------------------- */

/* "Downgraded-" and the name, with the value as a text (RFC 6857 sections 3.1.10 and 3.2.3). */
static pneu_status write_downgraded(pneu_arena *arena, const pneu_i_raw_field *field, pneu_str *out)
{
    static const char prefix[] = "Downgraded-";
    pneu_str text, none = {"", 0};
    pneu_i_text_builder name;
    pneu_i_lines lines;
    pneu_i_text_builder_init(&name, arena, sizeof prefix + field->name.len);
    pneu_i_text_builder_add(&name, prefix, sizeof prefix - 1);
    pneu_i_text_builder_add(&name, field->name.ptr, field->name.len);
    pneu_format format = after_name(field, name.len);
    pneu_status status = pneu_decode_text(arena, field->value, PNEU_LENIENT, NULL, &text);
    if (status != PNEU_OK)
        return status;
    pneu_i_lines_init(&lines, arena, 3 * text.len + 32, &format);
    pneu_i_words_put(&lines, none, pneu_i_str_trim(text), PNEU_I_WORDS_IN_PHRASE);
    status = pneu_i_lines_end(&lines, &text);
    return status == PNEU_OK ? join(arena, pneu_i_str_of(name.ptr, name.len), text, out) : status;
}

/* The fields that say how a message is taken apart. */
static int is_structural(int32_t id)
{
    return id == PNEU_FIELD_CONTENT_TYPE || id == PNEU_FIELD_CONTENT_TRANSFER_ENCODING || id == PNEU_FIELD_MIME_VERSION;
}

pneu_status pneu_i_field_to_seven_bit(pneu_arena *arena, const pneu_i_raw_field *field, pneu_i_seven_bit_field *out)
{
    out->fate = PNEU_I_FIELD_KEPT;
    pneu_status status = write_by_kind(arena, field, out);
    if (status == PNEU_ERR_MEMORY || (status == PNEU_OK && pneu_i_field_fits(out->text, field->flags)))
        return status;
    if (field->policy == PNEU_UNREPRESENTABLE_REFUSE || is_structural(field->id))
        return PNEU_ERR_UNREPRESENTABLE;
    if (field->policy == PNEU_UNREPRESENTABLE_DOWNGRADE) {
        out->fate = PNEU_I_FIELD_DOWNGRADED;
        status = write_downgraded(arena, field, &out->text);
        if (status == PNEU_ERR_MEMORY || (status == PNEU_OK && pneu_i_field_fits(out->text, field->flags)))
            return status;
    }
    out->fate = PNEU_I_FIELD_DROPPED;
    out->text = pneu_i_str_of("", 0);
    return PNEU_OK;
}
