/* A look at what an encoded body decodes to: may it stand in the message as it is, and what has the header to say then? */
#ifndef PNEU_FILTER_DECODED_LOOK_H
#define PNEU_FILTER_DECODED_LOOK_H

#include "base/buf.h"
#include "tree/body_decoder.h"
#include "write/choose_encoding.h"

#define PNEU_I_BOUNDARY_MOST 998

/* The boundaries of the multiparts that are open, a stack. A zeroed struct has none. */
typedef struct pneu_i_open_boundaries {
    pneu_i_buf bytes; /* each with its length before it */
    uint32_t starts;  /* bits of their first bytes */
} pneu_i_open_boundaries;

/* Opens a multipart. PNEU_OK or PNEU_ERR_MEMORY. */
pneu_status pneu_i_open_boundaries_add(pneu_i_open_boundaries *open, const pneu_alloc *alloc, pneu_str boundary);

/* Closes all multiparts but those that were open when there were `len` bytes of them. */
void pneu_i_open_boundaries_cut(pneu_i_open_boundaries *open, size_t len);

/* One body. */
typedef struct pneu_i_decoded_look {
    const pneu_i_open_boundaries *open;
    int has_lines; /* quoted-printable: line ends of the file are made CRLF first, as they are on the wire */
    pneu_i_codec to_crlf;
    pneu_i_body_decoder decoder;
    pneu_i_census census;
    uint32_t cpu_level; /* of the kernels, at most */
    int is_malformed;   /* programs may decode it in different ways */
    int is_like_delimiter;
    size_t line_len; /* bytes of the open line that are kept, */
    int is_past;     /* and it is known not to be a delimiter */
    char last;
    char line[PNEU_I_BOUNDARY_MOST + 2];
} pneu_i_decoded_look;

/* At a body in quoted-printable or base64. */
void pneu_i_decoded_look_begin(pneu_i_decoded_look *look, int32_t encoding, const pneu_i_open_boundaries *open,
                               uint32_t cpu_level);

/* Bytes of the body, cut anywhere; and its end. */
void pneu_i_decoded_look_add(pneu_i_decoded_look *look, pneu_str bytes);
void pneu_i_decoded_look_end(pneu_i_decoded_look *look);

/* After the end: PNEU_ENCODING_7BIT, _8BIT or _BINARY. */
int32_t pneu_i_decoded_look_encoding(const pneu_i_decoded_look *look);

/* After the end: 1 if a line of it could be read as a delimiter, or its end as a part of the delimiter behind it. */
int pneu_i_decoded_look_may_end_part(const pneu_i_decoded_look *look);

#endif
