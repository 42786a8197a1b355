/* Received fields as text that tests compare. */
#ifndef TESTS_SUPPORT_TRACE_TEXT_H
#define TESTS_SUPPORT_TRACE_TEXT_H

#include "pneu/trace.h"
#include "support/text.h"

/* Adds what the field says, " item=text" for each item that is there: from, rdns, ip, port, ident, by, by.rdns, by.ip,
 * by.port, by.ident, via, with, id, for (with " (n)" for several), sender, login, version, cipher, group, bits, protocol,
 * date (its epoch, or "?" where there is none). */
void trace_text_add(text *to, const pneu_received *received);

/* The same for what a new field is not made from: comment, extra. */
void trace_text_add_rest(text *to, const pneu_received *received);

/* Ends the program unless every item lies within a value of this length, and holds no control character. */
void trace_text_check(const pneu_received *received, size_t length);

#endif
