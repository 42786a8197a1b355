/*
 * Places for folds. In: a value, the white space in question, and what is open there. Out: how good a fold is there.
 * Invariants: a step looks at one byte; what is never closed makes the rest of the value a bad place, not a forbidden one,
 * since a line over 998 bytes is worse.
 * RFC 5322 sections 2.2.3, 3.2.1 to 3.2.4, 3.4; RFC 5321 section 4.4 (the clauses of Received); RFC 6376 section 3.2.
 * Not handled: which of the places is taken (fold.c).
 */
#include "syntax/fold_place.h"

#include "pneu/format.h"

static int has_structure(int32_t fold_class)
{
    return fold_class != PNEU_FOLD_UNSTRUCTURED && fold_class != PNEU_FOLD_DKIM;
}

static char closing_of(char c)
{
    return c == '"' ? '"' : c == '<' ? '>' : c == '[' ? ']' : '\0';
}

void pneu_i_nesting_step(pneu_i_nesting *nesting, char c, int32_t fold_class)
{
    if (!has_structure(fold_class))
        return;
    if (nesting->is_escaped) {
        nesting->is_escaped = 0;
    } else if (c == '\\') {
        nesting->is_escaped = nesting->comments > 0 || nesting->open != 0;
    } else if (nesting->open != 0) {
        if (c == nesting->open)
            nesting->open = 0;
    } else if (c == '(') {
        nesting->comments++;
    } else if (nesting->comments > 0) {
        nesting->comments -= c == ')';
    } else {
        nesting->open = closing_of(c);
    }
}

static int is_after_separator(pneu_str text, size_t start, int32_t fold_class)
{
    char before = text.ptr[start - 1];
    return before == ';' || (before == ',' && fold_class == PNEU_FOLD_ADDRESSES);
}

static int is_clause(pneu_str text, size_t at)
{
    static const char *const names[] = {"from", "by", "via", "with", "id", "for"};
    size_t end = at;
    while (end < text.len && end - at < 5 && !pneu_i_is_blank((unsigned char)text.ptr[end]))
        end++;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (pneu_i_str_is(pneu_i_str_of(text.ptr + at, end - at), names[i]))
            return 1;
    return 0;
}

/* White space around "." and "@", where it is obsolete (RFC 5322 section 4.4). */
static int is_in_domain(pneu_str text, size_t start, size_t end)
{
    char before = text.ptr[start - 1];
    char after = text.ptr[end];
    return before == '.' || before == '@' || after == '.' || after == '@';
}

int pneu_i_place_at(pneu_str text, size_t start, size_t end, const pneu_i_nesting *nesting, int32_t fold_class)
{
    if (fold_class == PNEU_FOLD_NEVER || nesting->is_escaped)
        return PNEU_I_PLACE_NONE;
    if (fold_class == PNEU_FOLD_UNSTRUCTURED)
        return PNEU_I_PLACE_BLANK;
    if (nesting->comments > 0 || nesting->open != 0)
        return PNEU_I_PLACE_INNER;
    if (is_after_separator(text, start, fold_class))
        return PNEU_I_PLACE_BEST;
    if (fold_class == PNEU_FOLD_RECEIVED && is_clause(text, end))
        return PNEU_I_PLACE_BEST;
    return fold_class == PNEU_FOLD_ADDRESSES && is_in_domain(text, start, end) ? PNEU_I_PLACE_INNER
                                                                               : PNEU_I_PLACE_BLANK;
}

void pneu_i_find_signature(pneu_str text, size_t at, size_t *start, size_t *end)
{
    *start = *end = text.len;
    while (at < text.len) {
        const char *semicolon = memchr(text.ptr + at, ';', text.len - at);
        size_t tag_end = semicolon != NULL ? (size_t)(semicolon - text.ptr) : text.len;
        const char *equals = memchr(text.ptr + at, '=', tag_end - at);
        size_t name_end = equals != NULL ? (size_t)(equals - text.ptr) : at;
        if (pneu_i_str_equal(pneu_i_str_trim(pneu_i_str_of(text.ptr + at, name_end - at)), pneu_i_str("b"))) {
            *start = name_end + 1;
            while (tag_end > *start && pneu_i_is_blank((unsigned char)text.ptr[tag_end - 1]))
                tag_end--; /* a line of white space only would be left */
            *end = tag_end;
            return;
        }
        at = tag_end + 1;
    }
}
