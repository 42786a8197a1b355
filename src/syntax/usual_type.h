/* The short way through a Content-Type as nearly all mail has it. */
#ifndef PNEU_SYNTAX_USUAL_TYPE_H
#define PNEU_SYNTAX_USUAL_TYPE_H

#include "syntax/mime_fields.h"

/* Places in a value; "" where there is no such parameter. */
typedef struct pneu_i_usual_type {
    pneu_str type; /* "type/subtype" as it stands there, at most 255 bytes */
    pneu_str charset;
    pneu_str boundary;
    uint8_t has_bchars; /* the boundary is of bytes that RFC 2046 section 5.1.1 allows, and has no "?" */
} pneu_i_usual_type;

/* Finds them if the value is a type and at most four parameters, each a name once and a token or a quoted string of plain
 * text, with nothing to report: 1 if it did. */
int pneu_i_usual_type_find(pneu_str value, const pneu_i_settings *settings, pneu_i_usual_type *out);

/* The same of a Content-Disposition: the token that it begins with. */
int pneu_i_usual_disposition_find(pneu_str value, const pneu_i_settings *settings, pneu_str *out);

/* A Content-Type, with the result that the long way has. */
int pneu_i_usual_type_read(pneu_str value, const pneu_i_settings *settings, pneu_i_type_info *out);

/* The long way. */
void pneu_i_any_type_read(pneu_str value, const pneu_i_settings *settings, const pneu_defect_sink *sink,
                          pneu_i_type_info *out);

#endif
