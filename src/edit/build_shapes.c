/*
 * What is built of leaves and multiparts so often that it has a call of its own: bodies as a user sees them, signed
 * and encrypted parts, reports. In: texts, leaves, reports. Out: the same calls that anybody could make. Invariant:
 * nothing is added of what is refused. RFC 8621 section 4.6, RFC 2387, RFC 1847 section 2, RFC 6522 section 3, RFC
 * 6533.
 */
#include "edit/builder.h"

#define ARGUMENT_BODIES 2

/* ---- Bodies as a user sees them -------------------------------------------------------------------------------- */

static pneu_status check_bodies(pneu_builder *builder, const pneu_bodies *bodies)
{
    pneu_i_build_place place = {0, ARGUMENT_BODIES, 0, {NULL, 0}};
    uint32_t flags = PNEU_BODIES_FLOWED | PNEU_BODIES_DELSP;
    if (bodies == NULL || (bodies->flags & ~flags) != 0 || (bodies->related == NULL && bodies->related_count > 0) ||
        (bodies->attachments == NULL && bodies->attachment_count > 0) ||
        (bodies->related_count > 0 && bodies->html.ptr == NULL))
        return pneu_i_build_refuse(builder, PNEU_ERR_ARGUMENT, &place);
    for (place.offset = 0; place.offset < bodies->related_count; place.offset++)
        if (bodies->related[place.offset].content_id.len == 0)
            return pneu_i_build_refuse(builder, PNEU_ERR_ARGUMENT, &place);
    return PNEU_OK;
}

static pneu_status begin(pneu_builder *builder, const char *subtype)
{
    return pneu_builder_begin_multipart(builder, pneu_i_str(subtype), NULL, 0, NULL);
}

static pneu_status add_text(pneu_builder *builder, const char *type, pneu_str text, uint32_t flags)
{
    const pneu_param params[] = {{{"format", 6}, {"flowed", 6}, {"", 0}, {"", 0}},
                                 {{"delsp", 5}, {"yes", 3}, {"", 0}, {"", 0}}};
    pneu_leaf leaf;
    memset(&leaf, 0, sizeof leaf);
    leaf.type = pneu_i_str(type);
    leaf.content.bytes = text;
    leaf.params = params;
    if (flags != 0)
        leaf.param_count = (flags & PNEU_BODIES_DELSP) != 0 ? 2 : 1;
    return pneu_builder_add_leaf(builder, &leaf, NULL);
}

static pneu_status add_leaves(pneu_builder *builder, const pneu_leaf *leaves, size_t count, const char *disposition)
{
    pneu_status status = PNEU_OK;
    for (size_t i = 0; i < count && status == PNEU_OK; i++) {
        pneu_leaf leaf = leaves[i];
        if (leaf.disposition.len == 0)
            leaf.disposition = pneu_i_str(disposition);
        status = pneu_builder_add_leaf(builder, &leaf, NULL);
    }
    return status;
}

/* The text, the HTML, or both as alternatives. */
static pneu_status add_texts(pneu_builder *builder, const pneu_bodies *bodies)
{
    int has_both = bodies->text.ptr != NULL && bodies->html.ptr != NULL;
    pneu_status status = has_both ? begin(builder, "alternative") : PNEU_OK;
    if (status == PNEU_OK && (bodies->text.ptr != NULL || bodies->html.ptr == NULL))
        status = add_text(builder, "text/plain", bodies->text, bodies->flags);
    if (status == PNEU_OK && bodies->html.ptr != NULL)
        status = add_text(builder, "text/html", bodies->html, 0);
    return status == PNEU_OK && has_both ? pneu_builder_end(builder) : status;
}

static pneu_status add_related(pneu_builder *builder, const pneu_bodies *bodies)
{
    pneu_status status = bodies->related_count > 0 ? begin(builder, "related") : PNEU_OK;
    if (status == PNEU_OK)
        status = add_texts(builder, bodies);
    if (status == PNEU_OK)
        status = add_leaves(builder, bodies->related, bodies->related_count, "inline");
    return status == PNEU_OK && bodies->related_count > 0 ? pneu_builder_end(builder) : status;
}

static pneu_status add_all(pneu_builder *builder, const pneu_bodies *bodies)
{
    int has_text = bodies->text.ptr != NULL || bodies->html.ptr != NULL;
    size_t attachments = bodies->attachment_count;
    int is_mixed = attachments > 1 || (attachments == 1 && has_text);
    pneu_status status = is_mixed ? begin(builder, "mixed") : PNEU_OK;
    if (status == PNEU_OK && (has_text || attachments == 0))
        status = add_related(builder, bodies);
    if (status == PNEU_OK)
        status = add_leaves(builder, bodies->attachments, attachments, "attachment");
    return status == PNEU_OK && is_mixed ? pneu_builder_end(builder) : status;
}

pneu_status pneu_builder_add_bodies(pneu_builder *builder, const pneu_bodies *bodies)
{
    if (builder == NULL)
        return PNEU_ERR_ARGUMENT;
    pneu_status status = pneu_i_build_is_open(builder);
    if (status == PNEU_OK)
        status = check_bodies(builder, bodies);
    if (status != PNEU_OK)
        return status;
    uint32_t around = builder->open != PNEU_NO_PART ? builder->open : 0;
    pneu_i_build_part before = builder->parts[around];
    size_t part_count = builder->part_count;
    uint32_t open = builder->open;
    status = add_all(builder, bodies);
    if (status != PNEU_OK) {
        builder->parts[around] = before;
        builder->part_count = part_count;
        builder->open = open;
    }
    return status;
}

/* ---- Signed, encrypted ----------------------------------------------------------------------------------------- */

/* Begins a multipart with these parameters, and the parts that its type asks for. */
static pneu_status begin_shape(pneu_builder *builder, int shape, const pneu_param *params, size_t count, uint32_t *part)
{
    static const char *const subtypes[] = {"", "signed", "encrypted", "report"};
    uint32_t number;
    pneu_status status = pneu_builder_begin_multipart(builder, pneu_i_str(subtypes[shape]), params, count, &number);
    if (status != PNEU_OK)
        return status;
    builder->parts[number].shape = (uint8_t)shape;
    if (part != NULL)
        *part = number;
    return PNEU_OK;
}

static pneu_param param(const char *name, pneu_str value)
{
    pneu_param made = {pneu_i_str(name), value, {"", 0}, {"", 0}};
    return made;
}

pneu_status pneu_builder_begin_signed(pneu_builder *builder, pneu_str protocol, pneu_str micalg,
                                      const pneu_byte_sink *content, uint32_t *part)
{
    pneu_param params[] = {param("protocol", protocol), param("micalg", micalg)};
    uint32_t number;
    if (builder == NULL)
        return PNEU_ERR_ARGUMENT;
    if (content != NULL && content->take == NULL && builder->error.status == PNEU_OK)
        return pneu_i_build_refuse_argument(builder, PNEU_ERR_ARGUMENT, 4);
    pneu_status status = begin_shape(builder, PNEU_I_SHAPE_SIGNED, params, 2, &number);
    if (status != PNEU_OK)
        return status;
    if (content != NULL) {
        builder->parts[number].signed_bytes = *content;
        builder->has_signers = 1;
    }
    if (part != NULL)
        *part = number;
    return PNEU_OK;
}

pneu_status pneu_builder_begin_encrypted(pneu_builder *builder, pneu_str protocol, uint32_t *part)
{
    pneu_param params[] = {param("protocol", protocol)};
    return begin_shape(builder, PNEU_I_SHAPE_ENCRYPTED, params, 1, part);
}

/* ---- Reports --------------------------------------------------------------------------------------------------- */

pneu_status pneu_builder_begin_report(pneu_builder *builder, pneu_str report_type, uint32_t *part)
{
    pneu_param params[] = {param("report-type", report_type)};
    return begin_shape(builder, PNEU_I_SHAPE_REPORT, params, 1, part);
}

/* `status` is that of writing the body, which is in the arena. */
static pneu_status add_report(pneu_builder *builder, pneu_status status, pneu_str body, const char *const types[2],
                              uint32_t *part)
{
    pneu_leaf leaf;
    if (status != PNEU_OK)
        return pneu_i_build_refuse_argument(builder, status, 2);
    int is_ascii = body.len == 0;
    for (size_t i = 0; i < body.len && (is_ascii = (unsigned char)body.ptr[i] < 128); i++)
        continue;
    memset(&leaf, 0, sizeof leaf);
    leaf.type = pneu_i_str(types[is_ascii ? 0 : 1]);
    leaf.content.bytes = body;
    return pneu_builder_add_leaf(builder, &leaf, part);
}

pneu_status pneu_builder_add_delivery_status(pneu_builder *builder, const pneu_delivery_status *report, uint32_t *part)
{
    static const char *const types[] = {"message/delivery-status", "message/global-delivery-status"};
    pneu_str body = {NULL, 0};
    if (builder == NULL || pneu_i_build_is_open(builder) != PNEU_OK)
        return builder != NULL ? pneu_i_build_is_open(builder) : PNEU_ERR_ARGUMENT;
    return add_report(builder, pneu_delivery_status_format(&builder->arena, report, &body), body, types, part);
}

pneu_status pneu_builder_add_disposition_notification(pneu_builder *builder,
                                                      const pneu_disposition_notification *report, uint32_t *part)
{
    static const char *const types[] = {"message/disposition-notification", "message/global-disposition-notification"};
    pneu_str body = {NULL, 0};
    if (builder == NULL || pneu_i_build_is_open(builder) != PNEU_OK)
        return builder != NULL ? pneu_i_build_is_open(builder) : PNEU_ERR_ARGUMENT;
    return add_report(builder, pneu_disposition_notification_format(&builder->arena, report, &body), body, types, part);
}

pneu_status pneu_builder_add_feedback_report(pneu_builder *builder, const pneu_feedback_report *report, uint32_t *part)
{
    static const char *const types[] = {"message/feedback-report", "message/feedback-report"};
    pneu_str body = {NULL, 0};
    if (builder == NULL || pneu_i_build_is_open(builder) != PNEU_OK)
        return builder != NULL ? pneu_i_build_is_open(builder) : PNEU_ERR_ARGUMENT;
    return add_report(builder, pneu_feedback_report_format(&builder->arena, report, &body), body, types, part);
}
