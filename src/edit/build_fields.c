/*
 * The fields of a header, from values. In: a name and a value of some kind. Out: a finished field, folded, at the
 * end of the part's header. Invariant: every field was read back before it is kept, as a receiver reads it: alone
 * in a header it has no defect that is nonconforming, or ambiguous or graver. What may be so all the same is in
 * is_told_of. RFC 5322 sections 2.2 and 3.6, RFC 2045 section 3 (fields that are the builder's).
 */
#include "edit/builder.h"
#include "pneu/msgid.h"

#define NAME_MAX_LEN ((size_t)64)

enum {
    ARGUMENT_PART = 2,
    ARGUMENT_NAME = 3,
    ARGUMENT_VALUE = 4
};

/* ---- Names ----------------------------------------------------------------------------------------------------- */

/* Fields that say how the body is written. */
static int is_the_builders(int32_t id)
{
    return id == PNEU_FIELD_MIME_VERSION || id == PNEU_FIELD_CONTENT_TYPE ||
           id == PNEU_FIELD_CONTENT_TRANSFER_ENCODING || id == PNEU_FIELD_CONTENT_DISPOSITION ||
           id == PNEU_FIELD_CONTENT_ID || id == PNEU_FIELD_CONTENT_DESCRIPTION;
}

/* Fields that come once (RFC 5322 section 3.6), as far as readers mind. */
static int comes_once(int32_t id)
{
    return (id >= PNEU_FIELD_FROM && id <= PNEU_FIELD_REFERENCES) || id == PNEU_FIELD_RETURN_PATH ||
           (id >= PNEU_FIELD_CONTENT_LOCATION && id <= PNEU_FIELD_CONTENT_FEATURES) || id == PNEU_FIELD_LIST_ID ||
           (id >= PNEU_FIELD_LIST_HELP && id <= PNEU_FIELD_LIST_UNSUBSCRIBE_POST);
}

static pneu_i_build_field *find_field(const pneu_i_build_fields *fields, pneu_str name)
{
    pneu_i_build_field *field = fields->first;
    while (field != NULL && !pneu_i_str_same(field->name, name))
        field = field->next;
    return field;
}

/* The offset of the first byte that no name may have; the length if there is none. */
static size_t bad_name_byte(pneu_str name)
{
    size_t at = 0;
    while (at < name.len && at < NAME_MAX_LEN && pneu_i_is((unsigned char)name.ptr[at], PNEU_I_FTEXT))
        at++;
    return at;
}

/* A field that is being added. */
typedef struct adding {
    pneu_builder *builder;
    pneu_i_build_part *part;
    pneu_str name;
    int32_t id;
    pneu_i_build_place place;
    pneu_format format;
} adding;

static pneu_status refuse(adding *add, pneu_status status)
{
    return pneu_i_build_refuse(add->builder, status, &add->place);
}

/* A line that begins with "--" ends a part for programs that look no further. */
static int is_like_delimiter(pneu_str name)
{
    return name.len >= 2 && memcmp(name.ptr, "--", 2) == 0;
}

static pneu_status check_name(adding *add)
{
    if (add->name.len == 0 || add->name.ptr == NULL || bad_name_byte(add->name) < add->name.len) {
        add->place.offset = add->name.ptr != NULL ? bad_name_byte(add->name) : 0;
        add->place.field = pneu_i_str("");
        return PNEU_ERR_ARGUMENT;
    }
    add->id = pneu_field_id(add->name);
    if (is_the_builders(add->id) || is_like_delimiter(add->name))
        return PNEU_ERR_ARGUMENT;
    return comes_once(add->id) && find_field(&add->part->fields, add->name) != NULL ? PNEU_ERR_ARGUMENT : PNEU_OK;
}

/* What all setters begin with. */
static pneu_status begin(adding *add, pneu_builder *builder, uint32_t part, pneu_str name)
{
    if (builder == NULL)
        return PNEU_ERR_ARGUMENT;
    pneu_status status = pneu_i_build_is_open(builder);
    if (status != PNEU_OK)
        return status;
    add->builder = builder;
    add->name = name;
    add->id = PNEU_FIELD_OTHER;
    add->place = (pneu_i_build_place){part, ARGUMENT_PART, 0, {NULL, 0}};
    if (part >= builder->part_count)
        return refuse(add, PNEU_ERR_NOT_FOUND);
    add->part = &builder->parts[part];
    add->place.argument = ARGUMENT_NAME;
    add->place.field = name;
    status = check_name(add);
    if (status != PNEU_OK)
        return refuse(add, status);
    add->place.argument = ARGUMENT_VALUE;
    (void)pneu_i_build_format(builder, name.len + 2, &add->format);
    return PNEU_OK;
}

/* Setters other than raw: the name must have values of this kind. Any value fits a name that is not known. */
static pneu_status begin_kind(adding *add, pneu_builder *builder, uint32_t part, pneu_str name, int32_t kind)
{
    pneu_status status = begin(add, builder, part, name);
    if (status != PNEU_OK || add->id == PNEU_FIELD_OTHER || pneu_field_kind(add->id) == kind)
        return status;
    add->place.argument = ARGUMENT_NAME;
    return refuse(add, PNEU_ERR_ARGUMENT);
}

/* ---- Reading back ---------------------------------------------------------------------------------------------- */

/* Defects that are no fault of the field: what others of the header lack, what a text is about, foreign
 * identifiers. */
static int is_told_of(const pneu_defect *defect, int32_t id)
{
    switch (defect->code) {
    case PNEU_DEFECT_HDR_MISSING_REQUIRED:
    case PNEU_DEFECT_MIME_VERSION_MISSING:
    case PNEU_DEFECT_ADDR_MULTI_FROM: return 1;
    case PNEU_DEFECT_EW_SYNTAX: return defect->detail == PNEU_DETAIL_EW_NESTED;
    case PNEU_DEFECT_HDR_VALUE_MALFORMED: return id == PNEU_FIELD_REFERENCES || id == PNEU_FIELD_IN_REPLY_TO;
    default: return 0;
    }
}

static pneu_status judge(const pneu_message *guard, int *has_authors)
{
    pneu_field field;
    int32_t id = PNEU_FIELD_OTHER;
    *has_authors = 0;
    if (pneu_message_part_count(guard) > 0 && pneu_part_field((pneu_message *)guard, 0, 0, &field) == PNEU_OK)
        id = field.id;
    for (size_t i = 0; i < pneu_message_defect_record_count(guard); i++) {
        const pneu_defect *defect = pneu_message_defect(guard, i);
        if (defect->code == PNEU_DEFECT_ADDR_MULTI_FROM)
            *has_authors = 1;
        /* a find that is harmless here, as a name that is an address in To, is none that anybody needs to write */
        int is_grave = defect->severity >= PNEU_SEVERITY_AMBIGUOUS ||
                       pneu_defect_severity(defect->code) >= PNEU_SEVERITY_AMBIGUOUS;
        if ((is_grave || (defect->marks & PNEU_MARK_NONCONFORMING) != 0) && !is_told_of(defect, id))
            return PNEU_ERR_ARGUMENT;
    }
    return PNEU_OK;
}

pneu_status pneu_i_build_guard(pneu_builder *builder, pneu_str field, int *has_authors)
{
    char *header = pneu_i_arena_alloc(&builder->arena, field.len + 2);
    pneu_status status;
    if (header == NULL)
        return PNEU_ERR_MEMORY;
    memcpy(header, field.ptr, field.len);
    memcpy(header + field.len, "\r\n", 2);
    if (builder->guard == NULL)
        status = pneu_message_parse(header, field.len + 2, NULL, &builder->alloc, &builder->guard);
    else
        status = pneu_message_parse_again(builder->guard, header, field.len + 2);
    if (status == PNEU_OK)
        status = pneu_message_load(builder->guard);
    if (status == PNEU_OK)
        status = judge(builder->guard, has_authors);
    if (builder->guard != NULL)
        pneu_message_reset(builder->guard);
    return status;
}

/* ---- Adding ---------------------------------------------------------------------------------------------------- */

pneu_status pneu_i_build_append(pneu_builder *builder, pneu_i_build_fields *fields, pneu_str name, pneu_str bytes)
{
    if (fields->count >= PNEU_I_BUILD_FIELDS || bytes.len > PNEU_I_BUILD_FIELD_SIZE ||
        fields->size + bytes.len > PNEU_I_BUILD_HEADER_SIZE)
        return PNEU_ERR_LIMIT;
    pneu_i_build_field *field = pneu_i_arena_alloc(&builder->arena, sizeof *field);
    if (field == NULL || pneu_i_arena_copy(&builder->arena, name, &field->name) != PNEU_OK)
        return PNEU_ERR_MEMORY;
    field->next = NULL;
    field->bytes = bytes;
    if (fields->last != NULL)
        fields->last->next = field;
    else
        fields->first = field;
    fields->last = field;
    fields->count++;
    fields->size += bytes.len;
    return PNEU_OK;
}

/* The rest of every setter: `status` is that of making the value. */
static pneu_status end(adding *add, pneu_status status, pneu_str value)
{
    pneu_str field = {NULL, 0};
    int has_authors = 0;
    if (status == PNEU_OK)
        status =
            pneu_field_fold(&add->builder->arena, add->name, value, pneu_fold_class(add->id), &add->format, &field);
    if (status == PNEU_OK)
        status = field.len <= PNEU_I_BUILD_FIELD_SIZE ? pneu_i_build_guard(add->builder, field, &has_authors)
                                                      : PNEU_ERR_LIMIT;
    if (status == PNEU_OK)
        status = pneu_i_build_append(add->builder, &add->part->fields, add->name, field);
    if (status != PNEU_OK)
        return refuse(add, status);
    add->part->has_authors |= (uint8_t)has_authors;
    return PNEU_OK;
}

/* The offset of the first CR, LF or NUL; 0 if there is none. */
static size_t break_in(pneu_str text)
{
    for (size_t i = 0; text.ptr != NULL && i < text.len; i++)
        if (text.ptr[i] == '\r' || text.ptr[i] == '\n' || text.ptr[i] == 0)
            return i;
    return 0;
}

pneu_status pneu_builder_add_text(pneu_builder *builder, uint32_t part, pneu_str name, pneu_str utf8)
{
    adding add;
    pneu_str value = {NULL, 0};
    pneu_status status = begin_kind(&add, builder, part, name, PNEU_FIELD_KIND_TEXT);
    if (status != PNEU_OK)
        return status;
    add.place.offset = break_in(utf8);
    return end(&add, pneu_text_encode(&builder->arena, utf8, &add.format, &value), value);
}

pneu_status pneu_builder_add_raw(pneu_builder *builder, uint32_t part, pneu_str name, pneu_str value)
{
    adding add;
    pneu_status status = begin(&add, builder, part, name);
    if (status != PNEU_OK)
        return status;
    add.place.offset = break_in(value);
    int has_break =
        add.place.offset > 0 || (value.ptr != NULL && value.len > 0 && memchr("\r\n", value.ptr[0], 3) != NULL);
    return end(&add, has_break || value.ptr == NULL ? PNEU_ERR_ARGUMENT : PNEU_OK, value);
}

/* PNEU_ERR_ARGUMENT where there is nobody, or somebody in a group. */
static pneu_status check_list(adding *add, const pneu_address_list *list)
{
    if (list == NULL || list->mailbox_count + list->group_count == 0)
        return PNEU_ERR_ARGUMENT;
    for (size_t i = 0; i < list->group_count; i++)
        if (list->groups[i].count > 0 || !pneu_i_str_is(list->groups[i].name, "undisclosed-recipients")) {
            add->place.offset = i;
            return PNEU_ERR_ARGUMENT;
        }
    return PNEU_OK;
}

/* The index of the first mailbox that cannot be written. */
static size_t bad_mailbox(const adding *add, const pneu_address_list *list)
{
    pneu_str out;
    for (size_t i = 0; i < list->mailbox_count; i++)
        if (pneu_mailbox_format(&add->builder->arena, &list->mailboxes[i], &add->format, &out) != PNEU_OK)
            return i;
    return 0;
}

static pneu_status add_list(adding *add, const pneu_address_list *list)
{
    pneu_str value = {NULL, 0};
    pneu_status status = check_list(add, list);
    if (status == PNEU_OK) {
        status = pneu_address_list_format(&add->builder->arena, list, &add->format, &value);
        if (status == PNEU_ERR_ARGUMENT)
            add->place.offset = bad_mailbox(add, list);
    }
    return end(add, status, value);
}

pneu_status pneu_builder_add_addresses(pneu_builder *builder, uint32_t part, pneu_str name,
                                       const pneu_address_list *list)
{
    adding add;
    pneu_status status = begin_kind(&add, builder, part, name, PNEU_FIELD_KIND_ADDRESSES);
    return status == PNEU_OK ? add_list(&add, list) : status;
}

pneu_status pneu_builder_add_address_text(pneu_builder *builder, uint32_t part, pneu_str name, pneu_str utf8)
{
    adding add;
    pneu_address_list list;
    pneu_status status = begin_kind(&add, builder, part, name, PNEU_FIELD_KIND_ADDRESSES);
    if (status != PNEU_OK)
        return status;
    add.place.offset = break_in(utf8);
    if (utf8.ptr == NULL || (utf8.len > 0 && memchr("\r\n", utf8.ptr[0], 3) != NULL) || add.place.offset > 0)
        return refuse(&add, PNEU_ERR_ARGUMENT);
    status = pneu_address_list_parse(&builder->arena, utf8, PNEU_STRICT, NULL, &list);
    if (status != PNEU_OK)
        return refuse(&add, status == PNEU_ERR_MEMORY ? status : PNEU_ERR_ARGUMENT);
    return add_list(&add, &list);
}

pneu_status pneu_builder_add_date(pneu_builder *builder, uint32_t part, pneu_str name, const pneu_date *date)
{
    adding add;
    pneu_str value = {NULL, 0};
    pneu_status status = begin_kind(&add, builder, part, name, PNEU_FIELD_KIND_DATE);
    return status == PNEU_OK ? end(&add, pneu_date_format(&builder->arena, date, &value), value) : status;
}

/* The index of the first identifier that cannot be written. */
static size_t bad_id(const adding *add, const pneu_str *ids, size_t count)
{
    pneu_str out;
    for (size_t i = 0; ids != NULL && i < count; i++)
        if (pneu_references_format(&add->builder->arena, ids + i, 1, 0, &out) != PNEU_OK)
            return i;
    return 0;
}

pneu_status pneu_builder_add_ids(pneu_builder *builder, uint32_t part, pneu_str name, const pneu_str *ids, size_t count)
{
    adding add;
    pneu_str value = {NULL, 0};
    pneu_status status = begin_kind(&add, builder, part, name, PNEU_FIELD_KIND_IDS);
    if (status != PNEU_OK)
        return status;
    status = count > 0 ? pneu_references_format(&builder->arena, ids, count, 0, &value) : PNEU_ERR_ARGUMENT;
    if (status == PNEU_ERR_ARGUMENT)
        add.place.offset = bad_id(&add, ids, count);
    return end(&add, status, value);
}

pneu_status pneu_builder_add_mime(pneu_builder *builder, uint32_t part, pneu_str name, const pneu_mime_value *value)
{
    adding add;
    pneu_str written = {NULL, 0};
    pneu_status status = begin(&add, builder, part, name);
    return status == PNEU_OK ? end(&add, pneu_mime_value_format(&builder->arena, value, &add.format, &written), written)
                             : status;
}

int32_t pneu_builder_has_field(const pneu_builder *builder, uint32_t part, pneu_str name)
{
    return builder != NULL && part < builder->part_count && find_field(&builder->parts[part].fields, name) != NULL;
}

pneu_status pneu_builder_remove_fields(pneu_builder *builder, uint32_t part, pneu_str name)
{
    if (builder == NULL)
        return PNEU_ERR_ARGUMENT;
    pneu_status status = pneu_i_build_is_open(builder);
    if (status != PNEU_OK)
        return status;
    if (part >= builder->part_count || find_field(&builder->parts[part].fields, name) == NULL)
        return PNEU_ERR_NOT_FOUND;
    pneu_i_build_fields *fields = &builder->parts[part].fields, left = {NULL, NULL, 0, 0};
    for (pneu_i_build_field *field = fields->first, *next; field != NULL; field = next) {
        next = field->next;
        if (pneu_i_str_same(field->name, name))
            continue;
        field->next = NULL;
        if (left.last != NULL)
            left.last->next = field;
        else
            left.first = field;
        left.last = field;
        left.count++;
        left.size += field->bytes.len;
    }
    *fields = left;
    if (pneu_field_id(name) == PNEU_FIELD_FROM)
        builder->parts[part].has_authors = 0;
    return PNEU_OK;
}
