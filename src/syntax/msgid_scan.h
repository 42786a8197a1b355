/*
 * Identifiers in a raw value, one after the other, without memory: where each stands, its text, whether the grammar
 * knows it.
 */
#ifndef PNEU_SYNTAX_MSGID_SCAN_H
#define PNEU_SYNTAX_MSGID_SCAN_H

#include "pneu/syntax.h"
#include "syntax/scan.h"

typedef struct pneu_i_msgid_reader {
    pneu_str text;
    const pneu_defect_sink *sink; /* or NULL */
    size_t at;
    unsigned saw; /* PNEU_I_SAW_...; once a comment or quote was not closed, its mark is a byte like any other */
    int has_open_literal;
    int is_bare;    /* 1: identifiers have no brackets, and end at white space, comments, ",", ";" */
    int is_refused; /* 1 once something was outside of the grammar, obsolete forms included */
    int saw_phrase; /* 1 once there was something between identifiers */
} pneu_i_msgid_reader;

typedef struct pneu_i_msgid_span {
    size_t start; /* with the brackets */
    size_t end;
    size_t len; /* bytes of the text; none are an identifier that is left out */
    int has_at; /* 1 if there is an "@" */
} pneu_i_msgid_span;

/* A byte of an atom (RFC 6532 section 3.3: bytes above 127 among them). */
static inline int pneu_i_is_id_atom(unsigned char c)
{
    return c >= 0x80 || pneu_i_is(c, PNEU_I_ATEXT);
}

void pneu_i_msgid_reader_init(pneu_i_msgid_reader *reader, pneu_str text, const pneu_defect_sink *sink);

/* The next identifier; its text goes to `to`, which has room for all that is left, or is NULL. 0 at the end. */
int pneu_i_msgid_next(pneu_i_msgid_reader *reader, pneu_i_msgid_span *span, char *to);

/* 1 if the identifier is read back as it is wherever it stands between brackets. */
int pneu_i_msgid_is_writable(pneu_str id);

#endif
