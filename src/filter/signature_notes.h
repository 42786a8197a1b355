/* The signatures that a filter made void, noted, told while the parts of a message pass. */
#ifndef PNEU_FILTER_SIGNATURE_NOTES_H
#define PNEU_FILTER_SIGNATURE_NOTES_H

#include "base/arena.h"
#include "filter/note_list.h"
#include "pneu/parse.h"

/* What the signature of a note signs. */
typedef struct pneu_i_noted_signature {
    uint64_t covers;   /* fields, as pneu_i_field_bit */
    uint8_t is_simple; /* it signs fields as they stand, folds and all */
    uint8_t has_body;  /* it signs the body */
} pneu_i_noted_signature;

/* The first signatures whose messages are open, and those of others that are void. */
typedef struct pneu_i_signature_notes {
    pneu_i_note_list list;
    pneu_i_noted_signature *signs; /* by note: PNEU_I_NOTES_KEPT; NULL before the first */
    pneu_arena scratch;            /* one signature */
    int32_t kind;                  /* of the notes */
} pneu_i_signature_notes;

void pneu_i_signature_notes_init(pneu_i_signature_notes *notes, const pneu_alloc *alloc, int32_t kind);
void pneu_i_signature_notes_reset(pneu_i_signature_notes *notes);
void pneu_i_signature_notes_free(pneu_i_signature_notes *notes, const pneu_alloc *alloc);

/* The names of fields as a set of 64 bits: what it has not was not put in. */
uint64_t pneu_i_field_bit(pneu_str name);

/* A field of a message's header: if it is a signature, its note is added, which is not yet true. PNEU_OK or
 * PNEU_ERR_MEMORY. */
pneu_status pneu_i_signature_notes_see(pneu_i_signature_notes *notes, const pneu_alloc *alloc, const pneu_event *event,
                                       const pneu_field_span *span);

/* The message `part` has ended: of its signatures those stay noted that are void, because of a body that is changed, or
 * of fields that stand otherwise now. Gives how many. */
size_t pneu_i_signature_notes_settle(pneu_i_signature_notes *notes, uint32_t part, int is_body_changed,
                                     uint64_t changed_fields);

#endif
