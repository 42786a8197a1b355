/*
 * Values made of Content-Type, -Transfer-Encoding, -Disposition and -ID.
 * In: the raw values of the fields, the first of each name or, in that reading, the last. Out: parameters, names and
 * texts in the message's arena. Invariants: each is made once, when first asked for; where headers are not kept all of
 * them are made at the end of the header, from values copied while it passed. An identifier is read as everywhere.
 * RFC 2045 sections 5, 6 and 7, RFC 2183 section 2.3. Not handled: defects of these values, which the parser reports.
 */
#include "tree/details.h"

#include "pneu/crypto.h"
#include "pneu/msgid.h"
#include "syntax/param_value.h"
#include "tree/field_list.h"

static int takes_last(const pneu_message *message, uint32_t part)
{
    return pneu_i_node_choice(message, &message->nodes[part], PNEU_READING_DUPLICATE_FIELD) == 1;
}

/* The raw value of a field; *found is 0 if there is none. PNEU_OK or PNEU_ERR_MEMORY. */
static pneu_status find_value(pneu_message *message, uint32_t part, int which, pneu_str *value, int *found)
{
    *found = 0;
    if (message->mode == PNEU_KEEP_OFFSETS) {
        *value = message->value[which];
        *found = value->ptr != NULL;
        return PNEU_OK;
    }
    pneu_field field;
    pneu_status status = PNEU_OK;
    for (uint32_t i = 0; status == PNEU_OK; i++) {
        status = pneu_part_find_field(message, part, PNEU_FIELD_CONTENT_TYPE + which, pneu_i_str(""), &i, &field);
        if (status != PNEU_OK)
            break;
        *value = field.value;
        *found = 1;
        if (!takes_last(message, part))
            break;
    }
    return status == PNEU_ERR_NOT_FOUND ? PNEU_OK : status;
}

pneu_status pneu_i_type_value(pneu_message *message, uint32_t part, pneu_str *value, int *found)
{
    return find_value(message, part, PNEU_I_VALUE_TYPE, value, found);
}

/* ---- Making values ----------------------------------------------------------------------------------------- */

static pneu_status know_type(pneu_message *message, uint32_t part, pneu_i_details *details)
{
    pneu_str value;
    int found;
    pneu_status status = find_value(message, part, PNEU_I_VALUE_TYPE, &value, &found);
    if (status != PNEU_OK || !found)
        return status;
    pneu_mime_value type;
    status = pneu_content_type_parse(&message->arena, value, PNEU_LENIENT, NULL, &type);
    if (status != PNEU_OK)
        return status;
    details->declared_type = type.declared;
    details->params = type.params;
    details->param_count = type.param_count;
    return PNEU_OK;
}

static pneu_status know_encoding(pneu_message *message, uint32_t part, pneu_i_details *details)
{
    int32_t encoding = message->nodes[part].encoding;
    if (encoding != PNEU_ENCODING_UNKNOWN) {
        details->encoding = pneu_i_str(pneu_encoding_name(encoding));
        return PNEU_OK;
    }
    pneu_str value;
    int found;
    pneu_status status = find_value(message, part, PNEU_I_VALUE_ENCODING, &value, &found);
    if (status != PNEU_OK || !found)
        return status;
    return pneu_i_raw_decode(&message->arena, pneu_i_str_trim(value), &details->encoding);
}

static const pneu_str *param_value(const pneu_param *params, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (pneu_i_str_is(params[i].name, name))
            return &params[i].value;
    return NULL;
}

/* The filename of Content-Disposition, unless it is empty; else the name of Content-Type. */
static void choose_filename(pneu_i_details *details, const pneu_str *filename, const pneu_str *name)
{
    if (name != NULL)
        details->names[0] = *name;
    if (filename != NULL)
        details->names[1] = *filename;
    details->names_differ = filename != NULL && name != NULL && !pneu_i_str_equal(*filename, *name);
    const pneu_str *chosen = name != NULL && (filename == NULL || filename->len == 0) ? name : filename;
    if (chosen != NULL) {
        details->filename = *chosen;
        details->has_filename = 1;
    }
}

static pneu_status know_filename(pneu_message *message, uint32_t part, pneu_i_details *details)
{
    pneu_str value;
    int found;
    pneu_status status = find_value(message, part, PNEU_I_VALUE_DISPOSITION, &value, &found);
    if (status != PNEU_OK)
        return status;
    pneu_mime_value disposition;
    memset(&disposition, 0, sizeof disposition);
    if (found)
        status = pneu_content_disposition_parse(&message->arena, value, PNEU_LENIENT, NULL, &disposition);
    if (status != PNEU_OK)
        return status;
    choose_filename(details, param_value(disposition.params, disposition.param_count, "filename"),
                    param_value(details->params, details->param_count, "name"));
    return PNEU_OK;
}

static pneu_status know_id(pneu_message *message, uint32_t part, pneu_i_details *details)
{
    pneu_str value;
    int found;
    pneu_status status = find_value(message, part, PNEU_I_VALUE_ID, &value, &found);
    if (status != PNEU_OK || !found)
        return status;
    status = pneu_msgid_parse(&message->arena, value, PNEU_LENIENT, NULL, &details->content_id);
    return status == PNEU_ERR_NOT_FOUND ? PNEU_OK : status;
}

static pneu_status details_of(pneu_message *message, uint32_t part, pneu_i_details **out)
{
    pneu_i_node *node = &message->nodes[part];
    if (node->details == NULL) {
        node->details = pneu_i_arena_alloc(&message->arena, sizeof *node->details);
        if (node->details == NULL)
            return PNEU_ERR_MEMORY;
        memset(node->details, 0, sizeof *node->details);
    }
    *out = node->details;
    return PNEU_OK;
}

pneu_status pneu_i_details_know(pneu_message *message, uint32_t part, uint32_t wanted, pneu_i_details **out)
{
    /* In this order: the filename may come from Content-Type. */
    static const struct {
        uint32_t bit;
        pneu_status (*know)(pneu_message *message, uint32_t part, pneu_i_details *details);
    } makers[] = {
        {PNEU_I_KNOW_TYPE, know_type},
        {PNEU_I_KNOW_ENCODING, know_encoding},
        {PNEU_I_KNOW_FILENAME, know_filename},
        {PNEU_I_KNOW_ID, know_id},
    };
    pneu_i_details *details;
    pneu_status status = details_of(message, part, &details);
    if ((wanted & PNEU_I_KNOW_FILENAME) != 0)
        wanted |= PNEU_I_KNOW_TYPE;
    for (size_t i = 0; i < sizeof makers / sizeof makers[0] && status == PNEU_OK; i++) {
        if ((wanted & ~details->known & makers[i].bit) == 0)
            continue;
        status = makers[i].know(message, part, details);
        if (status == PNEU_OK)
            details->known |= makers[i].bit;
    }
    if (status == PNEU_OK)
        *out = details;
    return status;
}

/* ---- Passing headers --------------------------------------------------------------------------------------- */

pneu_status pneu_i_details_capture(pneu_message *message, const pneu_event *event)
{
    uint32_t part = message->node_count - 1;
    for (size_t i = 0; i < event->field_count; i++) {
        const pneu_field_span *field = &event->fields[i];
        unsigned which = (unsigned)field->id - PNEU_FIELD_CONTENT_TYPE;
        if (which >= PNEU_I_VALUE_COUNT || (message->value[which].ptr != NULL && !takes_last(message, part)))
            continue;
        pneu_str raw = pneu_i_str_of(event->slice.ptr + field->value, field->end - field->value);
        if (event->type == PNEU_EVENT_FIELDS)
            raw = pneu_i_field_value(message, &message->nodes[part], raw);
        pneu_status status = pneu_i_arena_copy(&message->arena, raw, &message->value[which]);
        if (status != PNEU_OK)
            return status;
    }
    return PNEU_OK;
}

/* ---- For everybody ----------------------------------------------------------------------------------------- */

static pneu_status details_for(pneu_message *message, uint32_t part, uint32_t wanted, pneu_i_details **out)
{
    if (pneu_i_part(message, part) == NULL)
        return PNEU_ERR_NOT_FOUND;
    return pneu_i_details_know(message, part, wanted, out);
}

pneu_status pneu_part_declared_type(pneu_message *message, uint32_t part, pneu_str *type)
{
    if (message == NULL || type == NULL)
        return PNEU_ERR_ARGUMENT;
    pneu_i_details *details;
    pneu_status status = details_for(message, part, PNEU_I_KNOW_TYPE, &details);
    if (status == PNEU_OK)
        *type = details->declared_type;
    return status;
}

pneu_status pneu_part_encoding_text(pneu_message *message, uint32_t part, pneu_str *encoding)
{
    if (message == NULL || encoding == NULL)
        return PNEU_ERR_ARGUMENT;
    pneu_i_details *details;
    pneu_status status = details_for(message, part, PNEU_I_KNOW_ENCODING, &details);
    if (status == PNEU_OK)
        *encoding = details->encoding;
    return status;
}

pneu_status pneu_part_filename(pneu_message *message, uint32_t part, pneu_str *filename, int32_t *has)
{
    if (message == NULL || filename == NULL || has == NULL)
        return PNEU_ERR_ARGUMENT;
    pneu_i_details *details;
    pneu_status status = details_for(message, part, PNEU_I_KNOW_FILENAME, &details);
    if (status == PNEU_OK) {
        *filename = details->filename;
        *has = details->has_filename;
    }
    return status;
}

pneu_status pneu_part_content_id(pneu_message *message, uint32_t part, pneu_str *content_id)
{
    if (message == NULL || content_id == NULL)
        return PNEU_ERR_ARGUMENT;
    pneu_i_details *details;
    pneu_status status = details_for(message, part, PNEU_I_KNOW_ID, &details);
    if (status == PNEU_OK)
        *content_id = details->content_id;
    return status;
}

pneu_status pneu_part_parameters(pneu_message *message, uint32_t part, const struct pneu_param **parameters,
                                 size_t *count)
{
    if (message == NULL || parameters == NULL || count == NULL)
        return PNEU_ERR_ARGUMENT;
    pneu_i_details *details;
    pneu_status status = details_for(message, part, PNEU_I_KNOW_TYPE, &details);
    if (status == PNEU_OK) {
        *parameters = details->params;
        *count = details->param_count;
    }
    return status;
}

pneu_status pneu_part_crypto_kind(pneu_message *message, uint32_t part, int32_t *kind)
{
    if (message == NULL || kind == NULL)
        return PNEU_ERR_ARGUMENT;
    pneu_i_details *details;
    pneu_mime_value type;
    pneu_status status = details_for(message, part, PNEU_I_KNOW_TYPE, &details);
    if (status != PNEU_OK)
        return status;
    memset(&type, 0, sizeof type);
    pneu_part_type(message, part, &type.value);
    type.params = details->params;
    type.param_count = details->param_count;
    *kind = pneu_crypto_kind(&type);
    return PNEU_OK;
}
