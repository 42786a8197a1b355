/* Display names (phrases) and comments as text. */
#ifndef PNEU_SYNTAX_ADDRESS_NAME_H
#define PNEU_SYNTAX_ADDRESS_NAME_H

#include "base/arena.h"
#include "syntax/address_token.h"

typedef struct pneu_i_address_name {
    pneu_str text;
    int has_words; /* 1 if an encoded word may be in it */
} pneu_i_address_name;

/*
 * The name that the tokens of `raw`, a slice of the value, make. `lexer` stands before the first of them, as it did when
 * they were read; its log takes what is wrong with encoded words. PNEU_OK or PNEU_ERR_MEMORY.
 */
pneu_status pneu_i_address_name_read(pneu_arena *arena, const pneu_i_address_lexer *lexer, pneu_str raw, int32_t mode,
                                     pneu_i_address_name *out);

/* The text of the comment that the lexer remembers, or "". */
pneu_status pneu_i_address_comment_read(pneu_arena *arena, const pneu_i_address_lexer *lexer, int32_t mode,
                                        pneu_i_address_name *out);

#endif
