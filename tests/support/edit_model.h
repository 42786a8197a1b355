/*
 * A model of edits: a plain tree that is changed beside a message, edit by edit, and then compared with what a parser reads
 * from the edited bytes: the same parts in the same places, what was set reads back, and every part that nothing was said
 * to have touched has all its bytes. The program ends where it does not hold.
 */
#ifndef TESTS_SUPPORT_EDIT_MODEL_H
#define TESTS_SUPPORT_EDIT_MODEL_H

#include "pneu/edit.h"

/* Edits of a message, from a script of three bytes each (what, part, how): `round` of them at a time, each round on the
 * message that the one before it made. Nothing is compared in messages that parsers read in different ways. */
void edit_model_run(const char *bytes, size_t len, const uint8_t *script, size_t count, size_t round);

#endif
