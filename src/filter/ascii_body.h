/* The bodies of a message that is converted to 7-bit ASCII, and all other bytes of it on their way out. */
#ifndef PNEU_FILTER_ASCII_BODY_H
#define PNEU_FILTER_ASCII_BODY_H

#include "base/feed.h"
#include "filter/ascii_plan.h"

/* Where the bytes go, and what is to be put before the next of them. */
typedef struct pneu_i_ascii_out {
    pneu_i_feed *feed;
    uint32_t cpu_level;  /* of codecs and scans */
    int takes_8bit;      /* bytes above 127 may be copied */
    int owes_line_end;   /* a line is open that must not go on: CRLF, unless a line end comes anyway */
    int owes_separators; /* the empty lines after headers that had none: of a message in a message, several */
} pneu_i_ascii_out;

/* Puts bytes that may be sent, with CRLF. */
void pneu_i_ascii_put(pneu_i_ascii_out *out, const char *bytes, size_t len);
void pneu_i_ascii_put_str(pneu_i_ascii_out *out, pneu_str text);

/* 1 if the bytes may be copied. */
static inline int pneu_i_ascii_may_copy(const pneu_i_ascii_out *out, const pneu_i_census *census)
{
    return out->takes_8bit ? pneu_i_census_is_eight_bit(census) : pneu_i_census_is_seven_bit(census);
}

/* Bytes that are copied, piece by piece, with CRLF for bare LF. They may be, or this is PNEU_ERR_LATE_8BIT. */
pneu_status pneu_i_ascii_copy(pneu_i_ascii_out *out, pneu_i_census *census, pneu_str bytes);

/* One body. */
typedef struct pneu_i_ascii_body {
    pneu_i_ascii_out *out;
    int how; /* PNEU_I_BODY_... */
    pneu_i_census census;
    pneu_i_codec encoder;
    pneu_i_codec decoder; /* of quoted-printable that is mended */
    int is_open;
    int is_mending;   /* quoted-printable: the open line is written anew */
    int has_cr;       /* quoted-printable: the last byte was CR, and waits for its LF */
    int has_coded_cr; /* ... and so does the last octet of the line that is written anew */
    int is_dash_line; /* base64: the open line begins with "-" */
    size_t line_len;  /* bytes held of the open line */
    char line[PNEU_I_LINE_MAX + 2];
} pneu_i_ascii_body;

void pneu_i_ascii_body_begin(pneu_i_ascii_body *body, pneu_i_ascii_out *out, int how);

/* PNEU_OK or PNEU_ERR_LATE_8BIT. */
pneu_status pneu_i_ascii_body_add(pneu_i_ascii_body *body, pneu_str bytes);
pneu_status pneu_i_ascii_body_end(pneu_i_ascii_body *body);

/* The two ways to mend (ascii_mend.c). */
void pneu_i_ascii_mend_qp(pneu_i_ascii_body *body, pneu_str bytes);
void pneu_i_ascii_mend_qp_end(pneu_i_ascii_body *body);
void pneu_i_ascii_mend_base64(pneu_i_ascii_body *body, pneu_str bytes);
void pneu_i_ascii_mend_base64_end(pneu_i_ascii_body *body);

/* Encoded text, with CRLF for LF. */
void pneu_i_ascii_put_lines(pneu_i_ascii_out *out, const char *bytes, size_t len);

#endif
