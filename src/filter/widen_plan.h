/* What is to be decoded in a message, found in one pass over it. */
#ifndef PNEU_FILTER_WIDEN_PLAN_H
#define PNEU_FILTER_WIDEN_PLAN_H

#include "base/options.h"
#include "filter/decoded_look.h"
#include "filter/signature_notes.h"
#include "filter/splice.h"
#include "pneu/parse.h"
#include "pneu/widen.h"

/* A part that is open. Encodings 7bit, 8bit and binary are compared as numbers. */
typedef struct pneu_i_widen_frame {
    int32_t kind;
    int32_t encoding; /* of a leaf: as used */
    int is_message;   /* the message, or the child of a message part */
    int is_sealed;    /* multipart/signed or multipart/encrypted */
    int is_in_sealed;
    int is_changed;           /* something in it is */
    int stays;                /* of a leaf: PNEU_WIDEN_... why it is not decoded, or 0 */
    int32_t says;             /* of a container: what its header says, */
    int32_t most;             /* the most that it and those around it can be made to say, */
    int32_t needs;            /* and what they have to say */
    size_t cut;               /* of a container: the cut that its header may need */
    int is_lf;                /* of a container: its header ends with LF */
    size_t boundaries_before; /* bytes of the boundaries that were open around it */
    uint64_t body;            /* of a leaf */
    int is_held;              /* its header's last line is no field: with no body it would be the body */
    uint32_t field_count;     /* Content-Transfer-Encoding: how many, and the first one's value */
    int32_t field_encoding;
    uint64_t field_offset;
    uint64_t field_length;
} pneu_i_widen_frame;

struct pneu_widen_plan {
    pneu_alloc alloc;
    pneu_i_settings settings;
    pneu_widen_choices choices;
    pneu_parser *parser;
    pneu_status status; /* an error that stays */
    int is_finished;

    pneu_i_widen_frame *frames;
    size_t depth;
    size_t frame_capacity;
    pneu_i_open_boundaries boundaries;
    pneu_i_decoded_look look; /* at the body that is read */
    pneu_i_cut_list cuts;
    pneu_i_byte_digest seen;
    pneu_widen_summary summary;
    pneu_i_note_list notes;
    pneu_i_signature_notes signatures;
};

/* Takes one event of the parser. PNEU_OK or PNEU_ERR_MEMORY. */
pneu_status pneu_i_widen_scan(pneu_widen_plan *plan, const pneu_event *event);

#endif
