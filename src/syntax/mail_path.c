/*
 * Paths, mailboxes and the words of trace fields, as transport writes them: without comments and folds.
 * In: a text. Out: slices of it, or whether it is what it should be.
 * Invariants: no memory; every byte is looked at a fixed number of times. A quoted string or bracket that is not closed
 * makes a text invalid, it is never searched for again.
 * RFC 5321 section 4.1.2 and 4.1.3; RFC 5322 section 3.6.7; RFC 6531 section 3.3.
 * Not handled: addresses of other fields, with names, comments and groups.
 */
#include "syntax/mail_path.h"

#include "syntax/ip_address.h"
#include "syntax/scan.h"

static int is_printable(pneu_str text)
{
    for (size_t i = 0; i < text.len; i++)
        if ((unsigned char)text.ptr[i] < ' ' || text.ptr[i] == 0x7F)
            return 0;
    return 1;
}

/* One quoted string without folds and control characters. */
static int is_quoted(pneu_str text)
{
    unsigned saw = 0;
    return text.len >= 2 && text.ptr[0] == '"' && pneu_i_skip_quoted(text, 0, &saw) == text.len &&
           !(saw & PNEU_I_SAW_OPEN_QUOTE) && is_printable(text);
}

/* "[", an address or a tagged text, "]". */
static int is_domain_literal(pneu_str text)
{
    if (text.len < 3 || text.ptr[0] != '[' || text.ptr[text.len - 1] != ']')
        return 0;
    for (size_t i = 1; i + 1 < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        if (c <= ' ' || c >= 0x7F || strchr("[]\\()<>\";", c) != NULL) /* no tag has brackets, quotes or ";" in it */
            return 0;
    }
    return 1;
}

static int is_domain(pneu_str text)
{
    return pneu_i_is_dot_atom(text) || is_domain_literal(text);
}

/* The end of a local part: the first "@" that is in no quoted string. */
static size_t find_at_sign(pneu_str text)
{
    unsigned saw = 0;
    size_t at = text.len > 0 && text.ptr[0] == '"' ? pneu_i_skip_quoted(text, 0, &saw) : 0;
    while (at < text.len && text.ptr[at] != '@')
        at++;
    return at;
}

int pneu_i_is_mailbox(pneu_str text)
{
    size_t at = find_at_sign(text);
    pneu_str local = pneu_i_str_of(text.ptr, at);
    return at < text.len && (pneu_i_is_dot_atom(local) || is_quoted(local)) && is_domain(pneu_i_str_from(text, at + 1));
}

static int is_route_byte(char c)
{
    return pneu_i_is_atom_byte((unsigned char)c) || c == '@' || c == ',' || c == '.' || c == '[' || c == ']';
}

/* After the source route "@a,@b:" at the beginning of a path, or 0. */
static size_t skip_route(pneu_str text)
{
    size_t at = 0;
    while (at < text.len && is_route_byte(text.ptr[at]))
        at++;
    return at > 0 && text.ptr[0] == '@' && at < text.len && text.ptr[at] == ':' ? at + 1 : 0;
}

/* The closing bracket of a path that begins at 0, quoted strings skipped; or the end. */
static size_t find_closing_bracket(pneu_str text)
{
    unsigned saw = 0;
    size_t at = 1;
    int may_be_quoted = 1;
    while (at < text.len && text.ptr[at] != '>') {
        size_t end = text.ptr[at] == '"' && may_be_quoted ? pneu_i_skip_quoted(text, at, &saw) : at + 1;
        may_be_quoted &= !(saw & PNEU_I_SAW_OPEN_QUOTE);
        at = may_be_quoted ? end : at + 1;
    }
    return at;
}

void pneu_i_path_read(pneu_str text, pneu_i_path *out)
{
    out->has_brackets = text.len > 0 && text.ptr[0] == '<';
    out->end = text.len;
    out->address = text;
    out->has_route = 0;
    if (!out->has_brackets)
        return;
    size_t close = find_closing_bracket(text);
    out->end = close < text.len ? close + 1 : close;
    out->address = pneu_i_str_trim(pneu_i_str_of(text.ptr + 1, close - 1));
    size_t route = skip_route(out->address);
    out->has_route = route > 0;
    out->address = pneu_i_str_trim(pneu_i_str_from(out->address, route));
}

int pneu_i_is_received_token(pneu_str text)
{
    pneu_i_ip ip;
    if (text.len >= 2 && text.ptr[0] == '<' && text.ptr[text.len - 1] == '>') {
        pneu_str inner = pneu_i_str_of(text.ptr + 1, text.len - 2);
        inner = pneu_i_str_from(inner, skip_route(inner));
        return pneu_i_is_mailbox(inner);
    }
    return is_domain(text) || is_quoted(text) || pneu_i_is_mailbox(text) || pneu_i_ip_read(text, &ip);
}
