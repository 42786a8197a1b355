/*
 * pneu/format.h: writing the values of header fields, and fields. Pure functions: a value in, its text in the arena out.
 *
 * What is written is 7-bit ASCII (with PNEU_FORMAT_UTF8: well-formed UTF-8) without NUL, and its only line ends are those
 * of folds: CRLF before a space or tab, never making a line of white space only. Lines have at most 78 bytes where the
 * text has places to fold it at, at most 76 if an encoded word is on them, and never above 998 (RFC 5322 section 2.1.1,
 * RFC 2047 section 2).
 *
 * Every function here: PNEU_ERR_ARGUMENT (CR, LF or NUL in a value, an unknown flag, NULL), PNEU_ERR_MEMORY; what else it
 * may give stands with it. Texts are UTF-8; each maximal subpart of what is ill-formed in them becomes U+FFFD.
 */
#ifndef PNEU_FORMAT_H
#define PNEU_FORMAT_H

#include <pneu/base.h>
#include <pneu/syntax.h>

#ifdef __cplusplus
extern "C" {
#endif

enum {
    PNEU_FORMAT_UTF8 = 1,          /* for SMTPUTF8 (RFC 6532): text above ASCII stays as it is */
    PNEU_FORMAT_PLAIN_FALLBACK = 2 /* pneu_mime_value_format: before name*= also name= in ASCII, for old readers */
};

/* How to write. NULL in its place is all zero. This struct never changes. */
typedef struct pneu_format {
    uint32_t flags;
    uint32_t column; /* bytes already on the line: name, colon and space of the field, and what stands before */
} pneu_format;

/*
 * The value of an unstructured field (Subject, Comments ...). Words above ASCII, with control characters, or that hold
 * "=?" and so might be taken for encoded words, become encoded words in UTF-8, in the Q encoding or, where that saves
 * more than a third, in B (RFC 2047 sections 4 and 5); white space between two of them goes inside, tabs as spaces. So does a word too long for a line,
 * and all of a text with more than 40 spaces in a row. pneu_decode_text gives the text back, but for control characters.
 * Where not even the first word fits behind `column`, the value begins with a fold.
 */
PNEU_API pneu_status pneu_text_encode(pneu_arena *arena, pneu_str utf8, const pneu_format *format, pneu_str *out);

/*
 * A phrase, for instance the display name of an address: atoms, a quoted string, or encoded words (RFC 5322 section
 * 3.2.5, RFC 2047 section 5 (3)); "" becomes two quote marks. What is read back is the same text, with spaces for tabs
 * next to encoded words. As with pneu_text_encode, the phrase may begin with a fold.
 */
PNEU_API pneu_status pneu_phrase_encode(pneu_arena *arena, pneu_str utf8, const pneu_format *format, pneu_str *out);

/* A comment, its parentheses included: "(" text ")". Parentheses and backslashes in the text become quoted pairs (RFC
 * 5322 section 3.2.2). Otherwise as pneu_text_encode. */
PNEU_API pneu_status pneu_comment_encode(pneu_arena *arena, pneu_str utf8, const pneu_format *format, pneu_str *out);

#ifdef __cplusplus
}
#endif

#endif
