/* Runs a function that writes header text: on exact blocks, on every prefix, with failing allocations. */
#ifndef TESTS_SUPPORT_FORMAT_RUN_H
#define TESTS_SUPPORT_FORMAT_RUN_H

#include "pneu/format.h"
#include "support/text.h"

typedef pneu_status (*format_function)(pneu_arena *arena, pneu_str in, const pneu_format *format, pneu_str *out);

/* Sets the text to what is written, or to the name of the status. The input is copied to a block of exactly its size. */
void format_run(text *to, format_function write, pneu_str in, const pneu_format *format);

/* Writes every prefix: an out value only with PNEU_OK, and lines that hold (see header_lines_hold). Then fails each
 * allocation in turn: PNEU_ERR_MEMORY, no leak, *out untouched. Ends the program where that does not hold. */
void format_check_hard(format_function write, pneu_str in, const pneu_format *format);

#endif
