/* Texts with encoded words, as the library's other files need them. */
#ifndef PNEU_SYNTAX_DECODE_TEXT_H
#define PNEU_SYNTAX_DECODE_TEXT_H

#include "pneu/syntax.h"

enum {
    PNEU_I_UNSTRUCTURED = 0,
    PNEU_I_COMMENT = 1, /* a comment's content: parentheses delimit words, quoted pairs are undone */
    PNEU_I_PHRASE = 2   /* words of a phrase: white space outside of encoded words becomes one space */
};

typedef struct pneu_i_text_rules {
    int32_t mode; /* PNEU_LENIENT or PNEU_STRICT */
    int32_t kind; /* PNEU_I_UNSTRUCTURED, PNEU_I_COMMENT or PNEU_I_PHRASE */
    const pneu_defect_sink *sink;
} pneu_i_text_rules;

/* Decodes a text; see pneu_decode_text. PNEU_OK or PNEU_ERR_MEMORY. */
pneu_status pneu_i_text_decode(pneu_arena *arena, pneu_str value, const pneu_i_text_rules *rules, pneu_str *out);

/* The same by the long way. */
pneu_status pneu_i_any_text_decode(pneu_arena *arena, pneu_str value, const pneu_i_text_rules *rules, pneu_str *out);

#endif
