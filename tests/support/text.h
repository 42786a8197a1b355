/* Growable text for tests: lines that are compared. Memory failure ends the program. */
#ifndef TESTS_SUPPORT_TEXT_H
#define TESTS_SUPPORT_TEXT_H

#include <stddef.h>

#include "pneu/base.h"

typedef struct text {
    char *ptr; /* NUL-terminated once something was added; NULL before */
    size_t len;
    size_t capacity;
} text;

/* Appends bytes. */
void text_add(text *self, const void *bytes, size_t len);

/* Appends what printf would print. */
void text_print(text *self, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Appends a slice in double quotes; bytes outside printable ASCII, the quote and the backslash as \xNN. */
void text_add_quoted(text *self, pneu_str slice);

/* 1 if both texts are the same. */
int text_equal(const text *a, const text *b);

/* The same; if they are not, prints the name and the first line that differs. */
int text_is_same(const char *name, const text *expected, const text *actual);

void text_clear(text *self);
void text_free(text *self);

#endif
