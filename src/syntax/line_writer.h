/* The lines of a value that is written: text that grows in an arena, and is folded where the next element does not fit. */
#ifndef PNEU_SYNTAX_LINE_WRITER_H
#define PNEU_SYNTAX_LINE_WRITER_H

#include "base/line.h"
#include "charset/text_builder.h"
#include "pneu/format.h"

typedef struct pneu_i_lines {
    pneu_i_text_builder text;
    size_t column;  /* bytes on the last line */
    size_t reserve; /* bytes to keep free on each line for what closes the value */
    char opening;   /* a byte that goes before the next element and is not to be parted from it, or 0 */
    int has_word;   /* 1 if an encoded word is on the last line */
} pneu_i_lines;

/* `room`: how long the text will probably be. `format` may be NULL. */
void pneu_i_lines_init(pneu_i_lines *lines, pneu_arena *arena, size_t room, const pneu_format *format);

/* Bytes without a place to fold them at. */
void pneu_i_lines_add(pneu_i_lines *lines, const char *bytes, size_t len);

/* The white space before an element of `len` bytes, with a fold before it if the element would pass the line's width.
 * Without white space there is only one place for a fold: the start of the value, before an element over
 * PNEU_I_LINE_MAX. */
void pneu_i_lines_begin(pneu_i_lines *lines, pneu_str gap, size_t len);

/* The same before an encoded word: the width is PNEU_I_WORD_LINE_WIDTH, at the start of the value too. */
void pneu_i_lines_begin_word(pneu_i_lines *lines, pneu_str gap, size_t len);

/* Bytes that are left for an encoded word after `gap`, on this line or on a new one. */
size_t pneu_i_lines_word_room(const pneu_i_lines *lines, pneu_str gap);
size_t pneu_i_lines_new_word_room(const pneu_i_lines *lines, pneu_str gap);

/* The text. PNEU_OK or PNEU_ERR_MEMORY. */
pneu_status pneu_i_lines_end(pneu_i_lines *lines, pneu_str *out);

#endif
