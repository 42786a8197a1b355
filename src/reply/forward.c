/*
 * A message passed on, into a builder. In: the original, one's own words. Out: Subject, and a body: the text and the
 * message as message/rfc822, perhaps in 7-bit; or one text, with a few lines of the header, and the attachments.
 * Invariant: the bytes of attachments stay, decoded; what of them the builder does not take gets a plain type, or loses
 * its name or identifier. RFC 5322 section 3.6.5, RFC 2046 section 5.2.1. Not handled: the original's HTML, inline: its
 * text is passed on.
 */
#include "base/arena.h"
#include "base/str.h"
#include "edit/builder.h"
#include "reply/answer_text.h"
#include "reply/ascii_message.h"
#include "reply/shown_text.h"

/* What is being passed on. */
typedef struct passing {
    pneu_builder *builder;
    pneu_message *message;
    const pneu_forward_options *options;
    pneu_i_shown_text shown;
} passing;

/* ---- Subject --------------------------------------------------------------------------------------------------- */

static pneu_status add_subject(const passing *p)
{
    pneu_field field;
    uint32_t index = 0;
    pneu_str text;
    if (pneu_builder_has_field(p->builder, 0, pneu_i_str("Subject")))
        return PNEU_OK;
    pneu_status status = pneu_part_find_field(p->message, 0, PNEU_FIELD_SUBJECT, pneu_i_str(""), &index, &field);
    if (status != PNEU_OK && status != PNEU_ERR_NOT_FOUND)
        return status;
    status = pneu_forward_subject(&p->builder->arena, status == PNEU_OK ? field.value : pneu_i_str(""), &text);
    return status == PNEU_OK ? pneu_builder_add_text(p->builder, 0, pneu_i_str("Subject"), text) : status;
}

/* ---- Attached -------------------------------------------------------------------------------------------------- */

/* From the first field on: what stands before it is of a mailbox, not of the message. */
static pneu_status whole_message(const passing *p, pneu_str *bytes)
{
    pneu_span span = {0, pneu_message_size(p->message)};
    pneu_field field;
    if (pneu_part_field_count(p->message, 0) > 0 && pneu_part_field(p->message, 0, 0, &field) == PNEU_OK) {
        span.length -= field.offset;
        span.offset = field.offset;
    }
    return pneu_part_bytes(p->message, 0, &span, bytes);
}

static pneu_status forward_attached(const passing *p)
{
    pneu_i_answer_text text = {&p->builder->arena, NULL, 0, 0};
    pneu_bodies bodies;
    pneu_leaf leaf;
    memset(&bodies, 0, sizeof bodies);
    memset(&leaf, 0, sizeof leaf);
    leaf.type = pneu_i_str("message/rfc822");
    pneu_status status = whole_message(p, &leaf.content.bytes);
    if (status == PNEU_OK && p->options->how == PNEU_FORWARD_7BIT)
        status =
            pneu_i_ascii_message_make(&p->builder->arena, &p->builder->alloc, leaf.content.bytes, &leaf.content.bytes);
    if (status == PNEU_OK)
        status = pneu_i_answer_add_lines(&text, p->options->text);
    if (status == PNEU_OK && text.count > 0)
        status = pneu_i_answer_end(&text, &bodies.text);
    bodies.attachments = &leaf;
    bodies.attachment_count = 1;
    bodies.flags = PNEU_BODIES_FLOWED;
    return status == PNEU_OK ? pneu_builder_add_bodies(p->builder, &bodies) : status;
}

/* ---- Inline: the text ------------------------------------------------------------------------------------------ */

/* "Subject: decoded text", if there is such a field. */
static pneu_status add_header_line(const passing *p, pneu_i_answer_text *text, int32_t id)
{
    pneu_field field;
    uint32_t index = 0;
    pneu_str value;
    const char *name = pneu_field_name(id);
    size_t len = strlen(name);
    pneu_status status = pneu_part_find_field(p->message, 0, id, pneu_i_str(""), &index, &field);
    if (status != PNEU_OK)
        return status == PNEU_ERR_NOT_FOUND ? PNEU_OK : status;
    status = pneu_decode_text(text->arena, field.value, PNEU_LENIENT, NULL, &value);
    value = status == PNEU_OK ? pneu_i_str_trim(value) : pneu_i_str("");
    char *line = status == PNEU_OK ? pneu_i_arena_alloc(text->arena, len + 2 + value.len) : NULL;
    if (line == NULL)
        return status != PNEU_OK ? status : PNEU_ERR_MEMORY;
    memcpy(line, name, len);
    memcpy(line + len, ": ", 2);
    memcpy(line + len + 2, value.ptr, value.len);
    return pneu_i_answer_add_lines(text, pneu_i_str_of(line, len + 2 + value.len));
}

static pneu_status make_text(const passing *p, pneu_str *out)
{
    static const int32_t ids[] = {PNEU_FIELD_FROM, PNEU_FIELD_DATE, PNEU_FIELD_SUBJECT, PNEU_FIELD_TO, PNEU_FIELD_CC};
    pneu_i_answer_text text = {&p->builder->arena, NULL, 0, 0};
    pneu_status status = pneu_i_answer_add_lines(&text, p->options->text);
    if (status == PNEU_OK && p->options->text.len > 0)
        status = pneu_i_answer_add_lines(&text, pneu_i_str("\n"));
    if (status == PNEU_OK)
        status = pneu_i_answer_add_lines(&text, p->options->separator);
    for (size_t i = 0; i < sizeof ids / sizeof ids[0] && status == PNEU_OK; i++)
        status = add_header_line(p, &text, ids[i]);
    if (status == PNEU_OK)
        status = pneu_i_answer_add_lines(&text, pneu_i_str("\n"));
    if (status == PNEU_OK)
        status = pneu_i_answer_add_message(&text, p->message, p->options->charsets, 0);
    return status == PNEU_OK ? pneu_i_answer_end(&text, out) : status;
}

/* ---- Inline: attachments --------------------------------------------------------------------------------------- */

static int is_attachment(const passing *p, uint32_t part)
{
    return pneu_part_kind(p->message, part) != PNEU_KIND_MULTIPART && !pneu_i_is_nested(p->message, part) &&
           p->shown.parts[part] == PNEU_I_SHOWN_NOT;
}

/* The leaf as the original has it, its octets kept. */
static pneu_status describe(const passing *p, uint32_t part, pneu_leaf *leaf)
{
    pneu_str name;
    int32_t has;
    memset(leaf, 0, sizeof *leaf);
    pneu_part_type(p->message, part, &leaf->type);
    leaf->disposition = pneu_i_str("attachment");
    leaf->flags = PNEU_LEAF_OCTETS;
    pneu_status status = pneu_part_body(p->message, part, &leaf->content.bytes);
    if (status == PNEU_OK)
        status = pneu_part_filename(p->message, part, &name, &has);
    if (status != PNEU_OK)
        return status;
    if (pneu_safe_filename(&p->builder->arena, name, &leaf->filename) != PNEU_OK)
        leaf->filename = pneu_i_str("");
    if (pneu_part_kind(p->message, part) == PNEU_KIND_MESSAGE)
        leaf->flags = 0;
    return PNEU_OK;
}

/* As it is, else with a type that takes anything; a charset that the original does not tell of is not made up. */
static pneu_status add_attachment(const passing *p, uint32_t part)
{
    pneu_leaf leaf;
    pneu_param charset = {pneu_i_str("charset"), {"", 0}, {"", 0}, {"", 0}};
    pneu_status status = describe(p, part, &leaf);
    if (status != PNEU_OK)
        return status;
    pneu_part_charset(p->message, part, &charset.value);
    leaf.params = &charset;
    leaf.param_count = charset.value.len > 0;
    status = pneu_builder_add_leaf(p->builder, &leaf, NULL);
    if (status != PNEU_ERR_ARGUMENT)
        return status;
    (void)pneu_builder_clear_error(p->builder);
    leaf.type = pneu_i_str("application/octet-stream");
    leaf.param_count = 0;
    leaf.flags = 0;
    return pneu_builder_add_leaf(p->builder, &leaf, NULL);
}

static pneu_status forward_inline(const passing *p)
{
    pneu_leaf text;
    const pneu_param flowed = {{"format", 6}, {"flowed", 6}, {"", 0}, {"", 0}};
    uint32_t count = pneu_message_part_count(p->message), attachments = 0;
    memset(&text, 0, sizeof text);
    text.type = pneu_i_str("text/plain");
    text.params = &flowed;
    text.param_count = 1;
    for (uint32_t part = 0; part < count; part++)
        attachments += (uint32_t)is_attachment(p, part);
    pneu_status status = make_text(p, &text.content.bytes);
    if (status == PNEU_OK && attachments > 0)
        status = pneu_builder_begin_multipart(p->builder, pneu_i_str("mixed"), NULL, 0, NULL);
    if (status == PNEU_OK)
        status = pneu_builder_add_leaf(p->builder, &text, NULL);
    for (uint32_t part = 0; part < count && status == PNEU_OK; part++)
        if (is_attachment(p, part))
            status = add_attachment(p, part);
    return status == PNEU_OK && attachments > 0 ? pneu_builder_end(p->builder) : status;
}

pneu_status pneu_builder_add_forward(pneu_builder *builder, pneu_message *message, const pneu_forward_options *options)
{
    passing p = {builder, message, options, {NULL}};
    if (builder == NULL || message == NULL || options == NULL || options->how < PNEU_FORWARD_ATTACHED ||
        options->how > PNEU_FORWARD_7BIT)
        return PNEU_ERR_ARGUMENT;
    pneu_status status = pneu_i_build_is_open(builder);
    if (status == PNEU_OK)
        status = add_subject(&p);
    if (status == PNEU_OK)
        status = pneu_i_shown_text_find(message, &builder->arena, &p.shown);
    if (status != PNEU_OK)
        return status;
    return options->how == PNEU_FORWARD_INLINE ? forward_inline(&p) : forward_attached(&p);
}
