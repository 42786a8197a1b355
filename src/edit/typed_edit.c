/*
 * Fields with typed values: formatted as the value's kind is (RFC 5322, 2045, 2047, 2231), then put as any other
 * field. In: texts, addresses, dates, identifiers, MIME values. Out: a field in the header. Invariant: what the
 * formatter refuses is refused, and nothing is changed.
 */
#include "edit/header_edit.h"

#include "base/line.h"

/* What a formatter made of a value. */
typedef struct formatted {
    pneu_str text;
    pneu_status status;
    size_t bad; /* where a byte stands that it refuses */
} formatted;

/* The part and the name are good, so that a value can be formatted: for the line that begins with the name. */
static pneu_status begin_value(pneu_message *message, uint32_t part, pneu_str name, const void *value,
                               pneu_format *format)
{
    pneu_status status = pneu_i_edit_begin(message, part);
    if (status == PNEU_OK)
        status = pneu_i_edit_check_name(message, name, 4);
    if (status != PNEU_OK)
        return status;
    if (value == NULL)
        return pneu_i_edit_refuse_argument(message, 5);
    format->flags = message->edits.format_flags;
    format->column = name.len < PNEU_I_LINE_MAX ? (uint32_t)name.len + 2 : PNEU_I_LINE_MAX;
    return PNEU_OK;
}

/* Puts what the formatter made, or tells that it refused. */
static pneu_status end_value(pneu_message *message, uint32_t part, int32_t where, pneu_str name, const formatted *value)
{
    if (value->status != PNEU_OK)
        return pneu_i_edit_refuse(message, value->status, value->status == PNEU_ERR_MEMORY ? 0 : 5, value->bad);
    return pneu_part_put_field(message, part, where, name, value->text);
}

/* Where the first byte stands that no text can have. */
static size_t first_bad(pneu_str text)
{
    size_t i = 0;
    while (i < text.len && text.ptr[i] != '\r' && text.ptr[i] != '\n' && text.ptr[i] != 0)
        i++;
    return i;
}

pneu_status pneu_part_put_text(pneu_message *message, uint32_t part, int32_t where, pneu_str name, pneu_str utf8)
{
    pneu_format format;
    formatted value = {pneu_i_str(""), PNEU_OK, 0};
    pneu_status status = begin_value(message, part, name, utf8.ptr != NULL ? utf8.ptr : "", &format);
    if (status != PNEU_OK)
        return status;
    if (utf8.ptr == NULL && utf8.len > 0)
        return pneu_i_edit_refuse_argument(message, 5);
    value.bad = first_bad(utf8);
    value.status = pneu_text_encode(&message->arena, utf8, &format, &value.text);
    return end_value(message, part, where, name, &value);
}

pneu_status pneu_part_put_addresses(pneu_message *message, uint32_t part, int32_t where, pneu_str name,
                                    const pneu_address_list *list)
{
    pneu_format format;
    formatted value = {pneu_i_str(""), PNEU_OK, 0};
    pneu_status status = begin_value(message, part, name, list, &format);
    if (status != PNEU_OK)
        return status;
    value.status = pneu_address_list_format(&message->arena, list, &format, &value.text);
    return end_value(message, part, where, name, &value);
}

pneu_status pneu_part_put_date(pneu_message *message, uint32_t part, int32_t where, pneu_str name,
                               const pneu_date *date)
{
    pneu_format format;
    formatted value = {pneu_i_str(""), PNEU_OK, 0};
    pneu_status status = begin_value(message, part, name, date, &format);
    if (status != PNEU_OK)
        return status;
    value.status = pneu_date_format(&message->arena, date, &value.text);
    return end_value(message, part, where, name, &value);
}

pneu_status pneu_part_put_ids(pneu_message *message, uint32_t part, int32_t where, pneu_str name,
                              const pneu_msgid_list *ids)
{
    pneu_format format;
    formatted value = {pneu_i_str(""), PNEU_OK, 0};
    pneu_status status = begin_value(message, part, name, ids, &format);
    if (status != PNEU_OK)
        return status;
    value.status = pneu_references_format(&message->arena, ids->ids, ids->count, SIZE_MAX, &value.text);
    return end_value(message, part, where, name, &value);
}

pneu_status pneu_part_put_mime(pneu_message *message, uint32_t part, int32_t where, pneu_str name,
                               const pneu_mime_value *mime)
{
    pneu_format format;
    formatted value = {pneu_i_str(""), PNEU_OK, 0};
    pneu_status status = begin_value(message, part, name, mime, &format);
    if (status != PNEU_OK)
        return status;
    value.status = pneu_mime_value_format(&message->arena, mime, &format, &value.text);
    return end_value(message, part, where, name, &value);
}
