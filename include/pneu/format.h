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
    PNEU_FORMAT_UTF8 = 1,           /* for SMTPUTF8 (RFC 6532): text above ASCII stays as it is */
    PNEU_FORMAT_PLAIN_FALLBACK = 2, /* pneu_mime_value_format: before name*= also name= in ASCII, for old readers */
    PNEU_FORMAT_A_LABELS = 4        /* addresses, without PNEU_FORMAT_UTF8: domains as A-labels (RFC 5890) */
};

/* What becomes of a value that has no 7-bit form: an address above ASCII, an identifier, a parameter that fits no line. */
enum {
    PNEU_UNREPRESENTABLE_REFUSE = 0,    /* an error */
    PNEU_UNREPRESENTABLE_DOWNGRADE = 1, /* what RFC 6857 puts in its place: it can be read, but not answered */
    PNEU_UNREPRESENTABLE_DROP = 2       /* the field is left out */
};

/* How to write. NULL in its place is all zero. This struct never changes. */
typedef struct pneu_format {
    uint32_t flags;
    uint32_t column; /* bytes already on the line: name, colon and space of the field, and what stands before */
} pneu_format;

/*
 * The value of an unstructured field (Subject, Comments ...). Words above ASCII, with control characters, or that hold
 * "=?" and so might be taken for encoded words, become encoded words in UTF-8, in the Q encoding or, where that saves
 * more than a third or makes one word of several, in B (RFC 2047 sections 4 and 5); white space between two of them goes
 * inside, tabs as spaces. So do a word too long for a line, and all of a text with more than 40 spaces in a row.
 * pneu_decode_text gives the text back, but for control characters. Where not even the first word fits behind `column`,
 * the value begins with a fold.
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

/*
 * The value of Content-Type or Content-Disposition: `value` and each parameter (`declared` and charsets are not looked
 * at). A parameter is a token where it can be, else a quoted string; above ASCII, with a language, control characters or
 * "=?" it is name*=UTF-8'language'... (RFC 2231 section 4; with PNEU_FORMAT_UTF8 quoted where that will do). Where it does
 * not fit on a line it is cut into sections, name*0= and so on (section 3). A boundary is never encoded and never cut:
 * too many programs read it as it stands. A plain fallback has "_" for what is not ASCII, and is left out where it does
 * not fit on a line.
 * PNEU_ERR_ARGUMENT also: `value` is not "token" or "token/token"; a name that RFC 2231 does not allow, or that is there
 * twice; a language that is none; a boundary above ASCII. PNEU_ERR_LIMIT: something cannot be folded into lines of 998
 * bytes, or there would be over 128 parameters, sections counted, more than readers take.
 */
PNEU_API pneu_status pneu_mime_value_format(pneu_arena *arena, const pneu_mime_value *value, const pneu_format *format,
                                            pneu_str *out);

/* Where the value of a field is best folded (RFC 5322 section 2.2.3). Only ever appended to. */
enum {
    PNEU_FOLD_UNSTRUCTURED = 0, /* at any white space */
    PNEU_FOLD_ADDRESSES = 1,    /* after "," and ";": addresses, phrases, URIs in "<>" */
    PNEU_FOLD_IDS = 2,          /* between message ids */
    PNEU_FOLD_PARAMETERS = 3,   /* after ";" */
    PNEU_FOLD_RECEIVED = 4,     /* before a clause of Received (from, by, with ...), after ";" */
    PNEU_FOLD_DKIM = 5,         /* after ";", and anywhere in the tag b= */
    PNEU_FOLD_NEVER = 6         /* the field stays on one line */
};

/* How the field with this id (PNEU_FIELD_...) is folded; PNEU_FOLD_UNSTRUCTURED for PNEU_FIELD_OTHER. */
PNEU_API int32_t pneu_fold_class(int32_t field_id);

/*
 * A whole field: name, ":", a space unless the value begins with white space or is empty, the value folded, CRLF. `value`
 * is a finished value; folds in it are undone first. A line breaks at the best place that fits 78 bytes, else at the
 * first after that; quoted strings, comments and what stands in brackets are only broken where there is no other place.
 * Unfolded, the value is the same again; only in the tag b= of a signature (PNEU_FOLD_DKIM), where white space means
 * nothing (RFC 6376 section 3.5), spaces may have been added.
 * PNEU_ERR_ARGUMENT also: `name` is empty or holds something other than bytes 33 to 126 without ":"; line ends in `value`
 * that are no folds; bytes above 127 without PNEU_FORMAT_UTF8, or that are not UTF-8; no such fold class.
 * PNEU_ERR_LIMIT: a line would have over 998 bytes. `column` is not looked at.
 */
PNEU_API pneu_status pneu_field_fold(pneu_arena *arena, pneu_str name, pneu_str value, int32_t fold_class,
                                     const pneu_format *format, pneu_str *out);

#ifdef __cplusplus
}
#endif

#endif
