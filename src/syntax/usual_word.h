/* Encoded words (RFC 2047) as nearly all programs write them today: in UTF-8, short, each by itself. */
#ifndef PNEU_SYNTAX_USUAL_WORD_H
#define PNEU_SYNTAX_USUAL_WORD_H

#include "base/str.h"

/* 1 if an encoded word may begin here. */
static inline int pneu_i_is_word_mark(const char *at, const char *end)
{
    return end - at > 1 && at[0] == '=' && at[1] == '?';
}

/* Reads the word at `at`, which may stand in texts of this kind (PNEU_I_UNSTRUCTURED or PNEU_I_PHRASE) and must not go
 * beyond `end`: writes what it says to *out, moves that behind it, and gives the place behind the word. NULL if it is
 * not usual, or has a flaw other than its length, or what it says has one: then the long way must be taken. Of *out no
 * more bytes are written than the word has; it may be the word's own place, or one before it. */
const char *pneu_i_usual_word_read(const char *at, const char *end, int32_t kind, char **out);

#endif
