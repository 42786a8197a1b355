/*
 * The lexical elements of structured field values (RFC 5322 section 3.2, RFC 2045 section 5.1): white space with folds,
 * comments, tokens, quoted strings. Each function takes the whole value and a place, and gives the place after the
 * element. Values are raw: folds are still in them.
 */
#ifndef PNEU_SYNTAX_SCAN_H
#define PNEU_SYNTAX_SCAN_H

#include "base/str.h"

/* What was seen on the way: any set of these bits is added to *saw. */
enum {
    PNEU_I_SAW_BLANK = 1,        /* white space */
    PNEU_I_SAW_COMMENT = 2,      /* a comment */
    PNEU_I_SAW_OPEN_COMMENT = 4, /* a comment that is not closed: it took everything up to the end */
    PNEU_I_SAW_DEEP_COMMENT = 8, /* comments nested deeper than PNEU_I_COMMENT_DEPTH */
    PNEU_I_SAW_ESCAPE = 16,      /* a backslash */
    PNEU_I_SAW_BREAK = 32,       /* CR, LF or NUL: bytes that no decoded value holds */
    PNEU_I_SAW_EIGHT_BIT = 64,   /* a byte above 127 */
    PNEU_I_SAW_MARK = 128,       /* "?", so there may be an encoded word */
    PNEU_I_SAW_OPEN_QUOTE = 256, /* a quoted string that is not closed: it took everything up to the end */
    PNEU_I_SAW_SPECIAL = 512     /* a byte that a token must not hold */
};

/* Deeper comments are read too (reading them costs no memory), but the depth is reported. */
#define PNEU_I_COMMENT_DEPTH 32

/* After the spaces, tabs and line ends from `at` on. */
static inline size_t pneu_i_skip_space(pneu_str s, size_t at)
{
    while (at < s.len && pneu_i_is_space((unsigned char)s.ptr[at]))
        at++;
    return at;
}

/* After words with one space between them: the place of other white space, or the end. */
static inline size_t pneu_i_skip_spaced(pneu_str s, size_t at)
{
    for (; at < s.len; at++)
        if (pneu_i_is_space((unsigned char)s.ptr[at]) &&
            (s.ptr[at] != ' ' || (at + 1 < s.len && pneu_i_is_space((unsigned char)s.ptr[at + 1]))))
            break;
    return at;
}

/* After the token (RFC 2045 section 5.1) from `at` on; `at` if there is none. */
static inline size_t pneu_i_skip_token(pneu_str s, size_t at)
{
    while (at < s.len && pneu_i_is((unsigned char)s.ptr[at], PNEU_I_TOKEN))
        at++;
    return at;
}

/* A byte of an atom; those above 127 count as letters (RFC 6532 section 3.2). */
static inline int pneu_i_is_atom_byte(unsigned char c)
{
    return c >= 0x80 || pneu_i_is(c, PNEU_I_ATEXT);
}

/* 1 if the text is a dot-atom-text (RFC 5322 section 3.2.3): atoms with single dots between them. */
int pneu_i_is_dot_atom(pneu_str text);

/* s.ptr[at] is "(": after its ")", or the end. */
size_t pneu_i_skip_comment(pneu_str s, size_t at, unsigned *saw);

/* After white space and comments (CFWS, RFC 5322 section 3.2.2) from `at` on. */
size_t pneu_i_skip_cfws(pneu_str s, size_t at, unsigned *saw);

/* s.ptr[at] is a quote mark: after the closing one, or the end. */
size_t pneu_i_skip_quoted(pneu_str s, size_t at, unsigned *saw);

/* The bits of one byte of an unquoted value. */
unsigned pneu_i_saw_of(unsigned char c);

#endif
