/* Values of MIME fields and their defects as text that tests compare. */
#ifndef TESTS_SUPPORT_MIME_TEXT_H
#define TESTS_SUPPORT_MIME_TEXT_H

#include "pneu/syntax.h"
#include "support/text.h"

/* A sink that adds "code/detail" (or "code"), each after a space, to a text. */
pneu_defect_sink defect_text_sink(text *to);

/* Parses a Content-Type and adds "value" and, for each parameter, "; name=value" (with "{charset'language}" before the
 * value where RFC 2231 names them); the status' name if there is no value. The input is copied to a block of exactly its
 * size. */
void type_text(text *to, pneu_str value, int32_t mode, const pneu_defect_sink *sink);

/* The same for a Content-Disposition. */
void disposition_text(text *to, pneu_str value, int32_t mode, const pneu_defect_sink *sink);

/* 1 if the text is this; else says what it is. */
int text_equals(const char *name, const text *actual, const char *expected);

/* A copy of the bytes in a block of exactly their size, so that a sanitiser sees a byte read too many. free(ptr). */
pneu_str exact_copy(pneu_str s);

#endif
