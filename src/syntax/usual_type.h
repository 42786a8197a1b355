/* The short way through a Content-Type as nearly all mail has it. */
#ifndef PNEU_SYNTAX_USUAL_TYPE_H
#define PNEU_SYNTAX_USUAL_TYPE_H

#include "syntax/mime_fields.h"

/* Reads the value if it is a type and at most four parameters, each a name once and a token or a quoted string of plain
 * text, with nothing to report: 1 if it did, with the same result as the long way has. */
int pneu_i_usual_type_read(pneu_str value, const pneu_i_settings *settings, pneu_i_type_info *out);

/* The long way. */
void pneu_i_any_type_read(pneu_str value, const pneu_i_settings *settings, const pneu_defect_sink *sink,
                          pneu_i_type_info *out);

#endif
