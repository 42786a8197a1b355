/* The text of a new field, and the place at the top of a header. */
#ifndef PNEU_EDIT_FIELD_TEXT_H
#define PNEU_EDIT_FIELD_TEXT_H

#include "base/str.h"
#include "pneu/format.h"

/* Where the first byte stands that the name of a field cannot have: name.len if it is one. */
size_t pneu_i_name_first_bad(pneu_str name);

/* Where the first line end that is no fold, NUL, or byte above ASCII (or, with PNEU_FORMAT_UTF8, that is not UTF-8)
 * stands; value.len if there is none. */
size_t pneu_i_value_first_bad(pneu_str value, uint32_t format_flags);

/* A field folded as fits it, with CRLF; as pneu_field_fold. */
pneu_status pneu_i_field_text(pneu_arena *arena, pneu_str name, pneu_str value, uint32_t format_flags, pneu_str *out);

/* The same bytes, which are in an arena, with LF in place of CRLF. */
pneu_str pneu_i_field_with_lf(pneu_str field);

/* How much of the lines at the top of a header stands before a field that is prepended: mbox "From " lines, and lines
 * that would go on that field; at the input's start, the byte order mark. `line_ends`: "\n", or "\r\n" where a CR
 * alone ends a line, too. */
size_t pneu_i_header_top(pneu_str lines, int is_input_start, const char *line_ends);

#endif
