/*
 * The value of a header field as bytes.
 * In: a field of a tree. Out: its raw value, also of a field that is cut in the tree: its bytes are read by its place.
 */
#include "cli/field_value.h"

#include <string.h>

#include "pneu/syntax.h"

static pneu_str without_line_end(pneu_str text)
{
    if (text.len > 0 && text.ptr[text.len - 1] == '\n')
        text.len--;
    if (text.len > 0 && text.ptr[text.len - 1] == '\r')
        text.len--;
    return text;
}

pneu_status field_value_read(pneu_message *message, uint32_t part, const pneu_field *field, struct field_value *value)
{
    pneu_span span = {field->offset, field->length};
    pneu_status status = pneu_part_bytes(message, part, &span, &value->bytes);
    const char *colon;

    if (status != PNEU_OK)
        return status;
    colon = value->bytes.len > 0 ? memchr(value->bytes.ptr, ':', value->bytes.len) : NULL;
    value->raw = field->value;
    value->offset = field->offset;
    if (!colon)
        return PNEU_OK;
    value->offset += (uint64_t)(colon + 1 - value->bytes.ptr);
    if (field->is_cut)
        value->raw = without_line_end((pneu_str){colon + 1, (size_t)(field->offset + field->length - value->offset)});
    return PNEU_OK;
}

pneu_str field_value_trim(pneu_str text)
{
    while (text.len > 0 && (text.ptr[0] == ' ' || text.ptr[0] == '\t')) {
        text.ptr++;
        text.len--;
    }
    while (text.len > 0 && (text.ptr[text.len - 1] == ' ' || text.ptr[text.len - 1] == '\t'))
        text.len--;
    return text;
}

pneu_status field_value_unfold(pneu_arena *arena, pneu_str raw, pneu_str *out)
{
    pneu_str text;
    pneu_status status = pneu_unfold(arena, raw, &text);

    if (status == PNEU_OK)
        *out = field_value_trim(text);
    return status;
}
