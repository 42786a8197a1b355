/* What one line of a header is, by its bytes alone. */
#ifndef PNEU_PARSE_HEADER_LINE_H
#define PNEU_PARSE_HEADER_LINE_H

#include "parse/parser.h"

/* The kinds of logical lines. */
enum {
    PNEU_I_LINE_UNKNOWN = 0,
    PNEU_I_LINE_FIELD,       /* a name of printable ASCII, blanks, a colon within the first 998 bytes */
    PNEU_I_LINE_BARE_NAME,   /* such a name and nothing else: a fold may bring the colon */
    PNEU_I_LINE_BAD_NAME,    /* a colon, but what stands before it is no name */
    PNEU_I_LINE_TEXT,        /* no colon within the first 998 bytes */
    PNEU_I_LINE_FOLDED_NAME, /* a bare name whose fold has brought the colon: a field */
    PNEU_I_LINE_JUNK         /* to be passed as junk, whatever it looks like */
};

/* What a line's first bytes say: name_length and value (the offset behind the colon) are set for a field. */
typedef struct pneu_i_line_look {
    uint8_t kind;
    uint16_t name_length;
    uint32_t value;
} pneu_i_line_look;

/* Looks at the line p[0, n), n being its length without the line end, or what is visible of it if that is at least 998
 * bytes. */
pneu_i_line_look pneu_i_look_at_line(const uint8_t *p, size_t n);

/* The same for a bare name and what follows its line end: p[0, n) is the first continuation line. 1 if it begins with
 * blanks and a colon; *colon is the colon's offset in it. */
int pneu_i_brings_colon(const uint8_t *p, size_t n, size_t *colon);

/* Bytes of a byte order mark or of an mbox "From " line's or ">From " line's first word at the top of a message; 0 if
 * there is none; -1 if n bytes are too few to tell. *is_line is 1 if the whole line belongs to it. */
int pneu_i_look_at_top(const uint8_t *p, size_t n, int *is_line);

/* ---- field_check.c: reports what is wrong inside bytes of the window. p is the window from `pos` on. ------------ */

/* Inside a whole field (or the first piece of one over MAX_FIELD), in which there is nothing but `has`
 * (PNEU_I_HAS_...). */
void pneu_i_check_field(pneu_parser *parser, const uint8_t *p, const pneu_field_span *field, unsigned has);

/* Inside a whole field of which nothing but bytes above 127 is to be told. */
void pneu_i_check_high_field(pneu_parser *parser, const uint8_t *p, const pneu_field_span *field);

/* Inside whole lines of junk p[0, n). */
void pneu_i_check_junk(pneu_parser *parser, const uint8_t *p, size_t n);

/* Inside a further piece p[0, n) of a field or line that is passed on in pieces; before its bytes are counted. */
void pneu_i_check_piece(pneu_parser *parser, const uint8_t *p, size_t n);

/* The first control character of the line p[0, n) that begins the body. */
void pneu_i_check_first_body_line(pneu_parser *parser, const uint8_t *p, size_t n);

#endif
