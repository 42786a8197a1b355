/*
 * Address lists in their usual form: dot-atoms in ASCII, before them perhaps a name of atoms or one quoted string without
 * quoted pairs (RFC 5322 section 3.4), between them commas. In: a raw value. Out: mailboxes, or that the long way must be
 * taken. Invariants: what is read here is in the grammar without its obsolete forms, has no comment, nothing that may be an
 * encoded word, and no "@" in a name, so that there is nothing to report in either mode; the byte that is not expected
 * ends it; each byte is looked at once, and copied once.
 * Not handled: anything else (address_list.c).
 */
#include "syntax/usual_address.h"

#include "base/arena.h"
#include "base/ascii.h"
#include "base/str.h"

/* A longer value that is not usual in the end would have cost too much until then. */
#define LENGTH_MOST ((size_t)8192)

/* Without the "?" of encoded words. */
static inline int is_atom_byte(char c)
{
    return pneu_i_is((unsigned char)c, PNEU_I_ATEXT) && c != '?';
}

static inline const char *skip_atom(const char *at, const char *end)
{
    while (at < end && is_atom_byte(*at))
        at++;
    return at;
}

/* White space with folds, or NULL where a line end is none of a fold. */
static const char *skip_gap(const char *at, const char *end)
{
    while (at < end && pneu_i_is_space((unsigned char)*at)) {
        if (*at == '\r' && (end - at < 2 || at[1] != '\n'))
            return NULL;
        if (*at == '\n' && end - at > 1 && !pneu_i_is_blank((unsigned char)at[1]))
            return NULL;
        at++;
    }
    return at;
}

/* The end of dots and atoms; NULL if there are not atoms on both sides of each dot. */
static const char *skip_dot_atom(const char *at, const char *end)
{
    for (;; at++) {
        const char *atom = at;
        at = skip_atom(at, end);
        if (at == atom)
            return NULL;
        if (at == end || *at != '.')
            return at;
    }
}

/* "local@domain"; gives the place behind it, or NULL. */
static const char *read_spec(const char *at, const char *end, pneu_mailbox *mailbox)
{
    const char *local = at, *sign = skip_dot_atom(at, end);
    if (sign == NULL || sign == end || *sign != '@')
        return NULL;
    at = skip_dot_atom(sign + 1, end);
    if (at == NULL)
        return NULL;
    mailbox->local = pneu_i_str_of(local, (size_t)(sign - local));
    mailbox->domain = pneu_i_str_of(sign + 1, (size_t)(at - sign - 1));
    mailbox->address = pneu_i_str_of(local, (size_t)(at - local));
    return at;
}

/* Words and the gaps between them, and the gap behind: gives the place of the "<", or NULL. */
static const char *read_words(const char *at, const char *end, pneu_mailbox *mailbox)
{
    const char *start = at;
    for (;;) {
        const char *word_end = skip_atom(at, end);
        at = skip_gap(word_end, end);
        if (at == NULL || at == word_end || at == end)
            return NULL;
        if (*at == '<') {
            mailbox->raw_name = pneu_i_str_of(start, (size_t)(word_end - start));
            return at;
        }
        if (!is_atom_byte(*at))
            return NULL;
    }
}

static inline int is_plain_in_quotes(char c)
{
    return c >= ' ' && c < 127 && c != '"' && c != '\\' && c != '?' && c != '@';
}

/* The same for a quoted string that neither begins nor ends with a space. */
static const char *read_quoted(const char *at, const char *end, pneu_mailbox *mailbox)
{
    const char *start = at++;
    while (at < end && is_plain_in_quotes(*at))
        at++;
    if (at == end || *at != '"' || at == start + 1 || start[1] == ' ' || at[-1] == ' ')
        return NULL;
    at++;
    mailbox->raw_name = pneu_i_str_of(start, (size_t)(at - start));
    const char *next = skip_gap(at, end);
    return next != NULL && next > at && next < end && *next == '<' ? next : NULL;
}

/* "<local@domain>" behind a name. */
static const char *read_angle(const char *at, const char *end, pneu_mailbox *mailbox)
{
    at = read_spec(at + 1, end, mailbox);
    return at != NULL && at < end && *at == '>' ? at + 1 : NULL;
}

static const char *read_mailbox(const char *at, const char *end, pneu_mailbox *mailbox)
{
    if (at == end)
        return NULL;
    if (*at == '"')
        at = read_quoted(at, end, mailbox);
    else if (is_atom_byte(*at)) {
        const char *spec_end = read_spec(at, end, mailbox);
        if (spec_end != NULL)
            return spec_end;
        at = read_words(at, end, mailbox);
    }
    return at != NULL && *at == '<' ? read_angle(at, end, mailbox) : NULL;
}

int pneu_i_usual_addresses_find(pneu_str value, pneu_mailbox *mailboxes, size_t *count)
{
    _Static_assert(LENGTH_MOST < PNEU_ADDRESS_MAX, "there are never too many");
    static const pneu_mailbox empty = {{"", 0}, {"", 0}, {"", 0}, {"", 0},       {"", 0}, {"", 0},
                                       {"", 0}, 0,       0,       PNEU_NO_GROUP, 0};
    if (value.len == 0 || value.len > LENGTH_MOST)
        return 0;
    const char *end = value.ptr + value.len;
    size_t found = 0;
    for (const char *at = value.ptr;; at++) {
        const char *start = skip_gap(at, end);
        if (start == NULL)
            return 0;
        pneu_mailbox *mailbox = &mailboxes[found++];
        *mailbox = empty;
        at = read_mailbox(start, end, mailbox);
        if (at == NULL)
            return 0;
        mailbox->offset = (size_t)(start - value.ptr);
        mailbox->length = (size_t)(at - start);
        at = skip_gap(at, end);
        if (at == NULL || (at < end && *at != ','))
            return 0;
        if (at == end)
            break;
    }
    *count = found;
    return 1;
}

/* Writes the name without its quotes, each gap a space. Gives the place behind it. */
static char *write_name(char *to, pneu_str raw)
{
    if (raw.ptr[0] == '"') {
        memcpy(to, raw.ptr + 1, raw.len - 2);
        return to + raw.len - 2;
    }
    for (size_t i = 0; i < raw.len; i++) {
        int is_space = pneu_i_is_space((unsigned char)raw.ptr[i]);
        if (!is_space || to[-1] != ' ')
            *to++ = is_space ? ' ' : raw.ptr[i];
    }
    return to;
}

pneu_status pneu_i_usual_addresses_copy(pneu_arena *arena, pneu_mailbox *mailboxes, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        pneu_mailbox *mailbox = &mailboxes[i];
        size_t local = mailbox->local.len, whole = mailbox->address.len;
        char *text = pneu_i_arena_alloc(arena, whole + mailbox->raw_name.len);
        if (text == NULL)
            return PNEU_ERR_MEMORY;
        memcpy(text, mailbox->address.ptr, whole);
        mailbox->address.ptr = mailbox->local.ptr = text;
        mailbox->domain.ptr = text + local + 1;
        const char *end = mailbox->raw_name.len > 0 ? write_name(text + whole, mailbox->raw_name) : text + whole;
        mailbox->name = pneu_i_str_of(text + whole, (size_t)(end - text) - whole);
    }
    return PNEU_OK;
}
