/*
 * Values of fields, written anew from what lenient reading finds in them.
 * In: a raw field. Out: a value in 7-bit ASCII. Addresses: each mailbox by itself, those without an address left out,
 * no comments, routes or groups (but "undisclosed-recipients:;" for empty ones); names without invisible
 * characters, and none where it is an address itself. Texts: decoded and encoded.
 * RFC 5322 section 3.4, RFC 2047, RFC 5890 (domains as A-labels).
 */
#include <string.h>

#include "base/str.h"
#include "charset/text_builder.h"
#include "pneu/address.h"
#include "pneu/format.h"
#include "sanitise/cleaner.h"
#include "syntax/a_label.h"
#include "syntax/invisible.h"

/* ---- Texts ---------------------------------------------------------------------------------------------------- */

static size_t character_length(unsigned char first)
{
    return first < 0xC0 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
}

pneu_status pneu_i_drop_invisible(pneu_arena *arena, pneu_str utf8, pneu_str *out)
{
    pneu_i_text_builder text;
    if (pneu_i_invisible_in(utf8) == PNEU_I_ALL_VISIBLE) {
        *out = utf8;
        return PNEU_OK;
    }
    pneu_i_text_builder_init(&text, arena, utf8.len);
    for (size_t at = 0, len; at < utf8.len; at += len) {
        len = character_length((unsigned char)utf8.ptr[at]);
        if (len > utf8.len - at)
            len = utf8.len - at;
        if (len == 1 || pneu_i_invisible_in(pneu_i_str_of(utf8.ptr + at, len)) == PNEU_I_ALL_VISIBLE)
            pneu_i_text_builder_add(&text, utf8.ptr + at, len);
    }
    return pneu_i_text_builder_end(&text, out);
}

/* The value with a space for each control character that is no tab and no line end. */
static pneu_status blank_controls(pneu_arena *arena, pneu_str value, pneu_str *out)
{
    char *text = pneu_i_arena_alloc(arena, value.len);
    if (text == NULL)
        return PNEU_ERR_MEMORY;
    for (size_t i = 0; i < value.len; i++) {
        unsigned char c = (unsigned char)value.ptr[i];
        int is_line_end = c == '\n' || (c == '\r' && i + 1 < value.len && value.ptr[i + 1] == '\n');
        text[i] = (c < ' ' && c != '\t' && !is_line_end) || c == 0x7F ? ' ' : (char)c;
    }
    *out = pneu_i_str_of(text, value.len);
    return PNEU_OK;
}

pneu_status pneu_i_clean_text(pneu_i_cleaner *cleaner, const pneu_i_raw_field *field, pneu_str *value)
{
    pneu_format format = {0, (uint32_t)field->name.len + 2};
    pneu_str text;
    pneu_status status = blank_controls(&cleaner->arena, field->value, &text);
    if (status == PNEU_OK)
        status = pneu_decode_text(&cleaner->arena, text, PNEU_LENIENT, NULL, &text);
    if (status == PNEU_OK)
        status = pneu_i_drop_invisible(&cleaner->arena, pneu_i_str_trim(text), &text);
    if (status == PNEU_OK)
        status = pneu_text_encode(&cleaner->arena, text, &format, value);
    return status == PNEU_ERR_ARGUMENT ? PNEU_ERR_UNREPRESENTABLE : status;
}

/* ---- Addresses ------------------------------------------------------------------------------------------------ */

/* "a@b" as a name says who wrote, whatever the address is. */
static int is_like_address(pneu_str name)
{
    return name.len > 0 && memchr(name.ptr, '@', name.len) != NULL;
}

/* A mailbox in plain form; PNEU_ERR_UNREPRESENTABLE where it has none. */
static pneu_status clean_mailbox(pneu_i_cleaner *cleaner, const pneu_mailbox *from, pneu_str *out)
{
    pneu_mailbox box = *from;
    pneu_status status = PNEU_OK;
    int is_null = (from->flags & PNEU_MAILBOX_NULL) != 0;
    if (from->domain.len == 0 && !is_null)
        return PNEU_ERR_UNREPRESENTABLE;
    box.comment = box.route = pneu_i_str("");
    box.group = PNEU_NO_GROUP;
    status = pneu_i_domain_to_ascii(&cleaner->arena, box.domain, &box.domain);
    if (status == PNEU_OK)
        status = pneu_i_drop_invisible(&cleaner->arena, pneu_i_str_trim(box.name), &box.name);
    if (is_like_address(box.name) || is_null)
        box.name = pneu_i_str("");
    if (status == PNEU_OK)
        status = pneu_mailbox_format(&cleaner->arena, &box, NULL, out);
    return status == PNEU_OK || status == PNEU_ERR_MEMORY ? status : PNEU_ERR_UNREPRESENTABLE;
}

/* Groups without members hide to whom the message went, whatever they are called. */
static int is_undisclosed(const pneu_address_list *list)
{
    return list->group_count > 0 && list->mailbox_count == 0;
}

pneu_status pneu_i_clean_addresses(pneu_i_cleaner *cleaner, const pneu_i_raw_field *field, pneu_str *value)
{
    pneu_address_list list;
    pneu_i_text_builder text;
    pneu_status status = pneu_address_list_parse(&cleaner->arena, field->value, PNEU_LENIENT, NULL, &list);
    if (status != PNEU_OK)
        return status;
    pneu_i_text_builder_init(&text, &cleaner->arena, field->value.len);
    for (size_t i = 0; i < list.mailbox_count; i++) {
        pneu_str one;
        status = clean_mailbox(cleaner, &list.mailboxes[i], &one);
        if (status == PNEU_ERR_MEMORY)
            return status;
        if (status != PNEU_OK)
            continue;
        if (text.len > 0)
            pneu_i_text_builder_add(&text, ", ", 2);
        pneu_i_text_builder_add_str(&text, one);
    }
    if (is_undisclosed(&list))
        pneu_i_text_builder_add_words(&text, "undisclosed-recipients:;");
    status = pneu_i_text_builder_end(&text, value);
    return status == PNEU_OK && value->len == 0 ? PNEU_ERR_UNREPRESENTABLE : status;
}
