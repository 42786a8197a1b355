/*
 * Values of header fields, decoded for people: what stands in encoded words, as UTF-8 (RFC 2047, RFC 5322 section 3.4).
 * In: a field and its raw value. Out: text. Of addresses only what cannot deceive is left as it is: a name or comment
 * that has something in it which could be taken for an address is quoted, and what cannot be read stands as written.
 * Not handled: the parameters of MIME fields, which pneu tree shows.
 */
#include "cli/field_decode.h"

#include <string.h>

#include "cli/field_value.h"
#include "pneu/address.h"
#include "pneu/syntax.h"

static void append(struct field_decoder *to, pneu_str text)
{
    to->is_short |= !blob_append(&to->text, text.ptr, text.len);
}

static void append_words(struct field_decoder *to, const char *text)
{
    append(to, (pneu_str){text, strlen(text)});
}

/* The text with a backslash before each of the characters `marked`. */
static void append_escaped(struct field_decoder *to, pneu_str text, const char *marked)
{
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] != '\0' && strchr(marked, text.ptr[i]))
            append_words(to, "\\");
        append(to, (pneu_str){text.ptr + i, 1});
    }
}

/* Nothing but letters, digits, spaces and characters beyond ASCII, and what an atom may have (RFC 5322 section 3.2.3),
 * without the sign that encoded words begin with. */
static int is_plain(pneu_str name)
{
    static const char others[] = " !#$%&'*+-/=?^_`{|}~";

    for (size_t i = 0; i < name.len; i++) {
        unsigned char byte = (unsigned char)name.ptr[i];
        unsigned char letter = byte | 0x20;

        if (byte == '=' && i + 1 < name.len && name.ptr[i + 1] == '?')
            return 0;
        if (byte < 0x80 && !(letter >= 'a' && letter <= 'z') && !(byte >= '0' && byte <= '9') &&
            (byte == '\0' || !strchr(others, byte)))
            return 0;
    }
    return 1;
}

static void append_name(struct field_decoder *to, pneu_str name)
{
    if (is_plain(name)) {
        append(to, name);
        return;
    }
    append_words(to, "\"");
    append_escaped(to, name, "\\\"");
    append_words(to, "\"");
}

static void append_address(struct field_decoder *to, const pneu_mailbox *mailbox)
{
    int is_bare = mailbox->name.len == 0 && mailbox->route.len == 0 && (mailbox->flags & PNEU_MAILBOX_NULL) == 0;

    if (mailbox->name.len > 0) {
        append_name(to, mailbox->name);
        append_words(to, " ");
    }
    append_words(to, is_bare ? "" : "<");
    append(to, mailbox->route);
    append_words(to, mailbox->route.len > 0 ? ":" : "");
    append(to, mailbox->address);
    append_words(to, is_bare ? "" : ">");
    if (mailbox->comment.len > 0 && (mailbox->flags & PNEU_MAILBOX_COMMENT_NAME) == 0) {
        append_words(to, " (");
        append_escaped(to, mailbox->comment, "\\()");
        append_words(to, ")");
    }
}

static void separate(struct field_decoder *to, const char *next)
{
    append_words(to, to->separator);
    to->separator = next;
}

/* Bytes of the value that are no address, as they stand. */
static pneu_status append_unread(struct field_decoder *to, pneu_str raw)
{
    pneu_str text;
    pneu_status status = field_value_unfold(to->arena, raw, &text);

    if (status == PNEU_OK)
        append(to, text);
    return status;
}

/* The groups that stand before mailbox `index`. */
static size_t append_groups(struct field_decoder *to, const pneu_address_list *list, size_t group, size_t index)
{
    for (; group < list->group_count && list->groups[group].first == index; group++) {
        separate(to, list->groups[group].count > 0 ? " " : ", ");
        append_name(to, list->groups[group].name);
        append_words(to, list->groups[group].count > 0 ? ":" : ":;");
    }
    return group;
}

static int ends_group(const pneu_address_list *list, size_t index)
{
    uint32_t group = list->mailboxes[index].group;

    return group != PNEU_NO_GROUP && index + 1 == list->groups[group].first + list->groups[group].count;
}

static pneu_status decode_addresses(struct field_decoder *to, pneu_str raw)
{
    pneu_address_list list;
    pneu_status status = pneu_address_list_parse(to->arena, raw, PNEU_LENIENT, NULL, &list);
    size_t group = 0;

    if (status != PNEU_OK)
        return status;
    for (size_t i = 0; i < list.mailbox_count && status == PNEU_OK; i++) {
        const pneu_mailbox *mailbox = &list.mailboxes[i];

        group = append_groups(to, &list, group, i);
        separate(to, ", ");
        if ((mailbox->flags & PNEU_MAILBOX_UNREADABLE) != 0)
            status = append_unread(to, (pneu_str){raw.ptr + mailbox->offset, mailbox->length});
        else
            append_address(to, mailbox);
        append_words(to, ends_group(&list, i) ? ";" : "");
    }
    append_groups(to, &list, group, list.mailbox_count);
    if (list.unread == 0 || status != PNEU_OK)
        return status;
    separate(to, "");
    return append_unread(to, (pneu_str){raw.ptr + (raw.len - list.unread), list.unread});
}

pneu_status field_decode(struct field_decoder *decoder, const pneu_field *field, pneu_str raw, pneu_str *out)
{
    int32_t kind = pneu_field_kind(field->id);
    pneu_status status;

    if (kind == PNEU_FIELD_KIND_TEXT) {
        status = pneu_decode_text(decoder->arena, raw, PNEU_LENIENT, NULL, out);
        if (status == PNEU_OK)
            *out = field_value_trim(*out);
        return status;
    }
    if (kind != PNEU_FIELD_KIND_ADDRESSES)
        return field_value_unfold(decoder->arena, raw, out);
    decoder->text.len = 0;
    decoder->is_short = 0;
    decoder->separator = "";
    status = decode_addresses(decoder, raw);
    if (decoder->is_short)
        status = PNEU_ERR_MEMORY;
    *out = (pneu_str){decoder->text.bytes, decoder->text.len};
    return status;
}
