/* Writing words that stay as they are, in texts, quoted strings and comments. */
#ifndef PNEU_SYNTAX_PLAIN_WRITER_H
#define PNEU_SYNTAX_PLAIN_WRITER_H

#include "charset/text_builder.h"
#include "syntax/line_writer.h"

/* The bytes that a backslash goes before (RFC 5322 sections 3.2.2 and 3.2.4). */
#define PNEU_I_ESCAPED_IN_TEXT ""
#define PNEU_I_ESCAPED_IN_QUOTES "\"\\"
#define PNEU_I_ESCAPED_IN_COMMENT "()\\"

/* Writes the words of a run, the first after `gap`, with folds at the white space between them. White space at the
 * start or end of the run belongs to its first and last word. */
void pneu_i_plain_put(pneu_i_lines *lines, pneu_str gap, pneu_str run, const char *escaped);

/* Adds bytes with a backslash before each of `escaped`, without a place to fold them at. */
void pneu_i_escaped_add(pneu_i_lines *lines, pneu_str text, const char *escaped);

/* How many backslashes that takes. */
size_t pneu_i_escapes_in(pneu_str text, const char *escaped);

/* Adds a quoted string, its quotes too, that is folded later or never. */
void pneu_i_quoted_add(pneu_i_text_builder *builder, pneu_str text);

#endif
