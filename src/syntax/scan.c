/*
 * Comments, CFWS and quoted strings of structured field values.
 * In: a raw value and a place in it. Out: the place after the element, and bits that tell what was in it.
 * Invariants: the place never moves back and never passes the end; each byte is looked at a fixed number of times;
 * comments nest by a counter, not by recursion, so their depth costs nothing. A quoted string or comment that is not
 * closed ends with the value (RFC 7103 section 7.1.4).
 * RFC 5322 sections 3.2.1, 3.2.2, 3.2.4; RFC 2045 section 5.1.
 * Not handled: addresses and their atoms; the meaning of what was found.
 */
#include "syntax/scan.h"

int pneu_i_is_dot_atom(pneu_str text)
{
    char before = '.';
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '.' ? before == '.' : !pneu_i_is_atom_byte((unsigned char)text.ptr[i]))
            return 0;
        before = text.ptr[i];
    }
    return before != '.';
}

size_t pneu_i_skip_comment(pneu_str s, size_t at, unsigned *saw)
{
    size_t depth = 0;
    *saw |= PNEU_I_SAW_COMMENT;
    while (at < s.len) {
        char c = s.ptr[at++];
        if (c == '\\' && at < s.len) {
            at++;
        } else if (c == '(') {
            if (++depth > PNEU_I_COMMENT_DEPTH)
                *saw |= PNEU_I_SAW_DEEP_COMMENT;
        } else if (c == ')' && --depth == 0) {
            return at;
        }
    }
    *saw |= PNEU_I_SAW_OPEN_COMMENT;
    return at;
}

size_t pneu_i_skip_cfws(pneu_str s, size_t at, unsigned *saw)
{
    while (at < s.len) {
        unsigned char c = (unsigned char)s.ptr[at];
        if (pneu_i_is_space(c)) {
            *saw |= PNEU_I_SAW_BLANK;
            at++;
        } else if (c == '(') {
            at = pneu_i_skip_comment(s, at, saw);
        } else {
            break;
        }
    }
    return at;
}

unsigned pneu_i_saw_of(unsigned char c)
{
    if (c >= 0x80)
        return PNEU_I_SAW_EIGHT_BIT;
    if (c == '\\')
        return PNEU_I_SAW_ESCAPE;
    if (c == '\r' || c == '\n' || c == '\0')
        return PNEU_I_SAW_BREAK;
    unsigned saw = c == '?' ? PNEU_I_SAW_MARK : 0;
    return pneu_i_is(c, PNEU_I_TOKEN) ? saw : saw | PNEU_I_SAW_SPECIAL;
}

size_t pneu_i_skip_quoted(pneu_str s, size_t at, unsigned *saw)
{
    at++;
    while (at < s.len) {
        unsigned char c = (unsigned char)s.ptr[at++];
        if (pneu_i_is(c, PNEU_I_TOKEN | PNEU_I_BCHAR) && c != '?')
            continue;
        if (c == '"')
            return at;
        *saw |= pneu_i_saw_of(c);
        if (c == '\\' && at < s.len)
            *saw |= pneu_i_saw_of((unsigned char)s.ptr[at++]);
    }
    *saw |= PNEU_I_SAW_OPEN_QUOTE;
    return at;
}
