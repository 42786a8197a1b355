/* Slices: making, comparing and cutting them. Nothing here allocates. */
#ifndef PNEU_BASE_STR_H
#define PNEU_BASE_STR_H

#include <string.h>

#include "base/ascii.h"
#include "pneu/base.h"

/* The slice of a NUL-terminated literal. */
static inline pneu_str pneu_i_str(const char *text)
{
    pneu_str s = {text, strlen(text)};
    return s;
}

static inline pneu_str pneu_i_str_of(const void *ptr, size_t len)
{
    pneu_str s = {(const char *)ptr, len};
    return s;
}

static inline pneu_str pneu_i_str_from(pneu_str s, size_t start)
{
    return pneu_i_str_of(s.ptr + start, s.len - start);
}

static inline int pneu_i_str_equal(pneu_str a, pneu_str b)
{
    return a.len == b.len && (b.len == 0 || memcmp(a.ptr, b.ptr, b.len) == 0); /* of b: it may be a literal */
}

/* Equal but for the case of ASCII letters. */
static inline int pneu_i_str_same(pneu_str a, pneu_str b)
{
    return a.len == b.len && pneu_i_ascii_same(a.ptr, b.ptr, a.len);
}

static inline int pneu_i_str_is(pneu_str a, const char *text)
{
    return pneu_i_str_same(a, pneu_i_str(text));
}

/* The order of a slice and a literal, by bytes: below, at or above 0. */
static inline int pneu_i_str_order(pneu_str a, const char *text)
{
    size_t i = 0;
    while (i < a.len && a.ptr[i] == text[i] && text[i] != 0)
        i++;
    if (i == a.len)
        return text[i] == 0 ? 0 : -1;
    return text[i] != 0 && (unsigned char)a.ptr[i] < (unsigned char)text[i] ? -1 : 1;
}

/* Without spaces, tabs and line-end bytes at either end. */
static inline pneu_str pneu_i_str_trim(pneu_str s)
{
    while (s.len > 0 && pneu_i_is_space((unsigned char)s.ptr[s.len - 1]))
        s.len--;
    while (s.len > 0 && pneu_i_is_space((unsigned char)*s.ptr)) {
        s.ptr++;
        s.len--;
    }
    return s;
}

#endif
