/*
 * Writing mailboxes and address lists. In: names, local parts, domains. Out: one value, folded after commas and before
 * "<", that reads back as the same list.
 * Everything is looked at again here, wherever it came from: nothing is written that could end a line, end an address
 * early or begin another one; what cannot be written is an error, never left out.
 * Invariants: names are atoms, quoted strings or encoded words, addresses are none of these but dot-atoms with a quoted
 * local part where it must be (RFC 2047 section 5, RFC 5322 section 3.4).
 * RFC 5322 section 3.4, RFC 6854, RFC 6532 section 3.2, RFC 2047 section 5 (3).
 * Not handled: RFC 6857 downgrading, comments.
 */
#include "pneu/address.h"
#include "syntax/a_label.h"
#include "syntax/address_text.h"
#include "syntax/encoded_word.h"
#include "syntax/line_writer.h"
#include "syntax/text_pieces.h"

#define ADDRESS_MAX 990 /* with brackets, a comma and white space it still fits on a line */

typedef struct list_writer {
    pneu_arena *arena;
    pneu_format format;
    pneu_i_lines lines;
} list_writer;

/* ---- Addresses -------------------------------------------------------------------------------------------------- */

static int has_control(pneu_str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (pneu_i_is((unsigned char)text.ptr[i], PNEU_I_CONTROL | PNEU_I_EOL))
            return 1;
    return 0;
}

/* "[" dtext and quoted pairs "]" (RFC 5322 sections 3.4.1 and 4.4). */
static int is_literal(pneu_str domain)
{
    size_t at = 1;
    if (domain.len < 2 || domain.ptr[0] != '[' || domain.ptr[domain.len - 1] != ']' || has_control(domain))
        return 0;
    while (at < domain.len - 1 && domain.ptr[at] != '[' && domain.ptr[at] != ']')
        at += domain.ptr[at] == '\\' ? 2 : 1;
    return at == domain.len - 1;
}

static int is_allowed(pneu_str text, const pneu_format *format)
{
    if (pneu_i_ascii_only(text.ptr, text.len))
        return 1;
    return (format->flags & PNEU_FORMAT_UTF8) != 0 && pneu_i_is_name(text);
}

static int is_writable(pneu_str local, pneu_str domain, const pneu_format *format)
{
    if (local.len > ADDRESS_MAX || domain.len > ADDRESS_MAX)
        return 0;
    if (!is_allowed(local, format) || !is_allowed(domain, format))
        return 0;
    return !has_control(local) && (pneu_i_is_dot_atom(domain) || is_literal(domain));
}

/* The domain as it is to be written. */
static pneu_status domain_of(pneu_arena *arena, const pneu_mailbox *mailbox, const pneu_format *format, pneu_str *out)
{
    *out = mailbox->domain;
    if ((format->flags & (PNEU_FORMAT_UTF8 | PNEU_FORMAT_A_LABELS)) != PNEU_FORMAT_A_LABELS)
        return PNEU_OK;
    pneu_status status = pneu_i_domain_to_ascii(arena, mailbox->domain, out);
    return status == PNEU_ERR_SYNTAX ? PNEU_ERR_ARGUMENT : status;
}

/* "local@domain", or "" for the null address. PNEU_ERR_ARGUMENT if there is none that can be written. */
static pneu_status write_address(pneu_arena *arena, const pneu_mailbox *mailbox, const pneu_format *format,
                                 pneu_str *out)
{
    pneu_str local = mailbox->local, domain;
    pneu_str null = {"", 0};
    if (mailbox->flags & PNEU_MAILBOX_NULL && local.len == 0 && mailbox->domain.len == 0) {
        *out = null;
        return PNEU_OK;
    }
    pneu_status status = domain_of(arena, mailbox, format, &domain);
    if (status != PNEU_OK || !is_writable(local, domain, format))
        return status != PNEU_OK ? status : PNEU_ERR_ARGUMENT;
    char *text = pneu_i_arena_alloc(arena, 2 * local.len + domain.len + 3);
    if (text == NULL)
        return PNEU_ERR_MEMORY;
    size_t len = local.len;
    if (pneu_i_is_dot_atom(local))
        memcpy(text, local.ptr, local.len);
    else
        len = pneu_i_write_quoted(local, text);
    text[len++] = '@';
    memcpy(text + len, domain.ptr, domain.len);
    *out = pneu_i_str_of(text, len + domain.len);
    return out->len <= ADDRESS_MAX && !pneu_i_word_is_in(*out) ? PNEU_OK : PNEU_ERR_ARGUMENT;
}

/* ---- Names ------------------------------------------------------------------------------------------------------ */

/* Adds text that may be folded. */
static void add_lines(pneu_i_lines *lines, pneu_str text)
{
    pneu_i_lines_add(lines, text.ptr, text.len);
    size_t start = text.len;
    while (start > 0 && text.ptr[start - 1] != '\n')
        start--;
    if (start > 0) {
        lines->column = text.len - start;
        lines->has_word = 0;
    }
    pneu_str last = pneu_i_str_from(text, start);
    lines->has_word |= pneu_i_word_candidate(last, 0) < last.len;
}

static size_t first_line_of(pneu_str text)
{
    const char *end = text.len > 0 ? memchr(text.ptr, '\r', text.len) : NULL;
    return end != NULL ? (size_t)(end - text.ptr) : text.len;
}

/* The phrase, after `gap` ("" or a space); on a new line if it does not fit on this one. */
static pneu_status add_phrase(list_writer *writer, pneu_str name, pneu_str gap)
{
    pneu_i_lines *lines = &writer->lines;
    pneu_format format = writer->format;
    pneu_str phrase;
    if (!pneu_i_is_name(name))
        return PNEU_ERR_ARGUMENT;
    format.column = (uint32_t)(lines->column + gap.len);
    pneu_status status = pneu_phrase_encode(writer->arena, name, &format, &phrase);
    if (status != PNEU_OK)
        return status;
    size_t first = first_line_of(phrase);
    if (first > 0 && gap.len > 0 && format.column + first > PNEU_I_LINE_WIDTH) {
        format.column = 1;
        status = pneu_phrase_encode(writer->arena, name, &format, &phrase);
        if (status != PNEU_OK)
            return status;
        add_lines(lines, pneu_i_str_of("\r\n ", 3));
    } else if (first > 0) {
        pneu_i_lines_add(lines, gap.ptr, gap.len);
    }
    add_lines(lines, phrase);
    return PNEU_OK;
}

/* ---- Lists ------------------------------------------------------------------------------------------------------ */

static void add_address(list_writer *writer, pneu_str address, pneu_str gap, int is_angle)
{
    pneu_i_lines *lines = &writer->lines;
    pneu_i_lines_begin(lines, gap, address.len + (is_angle ? 3 : 1)); /* with the comma after it */
    if (is_angle)
        pneu_i_lines_add(lines, "<", 1);
    pneu_i_lines_add(lines, address.ptr, address.len);
    if (is_angle)
        pneu_i_lines_add(lines, ">", 1);
}

static pneu_status add_mailbox(list_writer *writer, const pneu_mailbox *mailbox, pneu_str gap)
{
    pneu_str address;
    pneu_status status = write_address(writer->arena, mailbox, &writer->format, &address);
    if (status == PNEU_OK && mailbox->name.len > 0) {
        status = add_phrase(writer, mailbox->name, gap);
        gap = pneu_i_str(" ");
    }
    if (status == PNEU_OK)
        add_address(writer, address, gap, mailbox->name.len > 0 || address.len == 0);
    return status;
}

static pneu_status add_members(list_writer *writer, const pneu_address_list *list, size_t first, size_t count)
{
    pneu_status status = PNEU_OK;
    for (size_t i = first; i < first + count && status == PNEU_OK; i++) {
        if (i > first)
            pneu_i_lines_add(&writer->lines, ",", 1);
        status = add_mailbox(writer, &list->mailboxes[i], pneu_i_str(" "));
    }
    return status;
}

static pneu_status add_group(list_writer *writer, const pneu_address_list *list, size_t index, pneu_str gap)
{
    const pneu_group *group = &list->groups[index];
    pneu_status status = add_phrase(writer, group->name, gap);
    if (status != PNEU_OK)
        return status;
    pneu_i_lines_add(&writer->lines, ":", 1);
    status = add_members(writer, list, group->first, group->count);
    pneu_i_lines_add(&writer->lines, ";", 1);
    return status;
}

/* 1 if the groups follow each other within the list. */
static int is_in_order(const pneu_address_list *list)
{
    size_t end = 0;
    if ((list->mailboxes == NULL && list->mailbox_count > 0) || (list->groups == NULL && list->group_count > 0))
        return 0;
    for (size_t i = 0; i < list->group_count; i++) {
        const pneu_group *group = &list->groups[i];
        if (group->first < end || group->first > list->mailbox_count ||
            group->count > list->mailbox_count - group->first)
            return 0;
        end = group->first + group->count;
    }
    return 1;
}

static pneu_status add_list(list_writer *writer, const pneu_address_list *list)
{
    pneu_status status = PNEU_OK;
    pneu_str gap = {"", 0};
    size_t at = 0, group = 0;
    while (status == PNEU_OK && (at < list->mailbox_count || group < list->group_count)) {
        if (gap.len > 0)
            pneu_i_lines_add(&writer->lines, ",", 1);
        if (group < list->group_count && list->groups[group].first == at) {
            status = add_group(writer, list, group, gap);
            at += list->groups[group++].count;
        } else {
            status = add_mailbox(writer, &list->mailboxes[at++], gap);
        }
        gap = pneu_i_str(" ");
    }
    return status;
}

/* 0 if an option is not known. */
static int begin_list(list_writer *writer, pneu_arena *arena, const pneu_format *options, size_t room)
{
    static const pneu_format plain = {0, 0};
    writer->arena = arena;
    writer->format = options != NULL ? *options : plain;
    pneu_i_lines_init(&writer->lines, arena, room, options);
    return (writer->format.flags & ~(uint32_t)PNEU_I_FORMAT_FLAGS) == 0;
}

pneu_status pneu_mailbox_format(pneu_arena *arena, const pneu_mailbox *mailbox, const pneu_format *options,
                                pneu_str *out)
{
    list_writer writer;
    pneu_str none = {"", 0};
    if (arena == NULL || mailbox == NULL || out == NULL)
        return PNEU_ERR_ARGUMENT;
    if (!begin_list(&writer, arena, options, mailbox->name.len + mailbox->local.len + mailbox->domain.len + 8))
        return PNEU_ERR_ARGUMENT;
    pneu_status status = add_mailbox(&writer, mailbox, none);
    return status == PNEU_OK ? pneu_i_lines_end(&writer.lines, out) : status;
}

pneu_status pneu_address_list_format(pneu_arena *arena, const pneu_address_list *list, const pneu_format *options,
                                     pneu_str *out)
{
    list_writer writer;
    if (arena == NULL || list == NULL || out == NULL || !is_in_order(list))
        return PNEU_ERR_ARGUMENT;
    if (!begin_list(&writer, arena, options, 32 * (list->mailbox_count + list->group_count) + 1))
        return PNEU_ERR_ARGUMENT;
    pneu_status status = add_list(&writer, list);
    return status == PNEU_OK ? pneu_i_lines_end(&writer.lines, out) : status;
}
