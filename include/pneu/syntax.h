/*
 * pneu/syntax.h: what the values of header fields mean. Pure functions: a raw value in (folds and all, so that offsets
 * are those of the file), a value out, in the caller's arena. None of them fails on input.
 *
 * `mode` is PNEU_LENIENT (always a value, trouble is reported as defects) or PNEU_STRICT (no value for anything outside
 * the RFC's grammar).
 */
#ifndef PNEU_SYNTAX_H
#define PNEU_SYNTAX_H

#include <pneu/base.h>
#include <pneu/defect.h>
#include <pneu/field.h>

#ifdef __cplusplus
extern "C" {
#endif

enum {
    PNEU_LENIENT = 0,
    PNEU_STRICT = 1
};

/* Defects of one value: offsets relative to its first byte. `report` may be called any number of times. NULL: none are
 * wanted. */
typedef struct pneu_defect_sink {
    void (*report)(void *ctx, int32_t code, int32_t detail, uint64_t offset, uint64_t length);
    void *ctx;
} pneu_defect_sink;

/* Content-Transfer-Encoding, as used (RFC 2045 section 6). */
enum {
    PNEU_ENCODING_7BIT = 0, /* also where the field is absent */
    PNEU_ENCODING_8BIT = 1,
    PNEU_ENCODING_BINARY = 2,
    PNEU_ENCODING_QUOTED_PRINTABLE = 3,
    PNEU_ENCODING_BASE64 = 4,
    PNEU_ENCODING_UUENCODE = 5, /* x-uuencode, uuencode, x-uue */
    PNEU_ENCODING_UNKNOWN = 6   /* anything else: the body is used as it stands */
};

/* The encoding's name as in RFC 2045, for instance "quoted-printable"; "unknown" for others. Static text. */
PNEU_API const char *pneu_encoding_name(int32_t encoding);

/* One parameter. Given in arrays: this struct never changes. */
typedef struct pneu_param {
    pneu_str name;     /* lower case, without RFC 2231 marks */
    pneu_str value;    /* decoded: quotes, RFC 2231 sections and charset, encoded words (lenient); UTF-8; no CR, LF, NUL */
    pneu_str charset;  /* RFC 2231: the charset named, else "" */
    pneu_str language; /* RFC 2231: the language named, else "" */
} pneu_param;

/* Content-Type (RFC 2045 section 5), Content-Disposition (RFC 2183). */
typedef struct pneu_mime_value {
    pneu_str value;           /* "type/subtype" or the disposition, in lower case, as used */
    pneu_str declared;        /* as written, trimmed, without parameters; "" if there is nothing */
    const pneu_param *params; /* the first of each name, in order */
    size_t param_count;
} pneu_mime_value;

/*
 * Reads the value of Content-Type. An unreadable type is "text/plain" (RFC 2045 section 5.2).
 * Reads the value of Content-Disposition: an unknown or missing disposition stays as written, in lower case; where the
 * first element is a parameter the disposition is "attachment" (RFC 2183 section 2.8).
 * Results live in the arena. PNEU_ERR_MEMORY; PNEU_ERR_SYNTAX (strict: no value at all); PNEU_ERR_ARGUMENT.
 */
PNEU_API pneu_status pneu_content_type_parse(pneu_arena *arena, pneu_str value, int32_t mode,
                                             const pneu_defect_sink *sink, pneu_mime_value *out);
PNEU_API pneu_status pneu_content_disposition_parse(pneu_arena *arena, pneu_str value, int32_t mode,
                                                    const pneu_defect_sink *sink, pneu_mime_value *out);

/* Unfolds: removes each CRLF or LF that stands before a space or tab (RFC 5322 section 2.2.3). Where nothing is to be
 * done the result is `value` itself. */
PNEU_API pneu_status pneu_unfold(pneu_arena *arena, pneu_str value, pneu_str *out);

/* Decodes the encoded words (RFC 2047) of an unstructured value to UTF-8, unfolded, without CR, LF, NUL and other control
 * characters but tab. Lenient: also what senders write in spite of the RFC; characters split over words are joined. */
PNEU_API pneu_status pneu_decode_text(pneu_arena *arena, pneu_str value, int32_t mode, const pneu_defect_sink *sink,
                                      pneu_str *out);

/* The base subject of a raw value of Subject (RFC 5256 section 2.1): decoded, each run of white space one space, without
 * "Re:", "Fwd:", "(fwd)", "[list]" and the like. *is_marked: 1 if there was a mark of an answer or of a forwarded message.
 * In the arena. PNEU_ERR_MEMORY; PNEU_ERR_ARGUMENT. */
PNEU_API pneu_status pneu_base_subject(pneu_arena *arena, pneu_str value, int32_t *is_marked, pneu_str *out);

/* MIME-Version (RFC 2045 section 4). Comments may stand anywhere. Lenient: a value that cannot be read is 1.0, as every
 * message that says it has MIME is read. PNEU_ERR_SYNTAX (strict); PNEU_ERR_ARGUMENT. */
PNEU_API pneu_status pneu_mime_version_parse(pneu_str value, int32_t mode, const pneu_defect_sink *sink,
                                             uint32_t *major, uint32_t *minor);

/* ---- References between parts --------------------------------------------------------------------------------- */

/*
 * Which part of a multipart/related is the root (RFC 2387 section 3.2): the one whose Content-ID is `start`, the value
 * of that parameter (ptr NULL: there is none, and the first part is the root). `content_ids` are raw values, one a part,
 * empty where a part has none; an id of more than 998 bytes is none. Lenient also takes a `start` without brackets, and
 * the first part where none fits (hdr_value_malformed). PNEU_ERR_NOT_FOUND: there are no parts, or (strict) none fits;
 * PNEU_ERR_ARGUMENT.
 */
PNEU_API pneu_status pneu_related_root(pneu_str start, const pneu_str *content_ids, size_t count, int32_t mode,
                                       const pneu_defect_sink *sink, size_t *out);

/*
 * Resolves Content-Location or a link against a base (RFC 2557 section 5, RFC 3986 section 5.2): both raw, white space in
 * them is removed. The base is the nearest absolute Content-Location around; where it is empty or not absolute it is
 * "thismessage:/" (RFC 2557 section 5 (e)). In the arena. PNEU_ERR_MEMORY, PNEU_ERR_ARGUMENT.
 */
PNEU_API pneu_status pneu_location_resolve(pneu_arena *arena, pneu_str base, pneu_str location, pneu_str *out);

/* ---- File names ----------------------------------------------------------------------------------------------- */

/* The most bytes of a safe file name. */
#define PNEU_SAFE_FILENAME_MAX 255

/*
 * A name under which an attachment may be written into a directory of its own, on any system: what follows the last "/"
 * or backslash, as UTF-8, without control, bidi and other invisible characters, without dots and spaces at its start and
 * end; bytes that systems forbid (< > : " | ? *) are "_", names of devices (CON, NUL, COM1 ...) get a "_" before them; at
 * most PNEU_SAFE_FILENAME_MAX bytes, of which the extension is kept. Making it again changes nothing. In the arena.
 * PNEU_ERR_NOT_FOUND: nothing is left of it; PNEU_ERR_MEMORY; PNEU_ERR_ARGUMENT.
 */
PNEU_API pneu_status pneu_safe_filename(pneu_arena *arena, pneu_str name, pneu_str *out);

#ifdef __cplusplus
}
#endif

#endif
