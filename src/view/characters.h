/* Characters of UTF-8 text, one by one, and what a reader of text must know of them. */
#ifndef PNEU_VIEW_CHARACTERS_H
#define PNEU_VIEW_CHARACTERS_H

#include "base/str.h"

/* The character at the start of a text that is not empty; *len is its length in bytes. An ill-formed byte is U+FFFD. */
uint32_t pneu_i_character(pneu_str text, size_t *len);

/* 1 for spaces of every width, tab and line ends; also those at which no line may be broken. */
int pneu_i_character_is_space(uint32_t c);

/* 1 for controls that are no white space, and for what changes the direction of the text around it. */
int pneu_i_character_is_control(uint32_t c);

/* 1 for what has no width and only matters beside other characters: joiners, marks of places to break, fillers. */
int pneu_i_character_is_filler(uint32_t c);

/* 1 for ideographs, kana and Hangul, beside which a line may be broken. */
int pneu_i_character_is_ideograph(uint32_t c);

/* 1 for what must stay with the character before it: combining marks and joiners, and closing punctuation of East Asia.
 * */
int pneu_i_character_clings(uint32_t c);

#endif
