/* One element of an address list: where it stands and of what form it is. */
#ifndef PNEU_SYNTAX_ADDRESS_ELEMENT_H
#define PNEU_SYNTAX_ADDRESS_ELEMENT_H

#include "syntax/address_spec.h"

enum {
    PNEU_I_ELEMENT_EMPTY,
    PNEU_I_ELEMENT_PHRASE, /* words without "@" and "<" */
    PNEU_I_ELEMENT_BARE,   /* an addr-spec without brackets, maybe with words before it */
    PNEU_I_ELEMENT_ANGLE   /* an addr-spec in angle brackets, maybe with a phrase before it */
};

typedef struct pneu_i_address_element {
    int form;                   /* PNEU_I_ELEMENT_... */
    int terminator;             /* kind of the token that ended it: COMMA, SEMICOLON, COLON or END */
    size_t start;               /* of the first token */
    size_t end;                 /* after the last one */
    pneu_i_address_token after; /* the terminator */
    pneu_i_address_lexer begin; /* as it was before the first token, to read it again */
    pneu_i_address_lexer inner; /* ANGLE: as it was before the addr-spec */
    pneu_i_address_spec phrase; /* what stands before "<", or everything */
    pneu_i_address_spec spec;   /* ANGLE: what is within the brackets */
    size_t route_start;
    size_t route_end;
    size_t comment_start; /* content of the first comment after the address; comment_end == 0: there is none */
    size_t comment_end;
} pneu_i_address_element;

/* Reads up to the next separator, and that too. */
void pneu_i_address_element_read(pneu_i_address_lexer *lexer, pneu_i_address_element *element);

/* 1 if the element has a phrase that can follow a name before a comma: `John <a@b>` of "Doe, John <a@b>". */
int pneu_i_address_element_has_phrase(const pneu_i_address_element *element);

#endif
