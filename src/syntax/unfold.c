/*
 * Unfolding: each CRLF or LF that stands before a space or tab is removed; the space or tab stays (RFC 5322 section
 * 2.2.3). In: a raw value. Out: the value without folds, the same slice where there are none.
 * Not handled: bare CR, NUL, and line ends that are no folds: they stay.
 */
#include "base/arena.h"
#include "base/str.h"
#include "pneu/syntax.h"

/* The length of the line end of a fold at `at`, or 0. */
static size_t fold_at(pneu_str value, size_t at)
{
    size_t end = at + (value.ptr[at] == '\r');
    if (end >= value.len || value.ptr[end] != '\n')
        return 0;
    end++;
    return end < value.len && pneu_i_is_blank((unsigned char)value.ptr[end]) ? end - at : 0;
}

static size_t find_fold(pneu_str value, size_t at)
{
    while (at < value.len) {
        const char *found = memchr(value.ptr + at, '\n', value.len - at);
        if (found == NULL)
            break;
        size_t end = (size_t)(found - value.ptr);
        size_t start = end > at && value.ptr[end - 1] == '\r' ? end - 1 : end;
        if (fold_at(value, start) > 0)
            return start;
        at = end + 1;
    }
    return value.len;
}

pneu_status pneu_unfold(pneu_arena *arena, pneu_str value, pneu_str *out)
{
    if (arena == NULL || out == NULL || (value.ptr == NULL && value.len > 0))
        return PNEU_ERR_ARGUMENT;
    size_t fold = find_fold(value, 0);
    if (fold == value.len) {
        *out = value;
        return PNEU_OK;
    }
    char *text = pneu_i_arena_alloc(arena, value.len);
    if (text == NULL)
        return PNEU_ERR_MEMORY;
    size_t len = 0;
    size_t start = 0;
    while (start < value.len) {
        memcpy(text + len, value.ptr + start, fold - start);
        len += fold - start;
        start = fold < value.len ? fold + fold_at(value, fold) : fold;
        fold = find_fold(value, start);
    }
    *out = pneu_i_str_of(text, len);
    return PNEU_OK;
}
