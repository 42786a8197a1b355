/* A header that passes while its fields are edited: what src/filter/field_edit.c and field_flow.c share. */
#ifndef PNEU_FILTER_FIELD_EDITOR_H
#define PNEU_FILTER_FIELD_EDITOR_H

#include "filter/field_rules.h"
#include "filter/signature_watch.h"
#include "pneu/field_edit.h"
#include "pneu/parse.h"

/* Where the message stands. */
enum {
    PNEU_I_EDIT_TOP = 0,  /* nothing but lines that fields are not put before has passed */
    PNEU_I_EDIT_PREPEND,  /* fields are being prepended; `edit` is the next but one to look at */
    PNEU_I_EDIT_HEADER,   /* fields pass */
    PNEU_I_EDIT_ADD,      /* fields are being added at the end; `edit` is the next one to look at */
    PNEU_I_EDIT_BODY,     /* the rest passes through the parser, */
    PNEU_I_EDIT_PAST_BODY /* or past it */
};

#define PNEU_I_EDIT_SLICES 3

struct pneu_field_editor {
    pneu_alloc alloc;
    pneu_i_rules rules;
    pneu_i_signature_watch signatures;
    pneu_parser *parser;
    pneu_status error; /* sticky */
    int is_begun;
    int is_finished;
    int is_waiting; /* what was pushed is used up */
    int stage;
    size_t edit;
    int is_lf; /* line ends are LF */
    int knows_eol;
    char last_byte;   /* of the header, as long as its line end is not known */
    int is_open;      /* what was written last lacks a line end */
    int drops_pieces; /* of a long field: its further pieces go */
    pneu_str input;   /* as pushed */
    uint64_t offset;  /* of its first byte */
    uint64_t taken;   /* bytes of the message that came as events */

    const pneu_event *event;             /* whose fields are being taken, or NULL */
    size_t passed;                       /* what of it was taken: fields, or bytes of junk */
    pneu_str slices[PNEU_I_EDIT_SLICES]; /* to be written, the first one first */
};

/* Puts the next bytes into the slices, which are empty, or does a step on the way to them. PNEU_OK, PNEU_MORE, PNEU_DONE
 * or an error. */
pneu_status pneu_i_field_flow_step(pneu_field_editor *editor);

#endif
