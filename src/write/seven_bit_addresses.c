/*
 * Address lists without bytes above 127, or without any that are not UTF-8. In: a raw value. Out: the same value, in
 * which names above ASCII are encoded words and domains A-labels; comments, quotes and what is odd but ASCII stay as
 * they are. With RFC 6857 an address whose local part is above ASCII becomes an empty group that has the address for a
 * name, and so does a whole group that has one. Invariants: elements are replaced where the parser says they stand, in
 * the order of the value. RFC 5322 section 3.4, RFC 2047 section 5 (3), RFC 6857 sections 3.1.5 to 3.1.8. Not handled:
 * elements above ASCII that cannot be read: they have no 7-bit form.
 */
#include "pneu/address.h"
#include "syntax/a_label.h"
#include "syntax/scan.h"
#include "write/seven_bit_value.h"

typedef struct list_rewriter {
    pneu_i_seven_bit_value *value;
    pneu_address_list list;
    size_t at; /* of the value: everything before it is written */
} list_rewriter;

static int is_ascii(pneu_str text)
{
    return pneu_i_ascii_only(text.ptr, text.len);
}

/* 1 if the text can stay. */
static int fits(const list_rewriter *rewriter, pneu_str text)
{
    return pneu_i_seven_bit_takes(text, rewriter->value->format.flags);
}

static pneu_str raw_of(const list_rewriter *rewriter, size_t start, size_t end)
{
    return pneu_i_str_of(rewriter->value->raw.ptr + start, end - start);
}

static size_t offset_of(const list_rewriter *rewriter, pneu_str slice)
{
    return (size_t)(slice.ptr - rewriter->value->raw.ptr);
}

/* Writes what stands before `end`. */
static pneu_status copy_to(list_rewriter *rewriter, size_t end)
{
    size_t start = rewriter->at;
    if (end <= start)
        return PNEU_OK;
    rewriter->at = end;
    return pneu_i_seven_bit_copy(rewriter->value, start, end);
}

static int is_blank_at(pneu_str text, size_t at)
{
    return pneu_i_is_space((unsigned char)text.ptr[at]);
}

static int has_brackets(pneu_str phrase)
{
    for (size_t i = 0; i < phrase.len; i++)
        if (phrase.ptr[i] == '"' || phrase.ptr[i] == '(' || phrase.ptr[i] == ')')
            return 1;
    return 0;
}

/* A phrase, apart from what is before it: glued to other text, an encoded word is none (RFC 2047 section 5 (3)). Its
 * quotes must not close what was left open. */
static pneu_status add_phrase(list_rewriter *rewriter, pneu_str text)
{
    const pneu_i_text_builder *before = &rewriter->value->text;
    pneu_str phrase;
    pneu_status status = pneu_phrase_encode(rewriter->value->arena, text, &rewriter->value->format, &phrase);
    if (status != PNEU_OK)
        return status;
    if (rewriter->value->has_open && has_brackets(phrase))
        rewriter->value->is_unrepresentable = 1;
    if (before->len > 0 && !is_blank_at(pneu_i_str_of(before->ptr, before->len), before->len - 1))
        pneu_i_seven_bit_add(rewriter->value, pneu_i_str(" "));
    pneu_i_seven_bit_add(rewriter->value, phrase);
    return PNEU_OK;
}

/* Writes a name in the place of its raw form, if that cannot stay. Quotes and brackets may stand right before an
 * address; a phrase may not. Before the colon of a group it is written as everybody does. */
static pneu_status rewrite_name(list_rewriter *rewriter, pneu_str raw, pneu_str name)
{
    pneu_str value = rewriter->value->raw;
    if (raw.len == 0 || fits(rewriter, raw))
        return PNEU_OK;
    pneu_status status = copy_to(rewriter, offset_of(rewriter, raw));
    if (raw.ptr[0] != '"' && memchr(raw.ptr, '(', raw.len) != NULL)
        rewriter->value->is_unrepresentable = 1; /* a comment among the words would be lost */
    if (status == PNEU_OK)
        status = add_phrase(rewriter, name);
    rewriter->at += raw.len;
    if (status == PNEU_OK && rewriter->at < value.len && !is_blank_at(value, rewriter->at) &&
        value.ptr[rewriter->at] != ':')
        pneu_i_seven_bit_add(rewriter->value, pneu_i_str(" "));
    return status;
}

/* ---- Addresses ---------------------------------------------------------------------------------------------- */

/* The place of "@" and the domain, as written, in [start, end); `end` if it is not there in one piece. */
static size_t find_domain(const list_rewriter *rewriter, pneu_str domain, size_t start, size_t end)
{
    const char *raw = rewriter->value->raw.ptr;
    for (size_t at = start; at + domain.len < end; at++) {
        const char *found = memchr(raw + at, '@', end - at);
        if (found == NULL)
            break;
        at = (size_t)(found - raw);
        if (end - at > domain.len && memcmp(found + 1, domain.ptr, domain.len) == 0)
            return at;
    }
    return end;
}

static pneu_status rewrite_domain(list_rewriter *rewriter, const pneu_mailbox *mailbox, size_t end)
{
    pneu_str ascii;
    size_t at = find_domain(rewriter, mailbox->domain, rewriter->at, end);
    pneu_status status = pneu_i_domain_to_ascii(rewriter->value->arena, mailbox->domain, &ascii);
    if (status == PNEU_ERR_SYNTAX || at == end) {
        rewriter->value->is_unrepresentable = 1;
        return PNEU_OK;
    }
    if (status == PNEU_OK)
        status = copy_to(rewriter, at + 1);
    if (status != PNEU_OK)
        return status;
    pneu_i_seven_bit_add(rewriter->value, ascii);
    rewriter->at += mailbox->domain.len;
    return PNEU_OK;
}

/* `text` as the name of an empty group (RFC 6857 section 3.1.8). */
static pneu_status add_empty_group(list_rewriter *rewriter, pneu_str name, pneu_str text)
{
    pneu_status status = PNEU_OK;
    rewriter->value->is_downgraded = 1;
    if (name.len > 0) {
        status = add_phrase(rewriter, name);
    }
    if (status == PNEU_OK)
        status = add_phrase(rewriter, text);
    pneu_i_seven_bit_add(rewriter->value, pneu_i_str(" :;"));
    return status;
}

/* 1 if the address, without its name, can stay. */
static int address_fits(const list_rewriter *rewriter, const pneu_mailbox *mailbox)
{
    size_t start = mailbox->offset, end = mailbox->offset + mailbox->length;
    if (mailbox->raw_name.len > 0)
        start = offset_of(rewriter, mailbox->raw_name) + mailbox->raw_name.len;
    return start <= end && fits(rewriter, raw_of(rewriter, start, end));
}

static int has_odd_local(const list_rewriter *rewriter, const pneu_mailbox *mailbox)
{
    return !is_ascii(mailbox->local) && !address_fits(rewriter, mailbox);
}

/* 1 if a bare CR stands in a quoted string. */
static int has_quoted_cr(pneu_str text)
{
    unsigned saw = 0;
    for (size_t at = 0, end; at < text.len; at = end) {
        int is_quoted = text.ptr[at] == '"';
        end = is_quoted ? pneu_i_skip_quoted(text, at, &saw) : at + 1;
        for (; is_quoted && at < end; at++)
            if (text.ptr[at] == '\r' && (at + 1 == text.len || text.ptr[at + 1] != '\n'))
                return 1;
    }
    return 0;
}

static pneu_status rewrite_mailbox(list_rewriter *rewriter, const pneu_mailbox *mailbox)
{
    size_t end = mailbox->offset + mailbox->length;
    pneu_str none = {"", 0}, raw = raw_of(rewriter, mailbox->offset, end);
    int is_unreadable = (mailbox->flags & PNEU_MAILBOX_UNREADABLE) != 0;
    if (is_unreadable && has_quoted_cr(raw)) /* without it, it would be an address */
        rewriter->value->is_unrepresentable = 1;
    if (fits(rewriter, raw))
        return PNEU_OK;
    if (has_odd_local(rewriter, mailbox) && rewriter->value->may_downgrade) {
        pneu_status copied = copy_to(rewriter, mailbox->offset);
        rewriter->at = end;
        return copied == PNEU_OK
                   ? add_empty_group(rewriter, mailbox->raw_name.len > 0 ? mailbox->name : none, mailbox->address)
                   : copied;
    }
    if (is_unreadable) /* encoded words alone would be an address */
        rewriter->value->is_unrepresentable = 1;
    pneu_status status = rewrite_name(rewriter, mailbox->raw_name, mailbox->name);
    if (status == PNEU_OK && !is_ascii(mailbox->domain) && !address_fits(rewriter, mailbox))
        status = rewrite_domain(rewriter, mailbox, end);
    return status == PNEU_OK ? copy_to(rewriter, end) : status; /* what is left above ASCII has no 7-bit form */
}

/* ---- Groups ------------------------------------------------------------------------------------------------- */

static int has_odd_member(const list_rewriter *rewriter, const pneu_group *group)
{
    for (size_t i = group->first; i < group->first + group->count; i++)
        if (has_odd_local(rewriter, &rewriter->list.mailboxes[i]))
            return 1;
    return 0;
}

/* The addresses of a group, with commas between them, as one text. */
static pneu_status join_members(list_rewriter *rewriter, const pneu_group *group, pneu_str *out)
{
    pneu_i_text_builder text;
    pneu_i_text_builder_init(&text, rewriter->value->arena, group->length);
    for (size_t i = group->first; i < group->first + group->count; i++) {
        const pneu_mailbox *mailbox = &rewriter->list.mailboxes[i];
        if (i > group->first)
            pneu_i_text_builder_add(&text, ", ", 2);
        pneu_i_text_builder_add(&text, mailbox->address.ptr, mailbox->address.len);
    }
    return pneu_i_text_builder_end(&text, out);
}

/* Writes the group's name, or all of it where a member makes that necessary: groups cannot be nested. */
static pneu_status begin_group(list_rewriter *rewriter, const pneu_group *group)
{
    pneu_str members;
    if (!rewriter->value->may_downgrade || !has_odd_member(rewriter, group))
        return rewrite_name(rewriter, group->raw_name, group->name);
    pneu_status status = copy_to(rewriter, group->offset);
    if (status == PNEU_OK)
        status = join_members(rewriter, group, &members);
    if (status == PNEU_OK)
        status = add_empty_group(rewriter, group->name, members);
    rewriter->at = group->offset + group->length;
    return status;
}

pneu_status pneu_i_seven_bit_addresses(pneu_i_seven_bit_value *value)
{
    list_rewriter rewriter = {.value = value, .at = 0};
    pneu_status status = pneu_address_list_parse(value->arena, value->raw, PNEU_LENIENT, NULL, &rewriter.list);
    size_t group = 0;
    for (size_t i = 0; status == PNEU_OK && i <= rewriter.list.mailbox_count; i++) {
        while (status == PNEU_OK && group < rewriter.list.group_count && rewriter.list.groups[group].first == i)
            status = begin_group(&rewriter, &rewriter.list.groups[group++]);
        if (status == PNEU_OK && i < rewriter.list.mailbox_count && rewriter.list.mailboxes[i].offset >= rewriter.at)
            status = rewrite_mailbox(&rewriter, &rewriter.list.mailboxes[i]);
    }
    return status == PNEU_OK ? copy_to(&rewriter, value->raw.len) : status;
}
