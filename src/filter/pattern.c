/*
 * Patterns of names and types. In: a pattern of the caller, a text of anybody. Out: does it fit?
 * Invariants: no recursion; only the last "*" is ever tried again, which is enough, so a text of n bytes takes at
 * most n times the pattern's length.
 * Not handled: sets of characters, letters beyond ASCII in another case.
 */
#include "filter/pattern.h"

size_t pneu_i_pattern_check(pneu_str pattern)
{
    for (size_t i = 0; i < pattern.len; i++) {
        unsigned char c = (unsigned char)pattern.ptr[i];
        if (c < 0x20 || c == 0x7F)
            return i;
        if (c == '\\' && ++i == pattern.len)
            return i - 1;
    }
    return pattern.len;
}

/* Bytes of the character at `at`: what follows it of its kind belongs to it. */
static size_t character_length(pneu_str text, size_t at)
{
    size_t end = at + 1;
    if ((unsigned char)text.ptr[at] >= 0xC0)
        while (end < text.len && end - at < 4 && ((unsigned char)text.ptr[end] & 0xC0) == 0x80)
            end++;
    return end - at;
}

/* What one element of the pattern, not "*", takes of the text: bytes, or 0 if it does not fit. *len: its own length. */
static size_t fit_one(pneu_str pattern, size_t at, pneu_str text, size_t text_at, size_t *len)
{
    *len = 1;
    if (pattern.ptr[at] == '?')
        return character_length(text, text_at);
    if (pattern.ptr[at] == '\\') {
        *len = 2;
        at++;
    }
    return pneu_i_ascii_same(pattern.ptr + at, text.ptr + text_at, 1) ? 1 : 0;
}

int pneu_i_pattern_fits(pneu_str pattern, pneu_str text)
{
    size_t at = 0, text_at = 0;
    size_t star = SIZE_MAX, star_text = 0; /* behind the last "*", and what it does not take */
    while (text_at < text.len) {
        size_t len = 0, taken = 0;
        if (at < pattern.len && pattern.ptr[at] == '*') {
            star = ++at;
            star_text = text_at;
            if (at == pattern.len)
                return 1;
            continue;
        }
        if (at < pattern.len)
            taken = fit_one(pattern, at, text, text_at, &len);
        if (taken > 0) {
            at += len;
            text_at += taken;
        } else if (star != SIZE_MAX) {
            at = star;
            text_at = star_text += character_length(text, star_text);
        } else {
            return 0;
        }
    }
    while (at < pattern.len && pattern.ptr[at] == '*')
        at++;
    return at == pattern.len;
}
