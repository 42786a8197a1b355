/* How good a place in a value is for a fold. */
#ifndef PNEU_SYNTAX_FOLD_PLACE_H
#define PNEU_SYNTAX_FOLD_PLACE_H

#include "base/str.h"

/* The worst first (RFC 5322 section 2.2.3: the higher syntactic level is the better). */
enum {
    PNEU_I_PLACE_NONE = 0,
    PNEU_I_PLACE_INNER = 1, /* in a quoted string, a comment, brackets, around the dots of a domain */
    PNEU_I_PLACE_START = 2, /* right after the field's name */
    PNEU_I_PLACE_BLANK = 3, /* any other white space */
    PNEU_I_PLACE_BEST = 4,  /* between the elements of the field */
    PNEU_I_PLACE_COUNT = 5
};

/* Where in the structure of a value we are. */
typedef struct pneu_i_nesting {
    size_t comments; /* open ones */
    char open;       /* the byte that closes a quoted string or bracket, or 0 */
    int is_escaped;  /* the byte before is the backslash of a quoted pair */
} pneu_i_nesting;

/* 0 if a step over this byte changes nothing: most do not, and none of those that atoms are made of but the one behind
 * a backslash. */
static inline int pneu_i_nesting_matters(const pneu_i_nesting *nesting, char c)
{
    if (nesting->is_escaped || c == '\\')
        return 1;
    if (nesting->open != 0)
        return c == nesting->open;
    return c == '(' || (nesting->comments > 0 ? c == ')' : c == '"' || c == '<' || c == '[');
}

/* Steps over one byte of a value of this class. */
void pneu_i_nesting_step(pneu_i_nesting *nesting, char c, int32_t fold_class);

/* PNEU_I_PLACE_... of the white space [start, end) of `text`, where something stands before and after it. */
int pneu_i_place_at(pneu_str text, size_t start, size_t end, const pneu_i_nesting *nesting, int32_t fold_class);

/* The value of the tag b= of a DKIM or ARC signature, without the blanks behind it: [*start, *end), empty at the end if
 * there is none. */
void pneu_i_find_signature(pneu_str text, size_t at, size_t *start, size_t *end);

#endif
