/* Sentences for people, in lines. */
#ifndef PNEU_CLI_PARAGRAPH_H
#define PNEU_CLI_PARAGRAPH_H

#include "cli/output.h"

/* Writes a heading and a text of printable ASCII, words between single spaces, in lines of at most 96 columns that
 * begin with `indent` spaces. Nothing if the text is empty. */
void paragraph_write(struct output *out, const char *heading, const char *text, size_t indent);

#endif
