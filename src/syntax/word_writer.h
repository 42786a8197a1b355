/* Writing encoded words (RFC 2047). */
#ifndef PNEU_SYNTAX_WORD_WRITER_H
#define PNEU_SYNTAX_WORD_WRITER_H

#include "syntax/line_writer.h"

/* Where the words will stand: it says which bytes Q leaves as they are (RFC 2047 section 5). */
enum {
    PNEU_I_WORDS_IN_TEXT = 0,  /* unstructured */
    PNEU_I_WORDS_IN_PHRASE = 1 /* and comments: letters, digits, "!", "*", "+", "-", "/" */
};

/* Writes a run of well-formed UTF-8 as encoded words after `gap`; tabs as spaces. */
void pneu_i_words_put(pneu_i_lines *lines, pneu_str gap, pneu_str text, int place);

/* The length of a text in Q. */
size_t pneu_i_q_length(pneu_str text, int place);

#endif
