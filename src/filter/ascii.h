/* The filter that makes a message 7-bit ASCII: a parser that follows a plan. */
#ifndef PNEU_FILTER_ASCII_H
#define PNEU_FILTER_ASCII_H

#include "filter/ascii_body.h"
#include "filter/delay.h"

struct pneu_ascii {
    pneu_alloc alloc;
    pneu_i_feed feed;
    pneu_ascii_plan *own;        /* one pass: the plan that is made on the way, from bytes that then wait in `delay` */
    const pneu_ascii_plan *plan; /* the one that is followed */
    pneu_parser *parser;
    const pneu_event *event; /* not written yet */
    pneu_i_delay delay;
    pneu_refusal refusal;

    pneu_arena scratch; /* for fields that are written anew */
    size_t next_text;   /* of those that the plan has kept */
    pneu_i_ascii_out out;
    pneu_i_ascii_body body;
    pneu_i_census gap; /* of the gap or large field that is copied */
    pneu_i_utf8_stream gap_utf8;
    int is_in_gap;
    int has_junk;       /* lines that are no field were written, and nothing after their header yet */
    int is_behind_junk; /* the part is a message, and that holds of the header around it */
    int has_version;    /* fields of the header that is written */
    int has_type;
    int has_encoding;
};

/* Writes one event. PNEU_OK; PNEU_ERR_CHANGED; PNEU_ERR_LATE_8BIT; PNEU_ERR_MEMORY. */
pneu_status pneu_i_ascii_write(pneu_ascii *ascii, const pneu_event *event);

/* Writes what is owed at the end. */
void pneu_i_ascii_write_end(pneu_ascii *ascii);

#endif
