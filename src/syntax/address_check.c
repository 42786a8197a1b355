/*
 * Names that deceive: one that holds another address than the mailbox has, one whose encoded words hide what would be
 * syntax, invisible characters. In: a decoded name and its mailbox. Out: defects; the name stays as it is.
 * Each byte of a name is looked at a fixed number of times.
 * Not handled: homographs; names that only resemble somebody's.
 */
#include "syntax/address_check.h"

#include "syntax/invisible.h"
#include "syntax/scan.h"

/* Bytes that belong to an address in running text. */
static int is_address_byte(char c)
{
    return c == '.' || pneu_i_is_atom_byte((unsigned char)c);
}

/* What is around an address and not of it, though atoms may hold it: 'joe@x.example', joe@x.example. */
static pneu_str without_marks(pneu_str word)
{
    while (word.len > 0 && memchr("'`.", word.ptr[word.len - 1], 3) != NULL)
        word.len--;
    while (word.len > 0 && memchr("'`.", word.ptr[0], 3) != NULL)
        word = pneu_i_str_from(word, 1);
    return word;
}

/* The word that begins at *at and the "@" and words after it; *at moves behind it. */
static pneu_str next_word(pneu_str name, size_t *at)
{
    size_t start = *at;
    while (*at < name.len && (is_address_byte(name.ptr[*at]) || name.ptr[*at] == '@'))
        ++*at;
    pneu_str word = pneu_i_str_of(name.ptr + start, *at - start);
    *at += *at < name.len;
    return word;
}

/* "a@b.c". Without a dot behind the "@" it is rather somebody's way of writing. */
static int is_address(pneu_str word)
{
    const char *found = word.len > 0 ? memchr(word.ptr, '@', word.len) : NULL;
    if (found == NULL || found == word.ptr)
        return 0;
    return memchr(found, '.', word.len - (size_t)(found - word.ptr)) != NULL;
}

/* What addr-specs a name holds besides the mailbox's own. */
enum {
    HOLDS_NONE = 0,
    HOLDS_NEIGHBOUR = 1, /* only of the mailbox's domain */
    HOLDS_STRANGER = 2
};

static int kind_of_address(pneu_str word, const pneu_mailbox *mailbox)
{
    if (!is_address(word) || pneu_i_str_same(word, mailbox->address))
        return HOLDS_NONE;
    const char *at = memchr(word.ptr, '@', word.len);
    pneu_str domain = pneu_i_str_from(word, (size_t)(at - word.ptr) + 1);
    return pneu_i_str_same(domain, mailbox->domain) ? HOLDS_NEIGHBOUR : HOLDS_STRANGER;
}

static int addresses_in(pneu_str name, const pneu_mailbox *mailbox)
{
    int found = HOLDS_NONE;
    if (name.len == 0 || memchr(name.ptr, '@', name.len) == NULL)
        return found;
    for (size_t at = 0; at < name.len && found < HOLDS_STRANGER;) {
        int kind = kind_of_address(without_marks(next_word(name, &at)), mailbox);
        found = kind > found ? kind : found;
    }
    return found;
}

static int has_specials(pneu_str name)
{
    for (size_t i = 0; i < name.len; i++)
        if (name.ptr[i] == '<' || name.ptr[i] == '>' || name.ptr[i] == '@' || name.ptr[i] == ';')
            return 1;
    return 0;
}

void pneu_i_address_check(const pneu_i_address_name *name, const pneu_mailbox *mailbox, pneu_i_address_log *log,
                          size_t start, size_t end)
{
    unsigned invisible = pneu_i_invisible_in(name->text);
    if (mailbox->flags & PNEU_MAILBOX_UTF8)
        invisible |= pneu_i_invisible_in(mailbox->address);
    int is_own = mailbox->domain.len > 0 && pneu_i_str_same(name->text, mailbox->address);
    if (name->has_words && has_specials(name->text))
        pneu_i_address_report(log, PNEU_DEFECT_ADDR_EW_SPECIALS, is_own ? PNEU_DETAIL_ADDR_NAME_OWN_ADDRESS : 0, start,
                              end);
    int held = mailbox->domain.len > 0 ? addresses_in(name->text, mailbox) : HOLDS_NONE;
    if (held != HOLDS_NONE)
        pneu_i_address_report(log, PNEU_DEFECT_ADDR_NAME_IS_ADDRESS,
                              held == HOLDS_NEIGHBOUR ? PNEU_DETAIL_ADDR_NAME_SAME_DOMAIN : 0, start, end);
    if (invisible & PNEU_I_HAS_BIDI_CONTROL)
        pneu_i_address_report(log, PNEU_DEFECT_SEC_INVISIBLE_CHAR, PNEU_DETAIL_SEC_BIDI_CONTROL, start, end);
    else if (invisible != 0)
        pneu_i_address_report(log, PNEU_DEFECT_SEC_INVISIBLE_CHAR, 0, start, end);
}
