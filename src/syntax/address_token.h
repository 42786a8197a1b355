/* The tokens of address lists, and what is reported while they are read. */
#ifndef PNEU_SYNTAX_ADDRESS_TOKEN_H
#define PNEU_SYNTAX_ADDRESS_TOKEN_H

#include "base/str.h"
#include "pneu/syntax.h"

enum {
    PNEU_I_TOKEN_END,
    PNEU_I_TOKEN_TEXT,    /* a run of atext and bytes above 127 */
    PNEU_I_TOKEN_QUOTED,  /* a quoted string, with its quotes */
    PNEU_I_TOKEN_LITERAL, /* a domain literal, with its brackets: only after "@" */
    PNEU_I_TOKEN_DOT,
    PNEU_I_TOKEN_AT,
    PNEU_I_TOKEN_LT,
    PNEU_I_TOKEN_GT,
    PNEU_I_TOKEN_COMMA,
    PNEU_I_TOKEN_SEMICOLON,
    PNEU_I_TOKEN_COLON,
    PNEU_I_TOKEN_SURPLUS, /* ")", "[" or "]" that belongs to nothing: text in a name, white space in an address */
    PNEU_I_TOKEN_DROPPED, /* a quote or "(" that is not closed: white space everywhere */
    PNEU_I_TOKEN_ODD      /* a backslash or control character: text in a name, and no address can hold it */
};

typedef struct pneu_i_address_token {
    int kind;
    int has_blank;   /* white space before it */
    int has_comment; /* a comment before it */
    size_t start;
    size_t end;
} pneu_i_address_token;

/* Where defects go, and what they say of the element that is read. */
typedef struct pneu_i_address_log {
    const pneu_defect_sink *sink; /* or NULL */
    int is_broken;                /* 1 once something was outside of the grammar, obsolete forms included */
    uint32_t flags;               /* PNEU_MAILBOX_REPAIRED, _UNTRUSTED: since they were last cleared */
} pneu_i_address_log;

/* A lexer is a plain value: a copy of it reads the same tokens again. */
typedef struct pneu_i_address_lexer {
    pneu_str text;
    pneu_i_address_log *log; /* NULL: silent */
    size_t at;
    size_t comment_start; /* content of the first comment that has any, since comment_end was last set to 0 */
    size_t comment_end;
    int before;           /* kind of the last token */
    int has_open_quote;   /* 1 once a quoted string was found that is not closed: no later one is */
    int has_open_comment; /* 1 once a comment was found that is not closed: later ones are read without nesting */
} pneu_i_address_lexer;

/* Reports a defect of [start, end); nothing for NULL. */
void pneu_i_address_report(pneu_i_address_log *log, int32_t code, int32_t detail, size_t start, size_t end);

void pneu_i_address_lexer_init(pneu_i_address_lexer *lexer, pneu_str text, pneu_i_address_log *log);

/* The next token; PNEU_I_TOKEN_END at the end, again and again. */
void pneu_i_address_next(pneu_i_address_lexer *lexer, pneu_i_address_token *token);

static inline int pneu_i_address_has_gap(const pneu_i_address_token *token)
{
    return token->has_blank || token->has_comment;
}

#endif
