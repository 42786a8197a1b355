/* Bytes from anywhere, made fit for a person's terminal. */
#ifndef PNEU_CLI_DISPLAY_H
#define PNEU_CLI_DISPLAY_H

#include "cli/output.h"

/* What a terminal shows, by the environment's locale. */
enum {
    DISPLAY_ASCII = 0, /* other characters are written as escapes */
    DISPLAY_UTF8 = 1
};

/* By LC_ALL, LC_CTYPE and LANG, in this order, as every program does; no locale is set. */
int display_by_environment(void);

/* Writes the text with nothing in it that a terminal could act on: \n \r \t, \xHH for bytes that are no character and
 * for other ASCII controls, \u{HHHH} for other unsafe characters (and all but ASCII where display is DISPLAY_ASCII). */
void display_text(struct output *out, pneu_str text, int display);

/* How many columns that takes, where each character takes one. */
size_t display_width(pneu_str text, int display);

/* How many bytes of it have room in so many columns: whole characters. */
size_t display_fit(pneu_str text, int display, size_t width);

/* The text in exactly `width` columns (at least 1): with spaces after it, or cut, with a sign of that at its end. */
void display_cell(struct output *out, pneu_str text, int display, size_t width);

/* As display_text, for a text that ends with a NUL. */
void display_words(struct output *out, const char *text, int display);

#endif
