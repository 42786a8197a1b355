/*
 * An answer into a builder. In: the original, one's own words. Out: To, Cc, Subject, In-Reply-To, References, and
 * the text, format=flowed. RFC 5322 sections 3.6.3 to 3.6.5, RFC 5256 section 2.1. Invariant: what of the original
 * cannot be written is left out, and never fails the answer.
 */
#include "base/arena.h"
#include "base/str.h"
#include "edit/builder.h"
#include "reply/answer_text.h"

#define ID_MAX ((size_t)900) /* an identifier has to fit a line */

/* ---- Subjects -------------------------------------------------------------------------------------------------- */

static pneu_status make_subject(pneu_arena *arena, const char *mark, pneu_str value, pneu_str *out)
{
    pneu_str base;
    int32_t is_marked;
    if (arena == NULL || out == NULL)
        return PNEU_ERR_ARGUMENT;
    pneu_status status = pneu_base_subject(arena, value, &is_marked, &base);
    if (status != PNEU_OK)
        return status;
    size_t mark_len = strlen(mark) - (base.len == 0); /* without the space */
    char *text = pneu_i_arena_alloc(arena, mark_len + base.len);
    if (text == NULL)
        return PNEU_ERR_MEMORY;
    memcpy(text, mark, mark_len);
    if (base.len > 0)
        memcpy(text + mark_len, base.ptr, base.len);
    *out = pneu_i_str_of(text, mark_len + base.len);
    return PNEU_OK;
}

pneu_status pneu_reply_subject(pneu_arena *arena, pneu_str value, pneu_str *out)
{
    return make_subject(arena, "Re: ", value, out);
}

pneu_status pneu_forward_subject(pneu_arena *arena, pneu_str value, pneu_str *out)
{
    return make_subject(arena, "Fwd: ", value, out);
}

/* ---- Fields ---------------------------------------------------------------------------------------------------- */

static int has(const pneu_builder *builder, const char *name)
{
    return pneu_builder_has_field(builder, 0, pneu_i_str(name));
}

static pneu_status add_list(pneu_builder *builder, const char *name, const pneu_address_list *list)
{
    if (list->mailbox_count == 0 || has(builder, name))
        return PNEU_OK;
    return pneu_builder_add_addresses(builder, 0, pneu_i_str(name), list);
}

static pneu_status add_recipients(pneu_builder *builder, pneu_message *message, const pneu_reply_options *options)
{
    pneu_recipients recipients;
    pneu_status status = pneu_reply_recipients(message, options->own, options->flags, &builder->arena, &recipients);
    if (status == PNEU_ERR_NOT_FOUND && has(builder, "To") && (options->flags & PNEU_REPLY_AUTOMATIC) == 0)
        return PNEU_OK;
    if (status == PNEU_OK)
        status = add_list(builder, "To", &recipients.to);
    return status == PNEU_OK ? add_list(builder, "Cc", &recipients.cc) : status;
}

static pneu_status add_subject(pneu_builder *builder, pneu_message *message, uint32_t flags)
{
    const char *mark = (flags & PNEU_REPLY_AUTOMATIC) != 0 ? "Auto: " : "Re: "; /* RFC 3834 section 3.1.5 */
    pneu_field field;
    uint32_t index = 0;
    pneu_str text;
    if (has(builder, "Subject"))
        return PNEU_OK;
    pneu_status status = pneu_part_find_field(message, 0, PNEU_FIELD_SUBJECT, pneu_i_str(""), &index, &field);
    if (status != PNEU_OK && status != PNEU_ERR_NOT_FOUND)
        return status;
    status = make_subject(&builder->arena, mark, status == PNEU_OK ? field.value : pneu_i_str(""), &text);
    return status == PNEU_OK ? pneu_builder_add_text(builder, 0, pneu_i_str("Subject"), text) : status;
}

/* Foreign identifiers are kept as they are, if a 7-bit field can hold them. */
static int is_writable(pneu_str id)
{
    for (size_t i = 0; i < id.len; i++)
        if ((unsigned char)id.ptr[i] > 126 || (unsigned char)id.ptr[i] < 32)
            return 0;
    return id.len > 0 && id.len <= ID_MAX;
}

static pneu_status add_ids(pneu_builder *builder, const char *name, const pneu_msgid_list *ids)
{
    pneu_str *kept = pneu_i_arena_alloc(&builder->arena, ids->count * sizeof *kept);
    size_t count = 0;
    if (kept == NULL)
        return PNEU_ERR_MEMORY;
    for (size_t i = 0; i < ids->count; i++)
        if (is_writable(ids->ids[i]))
            kept[count++] = ids->ids[i];
    return count > 0 ? pneu_builder_add_ids(builder, 0, pneu_i_str(name), kept, count) : PNEU_OK;
}

/* References without the identifier at which a field that is too long was cut. */
static pneu_status read_references(pneu_message *message, pneu_msgid_list *references)
{
    pneu_field field;
    uint32_t index = 0;
    int32_t is_there;
    pneu_status status = pneu_part_field_ids(message, 0, PNEU_FIELD_REFERENCES, references, &is_there);
    if (status == PNEU_OK && references->count > 0 &&
        pneu_part_find_field(message, 0, PNEU_FIELD_REFERENCES, pneu_i_str(""), &index, &field) == PNEU_OK)
        references->count -= field.is_cut != 0;
    return status;
}

static pneu_status add_thread(pneu_builder *builder, pneu_message *message)
{
    pneu_msgid_list own, references, in_reply_to, all;
    int32_t is_there;
    pneu_status status = pneu_part_field_ids(message, 0, PNEU_FIELD_MESSAGE_ID, &own, &is_there);
    if (status == PNEU_OK)
        status = read_references(message, &references);
    if (status == PNEU_OK)
        status = pneu_part_field_ids(message, 0, PNEU_FIELD_IN_REPLY_TO, &in_reply_to, &is_there);
    if (status != PNEU_OK)
        return status;
    pneu_str id = own.count > 0 ? own.ids[0] : pneu_i_str("");
    status = pneu_references_reply(&builder->arena, id, &references, &in_reply_to, &all);
    if (status != PNEU_OK)
        return status;
    /* The answered identifier is the last one, unless it cannot be written. */
    pneu_msgid_list last = {all.ids + (all.count > 0 ? all.count - 1 : 0), NULL, 1};
    if (id.len > 0 && all.count > 0 && pneu_i_str_equal(last.ids[0], id))
        status = add_ids(builder, "In-Reply-To", &last);
    return status == PNEU_OK ? add_ids(builder, "References", &all) : status;
}

/* ---- The body -------------------------------------------------------------------------------------------------- */

static pneu_status add_body(pneu_builder *builder, pneu_message *message, const pneu_reply_options *options)
{
    pneu_i_answer_text text = {&builder->arena, NULL, 0, 0};
    pneu_bodies bodies;
    int has_quote = (options->flags & PNEU_REPLY_NO_QUOTE) == 0;
    pneu_status status = pneu_i_answer_add_lines(&text, options->text);
    if (status == PNEU_OK && has_quote && options->text.len > 0)
        status = pneu_i_answer_add_lines(&text, pneu_i_str("\n"));
    if (status == PNEU_OK && has_quote)
        status = pneu_i_answer_add_lines(&text, options->attribution);
    if (status == PNEU_OK && has_quote)
        status = pneu_i_answer_add_message(&text, message, options->charsets, 1);
    memset(&bodies, 0, sizeof bodies);
    bodies.flags = PNEU_BODIES_FLOWED;
    if (status == PNEU_OK)
        status = pneu_i_answer_end(&text, &bodies.text);
    return status == PNEU_OK ? pneu_builder_add_bodies(builder, &bodies) : status;
}

pneu_status pneu_builder_add_reply(pneu_builder *builder, pneu_message *message, const pneu_reply_options *options)
{
    if (builder == NULL || message == NULL || options == NULL)
        return PNEU_ERR_ARGUMENT;
    pneu_status status = pneu_i_build_is_open(builder);
    if (status == PNEU_OK)
        status = add_recipients(builder, message, options);
    if (status == PNEU_OK)
        status = add_subject(builder, message, options->flags);
    if (status == PNEU_OK && (options->flags & PNEU_REPLY_AUTOMATIC) != 0)
        status = pneu_builder_add_raw(builder, 0, pneu_i_str("Auto-Submitted"), pneu_i_str("auto-replied"));
    if (status == PNEU_OK)
        status = add_thread(builder, message);
    return status == PNEU_OK ? add_body(builder, message, options) : status;
}
