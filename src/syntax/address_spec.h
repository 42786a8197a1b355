/*
 * One addr-spec (RFC 5322 section 3.4.1), read token by token: where its local part and its domain stand, what is wrong,
 * and its text.
 */
#ifndef PNEU_SYNTAX_ADDRESS_SPEC_H
#define PNEU_SYNTAX_ADDRESS_SPEC_H

#include "base/arena.h"
#include "pneu/address.h"
#include "syntax/address_token.h"

/* What is to be said of an addr-spec: any set of these bits. */
enum {
    PNEU_I_SPEC_SEVERAL_AT = 1,
    PNEU_I_SPEC_CONTROL = 2,   /* a control character within the address */
    PNEU_I_SPEC_ODD = 4,       /* something else that no address can hold */
    PNEU_I_SPEC_BAD_DOTS = 8,  /* a dot at an end, or two of them */
    PNEU_I_SPEC_GLUE = 16,     /* a comment within an atom or domain */
    PNEU_I_SPEC_TRAILING = 32, /* text after the domain */
    PNEU_I_SPEC_OBSOLETE = 64, /* white space or comments around a dot */
    PNEU_I_SPEC_QUOTED = 128,  /* a quoted string in the local part */
    PNEU_I_SPEC_SPACED = 256   /* white space around "@": the grammar has it, and says that it should not be there */
};

typedef struct pneu_i_address_spec {
    size_t start; /* of the first token, and the end of the last one */
    size_t end;
    int token_count;    /* 0, 1, or 2 for more */
    int place;          /* within address_spec.c */
    int before;         /* kind of the last token; PNEU_I_TOKEN_END before the first */
    int is_dotted;      /* 1 while all tokens so far are words with dots between them */
    unsigned run_flaws; /* of the run of words that may become the local part */
    size_t run_start;
    size_t first_at; /* the place of the first "@" */
    int has_at;
    unsigned flaws; /* PNEU_I_SPEC_... */
    size_t local_start;
    size_t local_end; /* == local_start: there is none */
    size_t domain_start;
    size_t domain_end;
} pneu_i_address_spec;

void pneu_i_address_spec_init(pneu_i_address_spec *spec);

/* Takes the next token: any but END, LT, GT, COMMA, SEMICOLON and COLON. Clears the lexer's comment as long as the address
 * goes on, so that the first one after it is left. */
void pneu_i_address_spec_take(pneu_i_address_spec *spec, pneu_i_address_lexer *lexer,
                              const pneu_i_address_token *token);

/* The end of the tokens: a single word, or words with dots between them, is a local part without "@". */
void pneu_i_address_spec_finish(pneu_i_address_spec *spec);

/* 1 if there are words before the local part. */
int pneu_i_address_spec_has_name(const pneu_i_address_spec *spec);

/*
 * The address that the spec stands for, into mailbox->address, local, domain and flags; defects to the lexer's log.
 * `lexer` stands before the spec, as it did when the spec was read. PNEU_OK or PNEU_ERR_MEMORY.
 */
pneu_status pneu_i_address_spec_read(pneu_arena *arena, const pneu_i_address_spec *spec,
                                     const pneu_i_address_lexer *lexer, pneu_mailbox *mailbox);

#endif
