/*
 * The streams being parsed, one on top of the other: the input, and above it the decoded bodies of encoded messages,
 * each with a parser of its own. A stream's memory is kept for the next encoded message.
 */
#ifndef PNEU_TREE_STREAM_H
#define PNEU_TREE_STREAM_H

#include "pneu/tree.h"
#include "tree/examination.h"

#define PNEU_I_PIECE 8192 /* bytes of a decoded message that are parsed at a time */

/* What becomes of the BODY events of the leaf that is open on a level. */
enum {
    PNEU_I_FEED_NOTHING = 0, /* only where it stands is of interest */
    PNEU_I_FEED_COUNT = 1,   /* decoded, for its length and its defects */
    PNEU_I_FEED_STREAM = 2   /* decoded and parsed by the level above */
};

typedef struct pneu_i_stream {
    struct pneu_i_stream *outer; /* NULL: this is the input */
    struct pneu_i_stream *inner; /* kept for the next encoded message, or NULL */
    pneu_parser *parser;
    char *piece;       /* PNEU_I_PIECE bytes, but for the input */
    int feed;          /* PNEU_I_FEED_... */
    int is_body_ended; /* PART_END of the part that feeds the stream above was taken */
    pneu_str pending;  /* of a BODY event: not decoded yet for the stream above */
    uint32_t space;
    uint32_t part;     /* whose decoded body this is; PNEU_NO_PART for the input */
    uint32_t begun;    /* parts that the parser has begun */
    size_t first_jump; /* the stream's entries in the message's jumps: from here to those of `inner` */
    pneu_defect_set found;
    uint16_t seen[PNEU_DEFECT_COUNT]; /* DEFECT events by code: at most 16 each */
    pneu_i_examination body;          /* of the open leaf */
} pneu_i_stream;

/* Makes the parser of the input's stream. PNEU_OK or PNEU_ERR_MEMORY. */
pneu_status pneu_i_stream_init(pneu_message *message);

/* Puts the stream of the decoded body of `part`, an encoded message on the top stream, on top. Where a limit forbids
 * it, reports that and changes nothing. PNEU_OK or PNEU_ERR_MEMORY. */
pneu_status pneu_i_stream_open(pneu_message *message, uint32_t part);

/* The tree's number for the number that the stream's parser gave a part. */
uint32_t pneu_i_stream_part(const pneu_message *message, const pneu_i_stream *stream, uint32_t local);

/* The stream is over: takes the parser's uncapped counts, and puts the one below on top. PNEU_OK or PNEU_ERR_MEMORY. */
pneu_status pneu_i_stream_close(pneu_message *message, pneu_i_stream *stream);

/* Makes the input's stream as new; the others are freed if they hold more than `keep` bytes. */
void pneu_i_stream_reset(pneu_message *message, size_t keep);

void pneu_i_stream_free(pneu_message *message);

#endif
