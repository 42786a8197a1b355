/*
 * The header of each part, once everything is known of it. In: finished fields, types, encodings, boundaries. Out:
 * the bytes up to the empty line. Fields stand as they were added; then MIME-Version (in the message),
 * Content-Type, Content-Transfer-Encoding where it is not 7bit, and what else speaks of the part. Invariant: every
 * part has its type; what is around an 8bit message is 8bit (RFC 2045 section 6.4). RFC 5322 section 3.6 (From and
 * Date, Sender where From has several addresses), RFC 2387 section 3.1 (type of related).
 */
#include "edit/builder.h"

/* ---- What only the whole shows --------------------------------------------------------------------------------- */

static pneu_status miss(pneu_builder *builder, const char *name)
{
    pneu_i_build_place place = {0, 0, 0, pneu_i_str(name)};
    return pneu_i_build_refuse(builder, PNEU_ERR_STATE, &place);
}

pneu_status pneu_i_build_check_fields(pneu_builder *builder)
{
    int may_miss = (builder->flags & (PNEU_BUILD_PART | PNEU_BUILD_DRAFT)) != 0;
    if (!may_miss && !pneu_builder_has_field(builder, 0, pneu_i_str("From")))
        return miss(builder, "From");
    if (!may_miss && !pneu_builder_has_field(builder, 0, pneu_i_str("Date")))
        return miss(builder, "Date");
    if (builder->parts[0].has_authors && !pneu_builder_has_field(builder, 0, pneu_i_str("Sender")))
        return miss(builder, "Sender");
    return PNEU_OK;
}

/* The type of multipart/related names that of its root, the first part. */
static void complete_type(pneu_builder *builder, size_t number)
{
    pneu_mime_value *type = &builder->parts[number].type;
    if (!pneu_i_str_is(type->value, "multipart/related"))
        return;
    for (size_t i = 0; i < type->param_count; i++)
        if (pneu_i_str_is(type->params[i].name, "type"))
            return;
    pneu_i_build_add_param(type, "type", builder->parts[number + 1].type.value);
}

static void mark_around(pneu_builder *builder, const pneu_i_build_part *part)
{
    for (uint32_t around = part->parent; around != PNEU_NO_PART; around = builder->parts[around].parent)
        builder->parts[around].encoding = PNEU_ENCODING_8BIT;
}

/* ---- Writing --------------------------------------------------------------------------------------------------- */

static pneu_status append_simple(pneu_builder *builder, pneu_i_build_fields *fields, const char *name,
                                 const char *value)
{
    pneu_str field;
    pneu_status status =
        pneu_field_fold(&builder->arena, pneu_i_str(name), pneu_i_str(value), PNEU_FOLD_NEVER, NULL, &field);
    return status == PNEU_OK ? pneu_i_build_append(builder, fields, pneu_i_str(name), field) : status;
}

static pneu_status append_type(pneu_builder *builder, const pneu_i_build_part *part, pneu_i_build_fields *fields)
{
    static const char name[] = "Content-Type";
    pneu_format format;
    pneu_str value, field;
    (void)pneu_i_build_format(builder, sizeof name + 1, &format);
    pneu_status status = pneu_mime_value_format(&builder->arena, &part->type, &format, &value);
    if (status == PNEU_OK)
        status = pneu_field_fold(&builder->arena, pneu_i_str(name), value, PNEU_FOLD_PARAMETERS, &format, &field);
    return status == PNEU_OK ? pneu_i_build_append(builder, fields, pneu_i_str(name), field) : status;
}

static char *copy_fields(char *to, const pneu_i_build_fields *fields)
{
    for (const pneu_i_build_field *field = fields->first; field != NULL; field = field->next) {
        memcpy(to, field->bytes.ptr, field->bytes.len);
        to += field->bytes.len;
    }
    return to;
}

static pneu_status join(pneu_builder *builder, pneu_i_build_part *part, const pneu_i_build_fields *mime)
{
    size_t size = part->fields.size + mime->size + part->about.size + 2;
    if (size > PNEU_I_BUILD_HEADER_SIZE)
        return PNEU_ERR_LIMIT;
    char *bytes = pneu_i_arena_alloc(&builder->arena, size);
    if (bytes == NULL)
        return PNEU_ERR_MEMORY;
    char *end = copy_fields(copy_fields(copy_fields(bytes, &part->fields), mime), &part->about);
    memcpy(end, "\r\n", 2);
    part->header = pneu_i_str_of(bytes, size);
    return PNEU_OK;
}

static pneu_status write_header(pneu_builder *builder, size_t number)
{
    pneu_i_build_part *part = &builder->parts[number];
    pneu_i_build_fields mime = {NULL, NULL, 0, 0};
    pneu_status status = PNEU_OK;
    if (part->kind == PNEU_I_BUILD_MULTIPART) {
        complete_type(builder, number);
        pneu_i_build_add_param(&part->type, "boundary", part->boundary);
    }
    if (number == 0 && (builder->flags & PNEU_BUILD_PART) == 0)
        status = append_simple(builder, &mime, "MIME-Version", "1.0");
    if (status == PNEU_OK)
        status = append_type(builder, part, &mime);
    if (status == PNEU_OK && part->encoding != PNEU_ENCODING_7BIT)
        status = append_simple(builder, &mime, "Content-Transfer-Encoding", pneu_encoding_name(part->encoding));
    return status == PNEU_OK ? join(builder, part, &mime) : status;
}

pneu_status pneu_i_build_write_headers(pneu_builder *builder)
{
    pneu_status status = PNEU_OK;
    for (size_t i = 0; i < builder->part_count; i++)
        if (builder->parts[i].kind == PNEU_I_BUILD_LEAF && builder->parts[i].encoding == PNEU_ENCODING_8BIT)
            mark_around(builder, &builder->parts[i]);
    for (size_t i = 0; i < builder->part_count && status == PNEU_OK; i++)
        status = write_header(builder, i);
    return status;
}
