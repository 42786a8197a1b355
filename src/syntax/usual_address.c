/*
 * Address lists in their usual form: dot-atoms in ASCII, before them perhaps a name of atoms and usual encoded words,
 * or of one quoted string without quoted pairs, behind them perhaps a comment, between them commas (RFC 5322 section
 * 3.4); names and comments may be in UTF-8 (RFC 6532 section 3.2). In: a raw value. Out: mailboxes, or that the long way must be taken.
 * The value is copied, with NUL behind it, and read in the copy, where the texts stay: a name is written over itself
 * where its words do not stand as they should.
 * Invariants: what is read here is in the grammar without its obsolete forms, has no "@" in a name or comment and
 * nothing that is not seen, so that there is nothing to report in either mode; the byte that is not expected ends it;
 * each byte is looked at a fixed number of times.
 * Of a long list each element is read by itself, so that the others need not be read again where one is not usual.
 * Not handled: anything else (address_list.c).
 */
#include "syntax/usual_address.h"

#include "base/arena.h"
#include "base/compiler.h"
#include "base/str.h"
#include "base/word.h"
#include "charset/charset.h"
#include "syntax/arena_list.h"
#include "syntax/decode_text.h"
#include "syntax/encoded_word.h"
#include "syntax/invisible.h"
#include "syntax/usual_word.h"

/* Bytes of an element in a list of any length. */
#define ELEMENT_MOST 1024

typedef pneu_i_usual_text list_text;

/* Without the "?" of encoded words. */
static inline int is_atom_byte(char c)
{
    return pneu_i_is((unsigned char)c, PNEU_I_ATEXT) && c != '?';
}

/* Letters and digits by eights, for those are what atoms are mostly made of. */
static inline char *skip_atom(char *at)
{
    for (;; at++) {
        uint64_t others = pneu_i_word_not_alnum(pneu_i_word_load(at));
        for (; others == 0; others = pneu_i_word_not_alnum(pneu_i_word_load(at)))
            at += 8;
        at += pneu_i_word_first(others);
        if (!is_atom_byte(*at))
            return at;
    }
}

/* White space with folds, or NULL where a line end is none of a fold. */
static char *skip_gap(char *at, const char *end)
{
    for (; pneu_i_is_space((unsigned char)*at); at++) {
        if (*at == '\r' && at[1] != '\n')
            return NULL;
        if (*at == '\n' && at + 1 < end && !pneu_i_is_blank((unsigned char)at[1]))
            return NULL;
    }
    return at;
}

/* The end of dots and atoms; NULL if there are not atoms on both sides of each dot. */
static char *skip_dot_atom(char *at)
{
    for (;; at++) {
        char *atom = at;
        at = skip_atom(at);
        if (at == atom)
            return NULL;
        if (*at != '.')
            return at;
    }
}

/* "local@domain"; gives the place behind it, or NULL. */
static char *read_spec(char *at, pneu_mailbox *mailbox)
{
    char *local = at, *sign = skip_dot_atom(at);
    if (sign == NULL || *sign != '@')
        return NULL;
    at = skip_dot_atom(sign + 1);
    if (at == NULL)
        return NULL;
    mailbox->local = pneu_i_str_of(local, (size_t)(sign - local));
    mailbox->domain = pneu_i_str_of(sign + 1, (size_t)(at - sign - 1));
    mailbox->address = pneu_i_str_of(local, (size_t)(at - local));
    return at;
}

/* ---- Names ------------------------------------------------------------------------------------------------------ */

static inline int is_high(char c)
{
    return ((unsigned char)c & 0x80) != 0;
}

/* An atom of a name, where bytes above 127 count as letters. */
static char *skip_name_atom(char *at)
{
    for (at = skip_atom(at); is_high(*at); at = skip_atom(at))
        while (is_high(*at))
            at++;
    return at;
}

/* What encoded words say may be a name without a word about it: there is nothing that looks like syntax, nothing that
 * is not seen, and no space at either end. */
static int is_good_name(pneu_str name)
{
    for (size_t i = 0; i < name.len; i++)
        if (name.ptr[i] == '<' || name.ptr[i] == '>' || name.ptr[i] == '@' || name.ptr[i] == ';')
            return 0;
    return name.ptr[0] != ' ' && name.ptr[name.len - 1] != ' ' && pneu_i_invisible_in(name) == PNEU_I_ALL_VISIBLE;
}

/* A word that is written to *to: an encoded one, or an atom. Gives the place behind it, or NULL. */
static char *read_word(char *at, const char *end, char **to)
{
    if (pneu_i_is_word_mark(at, end)) {
        end = end - at > PNEU_I_WORD_MAX ? at + PNEU_I_WORD_MAX : end;
        const char *found = pneu_i_usual_word_read(at, end, PNEU_I_PHRASE, to);
        return found != NULL ? at + (found - at) : NULL;
    }
    char *word_end = skip_name_atom(at);
    if (*to < at)
        memmove(*to, at, (size_t)(word_end - at));
    *to += word_end - at;
    return word_end > at ? word_end : NULL;
}

/* Words and the gaps between them, each a space, but that there is none between two encoded words; and the gap behind
 * them: gives the place of the "<", or NULL. */
static char *read_words(char *at, const list_text *text, pneu_mailbox *mailbox)
{
    char *start = at, *to = at;
    int has_encoded = 0, is_encoded = 0;
    for (;;) {
        int was_encoded = is_encoded;
        is_encoded = pneu_i_is_word_mark(at, text->end);
        has_encoded |= is_encoded;
        if (at > start && !(was_encoded && is_encoded))
            *to++ = ' ';
        char *word_end = read_word(at, text->end, &to);
        at = word_end != NULL ? skip_gap(word_end, text->end) : NULL;
        if (at == NULL || at == word_end)
            return NULL;
        if (*at != '<')
            continue;
        mailbox->raw_name = pneu_i_str_of(start, (size_t)(word_end - start));
        mailbox->name = pneu_i_str_of(start, (size_t)(to - start));
        return !has_encoded || is_good_name(mailbox->name) ? at : NULL;
    }
}

/* Behind text that stands for itself in quotes and comments alike, and has no space at either end: gives the place of
 * `close`, or NULL. */
static char *skip_plain(char *at, char close)
{
    char *start = at;
    while ((unsigned char)*at >= ' ' && *at != 127 && *at != close && *at != '\\' && *at != '?' && *at != '@')
        at++;
    return *at == close && at > start && *start != ' ' && at[-1] != ' ' ? at : NULL;
}

/* The same as read_words for a quoted string. */
static char *read_quoted(char *at, const list_text *text, pneu_mailbox *mailbox)
{
    char *start = at + 1, *close = skip_plain(start, '"');
    if (close == NULL)
        return NULL;
    mailbox->raw_name = pneu_i_str_of(at, (size_t)(close + 1 - at));
    mailbox->name = pneu_i_str_of(start, (size_t)(close - start));
    at = skip_gap(close + 1, text->end);
    return at != NULL && at > close + 1 && *at == '<' ? at : NULL;
}

/* ---- Mailboxes -------------------------------------------------------------------------------------------------- */

static PNEU_I_INLINE char *read_mailbox(char *at, const list_text *text, pneu_mailbox *mailbox)
{
    if (*at == '"') {
        at = read_quoted(at, text, mailbox);
    } else if (*at != '<') {
        char *spec_end = read_spec(at, mailbox);
        if (spec_end != NULL)
            return spec_end;
        at = read_words(at, text, mailbox);
    }
    if (at == NULL || *at != '<')
        return NULL;
    at = read_spec(at + 1, mailbox);
    return at != NULL && *at == '>' ? at + 1 : NULL;
}

/* A comment behind a gap, and the gap behind it; it is the name where there is no other. Gives the place where a comma
 * or the end should be, or NULL. */
static PNEU_I_INLINE char *read_comment(char *at, const list_text *text, pneu_mailbox *mailbox)
{
    char *start = skip_gap(at, text->end);
    if (start == NULL || *start != '(')
        return start;
    char *close = start > at ? skip_plain(++start, ')') : NULL;
    if (close == NULL || memchr(start, '(', (size_t)(close - start)) != NULL)
        return NULL;
    mailbox->comment = pneu_i_str_of(start, (size_t)(close - start));
    if (mailbox->name.len == 0) {
        mailbox->name = mailbox->comment;
        mailbox->flags = PNEU_MAILBOX_COMMENT_NAME;
    }
    return skip_gap(close + 1, text->end);
}

/* One mailbox, its comment, and the gaps around them: gives the place where a comma or the end should be, or NULL. */
static PNEU_I_INLINE char *read_element(char *at, const list_text *text, pneu_str value, pneu_mailbox *mailbox)
{
    static const pneu_mailbox empty = {{"", 0}, {"", 0}, {"", 0}, {"", 0},       {"", 0}, {"", 0},
                                       {"", 0}, 0,       0,       PNEU_NO_GROUP, 0};
    char *start = skip_gap(at, text->end);
    *mailbox = empty;
    char *end = start != NULL ? read_mailbox(start, text, mailbox) : NULL;
    if (end == NULL)
        return NULL;
    mailbox->offset = (size_t)(start - text->start);
    mailbox->length = (size_t)(end - start);
    if (mailbox->raw_name.len > 0)
        mailbox->raw_name.ptr = value.ptr + mailbox->offset;
    return read_comment(end, text, mailbox);
}

/* PNEU_OK, PNEU_ERR_NOT_FOUND or PNEU_ERR_MEMORY. */
static pneu_status read_list(const list_text *text, pneu_str value, pneu_i_arena_list *list)
{
    for (char *at = text->start;; at++) {
        pneu_mailbox *mailbox = pneu_i_arena_list_room(list);
        if (mailbox == NULL)
            return PNEU_ERR_MEMORY;
        list->count++;
        at = read_element(at, text, value, mailbox);
        if (at == text->end)
            return PNEU_OK;
        if (at == NULL || *at != ',')
            return PNEU_ERR_NOT_FOUND;
    }
}

/* Raw bytes above 127 are the text that they seem to be: well-formed UTF-8 without control characters, those of C1, and
 * without characters that are not seen. */
static PNEU_I_INLINE int is_plain_utf8(pneu_str value)
{
    if (pneu_i_ascii_only(value.ptr, value.len))
        return 1;
    if (pneu_i_utf8_valid(value.ptr, value.len) != value.len)
        return 0;
    const char *end = value.ptr + value.len, *at = value.ptr;
    for (; (at = memchr(at, 0xC2, (size_t)(end - at))) != NULL; at++)
        if ((unsigned char)at[1] < 0xA0) /* there is one: the character is whole */
            return 0;
    return pneu_i_invisible_in(value) == PNEU_I_ALL_VISIBLE;
}

/* A copy of the value with NUL behind it; 0 when there is no memory. */
static PNEU_I_INLINE int copy_value(pneu_arena *arena, pneu_str value, list_text *text)
{
    text->start = pneu_i_arena_alloc(arena, value.len + sizeof(uint64_t));
    if (text->start == NULL)
        return 0;
    memcpy(text->start, value.ptr, value.len);
    text->end = text->start + value.len;
    pneu_i_word_store(text->end, 0);
    return 1;
}

pneu_status pneu_i_usual_text_init(pneu_arena *arena, pneu_str value, pneu_i_usual_text *out)
{
    if (!is_plain_utf8(value))
        return PNEU_ERR_NOT_FOUND;
    return copy_value(arena, value, out) ? PNEU_OK : PNEU_ERR_MEMORY;
}

size_t pneu_i_usual_mailbox_read(const pneu_i_usual_text *text, pneu_str value, size_t at, pneu_mailbox *out)
{
    char *start = text->start + at;
    char *stop = text->end - start > ELEMENT_MOST ? start + ELEMENT_MOST : text->end;
    char behind = *stop;
    *stop = '\0'; /* whatever is read, it ends there */
    const char *end = read_element(start, text, value, out);
    *stop = behind;
    return end != NULL && (end == text->end || *end == ',') ? (size_t)(end - text->start) : at;
}

pneu_status pneu_i_usual_addresses_read(pneu_arena *arena, pneu_str value, pneu_address_list *out)
{
    _Static_assert(PNEU_I_USUAL_ADDRESSES_MOST < PNEU_ADDRESS_MAX, "there are never too many");
    static const pneu_group none;
    pneu_i_arena_mark mark = pneu_i_arena_here(arena);
    pneu_i_arena_list list = pneu_i_arena_list_of(arena, sizeof(pneu_mailbox));
    list_text text;
    if (value.len == 0 || value.len > PNEU_I_USUAL_ADDRESSES_MOST || !is_plain_utf8(value))
        return PNEU_ERR_NOT_FOUND;
    if (!copy_value(arena, value, &text))
        return PNEU_ERR_MEMORY;
    pneu_status status = read_list(&text, value, &list);
    if (status == PNEU_OK)
        *out = (pneu_address_list){(const pneu_mailbox *)(void *)list.items, list.count, &none, 0, 0};
    else
        pneu_i_arena_go_back(arena, mark);
    return status;
}
