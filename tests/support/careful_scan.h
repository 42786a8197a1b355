/*
 * A scan that never calls anything ordinary: with it the parser looks at every byte one by one, and checks every field.
 * What the fast ways find must be what that finds.
 */
#ifndef TESTS_SUPPORT_CAREFUL_SCAN_H
#define TESTS_SUPPORT_CAREFUL_SCAN_H

#include "pneu/parse.h"

/* Lets the parser scan that way until it is freed: its state must be new or reset. */
void careful_scan_use(pneu_parser *parser);

/* Back to the ordinary way. */
void careful_scan_end(pneu_parser *parser);

#endif
