/*
 * What the header of a part that is cleaned says of its body.
 * In: the plan's marks, and what the parser says of the part. Out: type, charset, boundary and encoding as written; a
 * body that is written anew is got ready, and of an encoded message the stream that takes it apart.
 * RFC 2045, RFC 2046 section 5.2, RFC 6533.
 */
#include <string.h>

#include "base/str.h"
#include "sanitise/sanitise_filter.h"
#include "tree/message.h"

#define OPAQUE_TYPE "application/octet-stream"

/* 1 if the tree has a part within this one. */
static int has_parts(const pneu_sanitise *filter, uint32_t part)
{
    return pneu_part_first_child(filter->plan->tree, part) != PNEU_NO_PART;
}

static int is_message_header(const pneu_sanitise *filter, uint32_t part)
{
    return (pneu_part_marks(filter->plan->tree, part) & PNEU_ENTITY_MESSAGE_HEADER) != 0;
}

/* A multipart without parts is a text, but one that was closed at once gets an empty part. */
static int is_text_indeed(const pneu_sanitise *filter, uint32_t part)
{
    pneu_defect_set found;
    pneu_part_defects_found(filter->plan->tree, part, &found);
    return !has_parts(filter, part) && !pneu_defect_set_has(&found, PNEU_DEFECT_MIME_EMPTY_MULTIPART);
}

static int begins_with(pneu_str type, const char *start)
{
    size_t len = strlen(start);
    return type.len >= len && memcmp(type.ptr, start, len) == 0;
}

/* The charset that is written, if it is not the one declared; a body that becomes UTF-8 gets its decoder. */
static pneu_status begin_text(pneu_sanitise *filter, const pneu_i_open_part *open, const pneu_entity *entity,
                              pneu_str *charset)
{
    uint32_t flags = pneu_i_str_is(entity->type, "text/html") ? PNEU_TEXT_HTML : 0;
    if ((open->action & (PNEU_I_TO_UTF8 | PNEU_I_SAY_UTF8)) != 0)
        *charset = pneu_i_str("utf-8");
    else if ((open->action & PNEU_I_SAY_WINDOWS_1252) != 0)
        *charset = pneu_i_str("windows-1252");
    if ((open->action & PNEU_I_TO_UTF8) == 0 || !open->is_encoding)
        return PNEU_OK;
    return pneu_text_decoder_new(NULL, entity->charset, flags, &filter->feed.alloc, &filter->text);
}

/* Types of messages may not be encoded, but for those that RFC 6533 has for UTF-8; others become mere bytes. */
static void choose_type_of_encoded(pneu_i_entity_form *form)
{
    static const char *const types[][2] = {
        {"message/delivery-status", "message/global-delivery-status"},
        {"message/disposition-notification", "message/global-disposition-notification"},
        {"message/rfc822-headers", "message/global-headers"}};
    if (form->encoding <= PNEU_ENCODING_BINARY || !begins_with(form->type, "message/") ||
        begins_with(form->type, "message/global-"))
        return;
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
        if (pneu_i_str_is(form->type, types[i][0])) {
            form->type = pneu_i_str(types[i][1]);
            return;
        }
    form->is_opaque = 1;
    form->type = pneu_i_str(OPAQUE_TYPE);
}

static pneu_status choose_leaf_form(pneu_sanitise *filter, pneu_i_open_part *open, const pneu_entity *entity,
                                    pneu_i_entity_form *form)
{
    pneu_status status = PNEU_OK;
    if ((open->action & PNEU_I_RECODE) != 0) {
        form->encoding = pneu_i_sanitise_begin_body(filter, open, entity->encoding, form->type);
        if (!form->is_opaque)
            status = begin_text(filter, open, entity, &form->charset);
    } else if (entity->encoding == PNEU_ENCODING_8BIT || entity->encoding == PNEU_ENCODING_BINARY) {
        form->encoding = PNEU_ENCODING_7BIT;
    }
    choose_type_of_encoded(form);
    return status;
}

/* What the header of a part that is cleaned says of its body, and what its body will be. */
pneu_status pneu_i_sanitise_choose_form(pneu_sanitise *filter, pneu_i_open_part *open, const pneu_entity *entity,
                                        char *boundary, pneu_i_entity_form *form)
{
    const pneu_message *tree = filter->plan->tree;
    int is_decoded = (entity->marks & PNEU_ENTITY_ENCODED_MESSAGE) != 0 && has_parts(filter, open->part);
    memset(form, 0, sizeof *form);
    form->is_message = is_message_header(filter, open->part);
    form->is_opaque = (open->action & PNEU_I_OPAQUE) != 0;
    form->type = form->is_opaque ? pneu_i_str(OPAQUE_TYPE) : entity->type;
    form->reading_last = pneu_i_node_choice(tree, &tree->nodes[open->part], PNEU_READING_DUPLICATE_FIELD);
    form->encoding = entity->encoding;
    if (entity->kind == PNEU_KIND_MULTIPART && is_text_indeed(filter, open->part)) {
        open->is_multipart_text = 1;
        form->type = pneu_i_str("text/plain");
        if (tree->nodes[open->part].summary.high > 0) /* nobody has looked what it is: the most likely, octets kept */
            form->charset = pneu_i_str("utf-8");
        form->encoding = pneu_i_sanitise_begin_body(filter, open, PNEU_ENCODING_7BIT, form->type);
        return PNEU_OK;
    }
    if (entity->kind == PNEU_KIND_LEAF && !is_decoded)
        return choose_leaf_form(filter, open, entity, form);
    form->encoding = PNEU_ENCODING_7BIT;
    if (entity->kind == PNEU_KIND_MULTIPART)
        form->boundary = pneu_i_plain_boundary(filter->plan->letter, open->part, boundary);
    else
        form->type = pneu_i_str("message/rfc822"); /* also what was message/global: it is ASCII now */
    return is_decoded ? pneu_i_sanitise_open_stream(filter, open->part, entity->encoding) : PNEU_OK;
}
