/*
 * The second pass: parsers that follow the plan, the one of the input and, on top of it, those of encoded messages that
 * are decoded. Private to this folder.
 */
#ifndef PNEU_SANITISE_FILTER_H
#define PNEU_SANITISE_FILTER_H

#include "base/feed.h"
#include "sanitise/clean_header.h"
#include "sanitise/sanitise_plan.h"
#include "tree/body_decoder.h"

#define PNEU_I_SANITISE_PIECE 4096 /* bytes that are decoded at a time */

/* An open part. */
typedef struct pneu_i_open_part {
    uint32_t local; /* the number that its parser gave it */
    uint32_t part;  /* the tree's */
    uint16_t action;
    uint8_t kind;              /* PNEU_KIND_..., once the header has ended */
    uint8_t is_multipart_text; /* a multipart without parts, written as the text that it is */
    uint8_t has_child;
    uint8_t is_closed;
    uint8_t is_encoding; /* the body is written anew, by `decoder` and `encoder` */
} pneu_i_open_part;

/* A parser, and whose decoded body it reads. */
typedef struct pneu_i_sanitise_stream {
    struct pneu_i_sanitise_stream *outer; /* NULL: the input's */
    pneu_parser *parser;
    pneu_str pending;            /* of a BODY of the part that feeds the stream above: not used up */
    size_t first_open;           /* its open parts are those from here on */
    pneu_i_body_decoder decoder; /* of the body that this stream reads */
    int is_ended;                /* the part that feeds this stream has ended */
    uint32_t begun;              /* parts that stood before it */
    char piece[PNEU_I_SANITISE_PIECE];
} pneu_i_sanitise_stream;

struct pneu_sanitise {
    pneu_i_feed feed;
    const pneu_sanitise_plan *plan;
    pneu_i_cleaner cleaner;
    pneu_i_held_header held;
    pneu_i_sanitise_stream *top;
    pneu_i_sanitise_stream *input;
    pneu_i_open_part *open;
    size_t open_count;
    size_t open_capacity;
    uint32_t next_part; /* the tree's number of the next part to begin */
    pneu_i_byte_digest seen;
    pneu_i_body_decoder decoder; /* of the leaf that is written anew */
    pneu_text_decoder *text;     /* between the two, or NULL */
    pneu_i_codec encoder;
    int is_in_line;       /* the last byte written was not LF */
    uint32_t cut_headers; /* what was copied last are so many headers, around each other, without an empty line */
    int is_after_cr;      /* of what is copied, the last byte was a CR, which was not written yet */
};

/* Writes one event of the top stream. PNEU_OK, PNEU_ERR_CHANGED, PNEU_ERR_MEMORY. */
pneu_status pneu_i_sanitise_write(pneu_sanitise *filter, const pneu_event *event);

/* Bytes (sanitise_body.c): as they are; with CRLF for bare LF, a CR at the end held back; a CR that was held back. */
void pneu_i_sanitise_put(pneu_sanitise *filter, const char *bytes, size_t len);
void pneu_i_sanitise_copy(pneu_sanitise *filter, pneu_str bytes);
void pneu_i_sanitise_settle_cr(pneu_sanitise *filter);

/* Gets ready to write a body anew, which stands in that encoding; the result says in which one. Then its bytes; its
 * end. */
int32_t pneu_i_sanitise_begin_body(pneu_sanitise *filter, pneu_i_open_part *open, int32_t encoding, pneu_str type);
void pneu_i_sanitise_add_body(pneu_sanitise *filter, pneu_str bytes);
void pneu_i_sanitise_end_body(pneu_sanitise *filter);

/* At the end of the header of a part that is cleaned (sanitise_form.c): what is to be said there. `boundary` has room
 * for PNEU_I_PLAIN_BOUNDARY + 1 bytes. PNEU_OK or PNEU_ERR_MEMORY. */
pneu_status pneu_i_sanitise_choose_form(pneu_sanitise *filter, pneu_i_open_part *open, const pneu_entity *entity,
                                        char *boundary, pneu_i_entity_form *form);

/* Ends the innermost open part. */
void pneu_i_sanitise_end_part(pneu_sanitise *filter);

/* Streams (sanitise_streams.c): that of the input; that of the body, in this encoding, of a part of the top one.
 * PNEU_OK or PNEU_ERR_MEMORY. Closing frees the top one. */
pneu_status pneu_i_sanitise_open_input(pneu_sanitise *filter);
pneu_status pneu_i_sanitise_open_stream(pneu_sanitise *filter, uint32_t part, int32_t encoding);
void pneu_i_sanitise_close_stream(pneu_sanitise *filter);

/* Gives a stream that is not the input's the next bytes, or its end, or moves on the one below. PNEU_OK: it did
 * something; PNEU_MORE: the one below wants more itself; PNEU_ERR_CHANGED, PNEU_ERR_MEMORY. */
pneu_status pneu_i_sanitise_feed_stream(pneu_i_sanitise_stream *stream);

#endif
