/*
 * What the parser needs of the MIME fields of a header, read without memory: fixed-size results, no arena. The public,
 * fully decoded form is in pneu/syntax.h; both stand on the same scanner, so that the boundary the parser uses is the
 * boundary the parameters show.
 */
#ifndef PNEU_SYNTAX_MIME_FIELDS_H
#define PNEU_SYNTAX_MIME_FIELDS_H

#include "base/options.h"
#include "pneu/syntax.h"

#define PNEU_I_TOKEN_MAX 255    /* bytes of a type, charset or disposition that the library uses */
#define PNEU_I_BOUNDARY_MAX 998 /* a longer boundary is none: no delimiter line could hold it */

#define PNEU_I_GUESS_MAX 996 /* a whole number of base64 quanta, within a line of 998 bytes */

/* The values of PNEU_READING_ENCODING_TOKEN. */
enum {
    PNEU_I_ENCODING_FIRST_TOKEN,
    PNEU_I_ENCODING_LAST_TOKEN,
    PNEU_I_ENCODING_NONE,
    PNEU_I_ENCODING_GUESSED
};

typedef struct pneu_i_text {
    size_t len;
    char bytes[PNEU_I_TOKEN_MAX];
} pneu_i_text;

typedef struct pneu_i_type_info {
    pneu_i_text type;    /* "type/subtype" in lower case; "text/plain" if it cannot be read or is over 255 bytes */
    pneu_i_text charset; /* the charset parameter, decoded; empty if there is none or it is over 255 bytes */
    int is_readable;     /* 0 if the type is the default because it could not be read */
    int has_boundary; /* 1 if there is a boundary that can be used: 1 to 998 bytes after trimming white space at its end */
    int is_empty;     /* 1 if there is a boundary parameter without a value */
    int is_trimmed; /* 1 if white space at the boundary's end was dropped */
    size_t boundary_len;
    char boundary[PNEU_I_BOUNDARY_MAX];
} pneu_i_type_info;

/* Content-Type: every param_* code, sec_dup_boundary and mime_type_invalid are reported, offsets relative to `value`.
 * The settings give the reading (boundary first or last, plain, RFC 2231 or RFC 2047, comments, missing ";", type) and
 * MAX_PARAMETERS (then limit_tokens, detail limit_params). */
void pneu_i_content_type_read(pneu_str value, const pneu_i_settings *settings, const pneu_defect_sink *sink,
                              pneu_i_type_info *out);

/* Content-Disposition: the disposition in lower case ("attachment" if the first element is a parameter), param_* codes. */
void pneu_i_disposition_read(pneu_str value, const pneu_i_settings *settings, const pneu_defect_sink *sink,
                             pneu_i_text *out);

/* Content-Transfer-Encoding: a PNEU_ENCODING_... value; cte_unknown, cte_token_junk and cte_legacy are reported. In the
 * reading that guesses, anything but a known token alone is PNEU_ENCODING_UNKNOWN. */
int32_t pneu_i_encoding_read(pneu_str value, const pneu_i_settings *settings, const pneu_defect_sink *sink);

/* That reading's guess, from a body's first line or, of a longer one, its first PNEU_I_GUESS_MAX bytes: whole quanta of
 * base64, a quoted-printable escape or soft line break, or the begin line of uuencode; else PNEU_ENCODING_UNKNOWN. */
int32_t pneu_i_encoding_guess(pneu_str line);

#endif
