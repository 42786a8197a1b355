/* Characters that nobody sees, and that make a name look like another one. */
#ifndef PNEU_SYNTAX_INVISIBLE_H
#define PNEU_SYNTAX_INVISIBLE_H

#include "base/str.h"

enum {
    PNEU_I_ALL_VISIBLE = 0,
    PNEU_I_HAS_ZERO_WIDTH = 1,  /* U+00AD, U+180E, U+200B to U+200D, U+2060 to U+2064, U+FEFF */
    PNEU_I_HAS_BIDI_CONTROL = 2 /* U+061C, U+200E, U+200F, U+202A to U+202E, U+2066 to U+2069 */
};

/* What of these is in the text (well-formed UTF-8): a set of the bits above. */
unsigned pneu_i_invisible_in(pneu_str utf8);

#endif
