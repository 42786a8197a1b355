/* One header field in 7-bit ASCII, or in UTF-8 for a transport that takes that. */
#ifndef PNEU_WRITE_SEVEN_BIT_FIELD_H
#define PNEU_WRITE_SEVEN_BIT_FIELD_H

#include "base/arena.h"
#include "pneu/field.h"

typedef struct pneu_i_raw_field {
    pneu_str raw; /* all of it, its line end included */
    pneu_str name;
    pneu_str value;    /* what stands after the colon, with the line end */
    int32_t id;        /* PNEU_FIELD_... */
    int32_t policy;    /* PNEU_UNREPRESENTABLE_... */
    uint32_t flags;    /* 0, or PNEU_FORMAT_UTF8: well-formed UTF-8 need not become ASCII */
    pneu_str boundary; /* of Content-Type: the one that it gets; ptr NULL: the one that it has */
} pneu_i_raw_field;

/* The field that these bytes are, as the parser found it. */
pneu_i_raw_field pneu_i_raw_field_of(pneu_str slice, const pneu_field_span *span, int32_t policy);

/* What became of it. */
enum {
    PNEU_I_FIELD_KEPT = 0,       /* its text says what it said before */
    PNEU_I_FIELD_DOWNGRADED = 1, /* RFC 6857: something can be read, but no longer used */
    PNEU_I_FIELD_DROPPED = 2     /* there is no text */
};

typedef struct pneu_i_seven_bit_field {
    pneu_str text; /* fields, each with CRLF; "" if it was dropped */
    int fate;      /* PNEU_I_FIELD_... */
} pneu_i_seven_bit_field;

/* 1 if the field can stay as it is, but for bare LF: it is 7-bit ASCII, or, if the flags say so, UTF-8. Control
 * characters other than NUL and CR may stay, too. */
int pneu_i_field_fits(pneu_str raw, uint32_t flags);

/* Writes the field so that it fits, whatever it holds. PNEU_ERR_UNREPRESENTABLE; PNEU_ERR_MEMORY. */
pneu_status pneu_i_field_to_seven_bit(pneu_arena *arena, const pneu_i_raw_field *field, pneu_i_seven_bit_field *out);

#endif
