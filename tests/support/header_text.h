/* What must hold for header text that was written, and what to compare it with. Results live in the arena; memory failure
 * ends the program. */
#ifndef TESTS_SUPPORT_HEADER_TEXT_H
#define TESTS_SUPPORT_HEADER_TEXT_H

#include "pneu/base.h"

/* 1 if there is a CR, LF or NUL. */
int header_has_breaks(pneu_str s);

int header_is_ascii(pneu_str s);

/* 1 if the only line ends are CRLF before white space, no line is blank (the first one may be, if something stands before
 * it), and none is longer than 998 bytes, or than `word_width` if an encoded word may be on it. `column`: the bytes before
 * the first one. */
int header_lines_hold(pneu_str text, size_t column, size_t word_width);

/* What the encoders write. */
enum {
    HEADER_TEXT,
    HEADER_PHRASE,
    HEADER_COMMENT
};

/* What is to be decoded of it: without a fold at the start; a comment without parentheses, a phrase without quotes. */
pneu_str header_content(pneu_arena *arena, pneu_str written, int kind);

/* 1 if the decoded text is the given one, as well-formed UTF-8, without control characters and byte order marks, tabs
 * compared as spaces. */
int header_same_text(pneu_arena *arena, pneu_str given, pneu_str decoded);

/* 1 if a field's value, as it stands after the colon, unfolds to the given one, a space before it apart; without any white
 * space if `is_signature`. */
int header_same_value(pneu_arena *arena, pneu_str given, pneu_str value, int is_signature);

#endif
